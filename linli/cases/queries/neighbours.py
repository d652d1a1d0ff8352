"""What neighbours who volunteer were asked, for their own page. They read the words and the place, never who said it."""

from django.db.models import QuerySet

from linli.cases.models import AskOutcome, Case, NeighbourAsk
from linli.cases.states import State
from linli.kernel.actor import Actor

_MOST = 100


def asks_for(actor: Actor) -> list[NeighbourAsk]:
    """What waits for the volunteers' seats of the actor, oldest first."""
    return list(_of(actor).filter(ended_at__isnull=True).order_by("id")[:_MOST])


def asked_first(case: Case) -> str:
    """What the volunteer is called who is being asked (楼栋长 …); "" where nobody is. One statement, and only then."""
    if case.wakes_at is None or case.state != State.REGISTERED:
        return ""
    waiting = NeighbourAsk.objects.filter(case=case, ended_at__isnull=True)
    return waiting.values_list("seat__role__name", flat=True).first() or ""


def settled_by(actor: Actor) -> list[NeighbourAsk]:
    """The last things that these seats have solved."""
    return list(_of(actor).filter(outcome=AskOutcome.SETTLED).order_by("-ended_at", "-id")[:10])


def _of(actor: Actor) -> QuerySet[NeighbourAsk]:
    rows = NeighbourAsk.objects.filter(seat_id__in=actor.seats)
    return rows.select_related("case__place__unit", "case__place__building", "case__place__estate")
