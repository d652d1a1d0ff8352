"""Due times reckoned by hand around the Spring Festival and the National Day of 2026.

2026 in short: rest 02-15 (Sun) to 02-23 (Mon), worked on Saturdays 02-14 and 02-28; rest 09-25 (Fri) to 09-27 (Sun) and
10-01 (Thu) to 10-07 (Wed), worked on Sunday 09-20 and Saturday 10-10. Office hours 08:00–12:00 and 14:00–18:00.
"""

from datetime import UTC

import pytest

from linli.worktime.clocks import Calendar, ClockKind, Pause, due_at
from tests.factories.worktime import COMMUNITY, OFFICE, PROPERTY, SEASONAL, local

ALWAYS, HOURS = ClockKind.ALWAYS, ClockKind.OFFICE_HOURS
WORKING, CALENDAR = ClockKind.WORKING_DAYS, ClockKind.CALENDAR_DAYS

BY_HAND = [
    # Minutes that run on: two hours over the midnight of New Year's Eve, a day into the National Day.
    (ALWAYS, "02-16 23:30", 120, "02-17 01:30"),
    (ALWAYS, "09-30 22:00", 24 * 60, "10-01 22:00"),
    # 11–12 is one hour, the second one begins after lunch; the Saturday before the festival is worked.
    (HOURS, "02-14 11:00", 120, "02-14 15:00"),
    # One hour to the close of the worked Saturday, the other on the first day after nine days of rest.
    (HOURS, "02-14 17:00", 120, "02-24 09:00"),
    # Registered in the festival: nothing runs before 02-24 08:00.
    (HOURS, "02-18 10:00", 60, "02-24 09:00"),
    # Two hours on Friday, four on Saturday morning (worked), two after lunch.
    (HOURS, "02-27 16:00", 480, "02-28 16:00"),
    # At the closing minute nothing is left of the day: the first minute runs on 10-08.
    (HOURS, "09-30 18:00", 1, "10-08 08:01"),
    # A full day of eight hours is over when the office closes, not when it opens again.
    (HOURS, "09-30 08:00", 480, "09-30 18:00"),
    # Half an hour on Friday, half an hour on the worked Saturday.
    (HOURS, "10-09 17:30", 60, "10-10 08:30"),
    # Fifteen office days of eight hours: 02-13, 02-14, 02-24 to 02-28 make seven, 03-02 to 03-06 twelve,
    # 03-09 to 03-11 fifteen.
    (HOURS, "02-13 08:00", 15 * 480, "03-11 18:00"),
    # The day of the start is not counted; the worked Saturday is the first working day.
    (WORKING, "02-13 10:00", 1, "02-14 18:00"),
    # 02-14 is the first, then nine days of rest, 02-24 the second, 02-25 the third.
    (WORKING, "02-13 10:00", 3, "02-25 18:00"),
    # 02-24, 25, 26, 27 and the worked Saturday 02-28.
    (WORKING, "02-14 09:00", 5, "02-28 18:00"),
    # A start in the festival: the first working day after it is the first.
    (WORKING, "02-17 10:00", 1, "02-24 18:00"),
    # After hours on Friday: Sunday 09-20 is worked and is the first, Monday the second.
    (WORKING, "09-18 20:00", 2, "09-21 18:00"),
    # 10-08, 10-09 and the worked Saturday 10-10.
    (WORKING, "09-30 09:00", 3, "10-10 18:00"),
    # 09-28 to 09-30 make three, 10-08 to 10-10 six, 10-12 to 10-16 eleven, 10-19 to 10-22 fifteen.
    (WORKING, "09-24 16:00", 15, "10-22 18:00"),
    # The fifth day after 02-10 is Sunday 02-15, a holiday: the next working day is 02-24.
    (CALENDAR, "02-10 10:00", 5, "02-24 18:00"),
    # The seventh day is a Saturday, but a worked one: the period ends there.
    (CALENDAR, "02-07 10:00", 7, "02-14 18:00"),
    (CALENDAR, "02-13 10:00", 15, "02-28 18:00"),
    # The fifteenth day is Sunday 03-01: Monday.
    (CALENDAR, "02-14 10:00", 15, "03-02 18:00"),
    # The last day before the National Day, and one day later.
    (CALENDAR, "09-23 10:00", 7, "09-30 18:00"),
    (CALENDAR, "09-24 10:00", 7, "10-08 18:00"),
    # The seventh day is the worked Sunday 09-20.
    (CALENDAR, "09-13 10:00", 7, "09-20 18:00"),
    # The fifteenth day is Sunday 10-11, after the worked Saturday: Monday 10-12.
    (CALENDAR, "09-26 10:00", 15, "10-12 18:00"),
]

