"""Who answers for a body, who coordinates above it, who is on duty now, which departments can be called."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from linli.organisations.models import Body, BodyKind, Seat, Shift
from linli.organisations.queries.acting import current_duties, day_of, standing_on
from linli.organisations.queries.doors import standing_seats
from linli.organisations.queries.steps import coordinating_desk
from linli.places.models import Place

_LEVELS = (BodyKind.COMMUNITY, BodyKind.STREET, BodyKind.GOVERNMENT)
_UNDER_STREETS = frozenset(
    {BodyKind.COMMUNITY, BodyKind.PROPERTY, BodyKind.OWNERS, BodyKind.TEAM, BodyKind.UNIT}
)
_UNDER_GOVERNMENT = frozenset({BodyKind.STREET, BodyKind.DEPARTMENT})


def head_of(body_id: int, on: date) -> list[int]:
    """Ids of the people on the seats that answer for a body on that day, else of those on its desk. One statement."""
    duties = current_duties(on).filter(
        Q(seat__role__is_head=True) | Q(seat__role__is_desk=True), seat__body_id=body_id
    )
    found = sorted(duties, key=lambda duty: (not duty.is_lead, duty.pk))
    heads = [duty.person_id for duty in found if duty.seat.role.is_head]
    return list(dict.fromkeys(heads or [duty.person_id for duty in found]))


def coordinator_desk(seat: Seat, *, place: Place | None) -> Seat | None:
    """The desk that coordinates above ``seat``: for a community, its grids and for companies the street's, for streets and
    departments the government's intake desk; None above the government and beside the work.

    Without a ``place`` that of the seat or of its body counts. Where a street has no desk, the government's.
    """
    where = place or seat.area or seat.body.area
    if seat.body.kind in _UNDER_STREETS:
        return coordinating_desk(where, (BodyKind.STREET, BodyKind.GOVERNMENT), other_than=seat.pk)
    if seat.body.kind in _UNDER_GOVERNMENT:
        return coordinating_desk(where, (BodyKind.GOVERNMENT,), other_than=seat.pk)
    return None


def on_duty_now(place: Place | None, now: datetime) -> list[int]:
    """Ids of the people to tell of a danger at once: A 岗, then B 岗, of the shifts that run at ``now`` in the community,
    street and government of ``place``; of the government where it is None.

    Where no shift runs, those on the nearest intake desk that is not vacant. At most two statements.
    """
    keys = place.area_ids() if place is not None else ()
    here = Q(body__kind=BodyKind.GOVERNMENT) | Q(body__kind__in=_LEVELS, body__area_id__in=keys)
    running = Shift.objects.filter(
        here, standing_on(day_of(now), "body__"), starts_at__lte=now, ends_at__gt=now
    ).select_related("body")
    shifts = sorted(running, key=lambda shift: (_LEVELS.index(BodyKind(shift.body.kind)), shift.pk))
    if shifts:
        leads = [shift.person_id for shift in shifts]
        backups = [shift.backup_id for shift in shifts if shift.backup_id is not None]
        return list(dict.fromkeys([*leads, *backups]))
    return _on_the_intake_desk(keys, day_of(now))


def _on_the_intake_desk(keys: tuple[int, ...], on: date) -> list[int]:
    at_desks = current_duties(on).filter(
        Q(seat__body__kind=BodyKind.GOVERNMENT)
        | Q(seat__area_id__in=keys)
        | Q(seat__area__isnull=True, seat__body__area_id__in=keys),
        seat__role__is_desk=True,
        seat__body__kind__in=_LEVELS,
    )
    found = sorted(at_desks, key=lambda duty: (not duty.is_lead, duty.pk))
    for level in _LEVELS:
        near = [duty.person_id for duty in found if duty.seat.body.kind == level]
        if near:
            return list(dict.fromkeys(near))
    return []


def departments(on: date) -> list[Body]:
    """Departments that stand on that day and have a desk, by name. One statement."""
    desks = Seat.objects.filter(standing_on(on), body=OuterRef("pk"), role__is_desk=True)
    return list(
        Body.objects.filter(standing_on(on), Exists(desks), kind=BodyKind.DEPARTMENT).order_by("name", "pk")
    )


def desks_of(body_ids: Iterable[int], *, on: date | None = None) -> dict[int, Seat]:
    """The desk of each of these bodies that has one, as ``desk_of`` chooses it. One statement."""
    desks = standing_seats(on).filter(body_id__in=set(body_ids), role__is_desk=True)
    found: dict[int, Seat] = {}
    for desk in sorted(desks, key=lambda desk: (desk.area_id is not None, desk.pk)):
        found.setdefault(desk.body_id, desk)
    return found
