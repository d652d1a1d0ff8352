"""The chart: bodies of both trees, their seats and people, what they serve, what is vacant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.kernel.refusals import NotFound
from linli.organisations.models import Body, Duty, Role, Seat, Service
from linli.organisations.queries.acting import current_duties, holding_on, standing_on
from linli.organisations.queries.doors import inside
from linli.places.models import Place


@dataclass(slots=True)
class Post:
    """A seat with the duties that hold on a day, and those that are still to begin."""

    seat: Seat
    holding: list[Duty] = field(default_factory=list)
    coming: list[Duty] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """What the page of a body shows."""

    body: Body
    children: list[Body]
    joined_by: list[Body]
    services: list[Service]
    posts: list[Post]
    elsewhere: dict[int, list[Duty]]


def bodies(*, tree: str = "", kind: str = "", words: str = "", on: date) -> QuerySet[Body]:
    """Bodies that stand on that day, filtered; by tree, kind and code."""
    found = Body.objects.filter(standing_on(on)).select_related("parent", "area")
    if tree:
        found = found.filter(tree=tree)
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(code__startswith=words))
    return found.order_by("tree", "code")


def find_body(body_id: int) -> Body:
    """Raises NotFound."""
    body = Body.objects.select_related("parent", "area", "timetable").filter(pk=body_id).first()
    if body is None:
        raise NotFound
    return body


def body_by_code(code: str) -> Body | None:
    return Body.objects.select_related("parent", "area").filter(code=code).first()


def body_named(name: str) -> Body | None:
    """The one standing body of that name; None where there is none or more than one."""
    found = list(Body.objects.filter(name=name, ended_on__isnull=True).select_related("area", "parent")[:2])
    return found[0] if len(found) == 1 else None


def role_by_code(code: str) -> Role | None:
    return Role.objects.filter(code=code).first()


def seat_by_id(seat_id: int) -> Seat:
    """Raises NotFound."""
    found = Seat.objects.select_related("role", "body", "area", "body__area").filter(pk=seat_id).first()
    if found is None:
        raise NotFound
    return found


def duty_by_id(duty_id: int) -> Duty:
    """Raises NotFound."""
    found = (
        Duty.objects.select_related("person", "seat__role", "seat__body__area", "seat__area")
        .filter(pk=duty_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def roles() -> list[Role]:
    """The ladder from below, then the roles beside it."""
    return list(Role.objects.order_by("-is_volunteer", "rung", "pk"))


def role_by_id(role_id: int) -> Role:
    """Raises NotFound."""
    found = Role.objects.filter(pk=role_id).first()
    if found is None:
        raise NotFound
    return found


def service_by_id(service_id: int) -> Service:
    """Raises NotFound."""
    found = Service.objects.select_related("body", "place").filter(pk=service_id).first()
    if found is None:
        raise NotFound
    return found


def duties_on_seat(seat: Seat) -> list[Duty]:
    """All duties a seat ever saw, the newest first."""
    return list(
        Duty.objects.filter(seat=seat)
        .select_related("person", "stands_in_for__person")
        .order_by("-starts_on", "-pk")
    )


def substitutes_of(duty: Duty) -> list[Duty]:
    return list(Duty.objects.filter(stands_in_for=duty).select_related("person").order_by("starts_on"))


def all_duties_of(person_id: int) -> list[Duty]:
    """All duties a person ever had, the newest first."""
    return list(
        Duty.objects.filter(person_id=person_id)
        .select_related("person", "seat__role", "seat__body", "seat__area", "stands_in_for__person")
        .order_by("-starts_on", "-pk")
    )


def children(body: Body, on: date) -> list[Body]:
    return list(Body.objects.filter(standing_on(on), parent=body).order_by("kind", "code"))


def services_of(body: Body, on: date) -> list[Service]:
    """Services of that day and those still to begin."""
    return list(
        Service.objects.filter(Q(until__isnull=True) | Q(until__gte=on), body=body)
        .select_related("place__community", "place__street")
        .order_by("place__code")
    )


def served_places(body: Body, on: date) -> QuerySet[Place]:
    """Read only where somebody looks: those who edit everywhere need not."""
    serving = Service.objects.filter(Q(until__isnull=True) | Q(until__gte=on), body=body)
    return Place.objects.filter(pk__in=serving.values("place"))


def seats_of(body: Body, on: date) -> list[Seat]:
    return list(
        Seat.objects.filter(standing_on(on), body=body)
        .select_related("role", "area")
        .order_by("role__rung", "area__code", "pk")
    )


def duties_of(person_ids: Iterable[int], on: date) -> list[Duty]:
    """The duties these people hold on that day, in any body: what shows a cross-appointment (交叉任职)."""
    return list(
        current_duties(on)
        .filter(person_id__in=list(person_ids))
        .select_related("seat__area", "person")
        .order_by("person_id", "seat__body__code", "pk")
    )


def body_card(body: Body, on: date) -> Card:
    """Everything about a body on one day, in six statements however large it is."""
    posts = {seat.pk: Post(seat) for seat in seats_of(body, on)}
    duties = (
        Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), seat__in=posts)
        .select_related("person", "stands_in_for__person")
        .order_by("-is_lead", "starts_on", "pk")
    )
    people: set[int] = set()
    for duty in duties:
        duty.seat = posts[duty.seat_id].seat
        people.add(duty.person_id)
        lane = posts[duty.seat_id].holding if duty.starts_on <= on else posts[duty.seat_id].coming
        lane.append(duty)
    elsewhere: dict[int, list[Duty]] = {}
    for duty in duties_of(people, on):
        if duty.seat.body_id != body.pk:
            elsewhere.setdefault(duty.person_id, []).append(duty)
    return Card(
        body=body,
        children=children(body, on),
        joined_by=list(body.joined_by.order_by("code")),
        services=services_of(body, on),
        posts=list(posts.values()),
        elsewhere=elsewhere,
    )


def vacancies(on: date, *, under: Place | None = None) -> QuerySet[Seat]:
    """Seats that stand on that day and have nobody on them, substitutes included; nearest the top of the chart first."""
    found = (
        Seat.objects.filter(standing_on(on), standing_on(on, "body__"))
        .filter(~Exists(Duty.objects.filter(holding_on(on), seat=OuterRef("pk"))))
        .select_related("role", "body", "area")
    )
    if under is not None:
        found = found.filter(inside(under))
    return found.order_by("body__code", "role__rung", "pk")
