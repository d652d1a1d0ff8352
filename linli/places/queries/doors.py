"""What there is to label: estates, buildings and their entrances, with the codes that hang there."""

from collections.abc import Collection

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from linli.kernel.actor import Actor, Over
from linli.places import rules
from linli.places.models import AREA_COLUMNS, DoorCode, Place, PlaceKind
from linli.places.queries.tree import under

LISTED = 200  # estates shown


def entrances(place: Place, building_ids: Collection[int] = ()) -> list[int]:
    """Keys of the unit entrances under ``place``, only of those buildings where any are named; a building that has no
    units is its own entrance."""
    open_ones = under(place).filter(closed_on__isnull=True)
    if building_ids:
        open_ones = open_ones.filter(building_id__in=building_ids)
    units = Place.objects.filter(parent=OuterRef("pk"), kind=PlaceKind.UNIT, closed_on__isnull=True)
    doors = open_ones.filter(Q(kind=PlaceKind.UNIT) | Q(Q(kind=PlaceKind.BUILDING) & ~Exists(units)))
    return list(doors.order_by("building__sort", "sort", "pk").values_list("pk", flat=True))


def estates_to_label(actor: Actor, words: str = "") -> QuerySet[Place]:
    """Open estates that this actor may edit, with ``hanging`` (codes that hang there) and ``bare`` (units without)."""
    estates = Place.objects.filter(kind=PlaceKind.ESTATE, closed_on__isnull=True).select_related("community")
    if not rules.can_edit_everywhere(actor):
        areas = actor.keys(rules.EDIT, Over.AREA)
        mine = Q(pk__in=areas)
        for column in AREA_COLUMNS:
            mine |= Q(**{f"{column}_id__in": areas})
        estates = estates.filter(mine)
    if words:
        estates = estates.filter(Q(name__icontains=words) | Q(community__name__icontains=words))
    return _counted(estates, "estate").order_by("community__sort", "sort", "pk")[:LISTED]


def buildings_to_label(place: Place) -> QuerySet[Place]:
    """The open buildings under ``place`` with ``hanging`` and ``bare`` as above."""
    return _counted(
        under(place).filter(kind=PlaceKind.BUILDING, closed_on__isnull=True), "building"
    ).order_by("sort", "pk")


def _counted(places: QuerySet[Place], column: str) -> QuerySet[Place]:
    mine = {f"place__{column}": OuterRef("pk")}
    hanging = DoorCode.objects.filter(**mine, retired_at__isnull=True).order_by()
    codes = DoorCode.objects.filter(place=OuterRef("pk"), retired_at__isnull=True)
    units = Place.objects.filter(
        ~Exists(codes), **{column: OuterRef("pk")}, kind=PlaceKind.UNIT, closed_on__isnull=True
    ).order_by()
    return places.annotate(
        hanging=_count(hanging.values(f"place__{column}").annotate(n=Count("pk")).values("n")),
        bare=_count(units.values(column).annotate(n=Count("pk")).values("n")),
    )


def _count(rows: QuerySet[object, object]) -> Subquery:  # type: ignore[type-var]
    return Subquery(rows, output_field=IntegerField())
