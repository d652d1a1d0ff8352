"""Settings. Every value comes from the environment with a default that serves the demo; see docs/settings.md."""

import base64
import os
import secrets
from pathlib import Path

import django_stubs_ext
from django.utils.csp import CSP
from environs import Env

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("LINLI_DATA", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str, make: str) -> str:
    """A secret from the environment, or one made on first use and kept in the data folder, readable by its owner."""
    given = env.str(name, "")
    if given:
        return given
    path = DATA_DIR / f"{name.lower()}.secret"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make)
    return path.read_text().strip()


SECRET_KEY = _kept_secret("LINLI_SECRET_KEY", secrets.token_urlsafe(50))
LINLI_KEYS = _kept_secret("LINLI_KEYS", f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}")
DEBUG = env.bool("LINLI_DEBUG", False)
ALLOWED_HOSTS = env.list("LINLI_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("LINLI_TRUSTED_ORIGINS", [])
IS_HTTPS = env.bool("LINLI_HTTPS", False)
TOWN_NAME = env.str("LINLI_TOWN", "邻里")
TOWN_PHONE = env.str("LINLI_PHONE", "")

INSTALLED_APPS = [
    "linli.config",
    "linli.web",
    "linli.desk",
    "linli.board",
    "linli.cases",
    "linli.notices",
    "linli.catalogue",
    "linli.organisations",
    "linli.people",
    "linli.places",
    "linli.worktime",
    "linli.journal",
    "linli.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages over slow lines; Django lengthens each at random against BREACH
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.ui.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.organisations.middleware.ActorMiddleware",
    "linli.kernel.pages.RefusalMiddleware",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.config.context.town",
            ],
            "builtins": ["linli.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": env.dj_db_url("LINLI_DATABASE_URL", f"sqlite:///{DATA_DIR / 'linli.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "linli.kernel.sqlite"  # the same, with a queue for those who write
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        # A page that changes often is copied from the log into the file once in 4,000 pages, not in 1,000.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA wal_autocheckpoint=4000;",
    }
else:
    # Our statements are short; compiling them costs PostgreSQL more than running them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "linli.people.signin.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/10m/key,30/10m/ip"}
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "linli.kernel.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF, "blob:"],  # what was recorded and is not sent yet
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "linli" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
MEDIA_ROOT = DATA_DIR / "media"
# Styles and scripts are served from where the build put them, compressed beside themselves; nothing is collected.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/ui/[\w-]+\.[0-9a-f]{12}\."  # named by their content
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "linli.kernel.uploads.Limits",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SEALS_DIR = Path(env.str("LINLI_SEALS", str(DATA_DIR / "seals")))

SITE_URL = env.str("LINLI_URL", "")
SMS_GATEWAY = env.str("LINLI_SMS", "log")
SENDS_SMS = DEBUG or "LINLI_SMS" in os.environ  # or else no resident is asked to wait for a short message
QUIET_HOURS = env.str("LINLI_QUIET", "21:30-07:30")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "linli.notices.sms": {"level": "INFO"},  # where the log is the gateway, it is there to be read
        # It names tokens that it cannot read; what went wrong reaches us otherwise.
        "apprise": {"handlers": ["nowhere"], "propagate": False},
    },
    "root": {"handlers": ["console"], "level": env.str("LINLI_LOG", "WARNING")},
}
