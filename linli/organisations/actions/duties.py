"""Duties: a person on a seat from a day to a day, handed over in one sentence, stood in for during leave."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal
from linli.organisations.actions.bodies import EndsBeforeItBegins
from linli.organisations.actions.seats import SeatEnded, locked_seat, require_seat
from linli.organisations.events import BodyEvent
from linli.organisations.models import Duty, Seat
from linli.people.models import Person


class AlreadyOnSeat(Refusal):
    words = _("这个人那几天已经在这个岗位上。")
    field = "person"


class LeadTaken(Refusal):
    words = _("这个岗位那几天已经有 A 岗。请办交接，或者登记为 B 岗。")
    field = "is_lead"


class DutyOver(Refusal):
    words = _("这段任职已经在那天以前结束。")
    field = "ends_on"


class TooEarly(Refusal):
    words = _("接任日期要晚于现任的到任日期。")
    field = "on"


class SamePerson(Refusal):
    words = _("接任和顶岗的要是另一个人。")
    field = "person"


class OutsideDuty(Refusal):
    words = _("顶岗的日子要在原任职的起止日期之内。")
    field = "starts_on"


class IsSubstitute(Refusal):
    words = _("顶岗的任职不能再交接或请人顶岗，请在原任职上办理。")


def _overlapping(seat: Seat, starts_on: date, ends_on: date | None) -> QuerySet[Duty]:
    found = Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), seat=seat)
    return found.filter(starts_on__lte=ends_on) if ends_on else found


def _check_free(seat: Seat, person: Person, starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItBegins
    if seat.ended_on is not None and (ends_on is None or ends_on > seat.ended_on):
        raise SeatEnded
    if _overlapping(seat, starts_on, ends_on).filter(person=person).exists():
        raise AlreadyOnSeat


@transaction.atomic
def start_duty(
    *,
    seat: Seat,
    person: Person,
    starts_on: date,
    by: Actor,
    now: datetime,
    ends_on: date | None = None,
    is_lead: bool = True,
) -> Duty:
    """A person takes a seat, both days included. One A 岗 at a time, any number of B 岗.

    Raises AlreadyOnSeat, LeadTaken, SeatEnded, EndsBeforeItBegins, NotAllowed.
    """
    seat = locked_seat(seat)
    require_seat(seat, by=by, now=now)
    _check_free(seat, person, starts_on, ends_on)
    leads = _overlapping(seat, starts_on, ends_on).filter(is_lead=True, stands_in_for__isnull=True)
    if is_lead and leads.exists():
        raise LeadTaken
    duty = Duty.objects.create(
        seat=seat, person=person, starts_on=starts_on, ends_on=ends_on, is_lead=is_lead
    )
    journal.write(seat.body, BodyEvent.DUTY_STARTED, by=by, at=now, **_facts(duty))
    return duty


def _facts(duty: Duty) -> dict[str, Any]:
    return {
        "duty": duty.pk,
        "seat": duty.seat_id,
        "person": duty.person_id,
        "starts_on": duty.starts_on.isoformat(),
        "ends_on": duty.ends_on.isoformat() if duty.ends_on else None,
        "is_lead": duty.is_lead,
    }


def _close(duty: Duty, ends_on: date) -> list[int]:
    """End a duty and the substitutes that would outlast it; those that had not begun go. Returns ids of both."""
    if ends_on < duty.starts_on:
        raise EndsBeforeItBegins
    if duty.ends_on is not None and duty.ends_on < ends_on:
        raise DutyOver
    duty.ends_on = ends_on
    duty.save(update_fields=["ends_on"])
    standing_in = Duty.objects.filter(stands_in_for=duty, ends_on__gt=ends_on)
    touched = list(standing_in.values_list("pk", flat=True))
    standing_in.filter(starts_on__gt=ends_on).delete()
    standing_in.update(ends_on=ends_on)
    return touched


def _locked_duty(duty: Duty, *, by: Actor, now: datetime) -> tuple[Seat, Duty]:
    seat = locked_seat(duty.seat)
    require_seat(seat, by=by, now=now)
    return seat, Duty.objects.select_related("person").get(pk=duty.pk)


@transaction.atomic
def end_duty(*, duty: Duty, ends_on: date, by: Actor, now: datetime) -> Duty:
    """The last day of a duty; its substitutes end with it. Raises EndsBeforeItBegins, DutyOver, NotAllowed."""
    seat, duty = _locked_duty(duty, by=by, now=now)
    substitutes = _close(duty, ends_on)
    journal.write(seat.body, BodyEvent.DUTY_ENDED, by=by, at=now, **_facts(duty), substitutes=substitutes)
    return duty


@transaction.atomic
def hand_over(*, duty: Duty, person: Person, on: date, by: Actor, now: datetime) -> Duty:
    """The seat goes to ``person`` from the day ``on``; the duty before ends the day before. Returns the new duty.

    Raises SamePerson, TooEarly, DutyOver, AlreadyOnSeat, IsSubstitute, NotAllowed.
    """
    seat, duty = _locked_duty(duty, by=by, now=now)
    if duty.stands_in_for_id is not None:
        raise IsSubstitute
    if duty.person_id == person.pk:
        raise SamePerson
    eve = on - timedelta(days=1)
    if eve < duty.starts_on:
        raise TooEarly
    substitutes = _close(duty, eve)
    _check_free(seat, person, on, None)
    successor = Duty.objects.create(seat=seat, person=person, starts_on=on, is_lead=duty.is_lead)
    journal.write(
        seat.body,
        BodyEvent.HANDED_OVER,
        by=by,
        at=now,
        left=duty.pk,
        left_person=duty.person_id,
        substitutes=substitutes,
        **_facts(successor),
    )
    return successor


@transaction.atomic
def stand_in(*, duty: Duty, person: Person, starts_on: date, ends_on: date, by: Actor, now: datetime) -> Duty:
    """``person`` stands in for the holder of ``duty`` from a day to a day, with the grants of the seat.

    Raises SamePerson, OutsideDuty, AlreadyOnSeat, IsSubstitute, EndsBeforeItBegins, NotAllowed.
    """
    seat, duty = _locked_duty(duty, by=by, now=now)
    return place_substitute(seat, duty, person, starts_on, ends_on, by=by, now=now)


def place_substitute(
    seat: Seat, duty: Duty, person: Person, starts_on: date, ends_on: date, *, by: Actor, now: datetime
) -> Duty:
    """The duty of a substitute, once it is clear that the actor may decide on it; ``seat`` is under its lock."""
    if duty.stands_in_for_id is not None:
        raise IsSubstitute
    if duty.person_id == person.pk:
        raise SamePerson
    if starts_on < duty.starts_on or (duty.ends_on is not None and ends_on > duty.ends_on):
        raise OutsideDuty
    _check_free(seat, person, starts_on, ends_on)
    substitute = Duty.objects.create(
        seat=seat,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        stands_in_for=duty,
        is_lead=duty.is_lead,
    )
    journal.write(seat.body, BodyEvent.STOOD_IN, by=by, at=now, stands_in_for=duty.pk, **_facts(substitute))
    return substitute
