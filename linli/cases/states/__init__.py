"""States of a case, the verbs that move it, and the one table of moves. Requests, parts, whistles and what is supervised
have tables of their own beside this one.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.states.tables import HasState, NoSuchMove, Table


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

# Somebody has it in hand, or had when it was put on hold: others may be called to help.
AT_WORK = (State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD)


class Verb(models.TextChoices):
    DISPATCH = "dispatch", _("派单")
    SETTLE = "settle", _("已自行处置")
    DECLINE = "decline", _("不予受理")
    CLOSE_HISTORY = "close_history", _("原系统已办结")
    PASS_ON = "pass_on", _("转达表扬")
    SIGN = "sign", _("签收")
    ASK_INFO = "ask_info", _("请居民补充")
    INFO_TO_INTAKE = "info_to_intake", _("补充后回到受理")
    INFO_TO_WORK = "info_to_work", _("补充后接着办")
    HAND_UP = "hand_up", _("上报")
    HAND_DOWN = "hand_down", _("下派")
    HAND_OVER = "hand_over", _("转办")
    PULL_BACK = "pull_back", _("收回")
    RETURN = "return", _("退单")
    MERGE = "merge", _("并为重复件")
    SPLIT = "split", _("拆开误并的件")
    SPLIT_TO_INTAKE = "split_to_intake", _("拆开误并的件，回到受理")
    REFER = "refer", _("转法定途径")
    HOLD = "hold", _("暂缓办理")
    RESUME = "resume", _("恢复办理")
    ANSWER_FOR_REVIEW = "answer_for_review", _("提交审核")
    ANSWER = "answer", _("答复")
    APPROVE = "approve", _("审核通过")
    SEND_BACK = "send_back", _("退回返工")
    CONFIRM = "confirm", _("回访办结")
    REOPEN = "reopen", _("未解决重办")
    REDO = "redo", _("办结后重办")
    UPHOLD_APPEAL = "uphold_appeal", _("异议成立，重新受理")
    WITHDRAW = "withdraw", _("撤回")


# (state, verb) -> the state it leads to. Pages ask it which buttons to show; tests walk it; docs draw it.
MOVES: dict[tuple[State, Verb], State] = {
    (State.REGISTERED, Verb.DISPATCH): State.DISPATCHED,
    (State.REGISTERED, Verb.SIGN): State.IN_PROGRESS,
    (State.REGISTERED, Verb.SETTLE): State.AWAITING_CALLBACK,
    (State.REGISTERED, Verb.ASK_INFO): State.AWAITING_INFO,
    (State.REGISTERED, Verb.DECLINE): State.DECLINED,
    (State.REGISTERED, Verb.MERGE): State.CLOSED,
    (State.REGISTERED, Verb.REFER): State.CLOSED,
    (State.REGISTERED, Verb.PASS_ON): State.CLOSED,
    (State.REGISTERED, Verb.CLOSE_HISTORY): State.CLOSED,
    (State.REGISTERED, Verb.WITHDRAW): State.WITHDRAWN,
    (State.AWAITING_INFO, Verb.INFO_TO_INTAKE): State.REGISTERED,
    (State.AWAITING_INFO, Verb.INFO_TO_WORK): State.IN_PROGRESS,
    (State.AWAITING_INFO, Verb.WITHDRAW): State.WITHDRAWN,
    (State.DISPATCHED, Verb.SIGN): State.IN_PROGRESS,
    (State.DISPATCHED, Verb.HAND_UP): State.DISPATCHED,
    (State.DISPATCHED, Verb.HAND_DOWN): State.DISPATCHED,
    (State.DISPATCHED, Verb.HAND_OVER): State.DISPATCHED,
    (State.DISPATCHED, Verb.PULL_BACK): State.DISPATCHED,
    (State.DISPATCHED, Verb.RETURN): State.REGISTERED,
    (State.DISPATCHED, Verb.MERGE): State.CLOSED,
    (State.DISPATCHED, Verb.REFER): State.CLOSED,
    (State.DISPATCHED, Verb.WITHDRAW): State.WITHDRAWN,
    (State.IN_PROGRESS, Verb.ANSWER_FOR_REVIEW): State.IN_REVIEW,
    (State.IN_PROGRESS, Verb.ANSWER): State.AWAITING_CALLBACK,
    (State.IN_PROGRESS, Verb.HAND_UP): State.DISPATCHED,
    (State.IN_PROGRESS, Verb.HAND_DOWN): State.DISPATCHED,
    (State.IN_PROGRESS, Verb.HAND_OVER): State.DISPATCHED,
    (State.IN_PROGRESS, Verb.HOLD): State.ON_HOLD,
    (State.IN_PROGRESS, Verb.ASK_INFO): State.AWAITING_INFO,
    (State.IN_PROGRESS, Verb.RETURN): State.REGISTERED,
    (State.IN_PROGRESS, Verb.MERGE): State.CLOSED,
    (State.IN_PROGRESS, Verb.REFER): State.CLOSED,
    (State.IN_PROGRESS, Verb.WITHDRAW): State.WITHDRAWN,
    (State.ON_HOLD, Verb.RESUME): State.IN_PROGRESS,
    (State.ON_HOLD, Verb.ANSWER_FOR_REVIEW): State.IN_REVIEW,
    (State.ON_HOLD, Verb.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Verb.APPROVE): State.AWAITING_CALLBACK,
    (State.IN_REVIEW, Verb.SEND_BACK): State.IN_PROGRESS,
    (State.AWAITING_CALLBACK, Verb.CONFIRM): State.CLOSED,
    (State.AWAITING_CALLBACK, Verb.REOPEN): State.DISPATCHED,
    (State.CLOSED, Verb.REDO): State.DISPATCHED,
    (State.CLOSED, Verb.SPLIT): State.DISPATCHED,
    (State.CLOSED, Verb.SPLIT_TO_INTAKE): State.REGISTERED,
    (State.DECLINED, Verb.UPHOLD_APPEAL): State.REGISTERED,
}

CASE_MOVES = Table(_("这件诉求"), State, MOVES)


def ensure(case: HasState, verb: Verb) -> None:
    """Raises NoSuchMove where ``verb`` leads nowhere from the state of ``case``."""
    CASE_MOVES.ensure(case, verb)


def move(case: HasState, verb: Verb) -> None:
    """Put ``case`` into the state that ``verb`` leads to. Raises NoSuchMove."""
    CASE_MOVES.move(case, verb)


def verbs_from(state: State) -> tuple[Verb, ...]:
    return CASE_MOVES.verbs_from(state)


__all__ = [
    "AT_WORK",
    "CASE_MOVES",
    "MOVES",
    "OPEN_STATES",
    "HasState",
    "NoSuchMove",
    "State",
    "Table",
    "Verb",
    "ensure",
    "move",
    "verbs_from",
]
