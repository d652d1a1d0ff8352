"""Who may open a home, and whose day and hand-over note is whose. No verb is declared here: those of the rooms below decide."""

from linli.kernel.actor import Actor
from linli.organisations.models import Seat
from linli.places.models import Place

READ_CASES, READ_PEOPLE, NEIGHBOUR = "cases.read", "people.read", "cases.neighbour"


def can_open_home(actor: Actor, home: Place) -> bool:
    """Whoever reads cases or people over the place, and a neighbour who volunteers there."""
    verbs = (READ_CASES, READ_PEOPLE, NEIGHBOUR)
    return any(actor.may(verb, areas=home.area_ids()) for verb in verbs)


def can_hand_over(actor: Actor, seat: Seat) -> bool:
    """Who sits on the seat, and for the days of a leave whoever stands in."""
    return seat.pk in actor.seats
