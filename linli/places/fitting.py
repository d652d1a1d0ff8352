"""Does a place fit where somebody wants to put it? Reckons on what it is given; reads nothing."""

from linli.places import codes, refusals
from linli.places.kinds import CODED, PARENTS
from linli.places.models import Place, PlaceKind


def check(
    *, kind: str, code: str, parent: Place | None, is_courtyard: bool = False, has_address: bool = False
) -> None:
    """Raise the refusal that says why a place of ``kind`` with ``code`` cannot lie under ``parent``.

    ``code`` may be "" for kinds whose code is made. ``is_courtyard``: the parent is a 平房院落.
    """
    _check_parent(kind, parent, is_courtyard, has_address)
    if kind not in CODED:
        return
    if kind == PlaceKind.GRID:
        if not codes.is_grid(code, parent.code if parent and codes.is_division(parent.code) else ""):
            raise refusals.BadCode
        return
    above = parent.code if parent and codes.is_division(parent.code) else ""
    if not codes.fits_kind(code, kind) or (above and codes.parent_of(code) != above):
        raise refusals.BadCode


def _check_parent(kind: str, parent: Place | None, is_courtyard: bool, has_address: bool) -> None:
    if parent is None:
        if kind != PlaceKind.COUNTY:
            raise refusals.NoParent
        return
    if parent.closed_on is not None:
        raise refusals.PlaceClosed(field="parent")
    if parent.kind not in PARENTS[kind]:
        raise refusals.WrongParent
    if kind == PlaceKind.HOME and parent.kind == PlaceKind.ESTATE and not is_courtyard:
        raise refusals.HomeNeedsUnit
    if kind == PlaceKind.HOME and parent.kind == PlaceKind.COMMUNITY and not has_address:
        raise refusals.HomeNeedsRoad


def check_grid(grid: Place | None, *, kind: str, community_id: int | None) -> None:
    """A grid covers places of its own community, down from estates, shops and institutions."""
    if grid is None or grid.kind != PlaceKind.GRID or grid.closed_on is not None:
        raise refusals.WrongGrid
    if kind in (*CODED, PlaceKind.LANE) or grid.community_id != community_id:
        raise refusals.WrongGrid
