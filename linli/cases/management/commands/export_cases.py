"""`linli export cases FILE --reason WORDS`: the register of cases that somebody may see."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm

from linli.cases import actions, exporting, queries, rules
from linli.kernel import sheets
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import Refusal
from linli.organisations import queries as organisations
from linli.people.models import Account

MACHINE = Actor(ActorKind.SERVICE, label=gettext_noop("命令行"))
_CHUNK = 500


class Command(BaseCommand):
    help = "Write the register of cases. It asks for a reason, which is written down before the file is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="name of the file: .xlsx or .csv")
        parser.add_argument("--reason", required=True, help="why, in words; kept in the journal")
        parser.add_argument(
            "--as", dest="username", default="", metavar="USER", help="only what USER may see"
        )
        parser.add_argument("--since", metavar="TIME", default="", help="only what was registered since then")
        parser.add_argument("--with-numbers", action="store_true", help="phones in full (default: masked)")

    def handle(self, *args: object, **options: Any) -> None:
        path, now, full = Path(options["file"]), timezone.now(), options["with_numbers"]
        try:
            actor = self._actor(options["username"])
            cases = queries.exported(
                actor, since=sheets.read_moment(options["since"]) if options["since"] else None
            )
            count = cases.count()
            actions.tell_of_export(
                reason=options["reason"], with_numbers=full, count=count, by=actor, now=now
            )
            with tqdm(
                cases.iterator(chunk_size=_CHUNK), total=count, delay=2, disable=None, unit=_("件")
            ) as bar:
                sheets.save(path, _("诉求"), exporting.COLUMNS, self._rows(bar, actor, full))
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stderr.write(_("已写出 %(count)s 件诉求：%(path)s") % {"count": count, "path": path})

    def _actor(self, username: str) -> Actor:
        if not username:
            return MACHINE
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise CommandError(_("没有这个账号：%s") % username, returncode=2)
        return organisations.build_actor(account, now=timezone.now())

    def _rows(self, cases: Any, actor: Actor, full: bool) -> Iterator[dict[str, object]]:
        for case in cases:
            for report in sorted(case.reports.all(), key=lambda one: one.pk):
                may_see = actor is MACHINE or rules.can_see_reporter(actor, case, report)
                yield exporting.row_of(case, report, may_see=may_see, with_numbers=full)
