"""Clocks: by when must something be done. Pure reckoning over plain data, without a database.

All instants that go in or come out are aware; what comes out is UTC. The reckoning itself is done in the time of
Shanghai, which has stood at UTC+8 without summer time since 1991. Results are whole minutes: a broken minute at the end
is rounded up, so that nobody is late by seconds.

Time clocks (``ALWAYS``, ``OFFICE_HOURS``) begin at the instant of the start and count minutes. Day clocks
(``WORKING_DAYS``, ``CALENDAR_DAYS``) are civil periods (民法典 Art. 201, 203): the day of the start is not counted, and
the last day ends when its office hours close, or at 24:00 (the midnight that begins the next day) where the body never
closes. A calendar period whose last day is a rest day ends on the next working day. A body that never closes still has
the official working days as its working days: 工作日 and 法定休假日 are words of the law, not of the body.

A pause takes its own time out of a time clock. A day clock loses each day that is paused up to its closing minute: a
pause that begins and ends inside one day moves no day clock, and one from Monday morning to Thursday morning moves it by
three days. Pauses may touch or overlap; only what they cover together matters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

# Instants are counted inside this file in microseconds of Shanghai's own time since the day with ordinal 0.
_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE
_NEVER = _DAY * date.max.toordinal()
_LONGEST_CLOSURE = 400  # days; a body that is shut for longer than this never opens again

Span = tuple[int, int]


class ClockKind(StrEnum):
    """The four kinds of clock found in real systems (YC-CITY, domain 1.3)."""

    ALWAYS = "always"
    OFFICE_HOURS = "office_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class StillPaused(Exception):
    """The clock stands in a pause that has not ended: there is no due time yet."""


class NeverOpen(Exception):
    """The timetable names no office hours at all that the clock could run in."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from ``start`` up to, not including, ``end``; ``end`` None: it still stands.

    Raises ValueError for a pause that ends before it starts.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause ends before it starts")


@dataclass(frozen=True, slots=True)
class Hours:
    """The office hours of one part of the year.

    ``first`` and ``last`` are (month, day), both included; the part may run over the new year. ``pairs`` are minutes of
    the day from–to, in order, without overlap (1440 is 24:00). ``weekdays`` (ISO, 1 is Monday) empty: works on official
    working days; otherwise on these weekdays except on named holidays.
    """

    pairs: tuple[tuple[int, int], ...]
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    weekdays: frozenset[int] = frozenset()

    def covers(self, day: tuple[int, int]) -> bool:
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


