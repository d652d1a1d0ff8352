"""One-time codes that prove who holds a number, and the counting of tries."""

from datetime import datetime, timedelta

import pytest

from linli.journal.models import Entry
from linli.people import actions, work
from linli.people.actions.codes import GOOD_FOR, MOST_FROM_HERE
from linli.people.events import PersonEvent
from linli.people.models import Attempt, PhoneCode
from linli.people.numbers import BadPhone
from linli.people.queries import codes
from tests.factories.towns import NOW

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
MINUTE = timedelta(minutes=1)


def _make(now: datetime = NOW, phone: str = PHONE, address: str = "10.0.0.1") -> actions.MadeCode:
    return actions.make_phone_code(phone=phone, address=address, now=now)


def _check(code: str, now: datetime = NOW, phone: str = PHONE) -> PhoneCode:
    return actions.check_phone_code(phone=phone, code=code, now=now)


def _wrong(plain: str) -> str:
    return f"{(int(plain) + 1) % 1_000_000:06}"


def test_a_code_is_made_and_used_once_and_neither_it_nor_the_number_is_kept() -> None:
    made = _make(phone="138-1234 5678")
    assert len(made.plain) == 6 and made.plain.isdecimal()
    row = PhoneCode.objects.get()
    assert row.expires_at == NOW + GOOD_FOR
    assert PHONE not in row.phone_blind and made.plain not in row.code_blind
    entry = Entry.objects.get(pk=made.entry_key)
    assert (entry.tag, entry.facts) == (PersonEvent.CODE_MADE, {})
    used = _check(f" {made.plain[:3]} {made.plain[3:]}", NOW + MINUTE)
    assert (used.code_blind, used.used_at) == ("", NOW + MINUTE)
    assert Entry.objects.filter(tag=PersonEvent.CODE_USED, subject=entry.subject).exists()
    with pytest.raises(actions.PhoneCodeOver):
        _check(made.plain, NOW + MINUTE)


def test_full_width_digits_are_forgiven() -> None:
    made = _make()
    _check("".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in made.plain))


def test_a_wrong_code_is_counted_and_five_end_it() -> None:
    made = _make()
    for tries in range(1, 5):
        with pytest.raises(actions.WrongPhoneCode):
            _check(_wrong(made.plain))
        assert PhoneCode.objects.get().tries == tries
    with pytest.raises(actions.PhoneCodeOver):
        _check(_wrong(made.plain))
    with pytest.raises(actions.PhoneCodeOver):
        _check(made.plain)


def test_a_code_expires_and_a_newer_one_ends_it() -> None:
    first = _make()
    with pytest.raises(actions.PhoneCodeOver):
        _check(first.plain, NOW + GOOD_FOR)
    second = _make(NOW + 2 * MINUTE)
    if first.plain != second.plain:
        with pytest.raises(actions.WrongPhoneCode):
            _check(first.plain, NOW + 3 * MINUTE)
    _check(second.plain, NOW + 3 * MINUTE)


def test_a_code_opens_no_other_number_and_nothing_opens_without_one() -> None:
    made = _make()
    for phone, code in (("13900000000", made.plain), (PHONE, "")):
        with pytest.raises((actions.PhoneCodeOver, actions.WrongPhoneCode)):
            _check(code, phone=phone)


@pytest.mark.parametrize("phone", ["0833-2123456", "12345", "4001234567"])
def test_only_a_mobile_gets_one(phone: str) -> None:
    with pytest.raises(actions.NotAMobile):
        _make(phone=phone)
    with pytest.raises(BadPhone):
        _make(phone="138123456789")
    assert not PhoneCode.objects.exists()


def test_one_a_minute_and_five_a_day_for_a_number() -> None:
    _make()
    with pytest.raises(actions.TooSoon):
        _make(NOW + timedelta(seconds=59))
    for turn in range(1, 5):
        _make(NOW + turn * 2 * MINUTE)
    with pytest.raises(actions.TooManyCodes):
        _make(NOW + timedelta(hours=23))
    _make(NOW + timedelta(days=1, minutes=1))


def test_so_many_an_hour_from_one_address() -> None:
    for turn in range(MOST_FROM_HERE):
        _make(phone=f"138000000{turn:02}")
    with pytest.raises(actions.TooManyFromHere):
        _make(phone="13800000099")
    _make(phone="13800000099", address="10.0.0.2")
    _make(NOW + timedelta(hours=1), phone="13800000098")
    assert not Attempt.objects.filter(mark__contains="10.0.0").exists()


def test_what_is_over_is_forgotten_and_then_nothing_is_written() -> None:
    _make()
    assert not codes.is_anything_over(NOW + MINUTE)
    later = NOW + timedelta(hours=2)
    assert codes.is_anything_over(later)
    work.forget_codes(later)
    row = PhoneCode.objects.get()
    assert row.code_blind == "" and row.phone_blind  # the limit of the day still looks at it
    assert not Attempt.objects.exists()
    assert not codes.is_anything_over(later)
    tomorrow = NOW + timedelta(days=1)
    assert codes.is_anything_over(tomorrow)
    work.forget_codes(tomorrow)
    assert not PhoneCode.objects.exists() and not codes.is_anything_over(tomorrow)


def test_attempts_are_counted_within_their_window() -> None:
    what, window = "receipt:1", timedelta(minutes=10)
    assert [actions.count_attempt(what=what, window=window, now=NOW) for _turn in range(3)] == [1, 2, 3]
    assert codes.attempts(what, NOW) == 3 and codes.attempts("receipt:2", NOW) == 0
    assert codes.is_exhausted([(what, 3)], NOW) and not codes.is_exhausted([(what, 4)], NOW)
    assert codes.attempts(what, NOW + window) == 0
    assert actions.count_attempt(what=what, window=window, now=NOW + window) == 1
