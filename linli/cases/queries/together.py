"""Who else is at a case: parts, whistles, supervision; what waits for the seats and bodies of an actor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from linli.cases import rules
from linli.cases.models import (
    IS_GOING_ON,
    IS_UNREPLIED,
    Case,
    Part,
    Report,
    Supervision,
    Urge,
    Whistle,
    WhistleCall,
)
from linli.cases.queries import reach
from linli.cases.queries.choosing import seats_to_choose
from linli.cases.queries.reading import locked
from linli.cases.states.whistles import ON_THE_WAY, CallState
from linli.catalogue.models import LeadKind
from linli.kernel.actor import Actor, Over
from linli.kernel.refusals import NotFound
from linli.organisations import queries as organisations
from linli.organisations.models import Seat

PAGE = 25

_CALLS_OF_ONE = Prefetch("calls", WhistleCall.objects.select_related("body").order_by("id"))


def locked_part(part_id: int) -> Part:
    """The part under the lock of its case, so that nobody moves either meanwhile. Raises NotFound."""
    case = _locked_case_of(Part.objects.values_list("case", flat=True), part_id)
    part = Part.objects.select_related("body").get(pk=part_id)
    part.case = case
    return part


def locked_call(call_id: int) -> WhistleCall:
    """The call with its whistle, under the lock of its case. Raises NotFound."""
    case = _locked_case_of(WhistleCall.objects.values_list("whistle__case", flat=True), call_id)
    call = WhistleCall.objects.select_related("whistle", "body").get(pk=call_id)
    call.whistle.case = case
    return call


def locked_whistle(whistle_id: int) -> Whistle:
    """The whistle with its calls, under the lock of its case. Raises NotFound."""
    case = _locked_case_of(Whistle.objects.values_list("case", flat=True), whistle_id)
    whistle = Whistle.objects.prefetch_related(_CALLS_OF_ONE).get(pk=whistle_id)
    whistle.case = case
    return whistle


def locked_supervision(supervision_id: int) -> Supervision:
    """The supervision, under the lock of its case. Raises NotFound."""
    case = _locked_case_of(Supervision.objects.values_list("case", flat=True), supervision_id)
    supervision = Supervision.objects.get(pk=supervision_id)
    supervision.case = case
    return supervision


def _locked_case_of(keys: "QuerySet[Any, int]", thing_id: int) -> Case:
    case_id = keys.filter(pk=thing_id).first()
    if case_id is None:
        raise NotFound
    return locked(case_id)


def seat_with(actor: Actor, verb: str) -> Seat | None:
    """The seat of the actor whose role has ``verb``, the highest on the ladder; None without one. One statement."""
    seats = Seat.objects.filter(pk__in=actor.seats).select_related("role", "body")
    held = [seat for seat in seats if verb in seat.role.verbs] if actor.seats else []
    return max(held, key=lambda seat: (seat.role.is_desk, seat.role.rung, -seat.pk), default=None)


def sits_in(actor: Actor, body_id: int) -> bool:
    """Does the actor hold a seat of that body?"""
    return bool(actor.seats) and Seat.objects.filter(pk__in=actor.seats, body=body_id).exists()


def helpers(case: Case, *, on: date) -> list[Seat]:
    """Desks and ladder seats that may be asked for a part, first those of the bodies that usually join in for its matter.

    Volunteers carry no clock and are not asked; who holds the case needs not be. At most four statements.
    """
    near, usual = seats_to_choose(case, on=on), _usual(case)
    first = [seat for seat in near if seat.body_id in usual]
    return [*first, *(seat for seat in near if seat.body_id not in usual)]


def _usual(case: Case) -> set[int]:
    """Bodies named as co-handlers by the matter, as far as this place has them."""
    named = case.matter.co_handlers if case.matter is not None else []
    found: set[int] = set()
    for one in named:
        kind, _dash, department = one.partition(":")
        if case.place is not None and kind in LeadKind.values:
            body = organisations.lead_for(LeadKind(kind), place=case.place, department=department)
            found |= {body.pk} if body is not None else set()
    return found


def open_parts(case: Case) -> list[Part]:
    """The parts of a case that somebody is still at. One statement."""
    return list(Part.objects.filter(IS_GOING_ON, case=case).select_related("body").order_by("id"))


def bodies_at_it(case: Case) -> list[str]:
    """Names of the bodies that do a part or were called and are at it, for the resident. Two statements."""
    parts = Part.objects.filter(IS_GOING_ON, case=case, taken_at__isnull=False)
    calls = WhistleCall.objects.filter(IS_GOING_ON, whistle__case=case, responded_at__isnull=False)
    names = [*parts.values_list("body__name", flat=True), *calls.values_list("body__name", flat=True)]
    return sorted(set(names))


def urged_today(report: Report, now: datetime) -> bool:
    """Has this reporter urged on the Shanghai day of ``now``?"""
    return Urge.objects.filter(report=report, urged_on=timezone.localdate(now)).exists()


def _theirs(actor: Actor) -> Q | None:
    """Rows with a seat or a body of the actor, by which they take part."""
    bodies = actor.keys(rules.WORK, Over.BODY)
    seats = [Q(seat__in=actor.seats)] if actor.seats else []
    return reach.any_of([*seats, *([Q(body__in=bodies)] if bodies else [])])


def parts_for(actor: Actor) -> QuerySet[Part] | None:
    """Open parts of the actor's seats and bodies, the most pressing first; None where there can be none."""
    theirs = _theirs(actor)
    return None if theirs is None else Part.objects.filter(IS_GOING_ON, theirs).order_by("due_at", "id")


