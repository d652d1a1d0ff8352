"""What holds for every clock, whatever the days, the hours and the pauses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.worktime.clocks import (
    SHANGHAI,
    Calendar,
    ClockKind,
    Hours,
    NeverOpen,
    Pause,
    StillPaused,
    due_at,
    used,
)
from tests.factories.worktime import CALENDARS, OFFICE, PROPERTY, local

DAY_CLOCKS = (ClockKind.WORKING_DAYS, ClockKind.CALENDAR_DAYS)

kinds = st.sampled_from(ClockKind)
calendars = st.sampled_from(sorted(CALENDARS)).map(CALENDARS.__getitem__)
FIRST, LAST = datetime(2026, 1, 1), datetime(2026, 12, 31)  # noqa: DTZ001  hypothesis adds the zone itself
starts = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(0), timedelta(days=20))


@st.composite
def clocks(draw: st.DrawFn) -> tuple[ClockKind, int]:
    kind = draw(kinds)
    return kind, draw(st.integers(1, 30 if kind in DAY_CLOCKS else 30 * 480))


@st.composite
def some_pauses(draw: st.DrawFn, start: datetime) -> list[Pause]:
    """Up to four pauses, from ten days before the start to forty after it."""
    begins = st.timedeltas(timedelta(days=-10), timedelta(days=40)).map(lambda gap: start + gap)
    pairs = draw(st.lists(st.tuples(begins, lengths), max_size=4))
    return [Pause(begin, begin + length) for begin, length in pairs]


@given(clocks(), starts, calendars, st.data())
def test_a_pause_never_shortens(
    clock: tuple[ClockKind, int], start: datetime, calendar: Calendar, data: st.DataObject
) -> None:
    fewer, one = data.draw(some_pauses(start)), data.draw(some_pauses(start))
    assert due_at(start, *clock, calendar, [*fewer, *one]) >= due_at(start, *clock, calendar, fewer)


@given(clocks(), starts, calendars, st.data())
def test_splitting_a_pause_changes_nothing(
    clock: tuple[ClockKind, int], start: datetime, calendar: Calendar, data: st.DataObject
) -> None:
    whole = Pause(start + data.draw(lengths), start + timedelta(days=20) + data.draw(lengths))
    assert whole.end is not None
    cut = data.draw(st.datetimes(whole.start.replace(tzinfo=None), whole.end.replace(tzinfo=None)))
    parts = [Pause(cut.replace(tzinfo=UTC), whole.end), Pause(whole.start, cut.replace(tzinfo=UTC))]
    others = data.draw(some_pauses(start))
    assert due_at(start, *clock, calendar, [*parts, *others]) == due_at(
        start, *clock, calendar, [whole, *others]
    )


@given(clocks(), starts, lengths, calendars, st.data())
def test_a_later_start_is_never_due_earlier(
    clock: tuple[ClockKind, int],
    start: datetime,
    later: timedelta,
    calendar: Calendar,
    data: st.DataObject,
) -> None:
    pauses = data.draw(some_pauses(start))
    assert due_at(start, *clock, calendar, pauses) <= due_at(start + later, *clock, calendar, pauses)


@given(clocks(), starts, st.integers(1, 40), calendars, st.data())
def test_a_longer_limit_is_never_due_earlier(
    clock: tuple[ClockKind, int], start: datetime, more: int, calendar: Calendar, data: st.DataObject
) -> None:
    kind, amount = clock
    pauses = data.draw(some_pauses(start))
    shorter = due_at(start, kind, amount, calendar, pauses)
    longer = due_at(start, kind, amount + more, calendar, pauses)
    # A calendar period that ends in a holiday moves to the same working day as its neighbours.
    assert shorter <= longer if kind is ClockKind.CALENDAR_DAYS else shorter < longer


@given(clocks(), starts, calendars, st.data())
def test_due_lies_after_the_start_in_office_hours_and_in_no_pause(
    clock: tuple[ClockKind, int], start: datetime, calendar: Calendar, data: st.DataObject
) -> None:
    pauses = data.draw(some_pauses(start))
    due = due_at(start, *clock, calendar, pauses)
    assert due > start
    assert due.second == due.microsecond == 0
    exact = due - timedelta(minutes=1)  # a broken minute is rounded up
    assert not any(pause.end and pause.start <= exact and due < pause.end for pause in pauses)
    if clock[0] is not ClockKind.ALWAYS:
        before = due - timedelta(microseconds=1)
        assert calendar.is_open(before)
    if clock[0] in DAY_CLOCKS:
        assert not calendar.is_open(due) or calendar.is_always_open
        assert calendar.is_working_day((due - timedelta(microseconds=1)).astimezone(SHANGHAI).date())


@given(starts.map(lambda at: at.replace(second=0, microsecond=0)), st.integers(1, 1500), calendars, st.data())
def test_office_hours_agree_with_counting_minute_by_minute(
    start: datetime, amount: int, calendar: Calendar, data: st.DataObject
) -> None:
    begin = start + timedelta(minutes=data.draw(st.integers(0, 2000)))
    pause = Pause(begin, begin + timedelta(minutes=data.draw(st.integers(0, 3000))))
    assert pause.end is not None
    at, left = start, amount
    while left:
        if calendar.is_open(at) and not pause.start <= at < pause.end:
            left -= 1
        at += timedelta(minutes=1)
    assert due_at(start, ClockKind.OFFICE_HOURS, amount, calendar, [pause]) == at


@given(clocks(), starts, calendars, st.data())
def test_the_share_used_grows_and_is_whole_when_due(
    clock: tuple[ClockKind, int], start: datetime, calendar: Calendar, data: st.DataObject
) -> None:
    pauses = data.draw(some_pauses(start))
    due = due_at(start, *clock, calendar, pauses)
    early, late = sorted((start + data.draw(lengths), start + data.draw(lengths)))
    shares = [used(start, *clock, calendar, at=at, pauses=pauses) for at in (start, early, late, due)]
    assert shares[0] == 0 and shares[3] == 1
    assert 0 <= shares[1] <= shares[2] <= 1
    assert (shares[2] == 1) == (late >= due) or due - late < timedelta(minutes=1)


@pytest.mark.parametrize("kind", ClockKind)
def test_a_running_pause_has_no_due_time(kind: ClockKind) -> None:
    with pytest.raises(StillPaused):
        due_at(local("03-05 10:00"), kind, 3, OFFICE, [Pause(local("03-05 09:00"))])
    with pytest.raises(StillPaused):
        due_at(local("03-05 10:00"), kind, 3, PROPERTY, [Pause(local("03-05 10:01"))])


@pytest.mark.parametrize("kind", ClockKind)
def test_a_pause_that_begins_after_the_due_time_changes_nothing(kind: ClockKind) -> None:
    due = due_at(local("03-05 10:00"), kind, 2, OFFICE)
    assert due_at(local("03-05 10:00"), kind, 2, OFFICE, [Pause(due)]) == due


def test_seconds_are_rounded_up() -> None:
    start = local("03-05 10:00") + timedelta(seconds=1)
    assert due_at(start, ClockKind.ALWAYS, 5, OFFICE) == local("03-05 10:06")
    assert due_at(start, ClockKind.OFFICE_HOURS, 5, OFFICE) == local("03-05 10:06")


@pytest.mark.parametrize("kind", [ClockKind.OFFICE_HOURS, *DAY_CLOCKS])
def test_a_body_without_hours_never_opens(kind: ClockKind) -> None:
    with pytest.raises(NeverOpen):
        due_at(local("03-05 10:00"), kind, 1, Calendar())


def test_what_a_clock_cannot_reckon_with() -> None:
    with pytest.raises(ValueError, match="aware"):
        due_at(datetime(2026, 3, 5), ClockKind.ALWAYS, 1, OFFICE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="at least 1"):
        due_at(local("03-05 10:00"), ClockKind.ALWAYS, 0, OFFICE)
    with pytest.raises(ValueError, match="ends before"):
        Pause(local("03-05 10:00"), local("03-05 09:59"))


def test_a_season_runs_over_the_new_year() -> None:
    winter = Hours(((480, 720),), (11, 1), (3, 31))
    assert winter.covers((12, 31)) and winter.covers((1, 1)) and winter.covers((3, 31))
    assert not winter.covers((4, 1)) and not winter.covers((10, 31))
