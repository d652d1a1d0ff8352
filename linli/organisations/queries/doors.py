"""Who serves this door, and which seat or body work for a place goes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from linli.organisations.models import Body, BodyKind, Duty, Role, Seat, Service
from linli.organisations.queries.acting import current_duties, standing_on
from linli.places.models import AREA_COLUMNS, Place, PlaceKind

# From the smallest to the widest: what is nearest to a door comes first.
_NEARNESS = {
    kind: rank
    for rank, kind in enumerate(
        (
            "home",
            "shop",
            "institution",
            "unit",
            "building",
            "estate",
            "lane",
            "grid",
            "community",
            "street",
            "county",
        )
    )
}

_INTAKE_LEVELS = (BodyKind.COMMUNITY, BodyKind.STREET, BodyKind.GOVERNMENT)


def serving(place: Place, on: date) -> list[Duty]:
    """Everybody who serves ``place`` on that day, in one statement, lowest rung first.

    By the area of the seat, else by the area of its body, else by a place that the body serves. Seat, role, body,
    area and person are selected. Volunteers (楼栋长, 单元长) come first, then the rungs of the ladder from below, then
    those who stand beside it (property company, mediator, Party branch); within a rung the nearest area first.
    """
    keys = place.area_ids()
    served = services(keys, on).values("body_id")
    found = (
        current_duties(on)
        .filter(
            Q(seat__area_id__in=keys)
            | Q(seat__area__isnull=True)
            & (Q(seat__body__area_id__in=keys) | Q(seat__body__area__isnull=True, seat__body_id__in=served))
        )
        .select_related("seat__area", "seat__body__area", "person")
    )
    return sorted(found, key=_order)


@dataclass(frozen=True, slots=True)
class DoorServants:
    """Who serves a door. ``near`` are those whom a resident turns to, from below: neighbours who volunteer, grid,
    community, street, and the company of the estate. ``others`` stand beside or serve the whole county.
    """

    near: list[Duty]
    others: list[Duty]


def servants(place: Place, on: date) -> DoorServants:
    """``serving`` in two: near and others. One statement."""
    near: list[Duty] = []
    others: list[Duty] = []
    for duty in serving(place, on):
        (near if is_near(duty.seat) else others).append(duty)
    return DoorServants(near, others)


def is_near(seat: Seat) -> bool:
    """On the ladder or a volunteer and narrower than the county, or the desk of the company that serves the estate."""
    if seat.body.kind == BodyKind.PROPERTY:
        return seat.role.is_desk
    area = seat.area or seat.body.area
    is_wide = area is None or area.kind == PlaceKind.COUNTY
    return not is_wide and (seat.role.is_volunteer or seat.role.rung > 0)


def _order(duty: Duty) -> tuple[int, int, int, bool, bool, int]:
    seat = duty.seat
    area = seat.area or seat.body.area
    return (
        _step(seat.role),
        seat.role.rung,
        _NEARNESS.get(area.kind, 99) if area else 99,
        not duty.is_lead,
        duty.stands_in_for_id is not None,
        duty.pk,
    )


def _step(role: Role) -> int:
    if role.is_volunteer:
        return 0
    return 1 if role.rung else 2


def services(keys: Iterable[int], on: date | None) -> QuerySet[Service]:
    """Services of these places on that day; without a day those without an end."""
    found = Service.objects.filter(place_id__in=keys)
    if on is None:
        return found.filter(until__isnull=True)
    return found.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


def standing_seats(on: date | None) -> QuerySet[Seat]:
    """Seats of standing bodies on that day, with role and body; without a day those without an end."""
    seats = Seat.objects.select_related("role", "body")
    if on is None:
        return seats.filter(ended_on__isnull=True, body__ended_on__isnull=True)
    return seats.filter(standing_on(on), standing_on(on, "body__"))


def reaching(keys: Iterable[int]) -> Q:
    """Seats whose area, else whose body's area, is one of ``keys``."""
    return Q(area_id__in=keys) | Q(area__isnull=True, body__area_id__in=keys)


def inside(place: Place) -> Q:
    """Seats whose area, else whose body's area, is ``place`` or lies in it."""
    found = Q(area=place) | Q(area__isnull=True, body__area=place)
    for column in AREA_COLUMNS:
        found |= Q(**{f"area__{column}": place})
        found |= Q(**{"area__isnull": True, f"body__area__{column}": place})
    return found


def touching(place: Place, on: date) -> Q:
    """Seats that serve all of ``place`` or some place in it, also through what their body serves."""
    lies_there = Q(place_id__in=place.area_ids())
    for column in AREA_COLUMNS:
        lies_there |= Q(**{f"place__{column}": place})
    served = Service.objects.filter(lies_there, Q(until__isnull=True) | Q(until__gte=on), since__lte=on)
    through_body = Q(area__isnull=True, body__area__isnull=True, body_id__in=served.values("body_id"))
    return inside(place) | reaching(place.area_ids()) | through_body


def ranks(keys: Iterable[int]) -> dict[int, int]:
    """How near each of a place's areas is, the widest 0; ``keys`` as ``Place.area_ids`` gives them."""
    return {key: rank for rank, key in enumerate(keys)}


def nearness(
    seat: Seat, ranked: Mapping[int, int], served: Mapping[int, int] | None = None
) -> tuple[int, bool, int]:
    """Sorts the smallest area first, a desk before others, the older before the younger.

    ``served`` gives the rank of the nearest place that a body without an area serves.
    """
    at = ranked.get(seat.area_id or seat.body.area_id or 0, (served or {}).get(seat.body_id, -1))
    return (-at, not seat.role.is_desk, seat.pk)


