"""Handing deliveries on: a worker claims due rows under a lease, runs each once, and parks what keeps failing.

A reaction and the removal of its row commit together, so what it does in the database happens exactly once, whenever
the process dies. The row is locked first: until the commit nobody else can take it, and a worker whose lease was taken
over in the meantime finds no row and does nothing. Several may share one transaction, since a commit is what costs
most; where one of them fails nothing of it happened, and each is tried by itself. A reaction marked ``alone`` talks to
the outside: it runs with no transaction around it, its row is removed after it.
"""

import random
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import rules
from linli.journal.actions.entries import write
from linli.journal.events import JournalEvent
from linli.journal.models import Delivery
from linli.journal.reacting import Reaction, by_name, react, takes_several
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require

MAX_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)

_CLAIM = (
    "WITH due AS (SELECT id FROM journal_delivery WHERE parked_at IS NULL AND next_try_at <= %s "
    "AND (lease_until IS NULL OR lease_until <= %s){but} ORDER BY next_try_at, id LIMIT %s{lock}) "
    "UPDATE journal_delivery SET lease_until = %s, lease_by = %s, "
    # A lease that ran out means that a worker died or hung with it: that counts as an attempt.
    "attempts = attempts + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END "
    "WHERE id IN (SELECT id FROM due) RETURNING id, reaction, attempts"
)
SHORT = 0.02  # seconds: so long may deliveries keep those waiting who write


class Claimed(NamedTuple):
    """A delivery under a lease. ``attempts`` counts failures and leases that ran out."""

    id: int
    reaction: str
    attempts: int


class UnknownReaction(Exception):
    """No function of that name is attached: it was renamed or removed. Trying again does not help."""


class LeaseLost(Exception):
    """The lease ran out and another worker has the delivery, or it is done."""


class NotParked(Refusal):
    words = _("这条投递已经处理过了。")


class ReasonMissing(Refusal):
    words = _("请写明原因。")
    field = "reason"


@transaction.atomic
def claim(
    *,
    worker: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    told: datetime | None = None,
    but: Collection[int] = (),
) -> list[Claimed]:
    """Take up to ``limit`` due deliveries under a lease, in one statement; oldest first.

    ``told``, ``but``: as ``queries.due`` has them.
    """
    lock = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    not_these = f" AND id NOT IN ({', '.join(['%s'] * len(but))})" if but else ""
    at, free, until = map(connection.ops.adapt_datetimefield_value, (told or now, now, now + lease))
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(lock=lock, but=not_these), [at, free, *but, limit, until, worker])
        return sorted(map(Claimed._make, cursor.fetchall()))


@transaction.atomic
def deliver(*, delivery_id: int, worker: str, now: datetime) -> None:
    """Run one claimed delivery. Raises LeaseLost, UnknownReaction, reacting.Later and whatever else the reaction
    raises; then nothing is done.
    """
    row = next(iter(_held([delivery_id], worker)), None)
    if row is None:
        raise LeaseLost(delivery_id)
    _reaction_of(row)(row.entry, now)
    row.delete()


@transaction.atomic
def deliver_some(*, delivery_ids: Collection[int], worker: str, now: datetime) -> list[int]:
    """Run claimed deliveries together until SHORT is over; the keys that remain. Oldest first, but those of one reaction
    that takes several at once, see ``reacting.together``, go with the first of them.

    Those whose lease was lost are passed over. Raises as ``deliver`` does for the first that fails; then nothing is done.
    """
    rows, until = _held(delivery_ids, worker), time.monotonic() + SHORT
    done: list[int] = []
    while rows and (not done or time.monotonic() < until):
        reaction = _reaction_of(rows[0])
        with_it = [row for row in rows if row.reaction == rows[0].reaction]
        some = with_it if takes_several(reaction) else rows[:1]
        react(reaction, [row.entry for row in some], now)
        done += [row.pk for row in some]
        rows = [row for row in rows if row not in some]
    Delivery.objects.filter(pk__in=done).delete()
    return [row.pk for row in rows]


