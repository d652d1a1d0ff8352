"""Periodic work under a lease, so that of many workers one does it."""

import traceback
from datetime import datetime, timedelta

from django.db import connection

from linli.journal import models
from linli.journal.reacting import Periodic

LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(minutes=5)

_TAKE = (
    "INSERT INTO journal_periodic (name, lease_until, lease_by, last_error) VALUES (%s, %s, %s, '') "
    "ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until, lease_by = excluded.lease_by "
    "WHERE (journal_periodic.lease_until IS NULL OR journal_periodic.lease_until <= %s) "
    "AND (journal_periodic.last_run_at IS NULL OR journal_periodic.last_run_at <= %s) RETURNING name"
)


def is_waiting(work: Periodic, now: datetime) -> bool:
    """Is it time, is nobody at it, and is there something to do? Only reads."""
    row = models.Periodic.objects.filter(name=work.name).first()
    if row and row.last_run_at and row.last_run_at + work.every > now:
        return False
    if row and row.lease_until and row.lease_until > now:
        return False
    return work.is_due(now)


def run_periodic(work: Periodic, *, worker: str, now: datetime) -> bool:
    """Run ``work`` if it waits and nobody else takes it. False if not. A failure is kept in its row and tried later.

    The lease keeps two workers apart for ten minutes; work that may take longer must itself bear a second run.
    """
    if not is_waiting(work, now) or not _take(work, worker, now):
        return False
    row = models.Periodic.objects.filter(name=work.name, lease_by=worker)
    try:
        work.run(now)
    except Exception:
        wait = min(work.every, LONGEST_WAIT)
        row.update(lease_until=now + wait, lease_by="", last_error=traceback.format_exc()[-4000:])
        raise
    row.update(last_run_at=now, lease_until=None, lease_by="", last_error="")
    return True


def _take(work: Periodic, worker: str, now: datetime) -> bool:
    until, at, before = map(connection.ops.adapt_datetimefield_value, (now + LEASE, now, now - work.every))
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [work.name, until, worker, at, before])
        return cursor.fetchone() is not None
