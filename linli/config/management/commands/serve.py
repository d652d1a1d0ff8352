import os
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.config import serving


def taken(host: str, port: int) -> bool:
    """Does something already listen there?"""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0


class Command(BaseCommand):
    help = "Serve Linli: web and worker, each started anew when it dies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--processes", type=int, default=min(2, os.cpu_count() or 1), help="web processes"
        )
        parser.add_argument("--threads", type=int, default=8, help="threads of each web process")
        parser.add_argument("--no-worker", action="store_true", help="only web; the worker runs elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if taken(host, port):
            raise CommandError(f"Port {port} is taken. Choose another: linli serve --port {port + 1}")
        if MigrationExecutor(connection).migration_plan(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        ):
            raise CommandError("The database is not set up or not up to date. Run: linli setup")
        connection.close()
        children = [
            serving.Child(
                "web",
                serving.web_command(host, port, processes=options["processes"], threads=options["threads"]),
            )
        ]
        if not options["no_worker"]:
            children.append(serving.Child("worker", serving.worker_command()))
        self.stdout.write(self.style.SUCCESS(f"Linli: http://{host}:{port}  (Ctrl+C ends it)"))
        serving.keep_running(children, say=lambda words: self.stderr.write(words))
