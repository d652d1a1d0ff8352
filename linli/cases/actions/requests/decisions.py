"""A reviewer grants or refuses a request; who asked takes it back. What granting does stands in one table by kind."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.joining import join
from linli.cases.actions.moving import (
    answer_goes_out_anew,
    begin_pause,
    is_answered,
    require_words,
    save,
    stop_asking,
)
from linli.cases.actions.requests.asks import ExcludedBefore, NotNow, WrongReviewDate
from linli.cases.events import CaseEvent
from linli.cases.models import (
    Case,
    ExclusionGround,
    Outcome,
    PauseWhy,
    ReferralGround,
    Request,
    RequestKind,
    UnplacedWhy,
)
from linli.cases.queries import requests as asked
from linli.cases.states import OPEN_STATES, Verb
from linli.cases.states.requests import REQUEST_MOVES, RequestVerb
from linli.journal import actions as journal
from linli.journal.actions import Step
from linli.kernel.actor import Actor
from linli.kernel.refusals import require


@transaction.atomic
def grant(*, request_id: int, words: str = "", by: Actor, now: datetime) -> Request:
    """The reviewer agrees, and what was asked for is done at once.

    Raises NotFound, NotAllowed, NoSuchMove (decided before, or the case is no longer where it can be done), NotNow,
    WrongReviewDate, ExcludedBefore, SurvivorOver (the case it repeats is over by now).
    """
    request = asked.locked_request(request_id)
    case = request.case
    require(rules.can_decide(by, case, request))
    REQUEST_MOVES.move(request, RequestVerb.GRANT)
    _decided(request, words.strip(), by=by, now=now)
    effect = EFFECTS.get(RequestKind(request.kind))
    steps = effect(case, request, by, now) if effect is not None else []
    told = Step(CaseEvent.GRANTED, by, now, request.decision, _facts(request))
    journal.write_all(case, [told, *steps])
    save(case)
    return request


@transaction.atomic
def refuse(*, request_id: int, words: str, by: Actor, now: datetime) -> Request:
    """The reviewer does not agree, and says why. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    request = asked.locked_request(request_id)
    require(rules.can_decide(by, request.case, request))
    REQUEST_MOVES.move(request, RequestVerb.REFUSE)
    _decided(request, require_words(words, "words"), by=by, now=now)
    facts = _facts(request)
    journal.write(request.case, CaseEvent.REFUSED, by=by, at=now, text=request.decision, **facts)
    return request


@transaction.atomic
def take_back(*, request_id: int, by: Actor, now: datetime) -> Request:
    """Who asked does not need it any more. Raises NotFound, NotAllowed, NoSuchMove."""
    request = asked.locked_request(request_id)
    require(rules.can_take_back(by, request.case, request))
    REQUEST_MOVES.move(request, RequestVerb.TAKE_BACK)
    request.save(update_fields=["state"])
    journal.write(
        request.case, CaseEvent.REQUEST_TAKEN_BACK, by=by, at=now, request=request.pk, kind=request.kind
    )
    return request


def _decided(request: Request, words: str, *, by: Actor, now: datetime) -> None:
    request.decided_at, request.decider_key, request.decision = now, by.person_id, words
    request.save(update_fields=["state", "decided_at", "decider_key", "decision"])


def _facts(request: Request) -> dict[str, Any]:
    return {"request": request.pk, "kind": request.kind, "to": request.seat_id}


