"""The straight path: sign, answer, review, call back; and what the intake desk does."""

from datetime import datetime

from linli.cases import rules
from linli.cases.models import Case, DemandKind
from linli.cases.queries.reading import others_wait
from linli.cases.states import MOVES, OPEN_STATES, State, Verb
from linli.kernel.actor import Actor


def leads(case: Case, *verbs: Verb) -> bool:
    """Does any of these verbs lead somewhere from the state of the case?"""
    return any((State(case.state), verb) in MOVES for verb in verbs)


def answering_verb(case: Case) -> Verb:
    """How this case is answered: through a review only where its matter asks for one."""
    needs_review = case.matter is not None and case.matter.needs_review
    return Verb.ANSWER_FOR_REVIEW if needs_review else Verb.ANSWER


def _sign(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.SIGN) and case.matter_id is not None and rules.can_work(actor, case)


def _answer(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, answering_verb(case)) and rules.can_work(actor, case)


def _note(case: Case, actor: Actor, now: datetime) -> bool:
    return case.state in OPEN_STATES and rules.can_work(actor, case)


def _approve(case: Case, actor: Actor, now: datetime) -> bool:
    return (
        leads(case, Verb.APPROVE) and rules.can_review(actor, case) and not rules.gave_the_answer(actor, case)
    )


def _call_back(case: Case, actor: Actor, now: datetime) -> bool:
    allowed = rules.can_call_back(actor, case) and not rules.gave_the_answer(actor, case)
    return leads(case, Verb.CONFIRM) and allowed


def _place(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.DISPATCH) and rules.can_dispatch(actor, case)


def _dispatch(case: Case, actor: Actor, now: datetime) -> bool:
    return _place(case, actor, now) and case.matter_id is not None


def _settle(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.SETTLE) and rules.can_work(actor, case)


def _decline(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.DECLINE) and rules.can_dispatch(actor, case) and case.kind != DemandKind.PRAISE


def _withdraw(case: Case, actor: Actor, now: datetime) -> bool:
    return leads(case, Verb.WITHDRAW) and rules.can_withdraw(actor, case) and not others_wait(case)


OFFERS = {
    "sign": _sign,
    "answer": _answer,
    "note": _note,
    "approve": _approve,
    "send_back": _approve,
    "call_back": _call_back,
    "place": _place,
    "dispatch": _dispatch,
    "settle": _settle,
    "decline": _decline,
    "withdraw": _withdraw,
}
