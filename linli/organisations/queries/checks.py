"""What a check of the installation finds wrong in the chart."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.findings import Finding
from linli.organisations.models import Body, BodyKind, Duty, LadderStep, Seat
from linli.organisations.queries.acting import day_of, holding_on, standing_on
from linli.organisations.queries.doors import standing_seats, touching
from linli.places.models import Place, PlaceKind

_NAMED = 20  # communities named one by one; a county that has only been imported has hundreds
_WITH_DESK = (BodyKind.STREET, BodyKind.COMMUNITY, BodyKind.DEPARTMENT, BodyKind.PROPERTY)


def findings(now: datetime) -> Iterator[Finding]:
    """Seats with two leads, bodies and communities without a desk, steps of a ladder that nobody stands on, duties on
    ended seats, circles and mixed trees.
    """
    on = day_of(now)
    yield from _two_leads(on)
    yield from _without_desk(on)
    yield from _communities_without_desk(on)
    yield from _steps_without_seat(on)
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
        yield Finding(
            "organisations",
            "warning",
            where,
            _("%(seat)s：有 %(leads)s 个 A 岗") % {"seat": row["seat__name"], "leads": row["leads"]},
        )


def bodies_without_desk(on: date) -> QuerySet[Body]:
    """Standing bodies that should take work in and have no seat for it."""
    desks = Seat.objects.filter(standing_on(on), body=OuterRef("pk"), role__is_desk=True)
    return Body.objects.filter(~Exists(desks), standing_on(on), kind__in=_WITH_DESK).order_by("pk")


def _without_desk(on: date) -> Iterator[Finding]:
    for body in bodies_without_desk(on):
        yield Finding(
            "organisations", "warning", f"body:{body.code}", _("%s：没有受理岗，接不了单") % body.name
        )


def _communities_without_desk(on: date) -> Iterator[Finding]:
    """Those that have no committee at all; one that has no desk is told of as a body."""
    committees = Body.objects.filter(standing_on(on), kind=BodyKind.COMMUNITY, area=OuterRef("pk"))
    bare = Place.objects.filter(
        ~Exists(committees), Q(closed_on__isnull=True) | Q(closed_on__gte=on), kind=PlaceKind.COMMUNITY
    )
    count = bare.count()
    for place in bare.order_by("code")[:_NAMED]:
        yield Finding(
            "organisations", "warning", f"place:{place.code}", _("%s：没有居(村)委会的受理岗") % place.name
        )
    if count > _NAMED:
        rest = _("还有 %s 个社区没有居(村)委会的受理岗") % (count - _NAMED)
        yield Finding("organisations", "warning", "place:community", rest)


def _steps_without_seat(on: date) -> Iterator[Finding]:
    there: dict[int | None, set[int]] = {}
    for step in LadderStep.objects.select_related("area", "role").order_by("pk"):
        if step.area_id not in there:
            seats = standing_seats(on)
            near = seats.filter(touching(step.area, on)) if step.area is not None else seats
            there[step.area_id] = set(near.values_list("role_id", flat=True))
        if step.role_id not in there[step.area_id]:
            where = step.area.name if step.area is not None else _("全部地方")
            yield Finding(
                "organisations",
                "warning",
                f"ladder_step:{step.pk}",
                _("%(where)s的分级处置有一步是%(role)s，那里没有这样的岗位")
                % {"where": where, "role": step.role.name},
            )


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
            _("%(seat)s：岗位已撤，%(person)s 还在任") % {"seat": duty.seat.name, "person": duty.person.name},
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
            yield Finding("organisations", "fault", f"body:{at}", _("上级单位绕成了一圈"))
        safe.update(path)
    for body in Body.objects.filter(parent__isnull=False).exclude(tree=F("parent__tree")).order_by("pk"):
        yield Finding(
            "organisations", "fault", f"body:{body.code}", _("%s：上级单位属于另一套体系") % body.name
        )
