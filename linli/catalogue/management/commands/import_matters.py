from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from linli.catalogue import sheet
from linli.catalogue.actions.sheets import MatterIntake
from linli.kernel.actor import importer
from linli.kernel.sheets import ImportCommand, Row, Tally


class Command(ImportCommand):
    help = "Take matters in from a sheet. A code that stands with other facts begins a new version."
    columns = sheet.COLUMNS
    sheet_name = "事项目录"

    def prepare(self, options: dict[str, Any]) -> None:
        by = importer(f"事项目录 {options['file']}"[:120])
        self.intake = MatterIntake(by=by, now=timezone.now())

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        self.intake.take_batch(rows, tally)
