"""Checking an answer: review, and the call-back that asks the resident."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, placing, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.moving import answer_goes_out_anew, require_words, save, wait_for_check
from linli.cases.events import CaseEvent
from linli.cases.models import CallBack, Case, Channel, Report
from linli.cases.queries import practice
from linli.cases.states import Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations.models import Seat
from linli.ui import times

SATISFACTION = (1, 2, 3)  # not satisfied, mostly, satisfied (domain 1.5)


class OwnAnswer(Refusal):
    """Whoever gave the answer, or sits in the seat that did, neither reviews it nor calls back."""

    words = _("答复是您或者您的岗位办的，请换别人来审核、回访。")


class UnclearCallBack(Refusal):
    words = _("联系上了本人，请把是否联系、是否解决、是否满意都问清。")
    field = "solved"


class TriedJustNow(Refusal):
    """They were not reached a short while ago: a try right after it is none of its own. Who calls back is always heard."""

    words = _("刚打过，没找到本人。请过一会儿再试。")
    field = "reached"


@transaction.atomic
def approve(*, case_id: int, by: Actor, now: datetime) -> Case:
    """The answer may go to the resident: on to the call-back.

    Raises NotFound, NotAllowed, NoSuchMove, OwnAnswer.
    """
    case = _to_check(case_id, Verb.APPROVE, "place", by=by)
    states.move(case, Verb.APPROVE)
    wait_for_check(case)
    clocks.open_callback(case, now)
    journal.write(case, CaseEvent.APPROVED, by=by, at=now, to=case.holder_id)
    save(case)
    return case


@transaction.atomic
def send_back(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """The answer is not good enough: back to the seat that gave it, or where it has ended to the lead's, with the reason
    (返工). The promise runs on.

    Raises NotFound, NotAllowed, NoSuchMove, OwnAnswer, WordsMissing.
    """
    needed = ("answered_by__role", "answered_by__body", "matter", "lead", "place")
    case = _to_check(case_id, Verb.SEND_BACK, *needed, by=by)
    text = require_words(reason, "reason")
    states.move(case, Verb.SEND_BACK)
    case.goes_to(seat_to_try_again(case))
    forget_answer(case)
    indexing.index_answer(case)
    case.returns += 1
    journal.write(case, CaseEvent.SENT_BACK, by=by, at=now, text=text, to=case.holder_id)
    save(case)
    return case


def _to_check(case_id: int, verb: Verb, *needed: str, by: Actor) -> Case:
    case = queries.locked(case_id, *needed)
    require(rules.can_review(by, case))
    states.ensure(case, verb)
    if rules.gave_the_answer(by, case):
        raise OwnAnswer
    return case


@transaction.atomic
def call_back(
    *,
    case_id: int,
    manner: str,
    is_reached: bool,
    was_contacted: bool | None,
    is_solved: bool | None,
    satisfaction: int | None,
    words: str,
    by: Actor,
    now: datetime,
) -> Case:
    """One try to carry the answer back. Solved: closed. Not solved: back to the lead. Not reached as often as
    is practice, and with its gap between: closed as not reached, the outcome untouched. Nobody left a number: closed as not applicable,
    whatever was ticked.

    ``satisfaction``: 3 satisfied, 2 mostly, 1 not. The three questions are asked only of somebody who was reached.
    Raises NotFound, NotAllowed, NoSuchMove, OwnAnswer, UnclearCallBack, TriedJustNow.
    """
    case = queries.locked(case_id, "matter", "answered_by__role", "answered_by__body")
    require(rules.can_call_back(by, case))
    states.ensure(case, Verb.CONFIRM)
    if rules.gave_the_answer(by, case):
        raise OwnAnswer
    if not is_reached:
        _leave_a_gap(case, now)
    said = CallBack(
        case=case, made_at=now, by_person_key=by.person_id, manner=Channel(manner), is_reached=is_reached
    )
    said.is_applicable = Report.objects.filter(case=case).exclude(phone_blind="").exists()
    if not said.is_applicable:
        said.is_reached = False
    elif is_reached:
        if was_contacted is None or is_solved is None or satisfaction not in SATISFACTION:
            raise UnclearCallBack
        said.was_contacted, said.is_solved, said.satisfaction = was_contacted, is_solved, satisfaction
    said.save(force_insert=True)
    facts = {"reached": said.is_reached, "applicable": said.is_applicable, "solved": said.is_solved,
             "contacted": said.was_contacted, "satisfaction": said.satisfaction}  # fmt: skip
    journal.write(case, CaseEvent.CALLED_BACK, by=by, at=now, text=words.strip(), **facts)
    _follow(case, said, by=by, now=now)
    save(case)
    return case


def _follow(case: Case, said: CallBack, *, by: Actor, now: datetime) -> None:
    if said.is_reached and not said.is_solved:
        _reopen(case, by=by, now=now)
    elif said.is_reached or not said.is_applicable or _tries(case) >= practice.amount("callback_tries"):
        states.move(case, Verb.CONFIRM)
        case.closed_at = now
        why = "solved" if said.is_solved else "not_reached" if said.is_applicable else "not_applicable"
        journal.write(case, CaseEvent.CLOSED, by=by, at=now, why=why)
    else:
        clocks.open_callback(case, now, again=True)


def _tries(case: Case) -> int:
    """Tries since the answer that now waits."""
    return CallBack.objects.filter(case=case, made_at__gte=case.answered_at or case.registered_at).count()


def _leave_a_gap(case: Case, now: datetime) -> None:
    """Raises TriedJustNow."""
    last = CallBack.objects.filter(case=case, made_at__gte=case.answered_at or case.registered_at)
    tried = last.filter(is_reached=False, is_applicable=True).aggregate(at=Max("made_at"))["at"]
    hours = practice.amount("callback_gap_hours")
    if tried is not None and now < tried + timedelta(hours=hours):
        raise TriedJustNow(
            _("刚打过，没找到本人。%(at)s 以后再试才算一次；本人打回来的，现在就可以记“找到了”。")
            % {"at": times.short(tried + timedelta(hours=hours), now)}
        )


def _reopen(case: Case, *, by: Actor, now: datetime) -> None:
    """Back to the seat that answered, or where it has ended to the one that the lead has now. The promise stays."""
    states.move(case, Verb.REOPEN)
    case.goes_to(seat_to_try_again(case))
    forget_answer(case)
    indexing.index_answer(case)
    answer_goes_out_anew(case)
    case.reopened += 1
    case.signed_at = case.sent_from = None
    clocks.promise(case)  # what was settled on the spot was never promised
    clocks.open_leg(case, now)
    journal.write(case, CaseEvent.REOPENED, by=by, at=now, to=case.holder_id, lead=case.lead_id)


def seat_to_try_again(case: Case) -> Seat | None:
    """The seat that answered, or where it has ended the one that the lead has now."""
    seat = case.answered_by
    if seat is not None and seat.ended_on is None:
        return seat
    if case.matter is not None and case.lead is not None and case.place is not None:
        return placing.holder_for(case.matter, case.lead, case.place) or case.holder
    return case.holder


def forget_answer(case: Case) -> None:
    """The answer did not stand; what it said stays in the journal."""
    case.answer, case.outcome = "", ""
    case.answered_at, case.answered_by, case.answerer_key = None, None, None
    case.callback_due_at = None
