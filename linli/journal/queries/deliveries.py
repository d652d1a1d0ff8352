"""Deliveries that are due, late or parked."""

from datetime import datetime

from django.db.models import Q, QuerySet

from linli.journal.models import Delivery


def due(now: datetime) -> QuerySet[Delivery]:
    """Deliveries that a worker may take: their time has come and nobody has them under a lease."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return Delivery.objects.filter(free, parked_at__isnull=True, next_try_at__lte=now)


def is_anything_due(now: datetime) -> bool:
    return due(now).exists()


def parked(*, after: str = "") -> QuerySet[Delivery]:
    """Deliveries that kept failing and wait for a person, the oldest first; ``after`` is the id of the last one seen."""
    rows = Delivery.objects.filter(parked_at__isnull=False).select_related("entry").order_by("pk")
    return rows.filter(pk__gt=int(after)) if after.isdecimal() else rows
