"""A whole sheet of matters, from the command line or from the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli.catalogue import actions, queries, rules, sheet
from linli.catalogue.facts import facts_of
from linli.kernel.actor import Actor
from linli.kernel.refusals import require
from linli.kernel.sheets import BadCell, Row, Tally, read, take_each, take_in

BATCH = 200


@dataclass
class MatterIntake:
    """Takes rows one by one: a code that was never used is added, one that stands with other facts gets a new version."""

    by: Actor
    now: datetime
    lines: dict[str, int] = field(default_factory=dict)

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        take_each(rows, self.take_row, tally)

    def take_row(self, row: Row, tally: Tally) -> None:
        facts = sheet.facts_from(row.values)
        if not facts.code.isascii():
            raise BadCell(_("编码只用字母、数字和短横，列是不是放错了：%s") % facts.code[:20], field="code")
        first = self.lines.setdefault(facts.code, row.line)
        if first != row.line:
            raise BadCell(_("编码重复：第 %s 行已经有了") % first, field="code")
        standing = queries.versions(facts.code).filter(valid_to=None).first()
        if standing is None:
            actions.add_matter(facts=facts, by=self.by, now=self.now)
        elif facts_of(standing) == facts:
            tally.already += 1
            return
        else:
            actions.change_matter(facts=facts, by=self.by, now=self.now)
        tally.added += 1


def import_matters(*, path: Path, by: Actor, now: datetime, dry_run: bool = False) -> Tally:
    """Take a whole file, or try it. Raises NotAllowed, and BadFile for one that cannot be used."""
    require(rules.can_edit(by))
    intake = MatterIntake(by=by, now=now)
    try:
        return take_in(read(path, sheet.COLUMNS), intake.take_batch, batch=BATCH, dry_run=dry_run)
    finally:
        queries.forget()
