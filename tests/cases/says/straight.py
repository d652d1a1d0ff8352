"""How each verb of the straight path is said by a test."""

from datetime import datetime

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.states import Verb
from linli.kernel.actor import Actor
from tests.cases.says.shape import Say


def _call_back(key: int, by: Actor, now: datetime, *, solved: bool) -> Case:
    return actions.call_back(
        case_id=key, manner="phone", is_reached=True, was_contacted=True, is_solved=solved,
        satisfaction=3, words="", by=by, now=now,
    )  # fmt: skip


SAYS: dict[Verb, Say] = {
    Verb.DISPATCH: lambda s, key, by, now: actions.dispatch(
        case_id=key, to_seat_id=s.town.street_desk.pk, by=by, now=now
    ),
    Verb.SIGN: lambda s, key, by, now: actions.sign(case_id=key, by=by, now=now),
    Verb.SETTLE: lambda s, key, by, now: actions.settle(case_id=key, answer="办了", by=by, now=now),
    Verb.DECLINE: lambda s, key, by, now: actions.decline(
        case_id=key, ground="statutory", words="请走诉讼", by=by, now=now
    ),
    Verb.ANSWER: lambda s, key, by, now: actions.answer(
        case_id=key, answer="办了", outcome="solved", by=by, now=now
    ),
    Verb.ANSWER_FOR_REVIEW: lambda s, key, by, now: actions.answer(
        case_id=key, answer="办了", outcome="solved", by=by, now=now
    ),
    Verb.APPROVE: lambda s, key, by, now: actions.approve(case_id=key, by=by, now=now),
    Verb.SEND_BACK: lambda s, key, by, now: actions.send_back(case_id=key, reason="再看看", by=by, now=now),
    Verb.CONFIRM: lambda s, key, by, now: _call_back(key, by, now, solved=True),
    Verb.REOPEN: lambda s, key, by, now: _call_back(key, by, now, solved=False),
    Verb.WITHDRAW: lambda s, key, by, now: actions.withdraw(case_id=key, reason="不用了", by=by, now=now),
}
# The act whose button stands where the verb leads somewhere.
OFFERS = {
    Verb.DISPATCH: "dispatch",
    Verb.SIGN: "sign",
    Verb.SETTLE: "settle",
    Verb.DECLINE: "decline",
    Verb.ANSWER: "answer",
    Verb.ANSWER_FOR_REVIEW: "answer",
    Verb.APPROVE: "approve",
    Verb.SEND_BACK: "send_back",
    Verb.CONFIRM: "call_back",
    Verb.REOPEN: "call_back",
    Verb.WITHDRAW: "withdraw",
}
