"""Requests, pauses and the appeal: what may be asked now, and which requests this actor may decide."""

from collections.abc import Callable, Iterable
from datetime import datetime

from linli.cases import rules
from linli.cases.models import Case, Request, RequestKind
from linli.cases.practice import amount
from linli.cases.queries import requests as asked
from linli.cases.queries.offers.straight import leads
from linli.cases.states import State, Verb
from linli.cases.states.requests import RequestState
from linli.kernel.actor import Actor

_AT_WORK = (State.DISPATCHED, State.IN_PROGRESS)


def _objection(case: Case, actor: Actor, now: datetime) -> bool:
    if not leads(case, Verb.RETURN) or not rules.can_work(actor, case):
        return False
    until, before = asked.objection_until(case), asked.of_kind(case, RequestKind.OBJECTION)
    in_time = until is not None and now <= until
    return in_time and len(before) < amount("objection_times") and not _waits(before)


def _extension(case: Case, actor: Actor, now: datetime) -> bool:
    if case.state not in _AT_WORK or case.finish_due_at is None or now >= case.finish_due_at:
        return False
    before = asked.of_kind(case, RequestKind.EXTENSION)
    granted = sum(one.state == RequestState.GRANTED for one in before)
    return rules.can_work(actor, case) and granted < amount("extension_times") and not _waits(before)


def _hold(case: Case, actor: Actor, now: datetime) -> bool:
    return (
        leads(case, Verb.HOLD)
        and rules.can_work(actor, case)
        and not asked.waits(case, RequestKind.HOLD)
        and amount("hold_days") > 0
    )


def _exclusion(case: Case, actor: Actor, now: datetime) -> bool:
    may = case.excluded_at is None and rules.can_ask_exclusion(actor, case)
    return may and not asked.waits(case, RequestKind.EXCLUSION)


def _referral(case: Case, actor: Actor, now: datetime) -> bool:
    may = leads(case, Verb.REFER) and rules.can_work(actor, case)
    return may and not asked.waits(case, RequestKind.REFERRAL)


def _whistle(case: Case, actor: Actor, now: datetime) -> bool:
    may = case.state in _AT_WORK and rules.can_ask_whistle(actor, case)
    return may and not asked.waits(case, RequestKind.WHISTLE)


def _ask_info(case: Case, actor: Actor, now: datetime) -> bool:
    if not leads(case, Verb.ASK_INFO) or not rules.can_work(actor, case):
        return False
    return not asked.must_contact_first(case) and asked.questions_asked(case) < amount("info_times")


def _give_info(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.INFO_TO_WORK, Verb.INFO_TO_INTAKE) and rules.can_give_info(actor, case)


def _resume(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.RESUME) and rules.can_work(actor, case)


def may_appeal(case: Case, actor: Actor, now: datetime) -> bool:
    """The resident's page asks it too."""
    until = asked.appeal_until(case)
    in_time = leads(case, Verb.UPHOLD_APPEAL) and until is not None and now <= until
    return in_time and rules.can_appeal(actor, case) and not asked.appealed(case)


def _waits(requests: Iterable[Request]) -> bool:
    return any(one.state == RequestState.ASKED for one in requests)


def _open(
    may: Callable[[Actor, Case, Request], bool],
) -> Callable[[Case, Actor, datetime], list[tuple[int, str]]]:
    """The open requests of a case to which the actor may do it, with the words of each."""

    def found(case: Case, actor: Actor, now: datetime) -> list[tuple[int, str]]:
        return [
            (one.pk, str(RequestKind(one.kind).label))
            for one in sorted(case.requests.all(), key=lambda one: one.pk)
            if one.state == RequestState.ASKED and may(actor, case, one)
        ]

    return found


OFFERS = {
    "ask_info": _ask_info,
    "give_info": _give_info,
    "resume": _resume,
    "ask_objection": _objection,
    "ask_extension": _extension,
    "ask_hold": _hold,
    "ask_referral": _referral,
    "ask_whistle": _whistle,
    "ask_exclusion": _exclusion,
    "appeal": may_appeal,
}


def _grant(case: Case, actor: Actor, now: datetime) -> list[tuple[int, str]]:
    possible = {one.pk for one in case.requests.all() if asked.can_be_granted(case, one, now)}
    return [(key, words) for key, words in _open(rules.can_decide)(case, actor, now) if key in possible]


ABOUT = {
    "grant": _grant,
    "refuse": _open(rules.can_decide),
    "take_back": _open(rules.can_take_back),
}
