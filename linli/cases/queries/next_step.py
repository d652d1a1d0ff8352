"""What comes next for a case, in one sentence: what this reader is to do, or whom everybody waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Case, DemandKind, Pause, Request, RequestKind
from linli.cases.queries.offers import Offer
from linli.cases.queries.offers.carrying import is_with_neighbour
from linli.cases.states import State
from linli.cases.states.parts import OPEN_PARTS, PartState
from linli.cases.states.requests import RequestState
from linli.cases.states.whistles import CallState
from linli.ui import times

Words = str | Promise


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sentence. ``act`` is the act that does it, where it is the reader's ("": others are waited for); ``is_late``
    where its time has passed.
    """

    words: str
    act: str = ""
    is_late: bool = False


# For the reader's own turn: the act, its words with a time and without one, and its words once the time has passed.
_TURNS: dict[str, tuple[Words, Words, Words]] = {
    "sign": (
        gettext_lazy("请在 %(at)s 前签收。"),
        gettext_lazy("请签收。"),
        gettext_lazy("签收已超时%(span)s，请马上签收。"),
    ),
    "place": (
        gettext_lazy("请在 %(at)s 前归类派单。"),
        gettext_lazy("请归类派单。"),
        gettext_lazy("受理已超时%(span)s，请马上归类派单。"),
    ),
    "call_back": (
        gettext_lazy("请在 %(at)s 前回访诉求人。"),
        gettext_lazy("请回访诉求人。"),
        gettext_lazy("回访已超时%(span)s，请马上联系诉求人。"),
    ),
    "contact": (
        gettext_lazy("请在 %(at)s 前联系诉求人，再记一笔。"),
        gettext_lazy("请联系诉求人，再记一笔。"),
        gettext_lazy("首次联系已超时%(span)s，请马上联系诉求人。"),
    ),
    "answer": (
        gettext_lazy("请在 %(at)s 前办好并答复。"),
        gettext_lazy("请办好并答复。"),
        gettext_lazy("办结已超时%(span)s，请马上办好并答复。"),
    ),
    "respond": (
        gettext_lazy("请在 %(at)s 前应哨。"),
        gettext_lazy("请应哨。"),
        gettext_lazy("应哨已超时%(span)s，请马上应哨。"),
    ),
    "arrive": (
        gettext_lazy("请在 %(at)s 前到场。"),
        gettext_lazy("请到场。"),
        gettext_lazy("到场已超时%(span)s，请马上过去。"),
    ),
    "take_part": (
        gettext_lazy("请接下协办，%(at)s 前办完。"),
        gettext_lazy("请接下协办。"),
        gettext_lazy("协办已超时%(span)s，请马上接下来办。"),
    ),
    "finish_part": (
        gettext_lazy("请在 %(at)s 前办完您的协办。"),
        gettext_lazy("请办完您的协办。"),
        gettext_lazy("协办已超时%(span)s，请马上办。"),
    ),
    "finish_call": (
        gettext_lazy("请在 %(at)s 前办完，再报到办完。"),
        gettext_lazy("请办好，再报到办完。"),
        gettext_lazy("已超时%(span)s，请马上办完。"),
    ),
    "reply_supervision": (
        gettext_lazy("请在 %(at)s 前回复督办。"),
        gettext_lazy("请回复督办。"),
        gettext_lazy("督办回复已超时%(span)s，请马上回复。"),
    ),
}


def next_step(case: Case, offers: Iterable[Offer], now: datetime, pause: Pause | None = None) -> NextStep:
    """``offers`` are what the reader may do now (``queries.offers``), ``pause`` the one in which the case stands."""
    may: dict[str, list[int]] = {}
    for offer in offers:
        may.setdefault(offer.name, []).append(offer.of)
    return (
        _asked_of(case, may, now)
        or _own_turn(case, may, now)
        or _decision(case, may.get("refuse"), now)
        or _waited_for(case, now, pause)
    )


