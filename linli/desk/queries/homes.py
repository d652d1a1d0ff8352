"""A home at a glance, before knocking or calling."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from linli.cases import queries as cases
from linli.cases.models import NeighbourAsk
from linli.cases.queries import Wish
from linli.desk import rules
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound
from linli.organisations import queries as organisations
from linli.organisations.models import Duty
from linli.people import numbers
from linli.people import queries as people
from linli.people.queries import Dweller
from linli.places import queries as places
from linli.places.models import Bulletin, Place, PlaceKind

HOMES = (PlaceKind.HOME, PlaceKind.SHOP, PlaceKind.INSTITUTION)


@dataclass(frozen=True, slots=True)
class HomeCard:
    """What somebody with a duty there sees. ``dwellers`` come with their masked numbers; ``asks`` is what a neighbour who
    volunteers was asked about this home.
    """

    place: Place
    path: str
    dwellers: list[tuple[Dweller, str]]
    last: Wish | None
    open: list[Wish]
    earlier: list[Wish]
    asks: list[NeighbourAsk]
    serving: list[Duty]
    bulletins: list[Bulletin]
    reads_cases: bool
    reads_people: bool
    may_call: bool


def home_for(actor: Actor, place_id: int) -> Place:
    """A home, shop or institution. Raises NotFound, also where the actor has no duty."""
    place = places.by_id(place_id)
    if place.kind not in HOMES or not rules.can_open_home(actor, place):
        raise NotFound
    return place


def home_card(actor: Actor, home: Place, *, now: datetime) -> HomeCard:
    """Nine statements for those who read cases and people there."""
    areas = home.area_ids()
    reads_cases = actor.may(rules.READ_CASES, areas=areas)
    reads_people = actor.may(rules.READ_PEOPLE, areas=areas)
    dwellers = people.living_at(actor, home) if reads_people else []
    wishes = cases.wishes_of(actor, home, [one.person.pk for one in dwellers]) if reads_cases else []
    asked = actor.may(rules.NEIGHBOUR, areas=areas)
    return HomeCard(
        place=home,
        path=places.path_words(home),
        dwellers=[(one, numbers.mask_phone(one.person.phone)) for one in dwellers],
        last=wishes[0] if wishes else None,
        open=[wish for wish in wishes if wish.is_open],
        earlier=[wish for wish in wishes[1:] if not wish.is_open],
        asks=[ask for ask in cases.asks_for(actor) if ask.case.place_id == home.pk] if asked else [],
        serving=organisations.servants(home, timezone.localdate(now)).near,
        bulletins=places.bulletins_at(home, now),
        reads_cases=reads_cases,
        reads_people=reads_people,
        may_call=actor.may("people.see_number", areas=areas),
    )


def homes_found(actor: Actor, words: str) -> list[tuple[Place, str]]:
    """What is meant by an address that somebody typed, and what lies below it, where the actor has a duty."""
    found = places.suggest(words) if len(words.strip()) > 1 else []
    mine = [place for place in found if rules.can_open_home(actor, place)]
    if len(mine) == 1 or (mine and mine[0].kind == PlaceKind.UNIT):
        mine = [mine[0], *(one for one in places.children(mine[0]) if one.closed_on is None)]
    paths = places.paths(mine)
    return [(place, paths[place.pk]) for place in mine]
