"""Building the Actor: a signed-in account becomes somebody with duties, in at most two statements."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.organisations.models import Duty, Reach, Seat, Service
from linli.people.models import Account

# What somebody who sets the system up may do without any duty. It reads no case and no number of a person.
SETUP_VERBS = (
    "organisations.edit",
    "people.read",
    "people.edit",
    "places.edit",
    "catalogue.edit",
    "worktime.edit",
    "cases.practice",
    "notices.routes",
    "journal.read",
)

# Who works for a body alone has these over the places that it serves, too.
WHERE_SERVED = frozenset({"places.announce"})


def day_of(now: datetime) -> date:
    """The date in Shanghai at this instant: duties begin and end with local days."""
    return timezone.localdate(now)


def holding_on(on: date, prefix: str = "") -> Q:
    """Rows (duties) that hold on that day, both ends included."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


def standing_on(on: date, prefix: str = "") -> Q:
    """Rows (bodies, seats) that have not ended before that day."""
    return Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": on})


def current_duties(on: date) -> QuerySet[Duty]:
    """Duties that hold on that day, on seats and bodies that still stand."""
    return Duty.objects.filter(
        holding_on(on), standing_on(on, "seat__"), standing_on(on, "seat__body__")
    ).select_related("seat__role", "seat__body")


def build_actor(account: Account, *, now: datetime) -> Actor:
    """The Actor of ``account`` at ``now``: one statement, a second where a body works for places that it serves.

    Each duty that holds on that day gives the verbs of its role over its reach, and always over the seat itself, so
    that what a seat holds can be worked on wherever it lies. A substitute's duty is a duty like any other: for its
    days the substitute has the seat's grants; the one stood in for keeps them. A superuser may in addition set the
    system up. An inactive account has nothing.
    """
    if not account.is_active:
        return Actor(ActorKind.PERSON, account_id=account.pk)
    grants: set[Grant] = set()
    seats: set[int] = set()
    if account.person_id is not None:
        duties = list(
            current_duties(day_of(now)).filter(person_id=account.person_id).select_related("person")
        )
        seats = {duty.seat_id for duty in duties}
        grants = set(_grants(duties, now))
        label = duties[0].person.name if duties else account.get_username()
    else:
        label = account.get_username()
    if account.is_superuser:
        grants |= {Grant(verb, Over.EVERYTHING) for verb in SETUP_VERBS}
    return Actor(
        ActorKind.PERSON,
        label=label,
        account_id=account.pk,
        person_id=account.person_id,
        seats=frozenset(seats),
        grants=frozenset(grants),
    )


def _grants(duties: Iterable[Duty], now: datetime) -> Iterator[Grant]:
    serving: set[tuple[int, tuple[str, ...]]] = set()
    for duty in duties:
        seat = duty.seat
        verbs = tuple(seat.role.verbs)
        yield from (Grant(verb, Over.SEAT, seat.pk) for verb in verbs)
        if seat.role.reach == Reach.EVERYTHING:
            yield from (Grant(verb, Over.EVERYTHING) for verb in verbs)
        elif seat.role.reach == Reach.BODY:
            yield from (Grant(verb, Over.BODY, seat.body_id) for verb in verbs)
            if told := tuple(verb for verb in verbs if verb in WHERE_SERVED):
                serving.add((seat.body_id, told))
        elif area := _area_of(seat):
            yield from (Grant(verb, Over.AREA, area) for verb in verbs)
        else:
            serving.add((seat.body_id, verbs))
    if serving:
        on = day_of(now)
        places = Service.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            since__lte=on,
            body_id__in={body for body, _ in serving},
        ).values_list("body_id", "place_id")
        for body_id, place_id in places:
            for body, verbs in serving:
                if body == body_id:
                    yield from (Grant(verb, Over.AREA, place_id) for verb in verbs)


def _area_of(seat: Seat) -> int | None:
    return seat.area_id or seat.body.area_id
