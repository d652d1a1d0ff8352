"""`linli export answers --platform CODE FILE`: answers that have not gone back yet, in the platform's own columns."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.cases import actions, answers, queries
from linli.kernel import sheets
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import Refusal

MACHINE = Actor(ActorKind.SERVICE, label=gettext_noop("命令行"))


class Command(BaseCommand):
    help = "Write answers that a platform waits for. Nothing counts as sent before --confirm, or a press on the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="name of the file: .xlsx or .csv")
        parser.add_argument("--platform", metavar="CODE", required=True)
        parser.add_argument("--since", metavar="TIME", default="", help="only answers given since then")
        parser.add_argument(
            "--confirm", action="store_true", help="keep that exactly these rows went back to the platform"
        )

    def handle(self, *args: object, **options: Any) -> None:
        path, now = Path(options["file"]), timezone.now()
        try:
            platform = queries.platform_named(options["platform"])
            since = sheets.read_moment(options["since"]) if options["since"] else None
            rows = queries.answers_to_send(MACHINE, platform, since=since)
            pairs = platform.columns_out
            sheets.save(
                path, platform.name, answers.columns_of(pairs), [answers.cells_of(row, pairs) for row in rows]
            )
            if options["confirm"]:
                stamps = [(row.pk, queries.stamp(row)) for row in rows]
                actions.answers_went_out(platform=platform, answers=stamps, by=MACHINE, now=now)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stderr.write(_("已写出 %(count)s 件答复：%(path)s") % {"count": len(rows), "path": path})
