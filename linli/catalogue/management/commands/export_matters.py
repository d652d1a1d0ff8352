import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.catalogue import queries, sheet
from linli.catalogue.facts import facts_of
from linli.kernel.sheets import workbook


class Command(BaseCommand):
    help = "Write the matters that hold today into a sheet that `linli import matters` reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="name of the file: .xlsx or .csv")
        parser.add_argument("--json", action="store_true", help="print the matters as one JSON list instead")

    def handle(self, *args: object, **options: Any) -> None:
        rows = [sheet.cells_of(facts_of(matter)) for matter in queries.current(timezone.localdate())]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        if not options["file"]:
            raise CommandError(_("请给出文件名。"), returncode=2)
        path = Path(options["file"])
        if path.suffix == ".xlsx":
            path.write_bytes(workbook([("事项目录", sheet.COLUMNS, rows)]))
        elif path.suffix == ".csv":
            _write_csv(path, rows)
        else:
            raise CommandError(_("文件名要以 .xlsx 或 .csv 结尾。"), returncode=2)
        self.stderr.write(_("已写出 %(count)s 个事项：%(path)s") % {"count": len(rows), "path": path})


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    """With a byte order mark, so that Excel reads the characters right."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.title for column in sheet.COLUMNS)
        for row in rows:
            writer.writerow(_cell(row.get(column.key, "")) for column in sheet.COLUMNS)


def _cell(value: object) -> object:
    return ("是" if value else "否") if isinstance(value, bool) else value
