"""`linli import places FILE [--place CODE]`: the town's tree from a sheet; `--template OUT.xlsx` writes an empty one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel.actor import importer
from linli.kernel.sheets import BadFile, ImportCommand, Problem, Row, Tally
from linli.places import lines, queries
from linli.places.actions.bulk.sheet import Intake


class Command(ImportCommand):
    help = (
        "Import streets, communities, grids, lanes, estates, buildings, units, homes, shops and institutions."
    )
    columns = lines.COLUMNS
    batch = 500
    sheet_name = "地点"

    def prepare(self, options: dict[str, Any]) -> None:
        code = options["place"]
        root = queries.by_code(code)
        if code and root is None:
            raise BadFile(_("没有这个地点：%s") % code)
        source = Path(options["file"]).name
        self.intake = Intake(root=root, source=source, by=importer(source), now=timezone.now())

    def arrange(self, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
        return self.intake.arrange(rows)

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        self.intake.take_batch(rows, tally)
