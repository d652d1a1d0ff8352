"""Working on a case: sign, note, answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.moving import (
    end_pause,
    find_lead,
    is_answered,
    require_words,
    save,
    stop_asking,
    wait_for_check,
)
from linli.cases.actions.parts import close_parts
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Outcome
from linli.cases.states import OPEN_STATES, State, Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require

# What an answer may come to. Referred and duplicate are closes of their own, without a call-back.
ANSWERS = (Outcome.SOLVED, Outcome.PARTLY, Outcome.EXPLAINED)


class UnknownOutcome(Refusal):
    words = _("请选一个办理结果。")
    field = "outcome"


class AlreadyOver(Refusal):
    words = _("这件诉求已经结束，不能再记。")


@transaction.atomic
def sign(*, case_id: int, by: Actor, now: datetime) -> Case:
    """The holder takes the case on. An intake desk may take on itself what it may lead, or what has a lead.

    Raises NotFound, NotAllowed, NoSuchMove, NotPlaced, MustNotLead.
    """
    case = queries.locked(case_id)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.SIGN)
    if case.state == State.REGISTERED:
        find_lead(case, case.holder_body)
        case.unplaced_why = ""
        clocks.promise(case)
    stop_asking(case, now)
    states.move(case, Verb.SIGN)
    case.signed_at = now
    journal.write(case, CaseEvent.SIGNED, by=by, at=now, seat=case.holder_id)
    save(case)
    return case


@transaction.atomic
def note(*, case_id: int, words: str, contacted: bool, by: Actor, now: datetime) -> Case:
    """What was done or said on the way; ``contacted`` says that the reporter was reached. The first contact counts
    against the promise.

    Raises NotFound, NotAllowed, AlreadyOver, WordsMissing.
    """
    case = queries.locked(case_id)
    require(rules.can_work(by, case))
    if case.state not in OPEN_STATES:
        raise AlreadyOver
    text = require_words(words, "words")
    if contacted and case.contacted_at is None:
        case.contacted_at = now
    tag = CaseEvent.CONTACTED if contacted else CaseEvent.NOTED
    journal.write(case, tag, by=by, at=now, text=text, seat=case.holder_id)
    save(case)
    return case


@transaction.atomic
def answer(*, case_id: int, answer: str, outcome: str, by: Actor, now: datetime) -> Case:
    """What was done, in words to the resident. It is reviewed first where the matter asks for it; else it goes to the
    call-back. It is the one official answer: a part that is open and not late holds it, a late one is marked late.

    Raises NotFound, NotAllowed, NoSuchMove, UnknownOutcome, WordsMissing, StillAtIt.
    """
    case = queries.locked(case_id, "matter", "place")
    require(rules.can_work(by, case))
    verb = queries.answering_verb(case)
    states.ensure(case, verb)
    if outcome not in ANSWERS:
        raise UnknownOutcome
    case.answer, case.outcome = require_words(answer, "answer"), Outcome(outcome)
    close_parts(case, by=by, now=now)
    end_pause(case, now)
    states.move(case, verb)
    is_answered(case, by, now)
    wait_for_check(case)
    for_review = verb is Verb.ANSWER_FOR_REVIEW
    if not for_review:
        clocks.open_callback(case, now)
    facts = {
        "seat": case.answered_by_id,
        "to": case.holder_id,
        "outcome": str(outcome),
        "for_review": for_review,
    }
    journal.write(case, CaseEvent.ANSWERED, by=by, at=now, text=case.answer, **facts)
    indexing.index_answer(case)
    save(case)
    return case