def _turn(act: str, due: datetime | None, now: datetime, *, by: str = "") -> NextStep:
    in_time, plain, late = _TURNS[act]
    if due is None:
        return NextStep(str(plain), by or act)
    if due <= now:
        return NextStep(str(late) % {"span": times.distance(now - due)}, by or act, is_late=True)
    return NextStep(str(in_time) % {"at": times.until(due, now)}, by or act)


def _asked_of(case: Case, may: dict[str, list[int]], now: datetime) -> NextStep | None:
    """What somebody else asked of the reader: a reply, a decision, a call, a part."""
    if "reply_supervision" in may:
        dues = [one.reply_due_at for one in case.supervisions.all() if one.pk in may["reply_supervision"]]
        return _turn("reply_supervision", min(dues, default=None), now)
    if decided := _decision(case, may.get("grant"), now):
        return decided
    for act in ("respond", "arrive", "finish_call"):
        for whistle in case.whistles.all():
            for call in whistle.calls.all():
                if call.pk in may.get(act, ()) and "end_whistle" not in may:
                    return _turn(act, call.due_at, now)
    for act in ("take_part", "finish_part"):
        dues = [part.due_at for part in case.parts.all() if part.pk in may.get(act, ())]
        if dues:
            return _turn(act, min(dues), now)
    return None


def _decision(case: Case, keys: list[int] | None, now: datetime) -> NextStep | None:
    """A request to decide. One that can only be refused any more, as an extension of what is answered, comes last."""
    asked = next((one for one in case.requests.all() if one.pk in (keys or ())), None)
    return _decide(asked, now) if asked is not None else None


def _decide(asked: Request, now: datetime) -> NextStep:
    said = {"kind": RequestKind(asked.kind).label}
    if asked.due_at is not None and asked.due_at <= now:
        return NextStep(_("“%(kind)s”的审批已超时，请马上定。") % said, "grant", is_late=True)
    if asked.due_at is None:
        return NextStep(_("请审批“%(kind)s”。") % said, "grant")
    return NextStep(
        _("请在 %(at)s 前审批“%(kind)s”。") % {**said, "at": times.until(asked.due_at, now)}, "grant"
    )


def _own_turn(case: Case, may: dict[str, list[int]], now: datetime) -> NextStep | None:
    if "pass_on_praise" in may:
        return NextStep(_("请把表扬转达给当事人。"), "pass_on_praise")
    if "place" in may and not is_with_neighbour(case):
        return _turn("place", case.intake_due_at, now)
    if "sign" in may and case.state == State.DISPATCHED:
        return _turn("sign", case.sign_due_at, now)
    if "approve" in may:
        return NextStep(_("请审核这份答复：通过，或者退回返工。"), "approve")
    if "call_back" in may:
        return _turn("call_back", case.callback_due_at, now)
    if case.state == State.IN_PROGRESS and "answer" in may:
        return _work(case, now)
    return None


def _work(case: Case, now: datetime) -> NextStep | None:
    """The holder's turn, or whom the holder waits for."""
    if case.contacted_at is None and case.contact_due_at is not None:
        return _turn("contact", case.contact_due_at, now, by="note")
    return _helpers(case, now) or _turn("answer", case.finish_due_at, now)


def _helpers(case: Case, now: datetime) -> NextStep | None:
    called = [
        call.body.name
        for whistle in case.whistles.all()
        for call in whistle.calls.all()
        if call.ended_at is None and call.state == CallState.CALLED
    ]
    if called:
        return NextStep(_("等%(bodies)s应哨。") % {"bodies": _list(called)})
    parts = [part for part in case.parts.all() if part.state in OPEN_PARTS and part.due_at > now]
    waiting = [part.body.name for part in parts if part.state == PartState.WAITING]
    if waiting:
        return NextStep(_("等%(bodies)s接下协办。") % {"bodies": _list(waiting)})
    if parts:
        at = times.until(min(part.due_at for part in parts), now)
        bodies = _list([part.body.name for part in parts])
        return NextStep(_("等%(bodies)s办完协办，最晚 %(at)s；办完再答复。") % {"bodies": bodies, "at": at})
    return None