def nearest(
    seats: Iterable[Seat], ranked: Mapping[int, int], served: Mapping[int, int] | None = None
) -> Seat | None:
    """The seat that is first by ``nearness``."""
    return min(seats, key=lambda seat: nearness(seat, ranked, served), default=None)


def seat_for(place: Place, *, rung: int, on: date | None = None) -> Seat | None:
    """The seat of that rung whose area contains ``place``, the nearest one; vacant seats too. One statement.

    Without ``on`` only seats and bodies without an end are taken.
    """
    return next(iter(seats_up(place, rungs=(rung,), on=on)), None)


def seats_up(place: Place, *, rungs: Iterable[int], on: date | None = None) -> list[Seat]:
    """The nearest seat of each of these rungs whose area contains ``place``, from below; see ``seat_for``. One statement."""
    keys = place.area_ids()
    found = list(standing_seats(on).filter(reaching(keys), role__rung__in=rungs))
    ranked = ranks(keys)
    near = (nearest((seat for seat in found if seat.role.rung == rung), ranked) for rung in rungs)
    return [seat for seat in near if seat is not None]


def lead_for(kind: str, *, place: Place, department: str = "", on: date | None = None) -> Body | None:
    """The body that is lawfully responsible at ``place``: ``kind`` is property, community, street or department.

    A property company by the places it serves (the nearest), a committee or street office by its area, a department
    by ``department``: its code, the last part of its code after "-", or its name. None where there is none.
    """
    keys = place.area_ids()
    standing = Body.objects.filter(standing_on(on) if on else Q(ended_on__isnull=True))
    if kind == BodyKind.PROPERTY.value:
        return _serving_company(standing, keys, on)
    if kind == BodyKind.COMMUNITY.value:
        own = standing.filter(kind=BodyKind.COMMUNITY, area_id=place.community_id or 0)
    elif kind == BodyKind.STREET.value:
        own = standing.filter(kind=BodyKind.STREET, area_id=place.street_id or 0)
    elif kind == BodyKind.DEPARTMENT.value and department:
        own = standing.filter(
            Q(area__isnull=True) | Q(area_id__in=keys),
            Q(code=department) | Q(code__endswith=f"-{department}") | Q(name=department),
            kind=BodyKind.DEPARTMENT,
        )
    else:
        return None
    return min(own, key=lambda body: body.pk, default=None)


def _serving_company(standing: QuerySet[Body], keys: tuple[int, ...], on: date | None) -> Body | None:
    """The company that serves the smallest area, the one that began last; else the one whose own area it is."""
    companies = standing.filter(kind=BodyKind.PROPERTY)
    last = max(
        services(keys, on).filter(body__in=companies).select_related("body"),
        key=lambda service: (keys.index(service.place_id), service.since, -service.pk),
        default=None,
    )
    if last is not None:
        return last.body
    own = companies.filter(area_id__in=keys)
    return max(own, key=lambda body: (keys.index(body.area_id or 0), -body.pk), default=None)


def desk_of(body_id: int, *, place: Place | None = None) -> Seat | None:
    """The seat at which a body takes in work; with a ``place``, the desk nearest to it where there are several."""
    desks = list(standing_seats(None).filter(body_id=body_id, role__is_desk=True))
    if place is not None:
        keys = place.area_ids()
        near = [desk for desk in desks if desk.area_id in keys]
        if near:
            return nearest(near, ranks(keys))
    return min(desks, key=lambda desk: (desk.area_id is not None, desk.pk), default=None)


def intake_desk(place: Place | None, *, other_than: int | None = None) -> Seat | None:
    """The desk that takes in what nothing has placed: of the community of ``place``, else street, else government.

    Without a place it is the government's desk, and where there is no government, the desk of the highest rung (only
    then a second statement). Never the seat with the key ``other_than``; the next level up then.
    """
    keys = place.area_ids() if place else ()
    desks = standing_seats(None).filter(role__is_desk=True)
    found = list(
        desks.filter(
            Q(body__kind=BodyKind.GOVERNMENT)
            | Q(reaching(keys), body__kind__in=(BodyKind.COMMUNITY, BodyKind.STREET))
        )
    )
    for level in _INTAKE_LEVELS:
        near = [
            seat
            for seat in found
            if seat.pk != other_than
            and seat.body.kind == level
            and (seat.area_id or seat.body.area_id) in keys
        ]
        if near:
            return nearest(near, ranks(keys))
    governments = [seat for seat in found if seat.body.kind == BodyKind.GOVERNMENT]
    above = min(governments, key=lambda seat: seat.pk, default=None) or max(
        desks.filter(body__kind__in=_INTAKE_LEVELS),
        key=lambda seat: (seat.role.rung, -seat.pk),
        default=None,
    )
    return above if above is not None and above.pk != other_than else None


def people_on(seat_ids: Iterable[int], on: date) -> list[int]:
    """Ids of the people on these seats on that day, substitutes included, each once."""
    return sorted({person for people in people_by_seat(seat_ids, on).values() for person in people})


def people_by_seat(seat_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    """Ids of the people on each of these seats on that day, substitutes included; a vacant seat is left out."""
    found: dict[int, list[int]] = {}
    duties = current_duties(on).filter(seat_id__in=set(seat_ids)).values_list("seat_id", "person_id")
    for seat, person in sorted(set(duties)):
        found.setdefault(seat, []).append(person)
    return found
