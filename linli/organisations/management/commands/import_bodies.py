from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from linli.kernel.actor import importer
from linli.kernel.sheets import ImportCommand, Row, Tally, read
from linli.organisations.actions.sheets import BodyIntake
from linli.organisations.sheet import COLUMNS


class Command(ImportCommand):
    help = "Import bodies, seats and duties: one sheet, the column 类别 says 单位, 岗位 or 任职."
    columns = COLUMNS
    sheet_name = "组织"

    def prepare(self, options: dict[str, Any]) -> None:
        mapping = dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        rows = read(options["file"], self.columns, mapping=mapping)
        self.intake = BodyIntake(rows, by=importer(Path(options["file"]).name), now=timezone.now())

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        self.intake.take_batch(rows, tally)
