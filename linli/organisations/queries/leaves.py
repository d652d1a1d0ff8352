"""Leave: what somebody may ask for, what waits for them, who stands in for whom."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound
from linli.organisations.models import Duty, LeaveAsk, LeaveState, Seat
from linli.organisations.queries.acting import current_duties, standing_on
from linli.people.models import Person

_WITH = ("duty__seat__body__area", "duty__seat__role", "duty__seat__area", "duty__person", "person")


def head_seats(body_id: int, on: date) -> frozenset[int]:
    """Keys of the seats that answer for a body."""
    seats = Seat.objects.filter(standing_on(on), body_id=body_id, role__is_head=True)
    return frozenset(seats.values_list("pk", flat=True))


def own_duties(actor: Actor, on: date) -> list[Duty]:
    """The duties that the actor holds themself, none in which they stand in."""
    found = current_duties(on).filter(person_id=actor.person_id or 0, stands_in_for__isnull=True)
    return list(found.select_related("person", "seat__area").order_by("pk"))


def colleagues(bodies: Iterable[int], on: date, *, other_than: int) -> list[Person]:
    """Who has a duty in these bodies on that day, neighbours who volunteer left out, by name."""
    duties = current_duties(on).filter(seat__body_id__in=list(bodies), seat__role__is_volunteer=False)
    people = Person.objects.filter(pk__in=duties.values("person_id")).exclude(pk=other_than)
    return list(people.order_by("name", "pk"))


def leaves_asked(actor: Actor) -> list[LeaveAsk]:
    """What the actor asked for and waits for."""
    rows = LeaveAsk.objects.filter(duty__person_id=actor.person_id or 0, state=LeaveState.ASKED)
    return list(rows.select_related(*_WITH).order_by("starts_on", "pk"))


def leaves_to_decide(actor: Actor, on: date) -> list[LeaveAsk]:
    """What waits for a head: of the bodies in which a seat of the actor answers."""
    bodies = Seat.objects.filter(standing_on(on), pk__in=actor.seats, role__is_head=True).values("body_id")
    rows = LeaveAsk.objects.filter(state=LeaveState.ASKED, duty__seat__body_id__in=bodies)
    rows = rows.exclude(duty__person_id=actor.person_id or 0)
    return list(rows.select_related(*_WITH).order_by("starts_on", "pk"))


def stand_ins(actor: Actor, on: date) -> list[Duty]:
    """Who stands in for the actor, and for whom the actor stands in, today and on days to come."""
    me = actor.person_id or 0
    rows = Duty.objects.filter(Q(stands_in_for__person_id=me) | Q(person_id=me, stands_in_for__isnull=False))
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return list(
        rows.select_related("person", "seat__body", "stands_in_for__person").order_by("starts_on", "pk")
    )


def leave_by_id(ask_id: int) -> LeaveAsk:
    """Raises NotFound."""
    found = LeaveAsk.objects.select_related(*_WITH).filter(pk=ask_id).first()
    if found is None:
        raise NotFound
    return found
