"""Duty rosters: who is on now, who is on this week."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from linli.kernel.refusals import NotFound
from linli.organisations.models import Body, Shift


def roster_now(body: Body, at: datetime) -> list[Shift]:
    """The shifts of ``body`` that run at this instant, with person and backup."""
    return list(
        Shift.objects.filter(body=body, starts_at__lte=at, ends_at__gt=at)
        .select_related("person", "backup")
        .order_by("starts_at", "pk")
    )


def shifts_between(body: Body, start: datetime, end: datetime) -> QuerySet[Shift]:
    """Shifts of ``body`` that touch the span from ``start`` to before ``end``."""
    return (
        Shift.objects.filter(body=body, starts_at__lt=end, ends_at__gt=start)
        .select_related("person", "backup")
        .order_by("starts_at", "pk")
    )


def shift_by_id(shift_id: int) -> Shift:
    """Raises NotFound."""
    found = Shift.objects.select_related("body").filter(pk=shift_id).first()
    if found is None:
        raise NotFound
    return found


def bodies_with_roster(now: datetime) -> list[Body]:
    """Bodies that have a shift running or still to come."""
    coming = Shift.objects.filter(body=OuterRef("pk"), ends_at__gt=now)
    return list(Body.objects.filter(Exists(coming)).order_by("code"))
