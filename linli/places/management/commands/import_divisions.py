"""`linli import divisions FILE [--prefix 5111]`: the divisions of China, or those under a prefix."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel.actor import importer
from linli.kernel.refusals import Refusal
from linli.kernel.sheets import BadCell, ImportCommand, Problem, Row, Tally
from linli.places import actions, divisions, queries
from linli.places.divisions import Division


class Command(ImportCommand):
    help = "Import administrative divisions: columns code, parent, name, level (CSV, CSV.gz or Excel)."
    columns = divisions.COLUMNS
    batch = 5_000
    sheet_name = "行政区划"
    changed = 0

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--prefix", default="", help="only codes that begin so, for example 5111")

    def prepare(self, options: dict[str, Any]) -> None:
        self.prefix: str = options["prefix"]
        self.source = Path(options["file"]).name
        self.now = timezone.now()
        self.parents = queries.region_parents()
        self.lines: dict[int, int] = {}

    def arrange(self, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
        """Only the prefix; a row whose parent stands further down waits until the end."""
        waiting = []
        seen = set(self.parents)
        for row in rows:
            if isinstance(row, Row):
                if not row.values["code"].startswith(self.prefix):
                    continue
                parent = row.values["parent"]
                if parent and parent not in seen and parent.startswith(self.prefix):
                    waiting.append(row)
                    continue
                if row.values["level"] != "5":
                    seen.add(row.values["code"])
            yield row
        waiting.sort(key=lambda row: row.values["level"])
        yield from waiting

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        good: list[Division] = []
        for row in rows:
            try:
                good.append(self._checked(row))
            except Refusal as refusal:
                tally.refuse(row.line, refusal.field, refusal)
        taken = actions.import_divisions(
            divisions=good, source=self.source, by=importer(self.source), now=self.now
        )
        tally.added += taken.added
        tally.already += taken.already
        self.changed += len(taken.changed)
        tally.notes[:] = [_("其中 %s 个改了名称或上级") % self.changed] if self.changed else []

    def _checked(self, row: Row) -> Division:
        division = divisions.parse(row)
        parent = division.parent
        if parent and parent not in self.parents and parent.startswith(self.prefix):
            raise BadCell(_("没有这个上级：%s") % parent, field="parent")
        key = int(division.code) * 10 + division.level
        earlier = self.lines.setdefault(key, division.line)
        if earlier != division.line:
            raise BadCell(_("与第 %s 行是同一个代码和级别") % earlier, field="code")
        if division.level < 5:
            self.parents.add(division.code)
        return division
