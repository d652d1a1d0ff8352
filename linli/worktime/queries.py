"""Reading days and timetables, and reckoning due times with them.

What a process has read stays with it, so that a due time costs no statement. Every change of this room is an entry on one
chain of the journal; the head of that chain is the version, looked at again when ``FRESH_FOR`` seconds have passed.
Whoever reckons anew because of a change calls ``forget`` first.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from linli.journal import queries as journal
from linli.journal.models import Chain
from linli.kernel.findings import Finding
from linli.kernel.refusals import NotFound
from linli.worktime import clocks
from linli.worktime.clocks import SHANGHAI, Calendar, ClockKind, Days, Hours, Pause
from linli.worktime.events import SUBJECT, WorktimeEvent
from linli.worktime.models import Day, DayKind, Season, Timetable
from linli.worktime.seasons import Draft, faults, hours_of

FRESH_FOR = 5.0

# What holds where a body has no timetable and none called "office" was set up (YC-CITY, domain 1.3).
OFFICE = "office"
DEFAULT_HOURS = (Hours(pairs=((480, 720), (840, 1080))),)


@dataclass(slots=True)
class _Kept:
    """Days and timetables as one version of the calendar has them."""

    version: str
    looked_at: float
    days: Days
    official_years: frozenset[int]
    timetables: dict[int, Timetable]
    by_code: dict[str, Timetable]
    calendars: dict[int, Calendar] = field(default_factory=dict)


_kept: _Kept | None = None


def forget() -> None:
    """Drop what this process remembers of days and timetables."""
    global _kept
    _kept = None


def due_at(
    start: datetime,
    kind: ClockKind,
    amount: int,
    timetable: Timetable | int | None,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """When a clock that starts at ``start`` runs out, in UTC and to the minute; see ``clocks`` for the rules.

    ``amount`` is in minutes for always and office_hours, in days for working_days and calendar_days. ``timetable`` may
    be its key; None stands for the ordinary office hours. Raises clocks.StillPaused and clocks.NeverOpen.
    """
    return clocks.due_at(start, kind, amount, calendar_of(timetable), pauses)


def calendar_of(timetable: Timetable | int | None) -> Calendar:
    """The plain calendar that the clocks reckon with. Raises Timetable.DoesNotExist for an unknown key."""
    kept = _current()
    if timetable is None:
        timetable = kept.by_code.get(OFFICE, 0)
    key = timetable.pk if isinstance(timetable, Timetable) else timetable
    calendar = kept.calendars.get(key)
    if calendar is None:
        calendar = kept.calendars[key] = _calendar(key, kept)
    return calendar


def timetable(code: str) -> Timetable | None:
    """The timetable of that code, with its seasons read; None where there is none."""
    return _current().by_code.get(code)


def timetables() -> list[Timetable]:
    """All timetables with their seasons, in order of code, straight from the tables."""
    return list(Timetable.objects.prefetch_related("seasons").order_by("code"))


def timetable_to_edit(code: str) -> Timetable:
    """One timetable straight from the tables. Raises NotFound."""
    found = Timetable.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def is_open(timetable: Timetable | int | None, at: datetime) -> bool:
    """Is somebody there at this instant?"""
    return calendar_of(timetable).is_open(at)


def days_between(first: date, last: date, timetable: Timetable | int | None = None) -> int:
    """How many working days lie after ``first`` up to and including ``last`` (civil counting); 0 backwards."""
    calendar = calendar_of(timetable)
    return sum(
        calendar.is_working_day(first + timedelta(days=step)) for step in range(1, (last - first).days + 1)
    )


def is_predicted(at: datetime) -> bool:
    """Does this instant lie in a year without official days? A due time there is only foreseen."""
    return at.astimezone(SHANGHAI).year not in official_years()


def official_years() -> frozenset[int]:
    """Years for which the official days are in: the three holidays that every yearly notice names are official."""
    return _current().official_years


def years_without_official_days(now: datetime, deadlines: Iterable[datetime] = ()) -> list[int]:
    """Of this year, the next (from December on, when the notice should be out) and those of open ``deadlines``."""
    today = now.astimezone(SHANGHAI)
    wanted = {today.year} | {deadline.astimezone(SHANGHAI).year for deadline in deadlines}
    if today.month == 12:
        wanted.add(today.year + 1)
    return sorted(wanted - official_years())


def findings(now: datetime, deadlines: Iterable[datetime] = ()) -> Iterator[Finding]:
    """What a check of the installation should say about days and timetables."""
    for year in years_without_official_days(now, deadlines):
        yield Finding(
            "worktime",
            "warning",
            str(year),
            _("%(year)s 年还没有正式的放假安排，时限先按普通星期算；国务院办公厅的通知发布后请导入")
            % {"year": year},
        )
    for table in timetables():
        if not table.is_always_open and (wrong := faults([draft_of(season) for season in seasons_of(table)])):
            yield Finding("worktime", "fault", table.code, f"season {wrong[0].line}: {wrong[0].why}")


def seasons_of(table: Timetable) -> list[Season]:
    """The seasons of a timetable in order of the year."""
    return sorted(table.seasons.all(), key=lambda season: season.from_day)


def draft_of(season: Season) -> Draft:
    """A season's row as the pure reckoning wants it."""
    return Draft(
        hours=tuple((opens, closes) for opens, closes in season.hours),
        from_day=season.from_day,
        to_day=season.to_day,
        weekdays=tuple(season.weekdays),
    )


