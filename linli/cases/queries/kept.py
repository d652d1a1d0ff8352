"""The views of the worklist that somebody keeps, and those that their unit shares."""

from django.db.models import Q, QuerySet

from linli.cases.models import SavedView
from linli.cases.queries import reach
from linli.kernel.actor import Actor
from linli.organisations.models import Seat


def views_for(actor: Actor) -> QuerySet[SavedView]:
    """Their own by name, then what others of their bodies share."""
    if actor.person_id is None:
        return SavedView.objects.none()
    bodies = reach.reach_of(actor).bodies
    mine = Q(person=actor.person_id)
    rows = SavedView.objects.filter(mine | Q(body__in=bodies) if bodies else mine)
    return rows.order_by("name", "id")


def body_of(actor: Actor) -> int | None:
    """The body with which a view is shared: that of the actor's first seat."""
    return Seat.objects.filter(pk__in=actor.seats).order_by("id").values_list("body_id", flat=True).first()
