"""The driver that every import runs through, and the command that stands on it."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from linli.kernel.refusals import Refusal
from linli.kernel.sheets.reading import read
from linli.kernel.sheets.shapes import BadFile, Column, Problem, Row, Tally
from linli.kernel.sheets.writing import template

SHOWN_PROBLEMS = 20


def take_in(
    rows: Iterable[Row | Problem],
    take_batch: Callable[[Sequence[Row], Tally], None],
    *,
    batch: int,
    dry_run: bool = False,
    tally: Tally | None = None,
) -> Tally:
    """Give ``rows`` to ``take_batch`` in batches, each in a transaction of its own, and count.

    A run that was killed has kept its whole batches; run again it finds them there and goes on. With ``dry_run``
    everything is taken in under one transaction and rolled back, so that the report is the same.
    """
    tally = tally or Tally()
    with contextlib.ExitStack() as stack:
        if dry_run:
            stack.enter_context(transaction.atomic())
        for some in batched(rows, batch):
            good = [row for row in some if isinstance(row, Row)]
            tally.refused.extend(problem for problem in some if isinstance(problem, Problem))
            tally.read += len(some)
            if good:
                with transaction.atomic():
                    take_batch(good, tally)
        if dry_run:
            transaction.set_rollback(True)
    tally.refused.sort(key=lambda problem: problem.line)
    return tally


def take_each(rows: Iterable[Row], take_row: Callable[[Row, Tally], None], tally: Tally) -> None:
    """Give each row to ``take_row`` behind a savepoint: one that is refused leaves nothing behind but its Problem."""
    for row in rows:
        try:
            with transaction.atomic():
                take_row(row, tally)
        except Refusal as refusal:
            tally.refuse(row.line, refusal.field, refusal)
        except DatabaseError as error:
            if not _is_rows_own(error):
                raise
            tally.refuse(row.line, "", _("数据库不收这一行：%s") % str(error).splitlines()[0][:120])


class ImportCommand(BaseCommand):
    """`linli import … FILE`. A room's command names its ``columns`` and says in ``take_row`` what one row does.

    Exit codes: 0 all taken, 1 some rows refused, 2 the file cannot be used. Rows must be idempotent: what is there
    already counts as ``already`` and changes nothing.
    """

    columns: Sequence[Column] = ()
    batch = 200
    sheet_name = "Sheet1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="CSV, CSV.gz or Excel")
        parser.add_argument(
            "--dry-run", action="store_true", help="take everything in, report, roll all back"
        )
        parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")
        parser.add_argument(
            "--place", metavar="CODE", default="", help="code of the place the rows belong to"
        )
        parser.add_argument("--map", metavar="KEY=HEADING", action="append", default=[],
                            help="read the column KEY under the heading HEADING (may be repeated)")  # fmt: skip
        parser.add_argument("--template", metavar="OUT.xlsx", help="write an Excel template and stop")

    def prepare(self, options: dict[str, Any]) -> None:
        """Look up what the whole run needs. Raise a Refusal to stop before the first row."""

    def arrange(self, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
        """Leave rows out or bring them into an order, before they are counted."""
        return rows

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        """Take one batch, inside its transaction. A row that is refused leaves nothing behind."""
        take_each(rows, self.take_row, tally)

    def take_row(self, row: Row, tally: Tally) -> None:
        """Take one row: count it in ``tally`` as added or already there, or raise a Refusal whose ``field`` is the key
        of the column at fault."""
        raise NotImplementedError

    def finish(self, tally: Tally) -> None:
        """After the last batch, outside any transaction; not called in a dry run."""

    def handle(self, *args: object, **options: Any) -> None:
        if options["template"]:
            Path(options["template"]).write_bytes(template(self.columns, sheet_name=self.sheet_name))
            self.stderr.write(_("模板已写好：%s") % options["template"])
            return
        if not options["file"]:
            raise CommandError(_("请给出文件名。"), returncode=2)
        tally = Tally()
        try:
            self.prepare(options)
            rows = read(options["file"], self.columns, mapping=_mapping(options["map"]))
            take_in(
                self.arrange(self._shown(rows)),
                self.take_batch,
                batch=self.batch,
                dry_run=options["dry_run"],
                tally=tally,
            )
            if not options["dry_run"]:
                self.finish(tally)
        except Refusal as refusal:
            tally.refuse(0, refusal.field, refusal)
            self._report(tally, options)
            raise CommandError(str(refusal), returncode=2) from refusal
        except KeyboardInterrupt:
            raise CommandError(_("中断了。已写入的都在，再运行一次就接着往下。"), returncode=130) from None
        self._report(tally, options)
        if tally.refused:
            raise CommandError(_("%s 行没有收进来。") % len(tally.refused), returncode=1)

    def _shown(self, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
        """The rows, with a bar on a terminal once they take more than two seconds."""
        with tqdm(rows, delay=2, disable=None, file=sys.stderr, unit=_("行"), mininterval=0.5) as bar:
            yield from bar

    def _report(self, tally: Tally, options: dict[str, Any]) -> None:
        titles = {column.key: column.title for column in self.columns}
        for problem in tally.refused[:SHOWN_PROBLEMS]:
            where = titles.get(problem.field, problem.field)
            self.stderr.write(_("第 %(line)s 行 %(field)s %(why)s")
                              % {"line": problem.line, "field": where, "why": problem.why})  # fmt: skip
        if len(tally.refused) > SHOWN_PROBLEMS:
            self.stderr.write(_("……另有 %s 行，加 --json 看全部。") % (len(tally.refused) - SHOWN_PROBLEMS))
        for note in tally.notes:
            self.stderr.write(note)
        words = _("读 %(read)s 行，新增 %(added)s，已有 %(already)s，退回 %(refused)s")
        line = words % {"read": tally.read, "added": tally.added, "already": tally.already,
                        "refused": len(tally.refused)}  # fmt: skip
        if tally.placed or tally.unplaced:
            line += _("；已定办 %(placed)s，待定办 %(unplaced)s") % vars(tally)
        self.stderr.write(line + (_("(试运行，全部撤回)") if options["dry_run"] else ""))
        if options["json"]:
            self.stdout.write(json.dumps(tally.as_json(), ensure_ascii=False))


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        key, equals, heading = pair.partition("=")
        if not equals or not key.strip() or not heading.strip():
            raise BadFile(_("--map 要写成 列=标题：%s") % pair)
        mapping[key.strip()] = heading.strip()
    return mapping


def _is_rows_own(error: DatabaseError) -> bool:
    """Is the row at fault (too long, doubled, out of range), not the database (busy, gone)?"""
    return type(error).__name__ in ("DataError", "IntegrityError")
