"""Changing office hours."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.worktime import queries, rules
from linli.worktime.events import SUBJECT, WorktimeEvent
from linli.worktime.models import Season, Timetable
from linli.worktime.seasons import Draft, Fault, faults

_MORNING = ("08:00", "12:00")
STARTING: tuple[tuple[str, str, str, tuple[Draft, ...]], ...] = (
    (
        "office",
        "机关作息",
        "通行作息；夏令时段为示例，请按本地通知修改。",
        (
            Draft((_MORNING, ("14:00", "18:00")), from_day="10-01", to_day="05-31"),
            Draft((_MORNING, ("14:30", "18:30")), from_day="06-01", to_day="09-30"),
        ),
    ),
    (
        "community",
        "社区错时作息",
        "错时上班示例：周二到周日办公，周一轮休，法定节假日休息。请按本地安排修改。",
        (Draft((("08:30", "12:00"), ("13:30", "19:00")), weekdays=(2, 3, 4, 5, 6, 7)),),
    ),
    ("always", "全天值守(物业)", "物业服务不打烊；工作日仍按国家规定计算。", ()),
)


class NameMissing(Refusal):
    words = _("请写作息的名称。")
    field = "name"


class BadSeasons(Refusal):
    """The seasons do not cover the year once; ``faults`` says which season and field, line by line."""

    words = _("作息时间没有安排好。")

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__(
            "; ".join(f"{fault.line}: {fault.why}" if fault.line else str(fault.why) for fault in found)
        )
        self.faults = tuple(found)


@transaction.atomic
def edit_timetable(
    *,
    code: str,
    name: str,
    seasons: Sequence[Draft],
    by: Actor,
    now: datetime,
    is_always_open: bool = False,
    note: str = "",
) -> Timetable:
    """Say anew what hours a timetable keeps. Open deadlines under it are reckoned anew by whoever reacts to the entry.

    Nothing is written when nothing changes. A timetable that is always open keeps no seasons.
    Raises NotFound, NotAllowed, NameMissing, BadSeasons.
    """
    table = Timetable.objects.select_for_update().filter(code=code).first()
    if table is None:
        raise NotFound
    require(rules.can_edit(by))
    _check(name, seasons, is_always_open)
    kept = () if is_always_open else tuple(sorted(seasons, key=lambda draft: draft.from_day))
    before = (table.name, table.note, table.is_always_open, _drafts(table))
    if before == (name.strip(), note.strip(), is_always_open, kept):
        return table
    table.name, table.note, table.is_always_open = name.strip(), note.strip(), is_always_open
    table.save(update_fields=["name", "note", "is_always_open"])
    table.seasons.all().delete()
    _write_seasons(table, kept)
    _tell([code], by, now)
    return table


@transaction.atomic
def starting_timetables(*, by: Actor, now: datetime) -> list[Timetable]:
    """The timetables of an empty installation, "office", "community" and "always"; one that is there stays as it is.

    Office hours are the usual ones (YC-CITY, domain 1.3) with a summer season as an example. Raises NotAllowed.
    """
    require(rules.can_edit(by))
    there = set(Timetable.objects.values_list("code", flat=True))
    made = []
    for code, name, note, seasons in STARTING:
        if code not in there:
            table = Timetable.objects.create(code=code, name=name, note=note, is_always_open=not seasons)
            _write_seasons(table, seasons)
            made.append(table)
    if made:
        _tell([table.code for table in made], by, now)
    return made


def _check(name: str, seasons: Sequence[Draft], is_always_open: bool) -> None:
    if not name.strip():
        raise NameMissing
    if not is_always_open and (found := faults(seasons)):
        raise BadSeasons(found)


def _drafts(table: Timetable) -> tuple[Draft, ...]:
    return tuple(queries.draft_of(season) for season in queries.seasons_of(table))


def _write_seasons(table: Timetable, seasons: Sequence[Draft]) -> None:
    Season.objects.bulk_create(
        Season(
            timetable=table,
            from_day=draft.from_day,
            to_day=draft.to_day,
            hours=[list(pair) for pair in draft.hours],
            weekdays=sorted(draft.weekdays),
        )
        for draft in seasons
    )


def _tell(codes: list[str], by: Actor, now: datetime) -> None:
    journal.write(SUBJECT, WorktimeEvent.TIMETABLE_CHANGED, by=by, at=now, codes=codes)
    queries.forget()
    transaction.on_commit(queries.forget)
