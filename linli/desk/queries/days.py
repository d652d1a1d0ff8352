"""A worker's day as the journal has it: written by the system, for the worker alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from linli.cases import queries as cases
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.journal import queries as journal
from linli.journal.queries import Told
from linli.kernel.actor import Actor
from linli.people import numbers

_CASE = "cases.case:"
# What counts as a piece of work, in the order in which it is told.
COUNTED = {
    CaseEvent.REGISTERED: ngettext_lazy("登记 %(count)d 件", "登记 %(count)d 件", "count"),
    CaseEvent.PLACED: ngettext_lazy("归类 %(count)d 件", "归类 %(count)d 件", "count"),
    CaseEvent.SIGNED: ngettext_lazy("签收 %(count)d 件", "签收 %(count)d 件", "count"),
    CaseEvent.CONTACTED: ngettext_lazy("联系居民 %(count)d 次", "联系居民 %(count)d 次", "count"),
    CaseEvent.NOTED: ngettext_lazy("写办理记录 %(count)d 条", "写办理记录 %(count)d 条", "count"),
    CaseEvent.SETTLED: ngettext_lazy("自行处置 %(count)d 件", "自行处置 %(count)d 件", "count"),
    CaseEvent.ANSWERED: ngettext_lazy("答复 %(count)d 件", "答复 %(count)d 件", "count"),
    CaseEvent.APPROVED: ngettext_lazy("审核 %(count)d 件", "审核 %(count)d 件", "count"),
    CaseEvent.CALLED_BACK: ngettext_lazy("回访 %(count)d 次", "回访 %(count)d 次", "count"),
    CaseEvent.HANDED_UP: ngettext_lazy("上报 %(count)d 件", "上报 %(count)d 件", "count"),
    CaseEvent.HANDED_DOWN: ngettext_lazy("下派 %(count)d 件", "下派 %(count)d 件", "count"),
    CaseEvent.HANDED_OVER: ngettext_lazy("转办 %(count)d 件", "转办 %(count)d 件", "count"),
    CaseEvent.PART_FINISHED: ngettext_lazy("协办 %(count)d 件", "协办 %(count)d 件", "count"),
    CaseEvent.WHISTLE_ARRIVED: ngettext_lazy("到场 %(count)d 次", "到场 %(count)d 次", "count"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done. ``case`` is None where the worker may no longer read it."""

    at: datetime
    what: str
    case: Case | None
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day in Shanghai. ``told`` is a sentence of counts, "" for a day on which nothing was entered."""

    on: date
    lines: list[Line] = field(default_factory=list)
    told: str = ""
    cases: int = 0


def day_of(actor: Actor, person_id: int, on: date) -> Day:
    """What this person entered on that day, in at most three statements. The view sees to it that nobody asks for
    another's day.
    """
    since = datetime.combine(on, time.min, tzinfo=timezone.get_default_timezone()).astimezone(UTC)
    entries = [
        entry
        for entry in journal.entries_by(person_id, since=since, until=since + timedelta(days=1))
        if entry.tag in CaseEvent.values and entry.subject.startswith(_CASE)
    ]
    keys = {_key(entry) for entry in entries}
    shown = cases.visible_to(actor).in_bulk(keys) if keys else {}
    lines = [_line(entry, shown.get(_key(entry))) for entry in entries]
    return Day(on, lines, _told(entry.tag for entry in entries), len(keys))


def _key(entry: Told) -> int:
    return int(entry.subject.removeprefix(_CASE))


def _line(entry: Told, case: Case | None) -> Line:
    words = numbers.redact(entry.text or "") if case is not None else ""
    return Line(entry.happened_at, str(CaseEvent(entry.tag).label), case, words)


def _told(tags: Iterable[str]) -> str:
    """登记 3 件，签收 5 件 …: counts alone, so that it can be copied anywhere."""
    counted = Counter(tags)
    said = [str(words % {"count": counted[tag]}) for tag, words in COUNTED.items() if counted[tag]]
    other = sum(count for tag, count in counted.items() if tag not in COUNTED)
    if other:
        said.append(_("其他 %(count)d 项") % {"count": other})
    return _("，").join(said)
