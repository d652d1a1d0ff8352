"""Notices: those that hold for a place, and those that somebody may change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linli.kernel.actor import Actor, Over
from linli.kernel.refusals import NotFound
from linli.places import rules
from linli.places.models import AREA_COLUMNS, Bulletin, Place, PlaceKind

AHEAD = timedelta(hours=48)  # how early a notice is shown
PAST = timedelta(days=30)  # how long staff see one that is over
MOST_PAST = 30
# Where a notice can be given for; a building or unit is chosen within its estate.
ANNOUNCED = (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.LANE)


def bulletins() -> QuerySet[Bulletin]:
    """All of them, with what ``Bulletin.where`` needs."""
    return Bulletin.objects.select_related("place__estate", "place__building", "place__unit")


def _standing(now: datetime) -> Q:
    return Q(withdrawn_at__isnull=True, ends_at__gt=now, starts_at__lte=now + AHEAD)


def bulletins_at(place: Place, now: datetime) -> list[Bulletin]:
    """What holds at ``place`` now, by a notice for it or for what it lies under, and what begins within 48 hours; what has
    begun first. One statement.
    """
    return list(bulletins().filter(_standing(now), place__in=place.area_ids()).order_by("starts_at", "pk"))


def bulletins_around(place: Place, now: datetime) -> list[Bulletin]:
    """As ``bulletins_at``, and what holds at a part of ``place``, a building of an estate. One statement."""
    near = Q(place__in=place.area_ids())
    if place.kind in AREA_COLUMNS:
        near |= Q(**{f"place__{place.kind}": place.pk})
    return list(bulletins().filter(_standing(now), near).order_by("starts_at", "pk"))


def bulletin(bulletin_id: int) -> Bulletin:
    """Raises NotFound."""
    found = bulletins().filter(pk=bulletin_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Announced:
    """The notices that somebody may change, and those that are over."""

    running: list[Bulletin]
    coming: list[Bulletin]
    past: list[Bulletin]


def announced_by(actor: Actor, now: datetime) -> Announced:
    """The notices of the areas over which ``actor`` may give them, of the last month. Two statements."""
    mine = bulletins().filter(_within(actor, "place__"))
    standing = mine.filter(withdrawn_at__isnull=True, ends_at__gt=now).order_by("starts_at", "pk")
    rows = list(standing)
    over = mine.filter(Q(withdrawn_at__isnull=False) | Q(ends_at__lte=now), ends_at__gt=now - PAST)
    return Announced(
        [row for row in rows if row.is_running(now)],
        [row for row in rows if row.is_coming(now)],
        list(over.order_by("-ends_at", "-pk")[:MOST_PAST]),
    )


def places_to_announce(actor: Actor) -> list[Place]:
    """Streets, communities, estates and lanes over which ``actor`` may give notice, each under what it lies under."""
    rows = Place.objects.filter(_within(actor), kind__in=ANNOUNCED, closed_on__isnull=True)
    rank = {kind: number for number, kind in enumerate(ANNOUNCED)}
    return sorted(
        rows, key=lambda one: (one.street_id or 0, one.community_id or 0, rank[PlaceKind(one.kind)], one.sort)
    )


def may_announce(actor: Actor) -> bool:
    """Over any place at all? Pages ask this; the sentences ask for the place."""
    return actor.may_anywhere(rules.ANNOUNCE)


def _within(actor: Actor, prefix: str = "") -> Q:
    """Rows under an area over which ``actor`` may give notice."""
    if actor.may_everywhere(rules.ANNOUNCE):
        return Q()
    areas = actor.keys(rules.ANNOUNCE, Over.AREA)
    within = Q(**{f"{prefix}pk__in": areas})
    for column in AREA_COLUMNS:
        within |= Q(**{f"{prefix}{column}__in": areas})
    return within
