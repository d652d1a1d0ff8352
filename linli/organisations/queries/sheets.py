"""The chart as the rows of the sheet that the import reads."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from linli.kernel.sheets import label_in_sheets
from linli.organisations.models import Body, BodyKind, Duty, Founding, Seat, Service
from linli.organisations.queries.acting import standing_on
from linli.organisations.queries.ladders import ladders_set


def rows_of_chart(on: date) -> Iterator[dict[str, object]]:
    """Bodies, then seats, then duties that stand on a day or begin later; parents before children by their codes'
    order or not, the import reads both. No phone of a person goes out: a duty is found again by seat, name and day.
    """
    serves: dict[int, list[str]] = {}
    services = Service.objects.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("place")
    for service in services.order_by("place__code"):
        serves.setdefault(service.body_id, []).append(service.place.code)
    bodies = Body.objects.filter(standing_on(on)).select_related("parent", "area", "timetable")
    for body in bodies.prefetch_related("joined_by").order_by("code"):
        yield {
            "row": "单位", "code": body.code, "name": body.name, "kind": label_in_sheets(BodyKind(body.kind)),
            "parent": body.parent.code if body.parent else "", "area": body.area.code if body.area else "",
            "founding": label_in_sheets(Founding(body.founding)) if body.founding else "",
            "joined_by": "、".join(one.code for one in body.joined_by.all()),
            "serves": "、".join(serves.get(body.pk, ())),
            "timetable": body.timetable.code if body.timetable else "", "phone": body.phone,
        }  # fmt: skip
    seats = Seat.objects.filter(standing_on(on), standing_on(on, "body__")).select_related(
        "body", "role", "area"
    )
    for seat in seats.order_by("body__code", "role__rung", "pk"):
        yield {"row": "岗位", **_seat(seat), "seat_name": seat.name}
    holding = Duty.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), standing_on(on, "seat__"), stands_in_for__isnull=True
    ).select_related("seat__body", "seat__role", "seat__area", "person")
    for duty in holding.order_by("seat__body__code", "seat__role__rung", "seat_id", "starts_on", "pk"):
        yield {
            "row": "任职", **_seat(duty.seat), "person": duty.person.name, "person_code": duty.person.code or "",
            "starts_on": duty.starts_on, "ends_on": duty.ends_on, "lead": "A" if duty.is_lead else "B",
        }  # fmt: skip


def rows_of_ladders() -> Iterator[dict[str, object]]:
    """Every ladder that a town has set, a row each. One statement."""
    for one in ladders_set():
        yield {
            "area": one.area.code if one.area else "",
            "area_name": one.area.name if one.area else "",
            "category": one.category,
            "roles": "、".join(role.name for role in one.roles),
        }


def _seat(seat: Seat) -> dict[str, object]:
    return {
        "code": seat.body.code,
        "role": seat.role.name,
        "area": seat.area.code if seat.area else "",
    }