OTHER_HOURS = [
    # A property company never closes: its office hours run through the night of the festival.
    (PROPERTY, HOURS, "02-16 23:30", 120, "02-17 01:30"),
    # Its working days are still the official ones, and end at midnight.
    (PROPERTY, WORKING, "09-30 10:00", 1, "10-08 24:00"),
    (PROPERTY, CALENDAR, "02-10 10:00", 5, "02-24 24:00"),
    # The community is open on Saturday and Sunday and rests on Monday: 03-07, 03-08, 03-10.
    (COMMUNITY, WORKING, "03-06 10:00", 3, "03-10 19:00"),
    # An hour on Saturday 02-14, the holidays, Tuesday 02-24 from 08:30.
    (COMMUNITY, HOURS, "02-14 18:00", 120, "02-24 09:30"),
    # The third day is Monday 03-09, on which it rests: Tuesday.
    (COMMUNITY, CALENDAR, "03-06 10:00", 3, "03-10 19:00"),
    # The last hour of the winter hours on Friday 05-29, two more on Monday 06-01.
    (SEASONAL, HOURS, "05-29 17:00", 180, "06-01 10:00"),
    # Summer hours close at 18:30: half an hour on 09-30, half an hour on 10-08.
    (SEASONAL, HOURS, "09-30 18:00", 60, "10-08 08:30"),
    (SEASONAL, WORKING, "09-29 18:00", 1, "09-30 18:30"),
]

PAUSED = [
    # Ten hours run, twelve stand, fourteen run.
    (ALWAYS, "02-13 10:00", 24 * 60, [("02-13 20:00", "02-14 08:00")], "02-14 22:00"),
    # 16–18 and 08–09 make three hours; 10-08 10–12 and 14–17 the other five.
    (HOURS, "09-29 16:00", 480, [("09-30 09:00", "10-08 10:00")], "10-08 17:00"),
    # A pause at night takes no office hours.
    (HOURS, "09-29 16:00", 240, [("09-29 18:00", "09-30 08:00")], "09-30 10:00"),
    # 02-26 and 02-27 close paused: 02-25, 02-28, 03-02, 03-03, 03-04.
    (WORKING, "02-24 10:00", 5, [("02-26 09:00", "02-28 09:00")], "03-04 18:00"),
    # Inside one day a pause moves no day clock.
    (WORKING, "02-24 10:00", 1, [("02-25 09:00", "02-25 17:00")], "02-25 18:00"),
    # Up to the closing minute it does.
    (WORKING, "02-24 10:00", 1, [("02-25 17:00", "02-25 18:00")], "02-26 18:00"),
    # 09-25 and 09-26 end paused: 09-22, 23, 24, 27, 28, 29, 30.
    (CALENDAR, "09-21 10:00", 7, [("09-25 12:00", "09-27 12:00")], "09-30 18:00"),
    # The last day is a rest day and the next working day is paused: the one after it.
    (CALENDAR, "09-24 10:00", 7, [("10-08 08:00", "10-09 08:00")], "10-09 18:00"),
    # It began before the case did.
    (HOURS, "09-29 16:00", 60, [("09-01 08:00", "09-30 08:00")], "09-30 09:00"),
]


@pytest.mark.parametrize(("kind", "start", "amount", "due"), BY_HAND)
def test_due_as_reckoned_by_hand(kind: ClockKind, start: str, amount: int, due: str) -> None:
    assert due_at(local(start), kind, amount, OFFICE) == local(due)


@pytest.mark.parametrize(("calendar", "kind", "start", "amount", "due"), OTHER_HOURS)
def test_due_under_other_hours(
    calendar: Calendar, kind: ClockKind, start: str, amount: int, due: str
) -> None:
    assert due_at(local(start), kind, amount, calendar) == local(due)


@pytest.mark.parametrize(("kind", "start", "amount", "pauses", "due"), PAUSED)
def test_due_with_pauses(
    kind: ClockKind, start: str, amount: int, pauses: list[tuple[str, str]], due: str
) -> None:
    stands = [Pause(local(begin), local(end)) for begin, end in pauses]
    assert due_at(local(start), kind, amount, OFFICE, stands) == local(due)


def test_due_is_utc() -> None:
    assert due_at(local("03-05 10:00"), ALWAYS, 1, OFFICE).tzinfo is UTC
