from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured

from linli.notices import quiet

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-03-05 21:29:59", None),
        ("2026-03-05 21:30", "2026-03-06 07:30"),
        ("2026-03-05 23:59", "2026-03-06 07:30"),
        ("2026-03-06 00:00", "2026-03-06 07:30"),
        ("2026-03-06 07:29:59", "2026-03-06 07:30"),
        ("2026-03-06 07:30", None),
        ("2026-12-31 22:00", "2027-01-01 07:30"),
    ],
)
def test_a_night_ends_in_the_morning(now: str, ends: str | None) -> None:
    night = quiet.parse("21:30-07:30")
    assert quiet.ends_at(night, at(now)) == (at(ends) if ends else None)


@pytest.mark.parametrize(
    ("now", "ends"),
    [("2026-03-05 11:59", None), ("2026-03-05 12:00", "2026-03-05 14:00"), ("2026-03-05 14:00", None)],
)
def test_a_noon_ends_on_the_same_day(now: str, ends: str | None) -> None:
    assert quiet.ends_at(quiet.parse("12:00-14:00"), at(now)) == (at(ends) if ends else None)


def test_the_hours_are_those_of_shanghai_whatever_the_zone_of_now() -> None:
    ends = quiet.ends_at(quiet.parse("21:30-07:30"), datetime.fromisoformat("2026-03-05T14:00:00+00:00"))
    assert ends == at("2026-03-06 07:30")


def test_there_may_be_none() -> None:
    assert quiet.ends_at(quiet.parse(""), at("2026-03-05 23:00")) is None


@pytest.mark.parametrize(
    "text", ["22", "22:00", "22:00-22:00", "25:00-07:00", "9pm-7am", "21:30-07:30+08:00"]
)
def test_what_nobody_understands_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="LINLI_QUIET"):
        quiet.parse(text)
