"""`linli worker`: hands deliveries on and runs the periodic work."""

import logging
import signal
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from linli.journal import work


class Command(BaseCommand):
    requires_system_checks = []  # it starts fast, and also where a page is broken
    help = "Hands deliveries on and runs the periodic work until it is told to stop (SIGTERM, SIGINT)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--poll", type=float, default=1.0, metavar="SECONDS", help="between two looks (1.0)"
        )
        parser.add_argument(
            "--lease", type=float, default=60.0, metavar="SECONDS",
            help="after which another worker may take over a delivery of a dead one (60)",
        )  # fmt: skip

    def handle(self, *args: Any, once: bool, poll: float, lease: float, **options: Any) -> None:
        if options["verbosity"]:
            logging.getLogger("linli.journal").setLevel(logging.INFO)
        if once:
            self.stdout.write(str(work.work_off()))
            return
        worker = work.Worker(poll=max(poll, 0.05), lease=timedelta(seconds=max(lease, 1)))

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stop.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()
