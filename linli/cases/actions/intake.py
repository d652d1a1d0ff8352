"""Taking a sheet of demands in, row by row: of former days as history, or live, with clocks and letters from now on.

A row is known again by what it says, not by the name of its file: the same number with the same words and time is the
same demand, wherever it came from. Under a platform the number alone is enough.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cases import drafts, rules, sheet
from linli.cases.actions.platforms import update_outer
from linli.cases.actions.registering import AlreadyRegistered, register, register_history
from linli.cases.drafts import Draft
from linli.cases.models import Case, Platform, Report, UnplacedWhy
from linli.cases.placing import Memory
from linli.kernel import sheets
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.kernel.sheets import Row, Tally
from linli.organisations import queries as organisations
from linli.places.models import Place


class NoDesk(Refusal):
    """Cases that no seat holds would lie where nobody looks."""

    words = _("还没有受理岗，导入的诉求没有人接。请先建立单位和受理岗（linli import bodies）。")
    field = "place"


class Doubled(Refusal):
    field = "id"


class OtherDemand(Refusal):
    """The number is taken by something else that was said: another system, or a file that begins its numbers anew."""

    words = _("这个编号已经有一件内容不同的诉求。来自别的系统的，请用 --source 写明来源。")
    field = "id"


@dataclass
class Intake:
    """One run over one sheet. ``source`` names where the rows come from, ``clock`` tells the present.

    ``is_live`` starts clocks and letters now for what was not finished there; what has a closing time stays history.
    """

    source: str
    within: Place | None
    by: Actor
    clock: Callable[[], datetime]
    is_live: bool = False
    platform: Platform | None = None
    changed: int = 0
    why: Counter[str] = field(default_factory=Counter)
    _lines: dict[str, int] = field(default_factory=dict)
    _sources: set[str] = field(default_factory=set)
    _known: dict[str, list[Report]] = field(default_factory=dict)
    _memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        """Raises NoDesk."""
        self._sources.add(self.source)
        if organisations.intake_desk(self.within) is None:
            raise NoDesk

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        numbers = [sheet.number_of(row) for row in rows]
        found = Report.objects.filter(outer_number__in=numbers).select_related("case").order_by("id")
        self._known = {}
        for report in found:
            self._known.setdefault(report.outer_number or "", []).append(report)
        self._memory = Memory()
        sheets.take_each(rows, self.take_row, tally)

    def take_row(self, row: Row, tally: Tally) -> None:
        number = sheet.number_of(row)
        first = self._lines.setdefault(number, row.line)
        if first != row.line:
            raise Doubled(
                _("编号重复：第 %s 行已经有了") % first if row["id"] else _("和第 %s 行完全一样") % first
            )
        try:
            self._take(row, number, tally)
        except AlreadyRegistered:  # another run of the same file came first
            tally.already += 1
        except Refusal as refusal:
            refusal.field = sheet.COLUMN_OF.get(refusal.field, refusal.field)
            raise

    def _take(self, row: Row, number: str, tally: Tally) -> None:
        here = self._known.get(number, [])
        draft = sheet.draft_of(
            row, source=self.source, within=self.within, is_platform=self.platform is not None
        )
        known = self._recognised(here, draft)
        if known is None:
            self._register(row, draft, tally)
            return
        tally.already += 1
        if self.platform is not None and update_outer(
            report_id=known.pk,
            due_at=draft.outer_due_at,
            mark=sheet.mark_of(row),
            by=self.by,
            now=self.clock(),
        ):
            self.changed += 1

    def _recognised(self, here: Sequence[Report], draft: Draft) -> Report | None:
        """The report of the same demand. Raises OtherDemand where its number is taken by something else."""
        same = next((one for one in here if _is_same(one.case, draft)), None)
        if same is not None:
            self._sources.add(same.source)
            return same
        mine = next((one for one in here if one.source in self._sources), None)
        if mine is not None and self.platform is None and not _says(mine.case, draft):
            raise OtherDemand
        return mine

    def _register(self, row: Row, draft: Draft, tally: Tally) -> None:
        closed_at, now = sheet.moment_of(row, "closed_at"), self.clock()
        if self.is_live and closed_at is None:
            taken = register(draft=draft, reply=row["reply"], by=self.by, now=now, memory=self._memory)
        else:
            taken = register_history(
                draft=draft,
                reply=row["reply"],
                closed_at=closed_at,
                by=self.by,
                now=now,
                memory=self._memory,
            )
        tally.added += 1
        if taken.case.unplaced_why:
            tally.unplaced += 1
            self.why[taken.case.unplaced_why] += 1
        else:
            tally.placed += 1

    def notes(self) -> list[str]:
        """What a person wants to know besides the tally."""
        said = [
            _("待归类 %(count)s 件：%(why)s") % {"count": count, "why": UnplacedWhy(why).label}
            for why, count in self.why.most_common()
        ]
        return [*said, _("更新时限或催办 %s 件") % self.changed] if self.changed else said


def _says(case: Case, draft: Draft) -> bool:
    """Does the case say what the row says? One that was cut off, or that went on later, begins alike."""
    kept, said = case.words, drafts.words_of(draft)
    return kept.startswith(said) or said.startswith(kept)


def _is_same(case: Case, draft: Draft) -> bool:
    """The same words, and the same time where the row has one."""
    if draft.happened_at is not None and draft.happened_at != case.happened_at:
        return False
    return drafts.words_of(draft) == case.words


def take_in_sheet(
    *,
    platform: Platform,
    path: str | Path,
    within: Place | None,
    by: Actor,
    now: datetime,
    dry_run: bool = False,
    is_live: bool = True,
) -> Tally:
    """The daily sheet of a platform: new rows are registered, those that came before are brought up to date, never
    doubled; a row that is refused is named by its line. With ``dry_run`` the tally is the same and nothing stays.

    Raises NotAllowed, BadFile, NoDesk.
    """
    require(rules.can_exchange(by, within))
    intake = Intake(platform.code, within, by, clock=lambda: now, is_live=is_live, platform=platform)
    rows = sheets.read(path, sheet.columns_of(platform.columns_in))
    tally = sheets.take_in(rows, intake.take_batch, batch=100, dry_run=dry_run)
    tally.notes.extend(intake.notes())
    return tally
