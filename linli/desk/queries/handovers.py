"""The seats that somebody may hand over, and what they added in words."""

from linli.desk.models import HandoverNote
from linli.kernel.actor import Actor
from linli.organisations.models import Seat


def seats_held(actor: Actor) -> list[Seat]:
    """The actor's seats, the lowest rung first."""
    held = Seat.objects.filter(pk__in=actor.seats).select_related("role", "body")
    return list(held.order_by("role__is_volunteer", "role__rung", "pk")) if actor.seats else []


def note_of(seat: Seat) -> HandoverNote | None:
    return HandoverNote.objects.filter(seat=seat).first()
