"""`linli doctor`: checks the installation and names each thing that is wrong with its place."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from linli.config import doctor


class Command(BaseCommand):
    requires_system_checks = []  # a check must run where much is broken
    help = (
        "Checks the installation. Exit code 0: nothing is broken (warnings may stand); 1: at least one fault."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help='one JSON object: {"findings": […], "faults": N}'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found, faults = [], 0
        for finding in doctor.findings(timezone.now()):
            faults += finding.level == "fault"
            if options["json"]:
                found.append(asdict(finding))
            else:
                self.stdout.write(f"{finding.level}: {finding.room}: {finding.where}: {finding.what}")
        if options["json"]:
            self.stdout.write(json.dumps({"findings": found, "faults": faults}, ensure_ascii=False))
        elif not faults:
            self.stdout.write("no faults")
        if faults:
            sys.exit(1)
