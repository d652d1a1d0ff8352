"""Filters narrow a lens. They never widen it: what the lens of an actor does not hold, no filter brings."""

import time
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from linli.cases import rules
from linli.cases.models import Report
from linli.cases.queries import reach
from linli.kernel.actor import Actor, Over
from linli.places.models import Place, PlaceKind

# The levels that a list is narrowed to, and the column of ``Case`` of each.
LEVELS = ("street", "community", "estate")
_KINDS = {PlaceKind.STREET: "street", PlaceKind.COMMUNITY: "community", PlaceKind.ESTATE: "estate"}
MOST_PLACES = 400
LASTS = 60.0  # seconds that a new community may take to be offered


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; "" for everything. ``level`` and ``place`` name a street, community or estate,
    ``category`` the code of a first-level category, ``is_mine`` only what the reader's own seats hold.
    """

    level: str = ""
    place: int = 0
    category: str = ""
    state: str = ""
    urgency: str = ""
    kind: str = ""
    channel: str = ""
    is_mine: bool = False

    def condition(self, actor: Actor) -> Q:
        found = Q(**{f"{self.level}_id": self.place}) if self.level in LEVELS and self.place else Q()
        for column in ("state", "urgency", "kind"):
            if wanted := getattr(self, column):
                found &= Q(**{column: wanted})
        if self.category:
            found &= Q(matter__category__code__startswith=self.category)
        if self.channel:
            found &= Q(Exists(Report.objects.filter(case=OuterRef("pk"), channel=self.channel)))
        if self.is_mine:
            found &= Q(holder__in=sorted(actor.seats))
        return found


NOTHING = Filters()


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A street, community or estate to narrow a list to."""

    level: str
    key: int
    name: str
    above: int  # the key of the community of an estate, of the street of a community


_kept: dict[tuple[bool, frozenset[int]], tuple[float, list[PlaceChoice]]] = {}


def places_to_choose(actor: Actor) -> list[PlaceChoice]:
    """The streets, communities and estates that the actor reads, parents first; streets alone for whoever reads cases of
    a body, wherever they lie. From memory for a minute; at most ``MOST_PLACES``.
    """
    key = (actor.may_everywhere(rules.READ), actor.keys(rules.READ, Over.AREA))
    if connection.in_atomic_block:
        return _read_places(actor)
    until, found = _kept.get(key, (0.0, []))
    if time.monotonic() > until:
        found = _read_places(actor)
        if len(_kept) > 500:
            _kept.clear()
        _kept[key] = (time.monotonic() + LASTS, found)
    return found


def _read_places(actor: Actor) -> list[PlaceChoice]:
    rows = Place.objects.filter(kind__in=_KINDS, closed_on__isnull=True)
    if not actor.may_everywhere(rules.READ):
        areas = actor.keys(rules.READ, Over.AREA)
        columns = {column for key, column in reach.reach_of(actor).columns.items() if key in areas}
        near = reach.any_of(
            [Q(pk__in=areas)] + [Q(**{f"{column}_id__in": areas}) for column in sorted(columns - {"place"})]
        )
        rows = rows.filter(near) if areas and near is not None else rows.filter(kind=PlaceKind.STREET)
    found = [
        PlaceChoice(
            _KINDS[PlaceKind(kind)], key, name, (community if kind == PlaceKind.ESTATE else street) or 0
        )
        for key, kind, name, street, community in rows.order_by("sort", "id").values_list(
            "pk", "kind", "name", "street_id", "community_id"
        )[:MOST_PLACES]
    ]
    return sorted(found, key=lambda one: LEVELS.index(one.level))