def deliver_alone(*, delivery_id: int, worker: str, now: datetime, until: datetime) -> None:
    """Run one claimed delivery of a reaction that talks to the outside, under a lease made new that lasts ``until``.

    No transaction stands around it, so that nobody waits for a lock while the other side thinks; when the process dies
    before the row is gone, the reaction runs a second time. Raises as ``deliver`` does.
    """
    row = Delivery.objects.select_related("entry").filter(pk=delivery_id, lease_by=worker).first()
    mine = Delivery.objects.filter(pk=delivery_id, lease_by=worker)
    if row is None or not mine.update(lease_until=until):
        raise LeaseLost(delivery_id)
    _reaction_of(row)(row.entry, now)
    mine.delete()


def _held(delivery_ids: Collection[int], worker: str) -> list[Delivery]:
    """These rows as far as they are still under this worker's lease, locked, with their entries."""
    rows = Delivery.objects.filter(pk__in=delivery_ids, lease_by=worker).order_by("pk")
    return list(rows.select_related("entry").select_for_update(of=("self",)))


def _reaction_of(row: Delivery) -> Reaction:
    reaction = by_name(row.reaction)
    if reaction is None:
        raise UnknownReaction(f"no reaction of the name {row.reaction} is attached")
    return reaction


@transaction.atomic
def put_back(*, delivery_id: int, worker: str, error: str, is_hopeless: bool, now: datetime) -> None:
    """Write down that a delivery failed: the next try later each time, parked when there is no use in another."""
    row = Delivery.objects.filter(pk=delivery_id, lease_by=worker).first()
    if row is None:
        return
    row.attempts += 1
    row.last_error = error[:4000]
    row.lease_until, row.lease_by = None, ""
    row.next_try_at = now + wait_after(row.attempts)
    if is_hopeless or row.attempts >= MAX_ATTEMPTS:
        row.parked_at = now
    row.save()


def postpone(*, delivery_id: int, worker: str, at: datetime) -> None:
    """Give a delivery back until ``at``, as its reaction asked with ``reacting.Later``: no attempt, no error."""
    mine = Delivery.objects.filter(pk=delivery_id, lease_by=worker)
    mine.update(next_try_at=at, lease_until=None, lease_by="")


def wait_after(attempts: int) -> timedelta:
    """10 s after the first failure, twice as long after each, an hour at most; up to a fifth more so that they spread."""
    doublings = min(max(attempts - 1, 0), 20)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return wait * (1 + random.random() / 5)


def park_worn_out(*, delivery_ids: list[int], worker: str, now: datetime) -> int:
    """Park those of the claimed deliveries whose lease ran out so often that they seem to kill their worker."""
    if not delivery_ids:
        return 0
    worn = Delivery.objects.filter(pk__in=delivery_ids, lease_by=worker, attempts__gte=MAX_ATTEMPTS)
    if not worn.exists():
        return 0
    return worn.update(
        parked_at=now, lease_until=None, lease_by="",
        last_error="the worker died or hung each time while it had this delivery",
    )  # fmt: skip


def release(*, worker: str) -> int:
    """Give back what a worker that stops still holds, so that nobody waits for its leases."""
    held = Delivery.objects.filter(lease_by=worker)
    return held.update(lease_until=None, lease_by="") if held.exists() else 0


@transaction.atomic
def retry_delivery(*, delivery_id: int, by: Actor, now: datetime) -> Delivery:
    """Try a parked delivery again from the start. Raises NotFound, NotAllowed, NotParked."""
    row = _parked(delivery_id, by)
    row.parked_at, row.attempts, row.next_try_at = None, 0, now
    row.save(update_fields=["parked_at", "attempts", "next_try_at"])
    write(
        row.entry.subject, JournalEvent.DELIVERY_RETRIED, by=by, at=now,
        entry=row.entry_id, reaction=row.reaction,
    )  # fmt: skip
    return row


@transaction.atomic
def drop_delivery(*, delivery_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Give a parked delivery up for good. Raises NotFound, NotAllowed, NotParked, ReasonMissing."""
    row = _parked(delivery_id, by)
    if not reason.strip():
        raise ReasonMissing
    write(
        row.entry.subject, JournalEvent.DELIVERY_DROPPED, by=by, at=now, text=reason.strip(),
        entry=row.entry_id, reaction=row.reaction, attempts=row.attempts,
    )  # fmt: skip
    row.delete()


def _parked(delivery_id: int, by: Actor) -> Delivery:
    require(rules.can_handle_deliveries(by))
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("entry")
        .filter(pk=delivery_id)
        .first()
    )
    if row is None:
        raise NotFound
    if row.parked_at is None:
        raise NotParked
    return row
