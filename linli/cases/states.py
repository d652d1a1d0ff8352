"""States of a case, the verbs that move it, and the one table of moves."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class HasState(Protocol):
    """A case, as far as this page needs to know it."""

    state: str


class State(models.TextChoices):
    REGISTERED = "registered", _("待受理")
    AWAITING_INFO = "awaiting_info", _("待补充")
    DISPATCHED = "dispatched", _("待签收")
    IN_PROGRESS = "in_progress", _("办理中")
    ON_HOLD = "on_hold", _("暂缓办理")
    IN_REVIEW = "in_review", _("待审核")
    AWAITING_CALLBACK = "awaiting_callback", _("待回访")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN_STATES = (
    State.REGISTERED,
    State.AWAITING_INFO,
    State.DISPATCHED,
    State.IN_PROGRESS,
    State.ON_HOLD,
    State.IN_REVIEW,
    State.AWAITING_CALLBACK,
)


class Verb(models.TextChoices):
    DISPATCH = "dispatch", _("派单")
    SETTLE = "settle", _("已自行处置")
    DECLINE = "decline", _("不予受理")
    CLOSE_HISTORY = "close_history", _("原系统已办结")
    SIGN = "sign", _("签收")
    ANSWER_FOR_REVIEW = "answer_for_review", _("提交审核")
    ANSWER = "answer", _("答复")
    APPROVE = "approve", _("审核通过")
    SEND_BACK = "send_back", _("退回返工")
    CONFIRM = "confirm", _("回访办结")
    REOPEN = "reopen", _("未解决重办")
    WITHDRAW = "withdraw", _("撤回")


# (state, verb) -> the state it leads to. Pages ask it which buttons to show; tests walk it; docs draw it.
MOVES: dict[tuple[State, Verb], State] = {
    (State.REGISTERED, Verb.DISPATCH): State.DISPATCHED,
    (State.REGISTERED, Verb.SIGN): State.IN_PROGRESS,
    (State.REGISTERED, Verb.SETTLE): State.AWAITING_CALLBACK,
    (State.REGISTERED, Verb.DECLINE): State.DECLINED,
    (State.REGISTERED, Verb.CLOSE_HISTORY): State.CLOSED,
    (State.REGISTERED, Verb.WITHDRAW): State.WITHDRAWN,
    (State.DISPATCHED, Verb.SIGN): State.IN_PROGRESS,
    (State.DISPATCHED, Verb.WITHDRAW): State.WITHDRAWN,
    (State.IN_PROGRESS, Verb.ANSWER_FOR_REVIEW): State.IN_REVIEW,
    (State.IN_PROGRESS, Verb.ANSWER): State.AWAITING_CALLBACK,
    (State.IN_PROGRESS, Verb.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Verb.APPROVE): State.AWAITING_CALLBACK,
    (State.IN_REVIEW, Verb.SEND_BACK): State.IN_PROGRESS,
    (State.AWAITING_CALLBACK, Verb.CONFIRM): State.CLOSED,
    (State.AWAITING_CALLBACK, Verb.REOPEN): State.DISPATCHED,
}


class NoSuchMove(Refusal):
    """The case is not in a state from which this verb leads anywhere."""

    def __init__(self, state: State, verb: Verb) -> None:
        super().__init__(
            _("这件诉求现在是“%(state)s”，不能“%(verb)s”。") % {"state": state.label, "verb": verb.label}
        )


def ensure(case: HasState, verb: Verb) -> None:
    """Raises NoSuchMove where ``verb`` leads nowhere from the state of ``case``."""
    if (State(case.state), verb) not in MOVES:
        raise NoSuchMove(State(case.state), verb)


def move(case: HasState, verb: Verb) -> None:
    """Put ``case`` into the state that ``verb`` leads to. Raises NoSuchMove. The only place that assigns a state."""
    ensure(case, verb)
    case.state = MOVES[State(case.state), verb]


def verbs_from(state: State) -> tuple[Verb, ...]:
    return tuple(verb for (at, verb) in MOVES if at is state)