def days_of(year: int) -> dict[date, Day]:
    """The rows of one year by date."""
    return {day.date: day for day in Day.objects.filter(date__year=year)}


def days_to_hand_out(*, first: int, last: int) -> list[dict[str, object]]:
    """The official days of these years as rows of the sheet that the import reads; what was only foreseen stays here."""
    rows = Day.objects.filter(date__year__gte=first, date__year__lte=last, is_official=True).order_by("date")
    return [
        {
            "date": day.date,
            "kind": "上班" if day.kind == DayKind.WORK else "休息",
            "name": day.name,
            "source": day.source,
        }
        for day in rows
    ]


def _current() -> _Kept:
    global _kept
    kept, clock = _kept, time.monotonic()
    if kept is not None and clock - kept.looked_at < FRESH_FOR:
        return kept
    version = Chain.objects.filter(subject=SUBJECT).values_list("head", flat=True).first() or ""
    if kept is not None and kept.version == version:
        kept.looked_at = clock
        return kept
    _kept = kept = _read(version, clock)
    return kept


def _read(version: str, clock: float) -> _Kept:
    works: dict[date, bool] = {}
    holidays: set[date] = set()
    official: set[date] = set()
    rows = Day.objects.values_list("date", "kind", "name", "is_official")
    for day, kind, name, is_official in rows:
        works[day] = kind == DayKind.WORK
        if kind == DayKind.REST and name:
            holidays.add(day)
        if is_official:
            official.add(day)
    years = frozenset(
        day.year for day in official if {date(day.year, month, 1) for month in (1, 5, 10)} <= official
    )
    tables = {table.pk: table for table in Timetable.objects.prefetch_related("seasons")}
    by_code = {table.code: table for table in tables.values()}
    return _Kept(version, clock, Days(works, frozenset(holidays)), years, tables, by_code)


def _calendar(key: int, kept: _Kept) -> Calendar:
    if not key:
        return Calendar(kept.days, DEFAULT_HOURS)
    table = kept.timetables.get(key) or Timetable.objects.prefetch_related("seasons").get(pk=key)
    return Calendar(
        days=kept.days,
        seasons=tuple(hours_of(draft_of(season)) for season in seasons_of(table)),
        is_always_open=table.is_always_open,
    )


def pasts_of_days() -> list[journal.Past]:
    """The newest changes of days. One statement."""

    def changes(one: journal.Told) -> list[journal.Change]:
        first, last = one.facts.get("first"), one.facts.get("last")
        words = first if first == last else _("%(first)s 至 %(last)s") % {"first": first, "last": last}
        counts = {"added": _("新增"), "altered": _("修改"), "removed": _("去掉")}
        told = [
            journal.Change(name, "", one.facts[key]) for key, name in counts.items() if one.facts.get(key)
        ]
        return [journal.Change(_("日期"), "", words), *told]

    tags = {WorktimeEvent.DAYS_CHANGED: WorktimeEvent.DAYS_CHANGED.label}
    return journal.pasts(journal.newest_of(SUBJECT, tags), tags, changes)


def pasts_of_timetables() -> list[journal.Past]:
    """The newest changes of timetables. Two statements."""
    names: dict[str, str] = dict(Timetable.objects.values_list("code", "name"))

    def changes(one: journal.Told) -> list[journal.Change]:
        codes = one.facts.get("codes")
        said = "、".join(names.get(str(code), str(code)) for code in codes) if isinstance(codes, list) else ""
        return [journal.Change(_("上班时间"), "", said)]

    tags = {WorktimeEvent.TIMETABLE_CHANGED: WorktimeEvent.TIMETABLE_CHANGED.label}
    return journal.pasts(journal.newest_of(SUBJECT, tags), tags, changes)
