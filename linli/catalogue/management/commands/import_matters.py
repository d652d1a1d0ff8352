from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.catalogue import actions, queries, sheet
from linli.catalogue.facts import facts_of
from linli.kernel.actor import importer
from linli.kernel.sheets import BadCell, ImportCommand, Row, Tally


class Command(ImportCommand):
    help = "Take matters in from a sheet. A code that stands with other facts begins a new version."
    columns = sheet.COLUMNS
    sheet_name = "事项目录"

    def prepare(self, options: dict[str, Any]) -> None:
        self.by = importer(f"事项目录 {options['file']}"[:120])
        self.now = timezone.now()
        self.lines: dict[str, int] = {}

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
