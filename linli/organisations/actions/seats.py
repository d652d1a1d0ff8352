"""Seats: made and ended. They stay while people come and go."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations import queries, rules
from linli.organisations.events import BodyEvent
from linli.organisations.models import Body, Duty, Role, Seat
from linli.organisations.names import one_line
from linli.places.models import Place


class SeatThere(Refusal):
    words = _("这个单位在这个区域已经有同样的岗位。")
    field = "role"


class BodyEnded(Refusal):
    words = _("单位已经撤销。")
    field = "body"


class SeatEnded(Refusal):
    words = _("岗位已经撤销。")
    field = "seat"


class StillHeld(Refusal):
    words = _("那天以后还有人在任，先办离任。")
    field = "ended_on"


@transaction.atomic
def make_seat(
    *, body: Body, role: Role, by: Actor, now: datetime, area: Place | None = None, name: str = ""
) -> Seat:
    """A post in ``body`` over ``area`` (None: the body's own). An ended one of the same kind is opened again.

    Raises SeatThere, BodyEnded, BadName, NotAllowed.
    """
    body = Body.objects.select_for_update(of=("self",)).select_related("area").get(pk=body.pk)
    on = queries.day_of(now)
    require(rules.can_edit_seat(by, body=body, role=role, area=area, served=queries.served_places(body, on)))
    if body.ended_on is not None and body.ended_on < on:
        raise BodyEnded
    title = one_line(name or f"{area.name if area else body.name}{role.name}"[:80], 80)
    seat = Seat.objects.filter(body=body, role=role, area=area).first()
    if seat is not None and seat.ended_on is None:
        raise SeatThere
    if seat is None:
        seat = Seat.objects.create(body=body, role=role, area=area, name=title)
    else:
        seat.ended_on, seat.name = None, title
        seat.save(update_fields=["ended_on", "name"])
    journal.write(body, BodyEvent.SEAT_MADE, by=by, at=now, seat=seat.pk, role=role.code, area=seat.area_id)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, ended_on: date, by: Actor, now: datetime) -> Seat:
    """The last day of a seat that nobody holds afterwards. Raises StillHeld, NotAllowed."""
    seat = locked_seat(seat)
    require_seat(seat, by=by, now=now)
    if Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ended_on), seat=seat).exists():
        raise StillHeld
    seat.ended_on = ended_on
    seat.save(update_fields=["ended_on"])
    journal.write(seat.body, BodyEvent.SEAT_ENDED, by=by, at=now, seat=seat.pk, ended_on=ended_on.isoformat())
    return seat


def locked_seat(seat: Seat) -> Seat:
    """The seat under its row lock: all sentences about its duties wait for one another."""
    return Seat.objects.select_for_update(of=("self",)).select_related("body", "role").get(pk=seat.pk)


def require_seat(seat: Seat, *, by: Actor, now: datetime) -> None:
    served = queries.served_places(seat.body, queries.day_of(now))
    require(rules.can_edit_seat(by, body=seat.body, role=seat.role, area=seat.area, served=served))
