"""The chart as people read it: bodies under bodies, with their seats, who sits on them and what is vacant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from linli.organisations.models import Body, Duty, Seat, Tree
from linli.organisations.queries.acting import current_duties, standing_on
from linli.organisations.queries.doors import is_near, services
from linli.places.models import Place


@dataclass(slots=True)
class Box:
    """A body of the chart with its seats, each with the people on it, and the bodies under it."""

    body: Body
    depth: int = 0
    seats: list[tuple[Seat, list[Duty]]] = field(default_factory=list)
    below: list["Box"] = field(default_factory=list)

    @property
    def vacant(self) -> int:
        return sum(1 for _seat, duties in self.seats if not duties)

    @property
    def vacant_in_all(self) -> int:
        return self.vacant + sum(box.vacant_in_all for box in self.below)


def chart(tree: str, on: date) -> list[Box]:
    """The bodies of one tree that stand on that day, from the top. Three statements however large it is."""
    bodies = Body.objects.filter(standing_on(on), tree=tree).order_by("kind", "code")
    boxes = {body.pk: Box(body) for body in bodies}
    people: dict[int, list[Duty]] = {}
    for duty in (
        current_duties(on).filter(seat__body__tree=tree).select_related("person").order_by("-is_lead", "pk")
    ):
        people.setdefault(duty.seat_id, []).append(duty)
    seats = Seat.objects.filter(standing_on(on), body__in=boxes).select_related("role", "area")
    for seat in seats.order_by("role__is_volunteer", "-role__is_head", "-role__is_desk", "area__code", "pk"):
        boxes[seat.body_id].seats.append((seat, people.get(seat.pk, [])))
    tops: list[Box] = []
    for box in boxes.values():
        above = boxes.get(box.body.parent_id or 0)
        (above.below if above else tops).append(box)
    _deepen(tops, 0)
    return tops


def _deepen(boxes: Iterable[Box], depth: int) -> None:
    for box in boxes:
        box.depth = depth
        _deepen(box.below, depth + 1)


TREES = (Tree.WORK, Tree.PARTY)


def servants_by_place(places: Iterable[Place], on: date) -> dict[int, list[Duty]]:
    """Who is near to each of many doors, as ``servants`` says it for one, in two statements."""
    wanted = list(places)
    keys = {key for place in wanted for key in place.area_ids()}
    serves: dict[int, set[int]] = {}
    for service in services(keys, on):
        serves.setdefault(service.body_id, set()).add(service.place_id)
    duties = [
        duty
        for duty in current_duties(on).select_related("seat__area", "seat__body__area", "person")
        if is_near(duty.seat)
    ]
    return {place.pk: _of(duties, place.area_ids(), serves) for place in wanted}


def _of(duties: Iterable[Duty], ids: tuple[int, ...], serves: dict[int, set[int]]) -> list[Duty]:
    """The nearest first: volunteers, then the rungs from below, then the company."""
    found, keys = [], frozenset(ids)
    for duty in duties:
        area = duty.seat.area_id or duty.seat.body.area_id
        if area in keys if area else not keys.isdisjoint(serves.get(duty.seat.body_id, ())):
            found.append(duty)
    return sorted(found, key=lambda duty: _nearness(duty, ids))


def _nearness(duty: Duty, ids: tuple[int, ...]) -> tuple[bool, int, int, bool]:
    area = duty.seat.area_id or duty.seat.body.area_id or 0
    at = ids.index(area) if area in ids else 0
    return (not duty.seat.role.is_volunteer, duty.seat.role.rung or 9, -at, not duty.is_lead)
