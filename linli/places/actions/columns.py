"""Keeping the ancestor columns true."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.places import names, queries, rules
from linli.places.events import PlaceEvent
from linli.places.models import AREA_COLUMNS, LaneFacts, LaneSide, Place

COLUMN_FIELDS = [f"{column}_id" for column in AREA_COLUMNS]
_OWN = ("grid", "lane")  # a place may have these of its own; the rest always come from above


def inherit(place: Place, parent: Place | None) -> None:
    """Take the columns of ``parent``; an own grid or lane stays. The place's own column needs its key: see below."""
    for column in AREA_COLUMNS:
        above = getattr(parent, f"{column}_id") if parent else None
        own = getattr(place, f"{column}_id") if column in _OWN else None
        setattr(place, f"{column}_id", own or above)


def mark_own(kind: str, places: Sequence[Place]) -> None:
    """A place stands in its own column; one statement for many places of one kind."""
    if kind in AREA_COLUMNS and places:
        Place.objects.filter(pk__in=[place.pk for place in places]).update(**{f"{kind}_id": F("pk")})
        for place in places:
            setattr(place, f"{kind}_id", place.pk)


def spread(place: Place, column: str, *, before: int | None, after: int | None) -> None:
    """Give a new grid or lane to what lies under ``place`` and had the old one or none."""
    below = queries.under(place).exclude(pk=place.pk)
    below.filter(Q(**{f"{column}_id": before}) | Q(**{f"{column}__isnull": True})).update(
        **{f"{column}_id": after}
    )


def cover(lane: Place, facts: LaneFacts) -> int:
    """Give the lane to the numbered places of its stretch, and take it from those outside. Returns how many have it."""
    numbered = Place.objects.filter(road=facts.road, road_number__isnull=False).exclude(pk=lane.pk)
    left = Place.objects.filter(lane=lane).exclude(pk=lane.pk)
    left.filter(road_number__isnull=False).update(lane=None)
    inside = numbered.filter(
        road_number__range=(facts.from_number, facts.to_number), street_id=lane.street_id
    )
    if facts.side != LaneSide.BOTH:
        inside = inside.annotate(rest=F("road_number") % 2).filter(
            rest=1 if facts.side == LaneSide.ODD else 0
        )
    keys = list(inside.values_list("pk", flat=True))
    Place.objects.filter(pk__in=keys).update(lane=lane)
    Place.objects.filter(building_id__in=keys).update(lane=lane)
    return len(keys)


@transaction.atomic
def refresh_columns(*, within: Place | None = None, by: Actor, now: datetime) -> int:
    """Reckon the ancestor columns anew for everything under ``within`` (or all). Returns how many rows were wrong."""
    refusals.require(rules.can_edit(by, within))
    level = [within] if within else list(queries.tops())
    fixed: list[Place] = []
    parents: dict[int, Place | None] = {place.pk: place.parent for place in level}
    while level:
        for place in level:
            before = [getattr(place, name) for name in COLUMN_FIELDS]
            inherit(place, parents[place.pk])
            if place.kind in AREA_COLUMNS:
                setattr(place, f"{place.kind}_id", place.pk)
            if before != [getattr(place, name) for name in COLUMN_FIELDS]:
                fixed.append(place)
        above = {place.pk: place for place in level}
        level = list(Place.objects.filter(parent_id__in=list(above)))
        parents = {place.pk: above[place.parent_id] for place in level if place.parent_id}
    if fixed:
        Place.objects.bulk_update(fixed, list(AREA_COLUMNS), batch_size=200)
        names.changed()
        subject = within or "places.place:all"
        journal.write(
            subject, PlaceEvent.COLUMNS_REFRESHED, by=by, at=now, places=[p.pk for p in fixed][:500]
        )
    return len(fixed)
