"""`linli import days FILE`: the State Council's yearly notice, or a town's own days, from CSV or Excel."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from linli.kernel.actor import Actor, importer
from linli.kernel.sheets import ImportCommand, Row, Tally
from linli.worktime import actions, daysheet


class Command(ImportCommand):
    help = "Import official days (columns date, kind, name, source); open deadlines are reckoned anew."
    columns = daysheet.COLUMNS
    batch = actions.BATCH
    sheet_name = "日历"

    by: Actor
    now: datetime

    def prepare(self, options: dict[str, Any]) -> None:
        self.by, self.now = importer(Path(options["file"]).name), timezone.now()

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        actions.take_days(rows=rows, tally=tally, by=self.by, now=self.now)
