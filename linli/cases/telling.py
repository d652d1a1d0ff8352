"""How a case is told to the resident: plain sentences and the steps of its way. Pure reckoning, nothing is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.models import Case, DemandKind, Outcome, Pause
from linli.cases.states import AT_WORK, State
from linli.ui import times

# The step of the way on which each state stands; the states aside (declined, withdrawn) end it early.
STANDS_ON = {
    State.REGISTERED: 0,
    State.AWAITING_INFO: 0,
    State.DISPATCHED: 1,
    State.IN_PROGRESS: 2,
    State.ON_HOLD: 2,
    State.IN_REVIEW: 2,
    State.AWAITING_CALLBACK: 3,
    State.CLOSED: 4,
}


ENDED = (State.CLOSED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. ``mark`` is done, here or ahead."""

    words: str
    mark: str
    at: datetime | None = None


def handler(case: Case) -> str:
    """The body that must act now, as a resident knows it."""
    return case.holder_body.name if case.holder_body is not None else _("值班人员")


def signer(case: Case) -> str:
    """The body that signed: where the answer waits or stands somebody else holds the case by now."""
    return case.answered_by.body.name if case.answered_by is not None else handler(case)


def sentences(
    case: Case,
    *,
    can_be_reached: bool,
    now: datetime,
    pause: Pause | None = None,
    extended: str = "",
    neighbour: str = "",
    joined_at: datetime | None = None,
    together: Sequence[str] = (),
) -> list[str]:
    """What happened and what comes next, by when, in the resident's words. Late promises are said to be late.

    ``pause`` is the one in which the case stands, ``extended`` the words with which a 延期 was told, ``neighbour``
    what the volunteer is called who is asked first and has not answered yet, ``joined_at`` when a demand was registered
    that has joined this case since, ``together`` the names of the bodies that help.
    """
    said = [_("%(at)s 您的诉求已登记。") % {"at": times.short(joined_at or case.registered_at, now)}]
    state = State(case.state)
    if joined_at is not None:
        said.append(_("别的居民也反映了这件事，已经并在一起办。下面是办理的情况，答复也会给您。"))
    if case.kind == DemandKind.PRAISE:
        thanks = _("您的表扬已经转达，谢谢您。") if state is State.CLOSED else _("谢谢您的表扬，我们会转达。")
        return [*said, thanks]
    if case.redone and state not in ENDED:
        said.append(_("之前办结过一次，现在按您的要求重新办，时间从重办那天算。"))
    said += _opening(case, state, neighbour, now)
    if case.signed_at is not None and state is not State.DISPATCHED:
        said.append(
            _("%(at)s %(who)s已签收。") % {"at": times.short(case.signed_at, now), "who": signer(case)}
        )
    if together and state in AT_WORK:
        said.append(_("%(who)s也在一起办这件事。") % {"who": "、".join(together)})
    if case.extension_days:
        said.append(
            _("办结时间延长了%(days)s个工作日。%(why)s") % {"days": case.extension_days, "why": extended}
        )
    said += _on_the_way(case, state, can_be_reached=can_be_reached, now=now)
    return [*said, *_paused(case, state, pause, now)]


def _opening(case: Case, state: State, neighbour: str, now: datetime) -> list[str]:
    """Who looks at it before anybody works on it."""
    said: list[str] = []
    if state is State.REGISTERED and neighbour and case.wakes_at is not None:
        said.append(_("已请%(who)s先帮忙看看。") % {"who": neighbour})
        words = _("%(at)s 前没有回音，就转给%(office)s接着办。")
        said.append(words % {"at": times.until(case.wakes_at, now), "office": handler(case)})
    elif state is State.REGISTERED:
        said.append(_("%(who)s正在看这件事该由谁来办。") % {"who": handler(case)})
        said += _promised(
            case.intake_due_at,
            now,
            ahead=_("预计%(at)s 前派出去。"),
            late=_("本该%(at)s 前派出去，已经迟了。"),
        )
    elif state is State.DISPATCHED:
        went_on = case.sent_from_id is not None or case.reopened > 0
        words = _("现在由%(who)s接着办，等他们签收。") if went_on else _("已派给%(who)s，等他们签收。")
        said.append(words % {"who": handler(case)})
        said += _promised(
            case.sign_due_at, now, ahead=_("预计%(at)s 前签收。"), late=_("本该%(at)s 前签收，已经迟了。")
        )
    return said


