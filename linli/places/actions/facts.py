"""What only some kinds of places have: an estate's facts, a lane's stretch, a grid, an address, a phone."""

from datetime import datetime

from django.db import transaction

from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.places import fitting, names, queries, rules
from linli.places import refusals as refused
from linli.places.actions.columns import cover, spread
from linli.places.events import PlaceEvent
from linli.places.kinds import NUMBERED
from linli.places.models import EstateFacts, LaneFacts, LaneSide, Place, PlaceKind


def _found(place_id: int, by: Actor, *kinds: str) -> Place:
    place = queries.locked(place_id)
    refusals.require(rules.can_edit(by, place))
    if place.closed_on is not None:
        raise refused.PlaceClosed
    if place.kind not in kinds:
        raise refused.NotThatKind
    return place


@transaction.atomic
def set_estate_facts(
    *, place_id: int, kind: str, lacks_manager: bool, lacks_department: bool, lacks_guard: bool,
    by: Actor, now: datetime,
) -> EstateFacts:  # fmt: skip
    """The kind of an estate and its three lacks (三无)."""
    place = _found(place_id, by, PlaceKind.ESTATE)
    wanted = {
        "kind": str(kind), "lacks_manager": lacks_manager, "lacks_department": lacks_department,
        "lacks_guard": lacks_guard,
    }  # fmt: skip
    facts = EstateFacts.objects.filter(pk=place.pk).first()
    before = {key: getattr(facts, key) for key in wanted} if facts else {}
    if wanted == before:
        raise refused.NothingChanged
    homes = Place.objects.filter(parent=place, kind=PlaceKind.HOME, closed_on__isnull=True)
    if before.get("kind") == "courtyard" and kind != "courtyard" and homes.exists():
        raise refused.HomeNeedsUnit(field="kind")
    facts, _ = EstateFacts.objects.update_or_create(place=place, defaults=wanted)
    journal.write(place, PlaceEvent.ESTATE_FACTS_SET, by=by, at=now, before=before, after=wanted)
    return facts


@transaction.atomic
def set_grid(*, place_id: int, grid_id: int | None, by: Actor, now: datetime) -> Place:
    """Put a place and what lies under it into a grid of its community, or take it out; parts that have another grid of
    their own keep it.
    """
    place = _found(place_id, by, *NUMBERED, PlaceKind.UNIT)
    grid = queries.by_id(grid_id) if grid_id else None
    if grid is not None:
        fitting.check_grid(grid, kind=place.kind, community_id=place.community_id)
    before = place.grid_id
    if before == grid_id:
        raise refused.NothingChanged(field="grid")
    place.grid = grid
    place.save(update_fields=["grid"])
    spread(place, "grid", before=before, after=grid_id)
    journal.write(place, PlaceEvent.GRID_SET, by=by, at=now, before=before, after=grid_id)
    return place


@transaction.atomic
def set_lane(
    *, place_id: int, road: str, from_number: int, to_number: int, side: str, by: Actor, now: datetime
) -> LaneFacts:
    """The stretch of a lane; numbered places inside it come under the lane, those outside leave it."""
    place = _found(place_id, by, PlaceKind.LANE)
    if from_number > to_number:
        raise refused.LaneBackwards
    side = str(LaneSide(side))
    facts, _ = LaneFacts.objects.update_or_create(
        place=place, defaults={"road": road, "from_number": from_number, "to_number": to_number, "side": side}
    )
    covered = cover(place, facts)
    names.changed()
    journal.write(
        place, PlaceEvent.LANE_SET, by=by, at=now,
        road=road, first=from_number, last=to_number, side=side, covered=covered,
    )  # fmt: skip
    return facts


@transaction.atomic
def set_address(*, place_id: int, road: str, number: int | None, by: Actor, now: datetime) -> Place:
    """A place stands at a number of a road; the lane that covers it is reckoned."""
    place = _found(place_id, by, *NUMBERED)
    if (place.road, place.road_number) == (road, number):
        raise refused.NothingChanged(field="road")
    before, old = f"{place.road}{place.road_number or ''}", place.lane_id
    place.road, place.road_number = road, number
    place.lane = queries.lane_of(road, number) if road and number is not None else None
    place.save(update_fields=["road", "road_number", "lane"])
    spread(place, "lane", before=old, after=place.lane_id)
    journal.write(
        place,
        PlaceEvent.ADDRESS_SET,
        by=by,
        at=now,
        before=before,
        after=f"{road}{number or ''}",
        lane=place.lane_id,
    )
    return place


@transaction.atomic
def set_phone(*, place_id: int, phone: str, by: Actor, now: datetime) -> Place:
    """The public phone of a community or street, printed on its door codes."""
    place = _found(place_id, by, PlaceKind.COMMUNITY, PlaceKind.STREET, PlaceKind.COUNTY)
    if place.phone == phone:
        raise refused.NothingChanged(field="phone")
    before, place.phone = place.phone, phone
    place.save(update_fields=["phone"])
    journal.write(place, PlaceEvent.PHONE_SET, by=by, at=now, before=before, after=phone)
    return place
