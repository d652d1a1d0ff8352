"""Carrying a case up, down and sideways. None of it touches the promise; each opens the new holder's clock to sign."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, placing, queries, rules, states
from linli.cases.actions.moving import NotPlaced, require_words, save
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.cases.states import Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations.models import Seat


class TopOfLadder(Refusal):
    words = _("上面没有可以接的岗位了，请自己办，或者请上级督办。")


class NotBelow(Refusal):
    words = _("这个岗位不在您的下一级，不能下派过去。")
    field = "seat"


class NotTheirOwn(Refusal):
    """BJ-JSJB Art. 17: what is outside a community's duty list is not pushed down to it."""

    words = _("这件事不属于社区职责，不能下派给社区。可以请社区协办。")
    field = "seat"


class NotBeside(Refusal):
    words = _("这个岗位不能接转办，请选别的岗位。")
    field = "seat"


class NothingToPullBack(Refusal):
    words = _("这件不是从别的岗位派来的，没有可以收回的地方。")


@transaction.atomic
def hand_up(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Pass the case to the seat above; the promise to the resident stays as it was.

    Raises NotFound, NotAllowed, NoSuchMove, WordsMissing, NotPlaced, TopOfLadder.
    """
    case = _to_carry(case_id, Verb.HAND_UP, by=by)
    text = require_words(reason, "reason")
    above = queries.seat_above(case)
    if above is None:
        raise TopOfLadder
    case.rises += 1
    return _carry(case, above, Verb.HAND_UP, CaseEvent.HANDED_UP, by=by, now=now, text=text)


@transaction.atomic
def hand_down(*, case_id: int, to_seat_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Pass the case to a seat below on the ladder of its place, with the reason.

    Raises NotFound, NotAllowed, NoSuchMove, WordsMissing, NotPlaced, NotBelow, NotTheirOwn.
    """
    case = _to_carry(case_id, Verb.HAND_DOWN, by=by)
    text = require_words(reason, "reason")
    seat = next((one for one in queries.seats_below(case) if one.pk == to_seat_id), None)
    if seat is None:
        raise NotBelow
    if not placing.may_go_down(case.matter, seat, from_body=case.holder_body_id):
        raise NotTheirOwn
    return _carry(case, seat, Verb.HAND_DOWN, CaseEvent.HANDED_DOWN, by=by, now=now, text=text)


@transaction.atomic
def hand_over(*, case_id: int, to_seat_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Pass the case sideways: to another desk, whose body becomes the lead where it may be, or to another seat of the
    same body, where the lead stays.

    Raises NotFound, NotAllowed, NoSuchMove, WordsMissing, NotPlaced, NotBeside.
    """
    case = queries.locked(case_id, *_NEEDED)
    seat = next(
        (one for one in queries.seats_beside(case, on=timezone.localdate(now)) if one.pk == to_seat_id), None
    )
    same_body = seat is not None and seat.body_id == case.holder_body_id
    require(rules.can_hand_over(by, case) or (same_body and rules.can_work(by, case)))
    states.ensure(case, Verb.HAND_OVER)
    text = require_words(reason, "reason")
    if case.matter is None or case.place is None:
        raise NotPlaced
    if seat is None:
        raise NotBeside
    if not same_body and seat.body_id != case.lead_id:
        if not placing.may_lead(case.matter, seat.body):
            raise NotBeside
        case.lead = seat.body
    # Whose hands it was taken out of did not send it and may not pull it back.
    keep = rules.can_work(by, case)
    return _carry(
        case, seat, Verb.HAND_OVER, CaseEvent.HANDED_OVER, by=by, now=now, text=text, keep=keep,
        lead=case.lead_id,
    )  # fmt: skip


@transaction.atomic
def pull_back(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Take a case back that was sent and is not signed yet. It returns to the seat that sent it.

    Raises NotFound, NotAllowed, NoSuchMove, WordsMissing, NothingToPullBack.
    """
    case = queries.locked(case_id, *_NEEDED, "sent_from__role", "sent_from__body")
    require(rules.can_pull_back(by, case))
    states.ensure(case, Verb.PULL_BACK)
    text = require_words(reason, "reason")
    if case.sent_from is None:
        raise NothingToPullBack
    return _carry(
        case, case.sent_from, Verb.PULL_BACK, CaseEvent.PULLED_BACK, by=by, now=now, text=text, keep=False
    )


_NEEDED = ("matter__category", "place", "holder__role", "holder__body")


def _to_carry(case_id: int, verb: Verb, *, by: Actor) -> Case:
    case = queries.locked(case_id, *_NEEDED)
    require(rules.can_work(by, case))
    states.ensure(case, verb)
    if case.matter is None or case.place is None or case.holder is None:
        raise NotPlaced
    return case


def _carry(
    case: Case,
    seat: Seat,
    verb: Verb,
    tag: CaseEvent,
    *,
    by: Actor,
    now: datetime,
    text: str,
    keep: bool = True,
    **facts: Any,
) -> Case:
    """The one way from hand to hand. ``keep`` remembers the sender, who may pull the case back."""
    left = case.holder
    states.move(case, verb)
    case.sent_from = left if keep else None
    case.goes_to(seat)
    case.signed_at = None
    clocks.open_leg(case, now)
    left_key = left.pk if left is not None else None
    journal.write(case, tag, by=by, at=now, text=text, left=left_key, to=seat.pk, **facts)
    save(case)
    return case
