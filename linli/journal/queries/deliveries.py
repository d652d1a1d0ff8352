"""Deliveries that are due, late or parked."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.journal.models import Delivery


def due(now: datetime, *, told: datetime | None = None, but: Collection[int] = ()) -> QuerySet[Delivery]:
    """Deliveries that a worker may take: their time has come and nobody has them under a lease.

    ``told`` is the time that counts for their time, where it is not the real one; ``but`` are keys that are left out.
    """
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    rows = Delivery.objects.filter(free, parked_at__isnull=True, next_try_at__lte=told or now)
    return rows.exclude(pk__in=but) if but else rows


def is_anything_due(now: datetime, *, told: datetime | None = None, but: Collection[int] = ()) -> bool:
    return due(now, told=told, but=but).exists()


def parked(*, after: str = "") -> QuerySet[Delivery]:
    """Deliveries that kept failing and wait for a person, the oldest first; ``after`` is the id of the last one seen."""
    rows = Delivery.objects.filter(parked_at__isnull=False).select_related("entry").order_by("pk")
    return rows.filter(pk__gt=int(after)) if after.isdecimal() else rows
