"""Places as the rows of the sheet that the import reads."""

from collections.abc import Iterator

from linli.places.kinds import LEAVES, RANK
from linli.places.models import LaneFacts, Place
from linli.places.queries.tree import under


def rows_of_places(root: Place | None) -> Iterator[dict[str, object]]:
    """Open places under ``root`` (itself too), larger ones first; without a root all of them but homes, shops and
    institutions, of which a town has too many to carry about.
    """
    found = under(root) if root is not None else Place.objects.exclude(kind__in=LEAVES)
    lanes = {facts.pk: facts for facts in LaneFacts.objects.all()}
    rows = found.filter(closed_on__isnull=True).select_related("parent", "grid", "estate_facts", "grid_facts")
    for place in sorted(rows.iterator(chunk_size=2000), key=lambda one: (RANK[one.kind], one.code)):
        estate, grid, lane = (
            getattr(place, "estate_facts", None),
            getattr(place, "grid_facts", None),
            lanes.get(place.pk),
        )
        yield {
            "kind": str(place.get_kind_display()), "name": place.name, "code": place.code,
            "parent": place.parent.code if place.parent else "",
            "grid": place.grid.code if place.grid and place.grid_id != place.pk else "",
            "estate_kind": str(estate.get_kind_display()) if estate else "",
            "lacks_manager": estate.lacks_manager if estate else None,
            "lacks_department": estate.lacks_department if estate else None,
            "lacks_guard": estate.lacks_guard if estate else None,
            "floor": place.floor, "road": lane.road if lane else place.road, "road_number": place.road_number,
            "from_number": lane.from_number if lane else None, "to_number": lane.to_number if lane else None,
            "side": str(lane.get_side_display()) if lane else "",
            "grid_kind": str(grid.get_kind_display()) if grid else "",
            "households": grid.households if grid else None, "phone": place.phone,
        }  # fmt: skip
