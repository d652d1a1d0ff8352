"""One reaction with one effect. The table has no constraint, so that a double would stand in it."""

import os
import time
from datetime import datetime

from django.db import connection

from linli.journal.models import Entry

TABLES = (
    "CREATE TABLE kills_lamp (id bigint NOT NULL)",
    "CREATE TABLE kills_effect (entry bigint NOT NULL, pid bigint NOT NULL)",
)


def shine(entry: Entry, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kills_effect (entry, pid) VALUES (%s, %s)", [entry.pk, os.getpid()])
    time.sleep(0.003)  # so that kills hit a transaction with an effect in it
