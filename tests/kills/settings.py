"""The smallest program that has a journal and one reaction."""

from linli.config.settings import *  # noqa: F403

INSTALLED_APPS = ["linli.journal", "tests.kills"]
MIDDLEWARE = []
AUTH_USER_MODEL = "auth.User"
ROOT_URLCONF = "tests.kills.settings"
urlpatterns: list[object] = []
