"""What a check of the installation finds wrong in the chart."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from linli.kernel.findings import Finding
from linli.organisations.models import Body, BodyKind, Duty, Seat
from linli.organisations.queries.acting import day_of, holding_on, standing_on

_WITH_DESK = (BodyKind.STREET, BodyKind.COMMUNITY, BodyKind.DEPARTMENT, BodyKind.PROPERTY)


def findings(now: datetime) -> Iterator[Finding]:
    """Seats with two leads, bodies without a desk, duties on ended seats, circles and mixed trees."""
    on = day_of(now)
    yield from _two_leads(on)
    yield from _without_desk(on)
    yield from _on_ended_seats(on)
    yield from _circles()


def _two_leads(on: date) -> Iterator[Finding]:
    crowded = (
        Duty.objects.filter(holding_on(on), is_lead=True, stands_in_for__isnull=True)
        .values("seat_id", "seat__name")
        .annotate(leads=Count("pk"))
        .filter(leads__gt=1)
        .order_by("seat_id")
    )
    for row in crowded:
        where = f"seat:{row['seat_id']}"
        yield Finding("organisations", "warning", where, f"{row['seat__name']}：有 {row['leads']} 个 A 岗")


def _without_desk(on: date) -> Iterator[Finding]:
    desks = Seat.objects.filter(standing_on(on), body=OuterRef("pk"), role__is_desk=True)
    for body in Body.objects.filter(~Exists(desks), standing_on(on), kind__in=_WITH_DESK).order_by("pk"):
        yield Finding("organisations", "warning", f"body:{body.code}", f"{body.name}：没有受理岗，接不了单")


def _on_ended_seats(on: date) -> Iterator[Finding]:
    lost = (
        Duty.objects.filter(Q(seat__ended_on__lt=on) | Q(seat__body__ended_on__lt=on), holding_on(on))
        .select_related("seat", "person")
        .order_by("pk")
    )
    for duty in lost:
        yield Finding(
            "organisations",
            "warning",
            f"duty:{duty.pk}",
            f"{duty.seat.name}：岗位已撤，{duty.person.name} 还在任",
        )


def _circles() -> Iterator[Finding]:
    parents = dict(Body.objects.values_list("pk", "parent_id"))
    safe: set[int] = set()
    for start in parents:
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in safe and at not in path:
            path.append(at)
            at = parents.get(at)
        if at is not None and at in path:
            yield Finding("organisations", "fault", f"body:{at}", "上级单位绕成了一圈")
        safe.update(path)
    for body in Body.objects.filter(parent__isnull=False).exclude(tree=F("parent__tree")).order_by("pk"):
        yield Finding("organisations", "fault", f"body:{body.code}", f"{body.name}：上级单位属于另一套体系")
