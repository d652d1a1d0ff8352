"""Every read of the places."""

from linli.places.queries.bulletins import (
    Announced,
    announced_by,
    bulletin,
    bulletins_around,
    bulletins_at,
    may_announce,
    places_to_announce,
)
from linli.places.queries.checks import findings
from linli.places.queries.doors import buildings_to_label, entrances, estates_to_label
from linli.places.queries.looking import look_for, suggest
from linli.places.queries.naming import find_by_words
from linli.places.queries.pages import Slice, children_slice, floors, outline, way_up
from linli.places.queries.pasts import pasts_of_place
from linli.places.queries.sheets import rows_of_places
from linli.places.queries.tree import (
    by_code,
    by_id,
    children,
    door_codes,
    grids_of,
    holds_for_estate,
    lane_of,
    lanes,
    locked,
    open_door,
    part_named,
    path_words,
    paths,
    region_parents,
    search,
    tops,
    under,
)

__all__ = [
    "Announced",
    "Slice",
    "announced_by",
    "buildings_to_label",
    "bulletin",
    "bulletins_around",
    "bulletins_at",
    "by_code",
    "by_id",
    "children",
    "children_slice",
    "door_codes",
    "entrances",
    "estates_to_label",
    "find_by_words",
    "findings",
    "floors",
    "grids_of",
    "holds_for_estate",
    "lane_of",
    "lanes",
    "locked",
    "look_for",
    "may_announce",
    "open_door",
    "outline",
    "part_named",
    "pasts_of_place",
    "path_words",
    "paths",
    "places_to_announce",
    "region_parents",
    "rows_of_places",
    "search",
    "suggest",
    "tops",
    "under",
    "way_up",
]
