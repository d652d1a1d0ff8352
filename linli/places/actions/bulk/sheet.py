"""A whole sheet of places, from the command line or from the page: what goes from batch to batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.sheets import Problem, Row, Tally
from linli.places import lines as reading
from linli.places.actions.bulk.places import import_places
from linli.places.kinds import RANK
from linli.places.lines import Line
from linli.places.models import Place
from linli.places.queries.atlas import Atlas, read_atlas


@dataclass
class Intake:
    """Gives ``arrange`` and ``take_batch`` to kernel.sheets.take_in."""

    root: Place | None
    source: str
    by: Actor
    now: datetime
    atlas: Atlas = field(default_factory=read_atlas)
    changed: int = 0

    def arrange(self, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
        """Larger kinds first, so that the order of lines in the sheet does not matter. Holds the sheet in memory."""
        good: dict[int, list[Row]] = {rank: [] for rank in RANK.values()}
        for row in rows:
            if isinstance(row, Problem):
                yield row
            else:
                good[_rank(row)].append(row)
        for rank in sorted(good):
            yield from good.pop(rank)

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        good: list[Line] = []
        for row in rows:
            try:
                good.append(reading.parse(row))
            except Refusal as refusal:
                tally.refuse(row.line, refusal.field, refusal)
        taken = import_places(
            lines=good, atlas=self.atlas, root=self.root, source=self.source, by=self.by, now=self.now
        )
        tally.added += taken.added
        tally.already += taken.already
        for line, why in taken.refused:
            tally.refuse(line, why.field, why)
        self.changed += len(taken.changed)
        tally.notes[:] = [_("其中 %s 处已有的地点按表格改了内容") % self.changed] if self.changed else []


def _rank(row: Row) -> int:
    try:
        return RANK[reading.kind_of(row)]
    except Refusal:
        return max(RANK.values())
