"""`linli import cases FILE`: demands of former days from any hotline's sheet; live ones with `--live`; the daily sheet of a
platform with `--platform CODE`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import queries, sheet
from linli.cases.actions import Intake
from linli.kernel.actor import importer
from linli.kernel.sheets import Column, ImportCommand, Row, Tally
from linli.places import queries as places


class Command(ImportCommand):
    help = (
        "Import demands. As history they keep their times, start no clock and no letter, and are never late; with --live "
        "clocks and letters start now. The same row is never taken twice, whatever its file is called."
    )
    columns: Sequence[Column] = sheet.COLUMNS
    batch = 100
    sheet_name = "诉求"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--live",
            action="store_true",
            help="register now: clocks start, letters go out (default: history)",
        )
        parser.add_argument(
            "--platform", metavar="CODE", default="", help="the sheet of this platform, read by its headings"
        )
        parser.add_argument(
            "--source", default="", help="name of the system the rows come from (default: FILE)"
        )

    def prepare(self, options: dict[str, Any]) -> None:
        """The platform, the area of ``--place``, and which columns the file has."""
        platform = queries.platform_named(options["platform"]) if options["platform"] else None
        within = None
        if options["place"]:
            within = places.by_code(options["place"])
            if within is None:
                raise sheet.UnknownPlace(_("没有这个地点编码：%s") % options["place"])
        source = platform.code if platform else (options["source"] or Path(options["file"]).name)[:60]
        self.intake = Intake(
            source=source,
            within=within,
            by=importer(_("导入 %s") % (platform.name if platform else source)),
            clock=timezone.now,
            is_live=options["live"],
            platform=platform,
        )
        mapping = dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        self.columns = (
            sheet.columns_of(platform.columns_in) if platform else sheet.columns_in(options["file"], mapping)
        )

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        self.intake.take_batch(rows, tally)

    def finish(self, tally: Tally) -> None:
        tally.notes.extend(self.intake.notes())
