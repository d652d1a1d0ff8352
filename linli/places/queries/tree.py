"""The tree: one place, what lies under it, its way from the top in words, its door codes."""

import unicodedata
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from linli.kernel.refusals import NotFound
from linli.places.kinds import is_on_side
from linli.places.models import AREA_COLUMNS, DoorCode, EstateKind, LaneFacts, Place, PlaceKind, Region

_WAY = ("street", "community", "estate", "building", "unit")
_GLUED = (PlaceKind.BUILDING, PlaceKind.UNIT, PlaceKind.HOME)


def by_code(code: str) -> Place | None:
    return Place.objects.filter(code=code.strip()).first() if code else None


def by_id(place_id: int) -> Place:
    """Raises NotFound."""
    place = Place.objects.filter(pk=place_id).first()
    if place is None:
        raise NotFound
    return place


def locked(place_id: int) -> Place:
    """The place, held until the end of the transaction. Raises NotFound."""
    place = Place.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
    if place is None:
        raise NotFound
    return place


def under(place: Place) -> QuerySet[Place]:
    """The place and everything under it, over any number of levels; for a grid or a lane what it covers."""
    if place.kind in AREA_COLUMNS:
        return Place.objects.filter(**{f"{place.kind}_id": place.pk})
    return Place.objects.filter(Q(pk=place.pk) | Q(parent_id=place.pk))


def children(place: Place) -> QuerySet[Place]:
    """What lies directly under ``place``, in the order people count: 2栋 before 10栋."""
    return Place.objects.filter(parent_id=place.pk).order_by("sort", "pk")


def tops() -> QuerySet[Place]:
    """Where the tree begins: places without one above."""
    return Place.objects.filter(parent__isnull=True).order_by("sort", "pk")


def search(words: str, *, within: Place | None = None) -> QuerySet[Place]:
    """Open places whose name or code holds ``words``; larger places first."""
    base = Place.objects.all() if within is None else under(within)
    return base.filter(Q(name__icontains=words) | Q(code__startswith=words), closed_on__isnull=True).order_by(
        F("unit").asc(nulls_first=True), F("estate").asc(nulls_first=True), "sort", "pk"
    )


def grids_of(place: Place) -> QuerySet[Place]:
    """The open grids of the community in which ``place`` lies."""
    return Place.objects.filter(
        kind=PlaceKind.GRID, community_id=place.community_id, closed_on__isnull=True
    ).order_by("sort", "pk")


def holds_for_estate(place: Place) -> bool:
    """Is ``place`` a 平房院落, whose homes need no building?"""
    facts = getattr(place, "estate_facts", None)
    return facts is not None and facts.kind == EstateKind.COURTYARD


def lanes(road: str) -> list[LaneFacts]:
    """The open lanes on ``road``, the shortest stretch first."""
    found = LaneFacts.objects.filter(road=road, place__closed_on__isnull=True).select_related("place")
    return sorted(found, key=lambda lane: (lane.to_number - lane.from_number, lane.pk))


def lane_of(road: str, number: int, *, among: Iterable[LaneFacts] | None = None) -> Place | None:
    """The lane that covers a house number on a road; where two do, the shorter stretch."""
    for lane in lanes(road) if among is None else among:
        if lane.from_number <= number <= lane.to_number and is_on_side(number, lane.side):
            return lane.place
    return None


def paths(places: Iterable[Place]) -> dict[int, str]:
    """``path_words`` of many places, in one statement."""
    wanted = list(places)
    keys = {getattr(place, f"{column}_id") for place in wanted for column in _WAY} - {None}
    names = {place.pk: place.name for place in wanted}
    missing = keys - set(names)
    names |= dict(Place.objects.filter(pk__in=missing).values_list("pk", "name")) if missing else {}
    return {place.pk: _words(place, names) for place in wanted}


def path_words(place: Place) -> str:
    """The way from the street down in words: 临江街道 柳岸社区 柳岸花园 3栋2单元501室."""
    return paths([place])[place.pk]


def _words(place: Place, names: dict[int, str]) -> str:
    parts: list[str] = []
    glued = ""
    for column in _WAY:
        key = getattr(place, f"{column}_id")
        if not key or key == place.pk:
            continue
        if column in _GLUED:
            glued += names.get(key, "")
        else:
            parts.append(names.get(key, ""))
    address = f"{place.road}{place.road_number}号" if place.road and place.road_number else ""
    if address and not place.estate_id and address != place.name:
        parts.append(address)
    if place.kind in _GLUED:
        return " ".join([*parts, glued + place.name])
    return " ".join([*parts, *([glued] if glued else []), place.name])


def part_named(estate: Place, words: str) -> Place | None:
    """The building or unit under ``estate`` that people call so: 3栋, 3栋2单元; None where there is none or several."""
    wanted = "".join(unicodedata.normalize("NFKC", words).split())
    rows = (
        under(estate)
        .filter(kind__in=(PlaceKind.BUILDING, PlaceKind.UNIT), closed_on__isnull=True)
        .select_related("building")
    )
    found = [row for row in rows if _glued_name(row) == wanted]
    return found[0] if len(found) == 1 else None


def _glued_name(place: Place) -> str:
    building = place.building if place.kind == PlaceKind.UNIT else None
    return "".join(f"{building.name if building else ''}{place.name}".split())


def open_door(code: str) -> DoorCode | None:
    """The door code that hangs somewhere now; letters typed small are understood. None for a retired one."""
    found = DoorCode.objects.filter(code=code.strip().upper(), retired_at__isnull=True).select_related(
        "place"
    )
    return found.first()


def door_codes(place: Place) -> QuerySet[DoorCode]:
    """The codes that hang at ``place`` or under it, in the order of the buildings."""
    return (
        DoorCode.objects.filter(place__in=under(place), retired_at__isnull=True)
        .select_related("place", "place__building", "place__community")
        .order_by(F("place__building__sort").asc(nulls_first=True), "place__sort", "pk")
    )


def region_parents() -> set[str]:
    """Codes of the divisions under which others may lie: all but the communities."""
    return set(Region.objects.filter(level__lt=5).values_list("code", flat=True))
