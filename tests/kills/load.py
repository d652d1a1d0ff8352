"""Registers lamps, each with an entry that owes a delivery, until it is stopped. `--make-tables` makes the tables."""

import os
import secrets
import signal
import sys
import time

BACKLOG = 300


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kills.settings"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from linli.journal import actions as journal
    from linli.journal.models import Delivery
    from linli.kernel.actor import TIMER
    from tests.kills.reaction import TABLES

    if "--make-tables" in sys.argv:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(table)
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    print("begins", flush=True)  # noqa: T201
    while True:
        if Delivery.objects.count() > BACKLOG:
            time.sleep(0.05)
            continue
        for _ in range(20):
            key = secrets.randbits(60)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO kills_lamp (id) VALUES (%s)", [key])
                journal.write(
                    f"lamp:{key % 500}", "lamp.lit", by=TIMER, at=timezone.now(), lamp=key, text="亮"
                )
            time.sleep(0.002)


if __name__ == "__main__":
    main()