@dataclass(frozen=True, slots=True)
class Days:
    """What breaks the ordinary week of Monday to Friday.

    ``works`` says for single dates whether they are official working days; ``holidays`` are the rest days with a name
    of their own, on which shifted bodies rest too.
    """

    works: Mapping[date, bool] = field(default_factory=dict)
    holidays: Set[date] = frozenset()

    def is_official_working_day(self, day: date) -> bool:
        return self.works.get(day, day.weekday() < 5)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One timetable laid over the days. Remembers every day that it has worked out; replace it when either changes."""

    days: Days = field(default_factory=Days)
    seasons: tuple[Hours, ...] = ()
    is_always_open: bool = False
    _known: dict[int, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans(day.toordinal()))

    def is_open(self, at: datetime) -> bool:
        """Is somebody there at this instant? The closing minute is outside."""
        if self.is_always_open:
            return True
        instant = _instant(at)
        return any(opens <= instant < closes for opens, closes in self.spans(instant // _DAY))

    def pairs(self, day: date) -> tuple[tuple[int, int], ...]:
        """The office hours of this day in minutes of the day; empty when it is a rest day."""
        ordinal = day.toordinal()
        midnight = ordinal * _DAY
        return tuple(
            ((opens - midnight) // _MINUTE, (closes - midnight) // _MINUTE)
            for opens, closes in self.spans(ordinal)
        )

    def spans(self, ordinal: int) -> tuple[Span, ...]:
        """The open spans of a working day as instants of this file; empty on a rest day."""
        known = self._known.get(ordinal)
        if known is None:
            known = self._known[ordinal] = self._spans(date.fromordinal(ordinal))
        return known

    def _spans(self, day: date) -> tuple[Span, ...]:
        midnight = day.toordinal() * _DAY
        if self.is_always_open:
            return ((midnight, midnight + _DAY),) if self.days.is_official_working_day(day) else ()
        for season in self.seasons:
            if season.covers((day.month, day.day)):
                works = (
                    day.isoweekday() in season.weekdays and day not in self.days.holidays
                    if season.weekdays
                    else self.days.is_official_working_day(day)
                )
                if not works:
                    return ()
                return tuple((midnight + a * _MINUTE, midnight + b * _MINUTE) for a, b in season.pairs)
        return ()


def due_at(
    start: datetime, kind: ClockKind, amount: int, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime:
    """The instant, in UTC and to the minute, at which the clock runs out.

    ``amount`` is in minutes for time clocks and in days for day clocks, at least 1. The rules are those of this file's
    docstring. Raises StillPaused, NeverOpen, and ValueError for a naive instant or an amount below 1.
    """
    if amount < 1:
        raise ValueError("a clock runs for at least 1")
    begin, stands = _instant(start), _together(pauses)
    if kind is ClockKind.WORKING_DAYS or kind is ClockKind.CALENDAR_DAYS:
        for day, due in _counted_days(begin, kind, amount, calendar, stands):
            if day >= amount and due is not None:
                return _datetime(due)
    else:
        left = amount * _MINUTE
        for opens, closes in _counted_time(begin, kind, calendar, stands):
            if closes - opens >= left:
                return _datetime(opens + left)
            left -= closes - opens
    raise StillPaused


def used(
    start: datetime,
    kind: ClockKind,
    amount: int,
    calendar: Calendar,
    *,
    at: datetime,
    pauses: Iterable[Pause] = (),
) -> float:
    """Which share of the limit is used up at ``at``, from 0 to 1; day clocks move when a counted day closes."""
    begin, now, stands = _instant(start), _instant(at), _together(pauses)
    if kind is ClockKind.WORKING_DAYS or kind is ClockKind.CALENDAR_DAYS:
        passed = 0
        for day, due in _counted_days(begin, kind, amount, calendar, stands, until=now):
            passed = min(day, amount if due is not None else amount - 1)
            if passed == amount:
                break
        return passed / amount
    gone = 0
    for opens, closes in _counted_time(begin, kind, calendar, stands):
        if opens >= now or gone >= amount * _MINUTE:
            break
        gone += min(closes, now) - opens
    return min(gone / (amount * _MINUTE), 1.0)


def _instant(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("a clock needs an aware instant")
    local = at.astimezone(SHANGHAI)
    seconds = (local.hour * 60 + local.minute) * 60 + local.second
    return local.toordinal() * _DAY + seconds * 1_000_000 + local.microsecond


def _datetime(instant: int) -> datetime:
    minutes = -(-instant // _MINUTE)
    midnight = datetime.fromordinal(minutes // 1440).replace(tzinfo=SHANGHAI)
    return (midnight + timedelta(minutes=minutes % 1440)).astimezone(UTC)


def _together(pauses: Iterable[Pause]) -> list[Span]:
    """What the pauses cover together, in order, without touching neighbours."""
    covered: list[Span] = []
    for start, end in sorted(
        (_instant(pause.start), _NEVER if pause.end is None else _instant(pause.end)) for pause in pauses
    ):
        if start == end:
            continue
        if covered and start <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    return covered


def _counted_time(begin: int, kind: ClockKind, calendar: Calendar, stands: Sequence[Span]) -> Iterator[Span]:
    """The spans in which a time clock runs from ``begin`` on; ends only where a pause never ends."""
    if kind is ClockKind.ALWAYS or calendar.is_always_open:
        yield from _without(begin, _NEVER, stands)
        return
    for opens, closes in _open_from(begin, calendar):
        if stands and stands[-1][1] == _NEVER and opens >= stands[-1][0]:
            return
        yield from _without(opens, closes, stands)


def _open_from(begin: int, calendar: Calendar) -> Iterator[Span]:
    ordinal, shut = begin // _DAY, 0
    while shut < _LONGEST_CLOSURE:
        spans = calendar.spans(ordinal)
        shut = 0 if spans else shut + 1
        for opens, closes in spans:
            if closes > begin:
                yield max(opens, begin), closes
        ordinal += 1
    raise NeverOpen


def _without(opens: int, closes: int, stands: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span when the pauses are taken out."""
    for start, end in stands:
        if end <= opens:
            continue
        if start >= closes:
            break
        if start > opens:
            yield opens, start
        opens = end
    if opens < closes:
        yield opens, closes


def _counted_days(
    begin: int,
    kind: ClockKind,
    amount: int,
    calendar: Calendar,
    stands: Sequence[Span],
    *,
    until: int = _NEVER,
) -> Iterator[tuple[int, int | None]]:
    """For each day that a day clock counts: its number, and the instant at which it may end there.

    The instant is None on a rest day. Days after the last one are given too, with their numbers, so that a period can
    end on the next working day. Ends where a pause never ends, and at ``until``.
    """
    ordinal, number, shut = begin // _DAY, 0, 0
    while shut < _LONGEST_CLOSURE:
        ordinal += 1
        spans = calendar.spans(ordinal)
        shut = 0 if spans else shut + 1
        if not spans and kind is ClockKind.WORKING_DAYS:
            continue
        closes = spans[-1][1] if spans else (ordinal + 1) * _DAY
        if closes > until:
            return
        standing = next((end for start, end in stands if start < closes <= end), 0)
        if standing == _NEVER:
            return
        if not standing:
            number += 1
            yield number, closes if spans else None
    raise NeverOpen
