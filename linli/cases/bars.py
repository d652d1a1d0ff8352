"""How far a clock has gone, as a bar shows it: used, paused, left, late. Pure reckoning, nothing is read.

A bar runs over the time in which its clock runs: minutes of the office for clocks of office hours and working days, all
minutes for the others. Its parts are shares of the whole bar, in the order of time, and come to 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.worktime.clocks import SHANGHAI, Calendar, ClockKind, Pause

_BY_OFFICE = (ClockKind.OFFICE_HOURS, ClockKind.WORKING_DAYS)
_MINUTE = timedelta(minutes=1)


class Stretch(StrEnum):
    """What a part of a bar is: time that has gone, time in which the clock stood, time that is left, time too much."""

    USED = "used"
    PAUSED = "paused"
    LEFT = "left"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a bar: where it begins and how long it is, as shares of the bar from 0 to 1."""

    of: Stretch
    start: float
    share: float

    @property
    def x(self) -> int:
        """Where it begins, in thousandths of the bar."""
        return round(self.start * 1000)

    @property
    def width(self) -> int:
        """How long it is, in thousandths of the bar, up to where the next one begins."""
        return round((self.start + self.share) * 1000) - self.x


@dataclass(frozen=True, slots=True)
class Drawing:
    """A bar. ``used`` is which share of the limit is used up, 0 to 1; ``left`` and ``late`` are minutes of the clock."""

    pieces: tuple[Piece, ...]
    used: float
    left: float
    late: float

    @property
    def per_cent(self) -> int:
        return round(self.used * 100)


def minutes(start: datetime, end: datetime, kind: ClockKind, calendar: Calendar) -> float:
    """How many minutes the clock runs between two instants; 0 where the second is not after the first."""
    if end <= start:
        return 0.0
    if kind not in _BY_OFFICE or (kind is ClockKind.OFFICE_HOURS and calendar.is_always_open):
        return (end - start) / _MINUTE
    first, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    midnight, found = first.replace(hour=0, minute=0, second=0, microsecond=0), 0.0
    while midnight < last:
        begins, ends = (first - midnight) / _MINUTE, (last - midnight) / _MINUTE
        for opens, closes in calendar.pairs(midnight.date()):
            found += max(0.0, min(closes, ends) - max(opens, begins))
        midnight += timedelta(days=1)
    return found


def draw(
    start: datetime,
    due: datetime,
    kind: ClockKind,
    calendar: Calendar,
    *,
    at: datetime,
    pauses: Iterable[Pause] = (),
) -> Drawing:
    """The bar of a clock from ``start`` to ``due`` as it stands at ``at``, which is when it stopped, or now.

    A pause without end stops the clock at its start: ``due`` is then the time that held before it, and what was left
    then is left now. A clock that would count no minute at all, since nobody works between the two, counts every minute.
    """
    stood = sorted(pauses, key=lambda pause: pause.start)
    standing = next((pause.start for pause in stood if pause.end is None), None)
    if minutes(start, due, kind, calendar) <= 0:
        kind = ClockKind.ALWAYS
    measured = [
        (what, minutes(begins, ends, kind, calendar))
        for what, begins, ends in _stretches(start, due, at, stood, standing)
    ]
    whole = sum(length for _what, length in measured) or 1.0
    pieces, place = list[Piece](), 0.0
    for what, length in measured:
        if length > 0:
            pieces.append(Piece(what, place / whole, length / whole))
            place += length
    gone, left, late = (
        sum(length for of, length in measured if of is what)
        for what in (Stretch.USED, Stretch.LEFT, Stretch.LATE)
    )
    return Drawing(tuple(pieces), gone / (gone + left) if gone + left else 1.0, left, late)


def _stretches(
    start: datetime, due: datetime, at: datetime, stood: list[Pause], standing: datetime | None
) -> Iterator[tuple[Stretch, datetime, datetime]]:
    """What follows what, from the start to the due time or, where it is late, to ``at``. Stretches may be empty."""
    here = start
    for pause in stood:
        begins, ends = max(pause.start, here), min(pause.end or at, at)
        if ends <= begins:
            continue
        yield from _running(here, begins, due)
        yield Stretch.PAUSED, begins, ends
        here = ends
    if standing is not None:
        yield Stretch.LEFT, standing, due
        return
    yield from _running(here, max(at, here), due)
    yield Stretch.LEFT, max(at, here), due


def _running(start: datetime, end: datetime, due: datetime) -> Iterator[tuple[Stretch, datetime, datetime]]:
    yield Stretch.USED, start, min(end, due)
    yield Stretch.LATE, max(start, due), end
