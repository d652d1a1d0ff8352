"""The chart that people can read, and the contact cards that hang at the door."""

from typing import Any

import segno
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.kernel.pages import Request, page
from linli.kernel.refusals import NotFound
from linli.organisations import queries
from linli.organisations.models import Duty, Tree
from linli.places import queries as places
from linli.places.models import DoorCode, Place, PlaceKind

OPEN_TO = 0  # how deep the chart stands open by itself
MOST_CARDS = 64  # eight sheets of A4
CARDED = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT, PlaceKind.LANE)


@require_safe
def chart(request: Request) -> HttpResponse:
    """One tree at a time, ``?tree=``; ``?all=1`` opens it whole, as for print."""
    asked = request.GET.get("tree", "")
    tree = asked if asked in Tree else Tree.WORK
    boxes = queries.chart(tree, timezone.localdate())
    context = {
        "tree": tree,
        "trees": [Tree(one) for one in queries.TREES],
        "boxes": boxes,
        "whole": request.GET.get("all") == "1",
        "open_to": OPEN_TO,
        "vacant": sum(box.vacant_in_all for box in boxes),
        "now": timezone.now(),
    }
    return page(request, "organisations/chart.html", context)


@require_safe
def cards(request: Request, place_id: int) -> HttpResponse:
    """A card for each unit under a place, or for the place itself where it has none: public numbers and surnames only."""
    place = places.by_id(place_id)
    if place.kind not in CARDED:
        raise NotFound
    units = (
        places.under(place).filter(kind=PlaceKind.UNIT, closed_on__isnull=True).select_related("community")
    )
    doors = list(units.order_by("building__sort", "sort", "pk")[: MOST_CARDS + 1]) or [place]
    on = timezone.localdate()
    served, ways = queries.servants_by_place(doors[:MOST_CARDS], on), places.paths(doors)
    codes = _codes(place)
    context = {
        "place": place,
        "cards": [_card(request, door, ways[door.pk], served[door.pk], codes) for door in doors[:MOST_CARDS]],
        "is_cut": len(doors) > MOST_CARDS,
        "most": MOST_CARDS,
        "host": request.get_host(),
    }
    return page(request, "organisations/cards.html", context)


def _codes(place: Place) -> dict[int, DoorCode]:
    """The code that hangs at each place, the oldest."""
    found: dict[int, DoorCode] = {}
    for code in places.door_codes(place):
        found.setdefault(code.place_id, code)
    return found


def _card(
    request: Request, door: Place, way: str, duties: list[Duty], codes: dict[int, DoorCode]
) -> dict[str, Any]:
    code = codes.get(door.pk)
    image = ""
    if code is not None:
        address = request.build_absolute_uri(reverse("report", args=[code.code]))
        image = segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=1)
    lines, seen = [], set()
    for duty in duties:
        if duty.seat_id not in seen:  # one line a seat: who comes first on it
            seen.add(duty.seat_id)
            lines.append((duty.seat.role.name, duty.person.surname, duty.seat.body.office_phone))
    return {"way": way, "image": image, "lines": lines[:7], "community": door.community}