def calls_for(actor: Actor) -> QuerySet[WhistleCall] | None:
    """Calls that still await something of the actor's seats and bodies."""
    theirs = _theirs(actor)
    return None if theirs is None else WhistleCall.objects.filter(IS_GOING_ON, theirs).order_by("id")


def supervisions_for(actor: Actor) -> QuerySet[Supervision] | None:
    """Supervisions to which the actor owes a reply (``rules.can_reply``), the most pressing first."""
    bodies = actor.keys(rules.WORK, Over.BODY)
    seats, them = actor.seats, []
    if seats:
        them += [Q(case__holder__in=seats), Q(case__answered_by__in=seats)]
    if bodies:
        them += [Q(case__holder_body__in=bodies), Q(case__lead__in=bodies)]
    theirs = reach.any_of(them)
    if theirs is None:
        return None
    return Supervision.objects.filter(IS_UNREPLIED, theirs).order_by("reply_due_at", "id")


@dataclass(frozen=True, slots=True)
class Whistles:
    """One page of whistles: those still open, by when to arrive, then those that have ended, the last first."""

    rows: list[Whistle]
    next: str = ""


def whistles(actor: Actor, *, after: str = "") -> Whistles:
    """Whistles of the cases that the actor may read: of their area, their body, or to which they were called.

    The first page has every open one, up to a hundred. At most six statements.
    """
    readable = reach.readable(actor)
    if readable is None:
        return Whistles([])
    seen = Exists(Case.objects.filter(readable, pk=OuterRef("case_id")))
    rows = Whistle.objects.filter(seen).select_related("case__place", "body").prefetch_related(_CALLS_OF_ONE)
    open_ones: list[Whistle] = []
    ended = rows.filter(ended_at__isnull=False)
    if after.isdecimal() and len(after) <= 18:
        ended = ended.filter(id__lt=int(after))
    else:
        open_ones = list(rows.filter(IS_GOING_ON).order_by("arrive_due_at", "id")[:100])
    found = list(ended.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Whistles([*open_ones, *shown], str(shown[-1].pk) if len(found) > PAGE else "")


def is_late(call: WhistleCall, whistle: Whistle, now: datetime) -> bool:
    """Did the department answer or arrive later than asked, or not at all by now? Released ones are never late."""
    until = call.ended_at or now
    if call.state == CallState.RELEASED:
        return False
    responded = call.responded_at or call.arrived_at or until
    return responded > call.respond_due_at or (call.arrived_at or until) > whistle.arrive_due_at


def was_absent(call: WhistleCall) -> bool:
    """Had it not come when the whistle ended?"""
    return call.ended_at is not None and call.state in ON_THE_WAY


def is_part_late(part: Part, now: datetime) -> bool:
    """Was it, or is it, done later than asked? What was returned or called off in time is not late."""
    return part.marked_late_at is not None or (part.ended_at or now) > part.due_at


def late_ones(calls: Iterable[WhistleCall], whistle: Whistle, now: datetime) -> set[int]:
    return {call.pk for call in calls if is_late(call, whistle, now)}


MOST_WAITING = 100


def parts_waiting(actor: Actor) -> list[Part]:
    """``parts_for`` with what their page shows, at most a hundred."""
    rows = parts_for(actor)
    return [] if rows is None else list(rows.select_related("case__place", "body", "seat")[:MOST_WAITING])


def supervisions_waiting(actor: Actor) -> list[Supervision]:
    """``supervisions_for`` with what their page shows, at most a hundred."""
    rows = supervisions_for(actor)
    return [] if rows is None else list(rows.select_related("case__place", "seat__body")[:MOST_WAITING])