def _paused(case: Case, state: State, pause: Pause | None, now: datetime) -> list[str]:
    """Until when it waits and why."""
    until = pause.at_most_until if pause is not None else case.wakes_at
    if state is State.AWAITING_INFO:
        said = [_("有一件事要请您补充，请在下面回答。")]
        if until is not None:
            at = {"at": times.until(until, now)}
            said.append(_("最晚等到%(at)s；到时没有回答，我们按现有情况接着办。") % at)
        return said
    if state is not State.ON_HOLD:
        return []
    request = pause.request if pause is not None else None
    why = request.ground_words() if request is not None else ""
    said = (
        [_("这件事要等一段时间才能接着办：%(why)s。") % {"why": why}]
        if why
        else [_("这件事要等一段时间才能接着办。")]
    )
    if until is not None:
        said.append(_("%(at)s起接着办，办结时间到时重新算好告诉您。") % {"at": _day(until)})
    if request is not None:
        said.append(request.reason)
    return said


def _day(at: datetime) -> str:
    local = timezone.localtime(at)
    return _("%(year)s年%(month)s月%(day)s日") % {"year": local.year, "month": local.month, "day": local.day}


def _on_the_way(case: Case, state: State, *, can_be_reached: bool, now: datetime) -> list[str]:
    said: list[str] = []
    if case.contacted_at is not None:
        said.append(_("%(at)s 已和您联系过。") % {"at": times.short(case.contacted_at, now)})
    if state in (State.DISPATCHED, State.IN_PROGRESS):
        if case.contacted_at is None and can_be_reached:
            said += _promised(
                case.contact_due_at,
                now,
                ahead=_("预计%(at)s 前联系您。"),
                late=_("说好%(at)s 前联系您，已经迟了。"),
            )
        said += _promised(
            case.finish_due_at,
            now,
            ahead=_("最晚%(at)s 前答复您。"),
            late=_("说好%(at)s 前答复您，已经迟了。"),
        )
    ends = {
        State.IN_REVIEW: _("已经办完，正在核对，核对好就答复您。"),
        State.AWAITING_CALLBACK: _("已经答复，请看下面。您可以说说事情解决了没有。"),
        State.CLOSED: _("这件事已办结。"),
        State.DECLINED: _("这件事我们办不了，原因和去处写在下面。"),
        State.WITHDRAWN: _("这件诉求已经撤回。"),
    }
    return [*said, ends[state]] if state in ends else said


def _promised(at: datetime | None, now: datetime, *, ahead: str, late: str) -> list[str]:
    if at is None:
        return []
    return [(late if at < now else ahead) % {"at": times.until(at, now)}]


def steps(case: Case) -> list[Step]:
    """The steps of the way with what is done, where the case stands, and what lies ahead."""
    state = State(case.state)
    if state in (State.DECLINED, State.WITHDRAWN):
        return [Step(_("登记"), "done", case.registered_at), Step(str(state.label), "here", case.closed_at)]
    if case.kind == DemandKind.PRAISE:
        passed = Step(_("转达"), "done" if state is State.CLOSED else "here", case.closed_at)
        return [Step(_("登记"), "done", case.registered_at), passed]
    names = (_("登记"), _("派出去办"), _("办理"), _("答复"), _("办结"))
    times_of = (case.registered_at, None, case.signed_at, case.answered_at, case.closed_at)
    here = STANDS_ON[state]
    return [
        Step(
            name,
            "done" if number < here or state is State.CLOSED else "here" if number == here else "ahead",
            at if number <= here else None,
        )
        for number, (name, at) in enumerate(zip(names, times_of, strict=True))
    ]


def is_answered(case: Case) -> bool:
    """Has the answer gone to the resident, so that it may be shown and rated?"""
    return case.state in (State.AWAITING_CALLBACK, State.CLOSED, State.DECLINED) and bool(case.answer)


def may_rate(case: Case) -> bool:
    is_answered = case.state in (State.AWAITING_CALLBACK, State.CLOSED)
    return is_answered and case.outcome != Outcome.DUPLICATE and case.kind != DemandKind.PRAISE


def in_brief(case: Case) -> str:
    """What and roughly where, for a work group: no name, no number, no words of the reporter, nothing finer than an
    estate.
    """
    what = case.matter.name if case.matter is not None else str(case.get_kind_display())
    where = case.estate or case.community or case.street
    return _("【%(what)s】%(where)s") % {"what": what, "where": where.name if where else _("地点待核")}


def for_the_group(case: Case, *, receipt: str, link: str) -> str:
    """A short text to copy into a work group: ``in_brief`` with the receipt, whose it is, by when, and the link."""
    said = _("%(brief)s，编号 %(receipt)s，现在%(state)s，在%(who)s手上") % {
        "brief": in_brief(case),
        "receipt": receipt,
        "state": case.get_state_display(),
        "who": handler(case),
    }
    if case.next_at is not None:
        said += _("，%(at)s 前要办") % {"at": timezone.localtime(case.next_at).strftime("%m-%d %H:%M")}
    return f"{said}。{link}"
