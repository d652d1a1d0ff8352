import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel.sessions import SessionStore

SLIPS = {"abc": {"report_id": 7, "receipt": "26030548291375", "query_code": "ACDEFGHJ", "made_at": 1.5}}


@pytest.fixture(autouse=True)
def _rows(db: None) -> Iterator[None]:
    yield


def _kept(**held: Any) -> str:
    """The session key after a request that put ``held`` into a new session."""
    session = SessionStore(None)
    for key, value in held.items():
        session[key if key.startswith("_") else key.replace("_", ".")] = value
    session.save()
    assert session.session_key is not None
    return session.session_key


def test_slips_need_no_row() -> None:
    with CaptureQueriesContext(connection) as asked:
        key = _kept(cases_slips=SLIPS, cases_followed={"26030548291375": 7})
        held = dict(SessionStore(key).items())
    assert not asked.captured_queries
    assert held == {"cases.slips": SLIPS, "cases.followed": {"26030548291375": 7}}
    assert "ACDEFGHJ" not in key and len(key) < 1000


def test_a_changed_or_foreign_cookie_is_an_empty_session() -> None:
    key = _kept(cases_slips=SLIPS)
    turned = "B" if key[40] == "A" else "A"
    for spoilt in (key[:40] + turned + key[41:], key[:-8], "c.", "c.k1.xx", "c.nobody.AAAA"):
        session = SessionStore(spoilt)
        assert dict(session.items()) == {}, spoilt
        assert session.session_key is None


def test_a_cookie_ends_by_itself(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _kept(cases_slips=SLIPS)
    later = time.time() + settings.SESSION_COOKIE_AGE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert dict(SessionStore(key).items()) == {}


def test_a_cookie_lasts_as_long_as_what_it_follows(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _kept(cases_followed={"26030548291375": [7, 739700]})
    began, day = time.time(), 24 * 60 * 60
    monkeypatch.setattr(time, "time", lambda: began + 30 * day)
    assert "cases.followed" in SessionStore(key)
    assert SessionStore(key).get_expiry_age() > 30 * day
    monkeypatch.setattr(time, "time", lambda: began + 31 * day + 1)
    assert dict(SessionStore(key).items()) == {}


def test_whoever_signs_in_is_signed_out_after_hours_whatever_they_follow(settings: Any) -> None:
    key = _kept(cases_followed={"26030548291375": [7, 739700]}, _auth_user_id="5")
    assert SessionStore(key).get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_whoever_signs_in_has_a_row_and_keeps_the_slips() -> None:
    session = SessionStore(_kept(cases_slips=SLIPS))
    session.cycle_key()
    session["_auth_user_id"] = "5"
    session.save()
    assert not str(session.session_key).startswith("c.")
    row = Session.objects.get()
    assert row.get_decoded() == {"cases.slips": SLIPS, "_auth_user_id": "5"}
    again = SessionStore(row.session_key)
    assert again["_auth_user_id"] == "5"
    again.flush()
    assert not Session.objects.exists()
    assert dict(SessionStore(row.session_key).items()) == {}


def test_more_slips_than_a_cookie_holds_go_into_a_row() -> None:
    many = {f"token-{number}": SLIPS["abc"] for number in range(40)}
    key = _kept(cases_slips=many)
    assert not key.startswith("c.")
    session = SessionStore(key)
    session["cases.slips"] = SLIPS
    session.save()
    assert str(session.session_key).startswith("c.")
    assert not Session.objects.exists()


def test_nothing_but_slips_may_stand_in_a_cookie() -> None:
    assert not _kept(cases_slips=SLIPS, account_login={"user": 5}).startswith("c.")
