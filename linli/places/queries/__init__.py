"""Every read of the places."""

from linli.places.queries.checks import findings
from linli.places.queries.naming import find_by_words
from linli.places.queries.pages import Slice, children_slice, floors, outline, way_up
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
    path_words,
    paths,
    region_parents,
    search,
    tops,
    under,
)

__all__ = [
    "Slice",
    "by_code",
    "by_id",
    "children",
    "children_slice",
    "door_codes",
    "find_by_words",
    "findings",
    "floors",
    "grids_of",
    "holds_for_estate",
    "lane_of",
    "lanes",
    "locked",
    "open_door",
    "outline",
    "path_words",
    "paths",
    "region_parents",
    "search",
    "tops",
    "under",
    "way_up",
]
