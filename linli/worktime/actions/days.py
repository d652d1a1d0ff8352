"""Changing the days. However many rows a change has, it is one entry in the journal."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.kernel.sheets import Row, Tally, read, take_in
from linli.worktime import daysheet, packaged, queries, rules
from linli.worktime.events import SUBJECT, WorktimeEvent
from linli.worktime.models import Day, DayKind

BATCH = 5000  # rows of a file that go in together, and so in one entry
EARLIEST, LATEST = date(1992, 1, 1), date(2199, 12, 31)  # the clocks reckon with UTC+8, true from 1992 on


class BadDay(Refusal):
    words = _("这一天写得不对。")


class NoOfficialDays(Refusal):
    """The package has no official days for a year that was asked for, and foreseeing was not asked for."""

    words = _("还没有这一年的官方放假安排。可以先按推算填入，或者等通知发布后导入。")


class NoSuchDay(NotFound):
    words = _("这一天没有单独的安排，按普通星期算。")


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day as it should stand in the table."""

    date: date
    kind: DayKind
    name: str
    source: str
    is_official: bool = True


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of days came to: rows new, rows altered, rows that stood so already."""

    added: int
    altered: int
    already: int


@transaction.atomic
def put_days(*, rows: Iterable[DayRow], by: Actor, now: datetime) -> Changed:
    """Put rows into the table of days; a later row for the same date wins. Rows that stand so already are left alone.

    Nothing is written, and no deadline reckoned anew, when nothing changes. Raises NotAllowed and BadDay.
    """
    require(rules.can_edit(by))
    wanted = {row.date: _checked(row) for row in rows}
    standing = {day.date: _row_of(day) for day in _between(wanted)}
    changed = [row for row in wanted.values() if standing.get(row.date) != row]
    added = sum(row.date not in standing for row in changed)
    if changed:
        Day.objects.bulk_create(
            (Day(**{name: getattr(row, name) for name in DayRow.__slots__}) for row in changed),
            update_conflicts=True,
            unique_fields=["date"],
            update_fields=["kind", "name", "source", "is_official"],
        )
        _tell([row.date for row in changed], by, now, added=added, altered=len(changed) - added)
    return Changed(added, len(changed) - added, len(wanted) - len(changed))


def set_day(
    *, day: date, kind: DayKind, name: str, source: str, by: Actor, now: datetime, is_official: bool = True
) -> Day:
    """Say what one date is, and on whose word. Raises NotAllowed and BadDay."""
    put_days(rows=[DayRow(day, kind, name, source, is_official)], by=by, now=now)
    return Day.objects.get(date=day)


@transaction.atomic
def clear_day(*, day: date, by: Actor, now: datetime) -> None:
    """Take a date's row away: it follows the ordinary week again. Raises NotAllowed and NoSuchDay."""
    require(rules.can_edit(by))
    removed, _rows = Day.objects.filter(date=day).delete()
    if not removed:
        raise NoSuchDay
    _tell([day], by, now, removed=1)


def fill_days(
    *, by: Actor, now: datetime, first: int = 2004, last: int = 2026, foresee: bool = False
) -> Changed:
    """Fill the years ``first`` to ``last`` with the official days of the package chinesecalendar, in one entry.

    Days that somebody entered or imported by hand stay as they are; days that were only foreseen give way. With
    ``foresee`` a year which the package does not know gets its statutory holidays, marked as not official; without it
    such a year raises NoOfficialDays. Raises NotAllowed.
    """
    require(rules.can_edit(by))
    rows = [row for year in range(first, last + 1) for row in _packaged_year(year, foresee)]
    by_hand = (
        Day.objects.filter(date__range=(date(first, 1, 1), date(last, 12, 31)))
        .exclude(source__startswith=packaged.SOURCE_BEGINS)
        .exclude(source=packaged.FORESEEN)
    )
    kept = set(by_hand.values_list("date", flat=True))
    return put_days(rows=[row for row in rows if row.date not in kept], by=by, now=now)


def take_days(*, rows: Sequence[Row], tally: Tally, by: Actor, now: datetime) -> None:
    """Take rows of a sheet with the columns of ``daysheet`` into the table, in one entry, and count them.

    A row that says of a date what an earlier one of these contradicts is refused, and so is one that cannot be read.
    """
    wanted: dict[date, tuple[int, DayRow]] = {}
    for row in rows:
        try:
            day = _checked(DayRow(daysheet.day_of(row), daysheet.kind_of(row), row["name"], row["source"]))
            line, before = wanted.setdefault(day.date, (row.line, day))
            if before != day:
                raise BadDay(_("和第 %s 行说的不是一回事。") % line, field="date")
            tally.already += line != row.line
        except Refusal as refusal:
            tally.refuse(row.line, refusal.field, refusal)
    changed = put_days(rows=[row for _line, row in wanted.values()], by=by, now=now)
    tally.added += changed.added + changed.altered
    tally.already += changed.already


def import_days(*, path: str | Path, by: Actor, now: datetime, dry_run: bool = False) -> Tally:
    """Take a whole file of days (CSV or Excel), or try it. Raises NotAllowed, and kernel.sheets.BadFile for an unusable file."""
    require(rules.can_edit(by))

    def take_batch(rows: Sequence[Row], tally: Tally) -> None:
        take_days(rows=rows, tally=tally, by=by, now=now)

    return take_in(read(path, daysheet.COLUMNS), take_batch, batch=BATCH, dry_run=dry_run)


def _packaged_year(year: int, foresee: bool) -> list[DayRow]:
    is_official = year in packaged.years()
    if not is_official and not foresee:
        raise NoOfficialDays(field="last")
    source = packaged.SOURCE if is_official else packaged.FORESEEN
    found = packaged.official(year) if is_official else packaged.foreseen(year)
    return [
        DayRow(day, DayKind.WORK if works else DayKind.REST, name, source, is_official)
        for day, works, name in found
    ]


def _checked(row: DayRow) -> DayRow:
    if not EARLIEST <= row.date <= LATEST:
        raise BadDay(_("日期要在 1992 年到 2199 年之间。"), field="date")
    if not row.source.strip():
        raise BadDay(_("请写明依据，例如哪一份通知。"), field="source")
    if len(row.source) > 120:
        raise BadDay(_("依据最多 120 个字。"), field="source")
    if len(row.name) > 40:
        raise BadDay(_("名称最多 40 个字。"), field="name")
    return DayRow(row.date, DayKind(row.kind), row.name.strip(), row.source.strip(), row.is_official)


def _row_of(day: Day) -> DayRow:
    return DayRow(day.date, DayKind(day.kind), day.name, day.source, day.is_official)


def _between(dates: Collection[date]) -> Iterable[Day]:
    """The rows from the first to the last of these dates: one range, however many dates there are."""
    return Day.objects.filter(date__range=(min(dates), max(dates))) if dates else ()


def _tell(
    dates: list[date], by: Actor, now: datetime, *, added: int = 0, altered: int = 0, removed: int = 0
) -> None:
    journal.write(
        SUBJECT,
        WorktimeEvent.DAYS_CHANGED,
        by=by,
        at=now,
        first=min(dates).isoformat(),
        last=max(dates).isoformat(),
        days=len(dates),
        added=added,
        altered=altered,
        removed=removed,
    )
    queries.forget()
    transaction.on_commit(queries.forget)
