"""Sessions: in the database for those who sign in, in a sealed cookie for residents who only hold their slips.

Everybody who reports from a phone would otherwise leave a row behind, written in a transaction of its own beside that of
the report. What signing in needs is never in a cookie, so that signing out ends it. The name of this module stands in
settings.SESSION_ENGINE.
"""

import json
import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db

from linli.kernel import fields

IN_COOKIE = (
    "cases.slips",
    "cases.followed",
    "cases.mine",
)  # what may stand in a cookie; anything else calls for a row
LONGEST = 3000  # characters; browsers drop a cookie over 4,096
LASTING = "cases.followed"  # what a resident may look up again for a month; each of them ends by itself
LASTS = 31 * 24 * 60 * 60  # seconds: a month, and the rest of its last day
SIGNED_IN = "_auth_user_id"
_MARK = "c."
_PURPOSE = "session"


class SessionStore(db.SessionStore):
    """A session key that begins with "c." is the session itself, encrypted, with the moment at which it ends."""

    def get_session_cookie_age(self) -> int:
        """Seconds. Who signs in stays for hours; who only follows a demand, as long as it may be followed."""
        if LASTING in self and SIGNED_IN not in self:
            return LASTS
        return int(settings.SESSION_COOKIE_AGE)

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        if not key.startswith(_MARK):
            found: dict[str, Any] = super().load()
            return found
        held = _opened(key)
        if held is None:
            self._session_key = None
            return {}
        return held

    def save(self, must_create: bool = False) -> None:
        held = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        sealed = _sealed(held, self.get_session_cookie_age()) if held.keys() <= set(IN_COOKIE) else ""
        key = self.session_key or ""
        if sealed and len(sealed) <= LONGEST:
            if key:
                self.delete(key)
            self._session_key = sealed
            return
        if key.startswith(_MARK):
            self._session_key = None
        super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        if not (session_key or self.session_key or "").startswith(_MARK):
            super().delete(session_key)


def _sealed(held: dict[str, Any], age: int) -> str:
    ends = int(time.time()) + age
    return _MARK + fields.encrypt(json.dumps([ends, held], separators=(",", ":")), _PURPOSE)


def _opened(key: str) -> dict[str, Any] | None:
    """What a cookie holds; None where it is spoilt, too old, or sealed with a key that is gone."""
    try:
        ends, held = json.loads(fields.decrypt(key.removeprefix(_MARK), _PURPOSE))
    except (fields.UnknownKey, fields.SpoiltCiphertext, ValueError):
        return None
    return held if ends > time.time() else None