def _return(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    """退单: back to the reviewer's desk, which finds out whose it is. The promise runs on."""
    left = case.holder_id
    if request.seat_id != left:
        raise NotNow(_("提异议的岗位已经不办这件了，请不同意或者请他收回。"))
    states.move(case, Verb.RETURN)
    case.lead, case.unplaced_why = None, UnplacedWhy.RETURNED
    case.sent_from, case.signed_at, case.sign_due_at = None, None, None
    _to_desk(case, request, now)
    return [Step(CaseEvent.RETURNED, by, now, "", {"left": left, "to": case.holder_id})]


def _to_desk(case: Case, request: Request, now: datetime) -> None:
    case.goes_to(request.reviewer)
    clocks.open_intake(case, now)


def _extend(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    """The only move of a promise by decision: working days after its limit. The entry's words are the resident's."""
    if case.state not in OPEN_STATES or case.answered_at is not None or case.finish_due_at is None:
        raise NotNow
    was = case.finish_due_at
    case.extension_days += request.days
    clocks.promise_anew(case)
    facts = {"request": request.pk, "days": request.days, "was": was.isoformat(),
             "due": case.finish_due_at.isoformat()}  # fmt: skip
    return [Step(CaseEvent.EXTENDED, by, now, request.reason, facts)]


def _hold(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    """The promise stands still until the day of review begins (Shanghai)."""
    states.move(case, Verb.HOLD)
    if request.review_on is None or request.review_on <= timezone.localdate(now):
        raise WrongReviewDate(WrongReviewDate.words % {"last": request.review_on})
    until = datetime.combine(request.review_on, time.min, tzinfo=timezone.get_default_timezone())
    begin_pause(case, PauseWhy.HOLD, until, now, request=request, approver_key=by.person_id)
    facts = {"request": request.pk, "ground": request.ground, "until": until.isoformat()}
    return [Step(CaseEvent.HELD_OVER, by, now, request.reason, facts)]


def _exclude(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    if case.excluded_at is not None:
        raise ExcludedBefore
    case.excluded_at, case.excluded_why = now, ExclusionGround(request.ground)
    return [Step(CaseEvent.EXCLUDED, by, now, "", {"request": request.pk, "ground": request.ground})]


def _refer(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    """Closed with the channel and where to go as the answer; a reviewer has seen it, and nobody calls back."""
    stop_asking(case, now)
    states.move(case, Verb.REFER)
    is_answered(case, by, now)
    case.answerer_key, case.unplaced_why = request.asker_key, ""
    case.outcome, case.closed_at = Outcome.REFERRED, now
    channel = ReferralGround(request.ground).label
    case.answer = f"{channel}。{request.reason}\n{request.plan}"
    indexing.index_answer(case)
    facts = {"request": request.pk, "ground": request.ground}
    return [
        Step(CaseEvent.REFERRED, by, now, case.answer, facts),
        Step(CaseEvent.CLOSED, by, now, "", {"why": "referred"}),
    ]


def _take_up(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    """The demand is taken in after all: a fresh look by the desk above the one that declined it."""
    states.move(case, Verb.UPHOLD_APPEAL)
    case.answer, case.declined_why, case.closed_at = "", "", None
    indexing.index_answer(case)
    case.answered_at, case.answered_by, case.answerer_key = None, None, None
    case.unplaced_why = UnplacedWhy.APPEALED
    answer_goes_out_anew(case)
    _to_desk(case, request, now)
    return [Step(CaseEvent.APPEAL_UPHELD, by, now, "", {"request": request.pk, "to": case.holder_id})]


def _join(case: Case, request: Request, by: Actor, now: datetime) -> list[Step]:
    """The duplicate closes into the case it repeats; its reporters are told by that one."""
    assert request.other_id is not None
    return join(case, queries.locked(request.other_id), by=by, now=now, reason=request.reason)


Effect = Callable[[Case, Request, Actor, datetime], list[Step]]
# What granting does. A whistle is only recorded: the street whistles by its own button.
EFFECTS: dict[RequestKind, Effect] = {
    RequestKind.OBJECTION: _return,
    RequestKind.EXTENSION: _extend,
    RequestKind.HOLD: _hold,
    RequestKind.EXCLUSION: _exclude,
    RequestKind.REFERRAL: _refer,
    RequestKind.DUPLICATE: _join,
    RequestKind.APPEAL: _take_up,
}
