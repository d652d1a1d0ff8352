"""Leave: a worker asks for somebody to stand in for some days, a head grants it; who keeps the chart sets it at once."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.organisations import queries, rules
from linli.organisations.actions.bodies import EndsBeforeItBegins
from linli.organisations.actions.duties import IsSubstitute, SamePerson, place_substitute
from linli.organisations.actions.seats import locked_seat
from linli.organisations.events import BodyEvent
from linli.organisations.models import Duty, LeaveAsk, LeaveState, Seat
from linli.people.models import Person


class DaysGone(Refusal):
    words = _("请假的日子已经过去了。")
    field = "ends_on"


class AskedAlready(Refusal):
    words = _("这几天您已经请过假了，还在等答复。")
    field = "starts_on"


class NotWaiting(Refusal):
    words = _("这份请假已经答复过，或者收回了。")


class NothingToTakeBack(Refusal):
    words = _("顶岗已经结束，不用收回。")


@transaction.atomic
def go_away(
    *, duty: Duty, person: Person, starts_on: date, ends_on: date, by: Actor, now: datetime
) -> LeaveAsk | Duty:
    """``person`` is to stand in for the holder of ``duty`` from a day to a day. Set at once by who may fill the seat; asked
    for by the holder, and then a head of the body decides.

    Raises NotAllowed, DaysGone, EndsBeforeItBegins, SamePerson, IsSubstitute, AskedAlready, and what ``stand_in`` raises.
    """
    seat, duty = _locked(duty)
    on = queries.day_of(now)
    if ends_on < starts_on:
        raise EndsBeforeItBegins(field="ends_on")
    if ends_on < on:
        raise DaysGone
    if _may_fill(by, seat, on):
        return place_substitute(seat, duty, person, starts_on, ends_on, by=by, now=now)
    require(rules.can_ask_leave(by, duty))
    if duty.stands_in_for_id is not None:
        raise IsSubstitute
    if duty.person_id == person.pk:
        raise SamePerson
    waiting = LeaveAsk.objects.filter(
        duty=duty, state=LeaveState.ASKED, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if waiting.exists():
        raise AskedAlready
    ask = LeaveAsk.objects.create(
        duty=duty, person=person, starts_on=starts_on, ends_on=ends_on, asked_at=now
    )
    journal.write(seat.body, BodyEvent.LEAVE_ASKED, by=by, at=now, **_facts(ask))
    return ask


@transaction.atomic
def grant_leave(*, ask: LeaveAsk, by: Actor, now: datetime) -> Duty:
    """A head of the body, or who may fill the seat, agrees: the substitute's duty stands. Never the one who asked.

    Raises NotWaiting, NotAllowed, and what ``stand_in`` raises.
    """
    seat, duty, ask = _waiting(ask, by=by, now=now)
    substitute = place_substitute(seat, duty, ask.person, ask.starts_on, ask.ends_on, by=by, now=now)
    _end(ask, LeaveState.GRANTED, by, now)
    return substitute


@transaction.atomic
def refuse_leave(*, ask: LeaveAsk, by: Actor, now: datetime) -> LeaveAsk:
    """Raises NotWaiting, NotAllowed."""
    seat, _duty, ask = _waiting(ask, by=by, now=now)
    _end(ask, LeaveState.REFUSED, by, now)
    journal.write(seat.body, BodyEvent.LEAVE_REFUSED, by=by, at=now, **_facts(ask))
    return ask


@transaction.atomic
def take_leave_back(*, ask: LeaveAsk, by: Actor, now: datetime) -> LeaveAsk:
    """Who asked does not need it any more. Raises NotWaiting, NotAllowed."""
    seat, duty = _locked(ask.duty)
    ask = LeaveAsk.objects.get(pk=ask.pk)
    require(rules.can_ask_leave(by, duty))
    if ask.state != LeaveState.ASKED:
        raise NotWaiting
    _end(ask, LeaveState.TAKEN_BACK, by, now)
    journal.write(seat.body, BodyEvent.LEAVE_TAKEN_BACK, by=by, at=now, **_facts(ask))
    return ask


@transaction.atomic
def come_back(*, substitute: Duty, by: Actor, now: datetime) -> None:
    """The one stood in for is back early, or never went: the substitute's last day was yesterday, or the duty goes where it
    had not begun. By the one stood in for, a head of the body, or who may fill the seat.

    Raises NotFound for a duty that stands in for nobody, NothingToTakeBack, NotAllowed.
    """
    seat, substitute = _locked(substitute)
    if substitute.stands_in_for is None:
        raise NotFound
    on = queries.day_of(now)
    require(rules.can_ask_leave(by, substitute.stands_in_for) or _may_decide(by, seat, on))
    if substitute.ends_on is not None and substitute.ends_on < on:
        raise NothingToTakeBack
    facts: dict[str, Any] = {"duty": substitute.pk, "seat": seat.pk, "person": substitute.person_id}
    if substitute.starts_on >= on:
        substitute.delete()
    else:
        substitute.ends_on = date.fromordinal(on.toordinal() - 1)
        substitute.save(update_fields=["ends_on"])
    journal.write(seat.body, BodyEvent.CAME_BACK, by=by, at=now, **facts)


def _locked(duty: Duty) -> tuple[Seat, Duty]:
    seat = locked_seat(duty.seat)
    found = Duty.objects.select_related("person", "stands_in_for__person").filter(pk=duty.pk).first()
    if found is None:
        raise NotFound
    return seat, found


def _waiting(ask: LeaveAsk, *, by: Actor, now: datetime) -> tuple[Seat, Duty, LeaveAsk]:
    seat, duty = _locked(ask.duty)
    ask = LeaveAsk.objects.select_related("person").get(pk=ask.pk)
    require(duty.person_id != by.person_id and _may_decide(by, seat, queries.day_of(now)))
    if ask.state != LeaveState.ASKED:
        raise NotWaiting
    return seat, duty, ask


def _may_fill(by: Actor, seat: Seat, on: date) -> bool:
    served = queries.served_places(seat.body, on)
    return rules.can_edit_seat(by, body=seat.body, role=seat.role, area=seat.area, served=served)


def _may_decide(by: Actor, seat: Seat, on: date) -> bool:
    return rules.can_decide_leave(by, heads=queries.head_seats(seat.body_id, on)) or _may_fill(by, seat, on)


def _end(ask: LeaveAsk, state: LeaveState, by: Actor, now: datetime) -> None:
    ask.state, ask.decided_at, ask.decider_key = state, now, by.person_id
    ask.save(update_fields=["state", "decided_at", "decider_key"])


def _facts(ask: LeaveAsk) -> dict[str, Any]:
    return {"ask": ask.pk, "duty": ask.duty_id, "seat": ask.duty.seat_id, "person": ask.person_id,
            "starts_on": ask.starts_on.isoformat(), "ends_on": ask.ends_on.isoformat()}  # fmt: skip
