"""Praise (表扬) is passed on to those praised. It is never ranked, runs under no promise, and nobody is called back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.dispatching import SeatEnded
from linli.cases.actions.moving import require_words, save
from linli.cases.events import CaseEvent
from linli.cases.models import Case, DemandKind
from linli.cases.states import Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.organisations import queries as organisations
from linli.organisations.models import Body, Seat


class NotPraise(Refusal):
    words = _("这件不是表扬，请照常归类派单。")


class NobodyPraised(Refusal):
    words = _("请选表扬的是哪个单位或岗位。")
    field = "seat"


@transaction.atomic
def pass_praise_on(
    *,
    case_id: int,
    words: str,
    by: Actor,
    now: datetime,
    to_seat_id: int | None = None,
    to_body_id: int | None = None,
) -> Case:
    """Tell a seat, or everybody on the seats of a body, what they were praised for, and close the case. ``words`` go to
    the resident as well.

    Raises NotFound, NotAllowed, NoSuchMove, NotPraise, NobodyPraised, SeatEnded, WordsMissing.
    """
    case = queries.locked(case_id)
    require(rules.can_dispatch(by, case))
    states.ensure(case, Verb.PASS_ON)
    if case.kind != DemandKind.PRAISE:
        raise NotPraise
    seat, body = _praised(to_seat_id, to_body_id)
    case.answer = require_words(words, "words")
    states.move(case, Verb.PASS_ON)
    case.answered_at = case.closed_at = now
    case.unplaced_why = ""
    facts = {"to": seat.pk if seat is not None else None, "body": body.pk, "is_seat": to_seat_id is not None}
    journal.write(case, CaseEvent.PRAISE_PASSED_ON, by=by, at=now, text=case.answer, **facts)
    indexing.index_answer(case)
    save(case)
    return case


def _praised(seat_id: int | None, body_id: int | None) -> tuple[Seat | None, Body]:
    """The seat, or the desk of the body, and the body. A body without a desk is told by its seats."""
    if seat_id is not None:
        seat = Seat.objects.select_related("body").filter(pk=seat_id).first()
        if seat is None:
            raise NotFound
        if seat.ended_on is not None or seat.body.ended_on is not None:
            raise SeatEnded
        return seat, seat.body
    if body_id is None:
        raise NobodyPraised
    body = Body.objects.filter(pk=body_id, ended_on__isnull=True).first()
    if body is None:
        raise NotFound
    return organisations.desk_of(body.pk), body
