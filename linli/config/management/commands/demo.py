import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.config.demo import building

# Whom to try first: user name and what that person sees.
GUIDES = (
    ("grid-1-1", _("网格员：签收、上门、答复")),
    ("community-1", _("社区受理岗：待归类、派单、审核、回访")),
    ("street-1", _("街道受理岗：全街道的件")),
    ("building-head-1", _("楼栋长：邻里的事")),
    ("estate-head-1", _("小区长：邻里的事")),
    ("property-1", _("物业经理：派给物业的件")),
    ("dept-urban-management", _("城管局受理岗：应哨、协办、答复")),
    ("dept-urban-management-head", _("城管局负责人：超时先提醒他")),
    ("street-1-leader", _("街道分管负责人：审批、督办")),
    ("intake", _("县诉求受理中心：对接12345、督办")),
    ("keeper", _("系统维护岗：单位、场所、目录、日历")),
    ("admin", _("系统管理员")),
)


class Command(BaseCommand):
    help = "Serve an invented town with life in it; builds it first where there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=60, help="length of the life lived, days")
        parser.add_argument(
            "--demands", type=int, default=1500, help="how many demands are brought in that time"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--anew", action="store_true", help="throw the demo away and build it again")
        parser.add_argument("--no-serve", action="store_true")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        target = self._target()
        mark = settings.DATA_DIR / "demo"
        is_there = target.exists() and bool(connection.introspection.table_names())
        connection.close()
        if is_there and not mark.exists():
            raise CommandError(f"{target} is no demo. Set LINLI_DATA to another folder.")
        if options["anew"] or not is_there:
            self._build(target, options)
            mark.write_text(f"seed {options['seed']}\n")
        self.stdout.write(str(_("口令（演示专用）：%s")) % building.PASSWORD)
        for username, words in GUIDES:
            self.stdout.write(f"  {username:28}{words}")
        if not options["no_serve"]:
            os.environ.setdefault("LINLI_SMS", "log")  # short messages stand in the log
            call_command("serve", port=options["port"])

    def _target(self) -> Path:
        if connection.vendor != "sqlite":
            raise CommandError("The demo is built in SQLite. Unset LINLI_DATABASE_URL.")
        return Path(connection.settings_dict["NAME"])

    def _build(self, target: Path, options: dict[str, Any]) -> None:
        with building.into(target):
            building.build(
                demands=options["demands"],
                days=options["days"],
                seed=options["seed"],
                now=timezone.now(),
                say=lambda line: self.stdout.write(line),
            )
