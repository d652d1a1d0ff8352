"""What the pages show."""

from dataclasses import dataclass, field

from django.db.models import Q

from linli.places.models import AREA_COLUMNS, Place, PlaceKind
from linli.places.queries.tree import children

PAGE = 50
OUTLINE = (PlaceKind.COUNTY, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE)


@dataclass
class Branch:
    """A place with the places under it, for the tree on the first page."""

    place: Place
    below: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Slice:
    """One page of rows; ``next`` is what to ask for the page after, "" at the end."""

    rows: list[Place]
    next: str


def outline() -> list[Branch]:
    """Counties, streets, communities and estates as a tree, in one statement."""
    places = Place.objects.filter(kind__in=OUTLINE, closed_on__isnull=True).order_by("sort", "pk")
    branches = {place.pk: Branch(place) for place in places}
    tops: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.place.parent_id or 0)
        (above.below if above else tops).append(branch)
    return tops


def children_slice(place: Place, *, after: str = "") -> Slice:
    """Fifty children at a time, by keyset on (sort, id)."""
    rows = children(place)
    sort, _mark, key = after.rpartition("|")
    if key.isdecimal():
        rows = rows.filter(Q(sort__gt=sort) | Q(sort=sort, pk__gt=int(key)))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Slice(found[:PAGE], f"{last.sort}|{last.pk}" if last else "")


def way_up(place: Place) -> list[Place]:
    """The places above, from the top down, grid and lane aside."""
    columns = [column for column in AREA_COLUMNS if column not in ("grid", "lane")]
    keys = [getattr(place, f"{column}_id") for column in columns]
    known = Place.objects.in_bulk([key for key in keys if key and key != place.pk])
    return [known[key] for key in keys if key in known]


@dataclass(frozen=True)
class Floors:
    """A building seen from the front: units across, floors from the top down, homes in the cells."""

    units: list[Place]
    rows: list[tuple[int, list[list[Place]]]]


def floors(building: Place) -> Floors | None:
    """None where no home of the building says its floor."""
    homes = list(
        Place.objects.filter(
            building_id=building.pk, kind=PlaceKind.HOME, floor__isnull=False, closed_on__isnull=True
        ).order_by("sort", "pk")
    )
    if not homes:
        return None
    units = [child for child in children(building) if child.kind == PlaceKind.UNIT] or [building]
    cells: dict[tuple[int | None, int | None], list[Place]] = {}
    for home in homes:
        cells.setdefault((home.floor, home.unit_id or building.pk), []).append(home)
    numbers = sorted({home.floor for home in homes if home.floor is not None}, reverse=True)
    return Floors(
        units, [(number, [cells.get((number, unit.pk), []) for unit in units]) for number in numbers]
    )
