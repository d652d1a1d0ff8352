"""Adding, renaming and closing a place."""

from datetime import datetime
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.db import transaction

from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.places import fitting, names, queries, rules
from linli.places import refusals as refused
from linli.places.actions.columns import cover, inherit, mark_own
from linli.places.events import PlaceEvent
from linli.places.kinds import CODED, LEAVES, made_code, sort_key
from linli.places.models import (
    DoorCode,
    EstateFacts,
    EstateKind,
    GridFacts,
    GridKind,
    LaneFacts,
    LaneSide,
    Place,
    PlaceKind,
)

_CHINA = ZoneInfo("Asia/Shanghai")


class Facts(TypedDict, total=False):
    """What a place may be told at its adding, by kind."""

    grid: Place | None
    road: str
    road_number: int | None
    floor: int | None
    phone: str
    estate_kind: str
    lacks_manager: bool
    lacks_department: bool
    lacks_guard: bool
    grid_kind: str
    households: int | None
    from_number: int
    to_number: int
    side: str


@transaction.atomic
def add_place(
    *,
    kind: str,
    name: str,
    parent: Place | None,
    code: str = "",
    by: Actor,
    now: datetime,
    **facts: Unpack[Facts],
) -> Place:
    """Add a place under ``parent`` with its facts: ``estate_kind`` for an estate, ``from_number``, ``to_number`` and
    ``road`` for a lane, ``grid_kind`` for a grid. Kinds without a code of their own get one made.
    """
    above = queries.locked(parent.pk) if parent else None
    refusals.require(rules.can_edit(by, above))
    name, road, number = name.strip(), facts.get("road", ""), facts.get("road_number")
    is_courtyard = above is not None and queries.holds_for_estate(above)
    fitting.check(
        kind=kind, code=code, parent=above, is_courtyard=is_courtyard, has_address=bool(road and number)
    )
    code = code.strip() or made_code(above.code if above else "", name)
    _check_free(kind, code, name, above)
    place = Place(
        kind=kind, code=code, name=name, parent=above, road=road, road_number=number, floor=facts.get("floor"),
        phone=facts.get("phone", ""), sort=sort_key(name), grid=facts.get("grid"),
    )  # fmt: skip
    if place.grid is not None:
        fitting.check_grid(place.grid, kind=kind, community_id=above.community_id if above else None)
    if road and number is not None and kind != PlaceKind.LANE:
        place.lane = queries.lane_of(road, number)
    inherit(place, above)
    place.save()
    mark_own(kind, [place])
    _write_facts(place, facts)
    journal.write(place, PlaceEvent.ADDED, by=by, at=now, kind=kind, code=code, parent=place.parent_id)
    return place


def _check_free(kind: str, code: str, name: str, above: Place | None) -> None:
    if Place.objects.filter(code=code).exists():
        raise refused.CodeTaken(field="code" if kind in CODED else "name")
    if kind not in LEAVES and Place.objects.filter(parent=above, name=name, kind=kind).exists():
        raise refused.NameTaken


def _write_facts(place: Place, facts: Facts) -> None:
    if place.kind == PlaceKind.ESTATE:
        EstateFacts.objects.create(
            place=place, kind=facts.get("estate_kind") or EstateKind.COMMERCIAL,
            lacks_manager=facts.get("lacks_manager", False),
            lacks_department=facts.get("lacks_department", False),
            lacks_guard=facts.get("lacks_guard", False),
        )  # fmt: skip
    elif place.kind == PlaceKind.GRID:
        kind = facts.get("grid_kind") or GridKind.RESIDENTS
        GridFacts.objects.create(place=place, kind=kind, households=facts.get("households"))
    elif place.kind == PlaceKind.LANE:
        first, last = facts.get("from_number", 1), facts.get("to_number", 99_999)
        if first > last:
            raise refused.LaneBackwards
        stretch = LaneFacts.objects.create(
            place=place, road=place.road or place.name, from_number=first, to_number=last,
            side=facts.get("side") or LaneSide.BOTH,
        )  # fmt: skip
        cover(place, stretch)


@transaction.atomic
def rename_place(*, place_id: int, name: str, by: Actor, now: datetime) -> Place:
    """The code stays: papers and door codes still lead here."""
    place = queries.locked(place_id)
    refusals.require(rules.can_edit(by, place))
    name, before = name.strip(), place.name
    if not name or name == before:
        raise refused.NothingChanged(field="name")
    if Place.objects.filter(parent_id=place.parent_id, name=name, kind=place.kind).exists():
        raise refused.NameTaken
    place.name, place.sort = name, sort_key(name)
    place.save(update_fields=["name", "sort"])
    journal.write(place, PlaceEvent.RENAMED, by=by, at=now, before=before, after=name)
    return place


@transaction.atomic
def close_place(*, place_id: int, by: Actor, now: datetime, reason: str = "") -> Place:
    """The place is no longer there from today (Shanghai) on; it stays readable, and its door codes are retired."""
    place = queries.locked(place_id)
    refusals.require(rules.can_edit(by, place))
    if place.closed_on is not None:
        raise refused.PlaceClosed
    if queries.under(place).exclude(pk=place.pk).filter(closed_on__isnull=True).exists():
        raise refused.StillInUse
    place.closed_on = now.astimezone(_CHINA).date()
    place.save(update_fields=["closed_on"])
    codes = DoorCode.objects.filter(place=place, retired_at__isnull=True)
    retired = list(codes.values_list("pk", flat=True))
    codes.update(retired_at=now)
    journal.write(place, PlaceEvent.CLOSED, by=by, at=now, text=reason, door_codes=retired)
    names.changed()
    return place