def _list(names: Iterable[str]) -> str:
    return _("、").join(dict.fromkeys(names))


def _waited_for(case: Case, now: datetime, pause: Pause | None) -> NextStep:
    """Whom everybody waits for, and until when."""
    who = case.holder_body.name if case.holder_body is not None else _("受理岗")
    due, words = _next_due(case, pause), _WAITS.get(State(case.state))
    if is_with_neighbour(case):
        words = gettext_lazy("先请邻里看看，%(at)s 还没有回音就转出去办。"), gettext_lazy("先请邻里看看。")
    if words is None:
        return NextStep(_over(case))
    if due is None or case.from_history:
        return NextStep(str(words[1]) % {"who": who})
    if due <= now and pause is None:
        said = {"who": who, "span": times.distance(now - due), "state": case.get_state_display()}
        return NextStep(_("%(state)s：%(who)s已超时%(span)s。") % said, is_late=True)
    return NextStep(str(words[0]) % {"who": who, "at": times.until(due, now)})


_WAITS: dict[State, tuple[Words, Words]] = {
    State.REGISTERED: (gettext_lazy("等%(who)s受理，最晚 %(at)s。"), gettext_lazy("等%(who)s受理。")),
    State.DISPATCHED: (gettext_lazy("等%(who)s签收，最晚 %(at)s。"), gettext_lazy("等%(who)s签收。")),
    State.IN_PROGRESS: (gettext_lazy("%(who)s在办，最晚 %(at)s 答复。"), gettext_lazy("%(who)s在办。")),
    State.AWAITING_INFO: (
        gettext_lazy("等居民补充，最晚 %(at)s；时限先停着，到时没有回音就接着办。"),
        gettext_lazy("等居民补充，时限先停着。"),
    ),
    State.ON_HOLD: (
        gettext_lazy("暂缓办理到 %(at)s，时限先停着；能办了就恢复办理。"),
        gettext_lazy("暂缓办理，时限先停着。"),
    ),
    State.IN_REVIEW: (gettext_lazy("等%(who)s审核答复，最晚 %(at)s。"), gettext_lazy("等%(who)s审核答复。")),
    State.AWAITING_CALLBACK: (
        gettext_lazy("等%(who)s回访诉求人，最晚 %(at)s。"),
        gettext_lazy("等%(who)s回访诉求人。"),
    ),
}


def _next_due(case: Case, pause: Pause | None) -> datetime | None:
    if pause is not None:
        return pause.at_most_until
    if is_with_neighbour(case):
        return case.wakes_at
    return {
        State.REGISTERED: case.intake_due_at,
        State.DISPATCHED: case.sign_due_at,
        State.IN_PROGRESS: case.finish_due_at,
        State.IN_REVIEW: case.finish_due_at,
        State.AWAITING_CALLBACK: case.callback_due_at,
    }.get(State(case.state))


def _over(case: Case) -> str:
    if case.merged_into_id is not None:
        return _("已并到另一件，由那一件答复。")
    if case.state == State.DECLINED:
        return _("没有受理，理由在下面。")
    if case.state == State.WITHDRAWN:
        return _("已撤回，不用办了。")
    if case.kind == DemandKind.PRAISE:
        return _("表扬已转达。")
    waits = next((one for one in case.requests.all() if one.state == RequestState.ASKED), None)
    if waits is not None:
        return _("已办结；“%(kind)s”等审批。") % {"kind": RequestKind(waits.kind).label}
    if case.outcome:
        return _("已办结：%(outcome)s。") % {"outcome": case.get_outcome_display()}
    return _("已办结。")
