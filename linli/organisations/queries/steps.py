"""The ladder of a place: whose turn it is from the neighbours up to the county, as a town has set it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from linli.organisations.models import Body, BodyKind, Duty, LadderStep, Role, Seat, Service
from linli.organisations.queries.acting import holding_on
from linli.organisations.queries.doors import nearest, nearness, ranks, reaching, services, standing_seats
from linli.places.models import Place

DEPARTMENT_RUNG = 4
COUNTY_RUNG = 5
_WORK_RUNGS = Q(role__rung__gt=0) & ~Q(role__rung=DEPARTMENT_RUNG)


@dataclass(frozen=True, slots=True)
class Step:
    """One step where a place lies. ``rung`` is 0 for volunteers and None for a role that is on no rung."""

    rung: int | None
    role_id: int | None  # None: every role of the rung
    seat: Seat | None

    @property
    def is_volunteer(self) -> bool:
        return self.rung == 0


@dataclass(frozen=True, slots=True)
class Supposed:
    """A ladder that is not kept yet: where (None: everywhere), for which category, whose turn it would be. No ``roles``:
    what is set for just there would be cleared.
    """

    area: Place | None
    category: str
    roles: tuple[Role, ...]

    def holds_in(self, keys: Collection[int]) -> bool:
        """Would it hold at a place that lies in the areas with these keys?"""
        return self.area is None or self.area.pk in keys

    def instead(self, found: list[LadderStep]) -> list[LadderStep]:
        """``found``, with these steps in place of those set for just this area and category."""
        key = self.area.pk if self.area is not None else None
        kept = [step for step in found if (step.area_id, step.category) != (key, self.category)]
        steps = (
            LadderStep(area=self.area, category=self.category, position=position, role=role)
            for position, role in enumerate(self.roles)
        )
        return [*kept, *steps]


def ladder(
    place: Place,
    *,
    category: str = "",
    skips: Collection[int] = (),
    on: date | None = None,
    supposed: Supposed | None = None,
) -> list[Seat]:
    """The seats that serve ``place``, from below: the nearest seat of each step, vacant ones too.

    ``category`` is the code of a category of matters, "" for none in particular. ``skips`` are rungs to leave out, 0 the
    volunteers. Role and body of the seats are selected. Without ``on`` only what has no end is taken; with
    ``supposed`` as if that were set. At most three statements.
    """
    return [
        step.seat
        for step in _steps(place, category, on, supposed)
        if step.seat is not None and step.rung not in skips
    ]


def seat_above(
    seat: Seat,
    *,
    place: Place,
    category: str = "",
    skips: Collection[int] = (),
    on: date | None = None,
) -> Seat | None:
    """The seat of the next step above that of ``seat``, never a volunteer; None at the top.

    A seat whose role is no step of this place's ladder stands by its rung. One that is on no rung at all, as the desk of
    a property company or of a department, goes up to the street's desk of the place. Above the last step stands the
    government's intake desk. At most four statements.
    """
    steps = _steps(place, category, on)
    at = _standing(steps, seat)
    above = steps[at[1] :] if at is not None else ()
    for step in above:
        if step.seat is not None and not step.is_volunteer and step.rung not in skips and step.seat != seat:
            return step.seat
    levels = [BodyKind.STREET] if at is None and 3 not in skips else []
    if seat.body.kind != BodyKind.GOVERNMENT and COUNTY_RUNG not in skips:
        levels.append(BodyKind.GOVERNMENT)
    return coordinating_desk(place, levels, other_than=seat.pk, on=on)


def seats_below(
    seat: Seat,
    *,
    place: Place,
    category: str = "",
    skips: Collection[int] = (),
    on: date | None = None,
) -> list[Seat]:
    """The seats of the steps below that of ``seat``, the next one first; no volunteers. None below a seat without a rung."""
    steps = _steps(place, category, on)
    at = _standing(steps, seat)
    below = steps[: at[0]] if at is not None else []
    return [
        step.seat
        for step in reversed(below)
        if step.seat is not None and not step.is_volunteer and step.rung not in skips
    ]


def areas_that_tell(keys: Collection[int]) -> set[int]:
    """Those of these places on which something hangs that decides whose turn it is: the area of a seat, a body, a service
    or a ladder. Four statements.
    """
    found: set[int] = set()
    for model, column in (
        (Seat, "area_id"),
        (Body, "area_id"),
        (Service, "place_id"),
        (LadderStep, "area_id"),
    ):
        found.update(model._default_manager.values_list(column, flat=True).distinct())
    return found.intersection(keys)


def volunteer_for(place: Place, *, category: str = "", skips: Collection[int] = (), on: date) -> Seat | None:
    """The volunteers' seat nearest to ``place`` on which somebody serves that day. At most two statements.

    None where the ladder of the place has no volunteers, or 0 stands in ``skips``.
    """
    if 0 in skips:
        return None
    keys = place.area_ids()
    roles = [step.role_id for step in steps_set_for(place, category)]
    serving = Duty.objects.filter(holding_on(on), seat=OuterRef("pk"))
    seats = standing_seats(on).filter(reaching(keys), Exists(serving), role__is_volunteer=True)
    return nearest(seats.filter(role_id__in=roles) if roles else seats, ranks(keys))


def steps_set_for(
    place: Place | None, category: str = "", supposed: Supposed | None = None
) -> list[LadderStep]:
    """The ladder a town has set for this place and category, from below; empty where the roles' rungs hold.

    The longest beginning of ``category`` that has a ladder wins, and for it the nearest area; without a place what is
    set for everywhere. One statement.
    """
    ranked = ranks(place.area_ids()) if place is not None else {}
    beginnings = [category[:length] for length in range(len(category) + 1)]
    found = list(
        LadderStep.objects.filter(Q(area__isnull=True) | Q(area_id__in=ranked), category__in=beginnings)
        .select_related("role", "area")
        .order_by("position")
    )

    if supposed is not None and supposed.category in beginnings and supposed.holds_in(ranked):
        found = supposed.instead(found)

    def fits(step: LadderStep) -> tuple[int, int]:
        return len(step.category), ranked.get(step.area_id or 0, -1)

    best = max(map(fits, found), default=None)
    return [step for step in found if fits(step) == best]


def coordinating_desk(
    place: Place | None, levels: Iterable[str], *, other_than: int = 0, on: date | None = None
) -> Seat | None:
    """The desk of the first of these kinds of bodies that has one for ``place``. One statement.

    A government's desk need not reach the place: a town has one government.
    """
    wanted = list(levels)
    if not wanted:
        return None
    ranked = ranks(place.area_ids()) if place is not None else {}
    desks = standing_seats(on).filter(
        Q(body__kind=BodyKind.GOVERNMENT) | reaching(ranked), body__kind__in=wanted, role__is_desk=True
    )
    found = [desk for desk in desks if desk.pk != other_than]
    near = (nearest((desk for desk in found if desk.body.kind == level), ranked) for level in wanted)
    return next((desk for desk in near if desk is not None), None)


def _steps(place: Place, category: str, on: date | None, supposed: Supposed | None = None) -> list[Step]:
    """All steps of the ladder at ``place`` from below. At most three statements."""
    keys = place.area_ids()
    chosen = steps_set_for(place, category, supposed)
    served = services(keys, on)
    here = reaching(keys) | Q(
        area__isnull=True, body__area__isnull=True, body_id__in=served.values("body_id")
    )
    seats = standing_seats(on).filter(here).exclude(body__kind=BodyKind.DEPARTMENT)
    wanted = (
        Q(role_id__in=[step.role_id for step in chosen])
        if chosen
        else Q(role__is_volunteer=True) | _WORK_RUNGS
    )
    found = list(seats.filter(wanted))
    ranked = ranks(keys)
    by_body: dict[int, int] = {}
    if any(seat.area_id is None and seat.body.area_id is None for seat in found):
        for body_id, place_id in served.values_list("body_id", "place_id"):
            by_body[body_id] = max(ranked[place_id], by_body.get(body_id, -1))
    if chosen:
        return [
            Step(
                _rung(step.role),
                step.role_id,
                nearest((seat for seat in found if seat.role_id == step.role_id), ranked, by_body),
            )
            for step in chosen
        ]
    return _by_rung(found, ranked, by_body)


def _by_rung(found: list[Seat], ranked: dict[int, int], by_body: dict[int, int]) -> list[Step]:
    """The ladder that the roles' own rungs give: volunteers from the nearest outwards, then rung by rung."""
    steps: list[Step] = []
    for role_id in {seat.role_id for seat in found if seat.role.is_volunteer}:
        of_role = [seat for seat in found if seat.role_id == role_id]
        steps.append(Step(0, role_id, nearest(of_role, ranked, by_body)))
    steps.sort(key=lambda step: nearness(step.seat, ranked, by_body) if step.seat else (0, False, 0))
    working = [seat for seat in found if not seat.role.is_volunteer]
    for rung in sorted({seat.role.rung for seat in working}):
        near = nearest((seat for seat in working if seat.role.rung == rung), ranked, by_body)
        steps.append(Step(rung, None, near))
    return steps


def _rung(role: Role) -> int | None:
    return 0 if role.is_volunteer else role.rung or None


def _standing(steps: list[Step], seat: Seat) -> tuple[int, int] | None:
    """Up to where the steps below a seat go, and from where those above it; None for a seat that is on no rung."""
    if seat.body.kind == BodyKind.DEPARTMENT:
        return None
    for index, step in enumerate(steps):
        if step.role_id == seat.role_id:
            return index, index + 1
    own = _rung(seat.role)
    if own is None or own == DEPARTMENT_RUNG:
        return None
    rungs = [step.rung for step in steps]
    below = next((at for at, rung in enumerate(rungs) if rung is not None and rung >= own), len(steps))
    above = next((at for at, rung in enumerate(rungs) if rung is not None and rung > own), len(steps))
    return below, above
