"""Up, down, sideways, back, and on from a neighbour."""

from datetime import datetime

from linli.cases import rules
from linli.cases.models import Case
from linli.cases.queries.offers.straight import leads
from linli.cases.states import State, Verb
from linli.kernel.actor import Actor


def _hand_up(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.HAND_UP) and case.matter_id is not None and rules.can_work(actor, case)


def _hand_down(case: Case, actor: Actor, now: datetime) -> bool:
    return _hand_up(case, actor, now) and case.rung > 1


def _hand_over(case: Case, actor: Actor, now: datetime) -> bool:
    may = rules.can_hand_over(actor, case) or rules.can_work(actor, case)
    return leads(case, Verb.HAND_OVER) and case.matter_id is not None and may


def may_pull_back(case: Case, actor: Actor, now: datetime) -> bool:
    """The message after a case was sent on asks it too."""
    there = case.sent_from_id is not None and case.sent_from_id != case.holder_id
    return leads(case, Verb.PULL_BACK) and there and rules.can_pull_back(actor, case)


def _go_on(case: Case, actor: Actor, now: datetime) -> bool:
    return is_with_neighbour(case) and rules.can_dispatch(actor, case)


def is_with_neighbour(case: Case) -> bool:
    """Is a neighbour being asked first?"""
    return case.state == State.REGISTERED and case.wakes_at is not None


OFFERS = {
    "hand_up": _hand_up,
    "hand_down": _hand_down,
    "hand_over": _hand_over,
    "pull_back": may_pull_back,
    "go_on": _go_on,
}
