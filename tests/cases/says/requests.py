"""What needs a reviewer, as a test says it: asked by who holds the case, granted by somebody above."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from linli.cases import actions
from linli.cases.models import Case, Request
from linli.cases.states import State, Verb
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from tests.cases.says.shape import Say
from tests.factories.cases import Scene

DECIDER = Actor(
    ActorKind.PERSON,
    label="审批人",
    account_id=9_000_002,
    person_id=9_000_002,
    grants=frozenset({Grant("cases.decide", Over.EVERYTHING), Grant("cases.read", Over.EVERYTHING)}),
)
REVIEW_ON = date(2026, 4, 1)


def _granted(ask: Callable[..., Request], **facts: Any) -> Say:
    def say(scene: Scene, key: int, by: Actor, now: datetime) -> Case:
        asked = ask(case_id=key, reason="理由在此", by=by, now=now, **facts)
        return actions.grant(request_id=asked.pk, words="同意", by=DECIDER, now=now).case

    return say


def _info(came_from: State) -> Say:
    def say(scene: Scene, key: int, by: Actor, now: datetime) -> Case:
        Case.objects.filter(pk=key, state=State.AWAITING_INFO).update(came_from=came_from)
        return actions.give_info(case_id=key, words="在三单元", by=by, now=now)

    return say


SAYS: dict[Verb, Say] = {
    Verb.RETURN: _granted(actions.ask_objection),
    Verb.HOLD: _granted(actions.ask_hold, kind="season", plan="开春刷漆", review_on=REVIEW_ON),
    Verb.REFER: _granted(actions.ask_referral, ground="lawsuit", where="区法院立案庭"),
    Verb.UPHOLD_APPEAL: _granted(actions.appeal),
    Verb.RESUME: lambda s, key, by, now: actions.resume(case_id=key, by=by, now=now),
    Verb.ASK_INFO: lambda s, key, by, now: actions.ask_info(
        case_id=key, question="哪个单元？", by=by, now=now
    ),
    Verb.INFO_TO_INTAKE: _info(State.REGISTERED),
    Verb.INFO_TO_WORK: _info(State.IN_PROGRESS),
}
# The act whose button stands where the verb leads somewhere.
OFFERS = {
    Verb.RETURN: "ask_objection",
    Verb.HOLD: "ask_hold",
    Verb.REFER: "ask_referral",
    Verb.UPHOLD_APPEAL: "appeal",
    Verb.RESUME: "resume",
    Verb.ASK_INFO: "ask_info",
    Verb.INFO_TO_INTAKE: "give_info",
    Verb.INFO_TO_WORK: "give_info",
}
