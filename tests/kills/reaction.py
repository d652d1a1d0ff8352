"""Two reactions: one with an effect in the database, one with an effect outside.

The table has no constraint, so that a double would stand in it; outside a line stands for each time.
"""

import os
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from linli.journal import reacting
from linli.journal.models import Entry

TABLES = (
    "CREATE TABLE kills_lamp (id bigint NOT NULL)",
    "CREATE TABLE kills_effect (entry bigint NOT NULL, pid bigint NOT NULL)",
)


def shine(entry: Entry, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kills_effect (entry, pid) VALUES (%s, %s)", [entry.pk, os.getpid()])
    time.sleep(0.003)  # so that kills hit a transaction with an effect in it


def rings() -> Path:
    return Path(settings.DATA_DIR) / "rings"


@reacting.alone
def ring(entry: Entry, now: datetime) -> None:
    with rings().open("a") as file:
        file.write(f"{entry.pk}\n")
    time.sleep(0.003)  # so that kills hit the moment between the ringing and the end of the delivery
