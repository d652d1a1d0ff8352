from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.config import founding


class Command(BaseCommand):
    help = (
        "Set up an empty installation: tables, starting catalogue, official days, roles. Safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        for line in founding.found(now=timezone.now()):
            self.stdout.write(line)
        self.stdout.write(
            _(
                "下一步：linli createsuperuser、linli import places FILE、linli import bodies FILE、linli serve"
            )
        )
