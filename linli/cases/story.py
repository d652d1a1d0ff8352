"""How a case is told to its reporter: where it stands and by when, what has happened, what lies ahead. Pure reckoning: what
it needs is handed in, nothing is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.cases import past
from linli.cases.events import CaseEvent
from linli.cases.models import Case, DemandKind, Pause
from linli.cases.past import Happening
from linli.cases.states import AT_WORK, State
from linli.ui import times

Mark = Literal["done", "here", "ahead"]
Tone = Literal["calm", "late", "asks", "good", "over"]

ENDED = (State.CLOSED, State.DECLINED, State.WITHDRAWN)
# The stage of the way on which each state stands; declined and withdrawn end it early.
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


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the few stages of every way, for the eye."""

    words: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the way. ``more`` are words that somebody wrote for the resident."""

    words: str
    mark: Mark
    at: datetime | None = None
    more: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the case itself does not say: ``pause`` in which it stands, ``neighbour`` who is asked first and has not answered
    yet, ``together`` the bodies that help, ``joined_at`` when a demand was registered that has joined this case since,
    ``happenings`` what its journal tells; without them the times on the case are told.
    """

    can_be_reached: bool
    pause: Pause | None = None
    extended: str = ""
    neighbour: str = ""
    joined_at: datetime | None = None
    together: Sequence[str] = ()
    happenings: Sequence[Happening] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """``headline`` says where it stands, ``by_when`` what comes by when ("" where nothing is promised), ``notes`` what else
    is worth knowing now; ``moments`` run from the past through the present to what lies ahead.
    """

    headline: str
    by_when: str
    tone: Tone
    notes: tuple[str, ...]
    stages: tuple[Stage, ...]
    moments: tuple[Moment, ...]
    now: datetime

    def sentences(self) -> list[str]:
        """All of it in sentences, for paper and for reading aloud."""
        return [line for moment in self.moments for line in self._lines(moment)]

    def _lines(self, moment: Moment) -> list[str]:
        said = moment.words
        if moment.at is not None:
            said = _("%(at)s %(what)s") % {"at": times.short(moment.at, self.now), "what": said}
        beside = self.notes if moment.mark == "here" else ()
        return [said, *beside, *([moment.more] if moment.more else [])]


def handler(case: Case) -> str:
    """The body that must act now, as a resident knows it."""
    return case.holder_body.name if case.holder_body is not None else _("值班人员")


def signer(case: Case) -> str:
    """The body that signed: where the answer waits or stands somebody else holds the case by now."""
    return case.answered_by.body.name if case.answered_by is not None else handler(case)


def tell(case: Case, known: Known, now: datetime) -> Story:
    """The whole story of a case for one reporter."""
    headline, by_when, tone = _present(case, known, now)
    gone = _gone(case, known)
    notes = tuple(_notes(case, known))
    if State(case.state) in ENDED:
        last = gone[-1]
        moments = [*gone[:-1], Moment(last.words, "here", last.at, last.more)]
    else:
        words = _("等您回答") if case.state == State.AWAITING_INFO and known.happenings else headline
        here = Moment(words, "here", more=by_when, is_late=tone == "late")
        moments = [*gone, here, *_ahead(case, known, now)]
    return Story(headline, by_when, tone, notes, _stages(case), tuple(moments), now)


def _gone(case: Case, known: Known) -> list[Moment]:
    """What has happened, oldest first; being carried on within one body is no news."""
    happenings = list(known.happenings) or _from_times(case, known)
    told: list[Moment] = []
    who = ""
    for one in happenings:
        if one.tag in past.CARRIED and one.who in ("", who):
            continue
        who = one.who if one.tag in past.CARRIED or one.tag == CaseEvent.DISPATCHED else who
        told.append(Moment(past.sentence(one), "done", one.at, one.text))
    return told


def _from_times(case: Case, known: Known) -> list[Happening]:
    """The way as the times on the case tell it, where its journal is not at hand."""
    state, way = State(case.state), [Happening(CaseEvent.REGISTERED, known.joined_at or case.registered_at)]
    if case.kind != DemandKind.PRAISE:
        if case.signed_at is not None and state is not State.DISPATCHED:
            way.append(Happening(CaseEvent.SIGNED, case.signed_at, signer(case)))
        if case.contacted_at is not None:
            way.append(Happening(CaseEvent.CONTACTED, case.contacted_at))
        if case.answered_at is not None and state in (State.AWAITING_CALLBACK, State.CLOSED):
            way.append(Happening(CaseEvent.ANSWERED, case.answered_at, signer(case)))
    if case.closed_at is not None and state in ENDED:
        ends = {State.DECLINED: CaseEvent.DECLINED, State.WITHDRAWN: CaseEvent.WITHDRAWN}
        praised = CaseEvent.PRAISE_PASSED_ON if case.kind == DemandKind.PRAISE else CaseEvent.CLOSED
        way.append(Happening(ends.get(state, praised), case.closed_at))
    return way


def _notes(case: Case, known: Known) -> list[str]:
    """What is worth knowing beside where it stands."""
    state, said = State(case.state), []
    if known.joined_at is not None:
        said.append(
            _("别的居民也反映了这件事，是并在一起办的。")
            if state in ENDED
            else _("别的居民也反映了这件事，已经并在一起办，答复也会给您。")
        )
    if case.kind == DemandKind.PRAISE or state in ENDED:
        return said
    if case.redone:
        said.append(_("之前办结过一次，现在按您的要求重新办，时间从重办那天算。"))
    if known.together and state in AT_WORK:
        said.append(_("%(who)s也在一起办这件事。") % {"who": "、".join(known.together)})
    if case.extension_days and CaseEvent.EXTENDED not in {one.tag for one in known.happenings}:  # told once
        words = _("办结时间延长了%(days)s个工作日。%(why)s")
        said.append(words % {"days": case.extension_days, "why": known.extended})
    request = known.pause.request if known.pause is not None and state is State.ON_HOLD else None
    if request is not None and not known.happenings:  # they have it
        said.append(request.reason)
    return said


def _present(case: Case, known: Known, now: datetime) -> tuple[str, str, Tone]:
    """Where it stands, what comes by when, and in what tone."""
    state, who = State(case.state), {"who": handler(case)}
    if case.kind == DemandKind.PRAISE and state is not State.WITHDRAWN:
        if state is State.CLOSED:
            return _("您的表扬已经转达，谢谢您。"), "", "good"
        return _("谢谢您的表扬，我们会转达。"), "", "calm"
    match state:
        case State.REGISTERED:
            return _at_the_desk(case, known, now)
        case State.DISPATCHED:
            went_on = case.sent_from_id is not None or case.reopened > 0
            words = _("现在由%(who)s接着办，等他们接单") if went_on else _("已派给%(who)s，等他们接单")
            return words % who, *_sign_by(case.sign_due_at, now)
        case State.AWAITING_INFO:
            until = known.pause.at_most_until if known.pause is not None else case.wakes_at
            words = _("最晚等到%(at)s；到时没有回答，我们按现有情况接着办。")
            return (
                _("有一件事要请您补充，请在下面回答"),
                words % {"at": times.until(until, now)} if until is not None else "",
                "asks",
            )
        case State.ON_HOLD:
            return _on_hold(case, known, now)
        case State.IN_PROGRESS:
            return _("%(who)s已接单，正在办") % who, *_answer_by(case.finish_due_at, now)
        case State.IN_REVIEW:
            return _("已经办完，正在核对"), *_answer_by(case.finish_due_at, now)
        case State.AWAITING_CALLBACK:
            return _("已经答复，请您说说解决了没有"), "", "asks"
    return _ended(case, state)


def _ended(case: Case, state: State) -> tuple[str, str, Tone]:
    if state is State.DECLINED:
        return _("这件事我们办不了，原因和去处写在下面"), "", "over"
    if state is State.WITHDRAWN:
        return _("这件诉求已经撤回"), "", "over"
    outcome = case.get_outcome_display() if case.outcome else ""
    words = _("这件事已办结：%(outcome)s") % {"outcome": outcome} if outcome else _("这件事已办结")
    return words, "", "good"


def _at_the_desk(case: Case, known: Known, now: datetime) -> tuple[str, str, Tone]:
    """Before anybody works on it."""
    if known.neighbour and case.wakes_at is not None:
        words = _("%(at)s 前没有回音，就转给%(office)s接着办。")
        then = words % {"at": times.until(case.wakes_at, now), "office": handler(case)}
        return _("已请%(who)s先帮忙看看") % {"who": known.neighbour}, then, "calm"
    ahead, late = _("预计%(at)s 前派出去。"), _("本该%(at)s 前派出去，已经迟了。")
    said = _promised(case.intake_due_at, now, ahead=ahead, late=late)
    return _("%(who)s正在看这件事该由谁来办") % {"who": handler(case)}, *said


def _on_hold(case: Case, known: Known, now: datetime) -> tuple[str, str, Tone]:
    request = known.pause.request if known.pause is not None else None
    why = request.ground_words() if request is not None else ""
    until = known.pause.at_most_until if known.pause is not None else case.wakes_at
    words = _("要等一段时间才能接着办：%(why)s") % {"why": why} if why else _("要等一段时间才能接着办")
    then = _("%(at)s起接着办，办结时间到时重新算好告诉您。") % {"at": _day(until, now)} if until else ""
    return words, then, "calm"


def _ahead(case: Case, known: Known, now: datetime) -> list[Moment]:
    """What is still to come, with the promises that the headline does not name."""
    if case.kind == DemandKind.PRAISE:
        return []
    state, coming = State(case.state), []
    if state in (State.DISPATCHED, State.IN_PROGRESS):
        if case.contacted_at is None and known.can_be_reached:
            coming.append(_contact_by(case.contact_due_at, now))
        if state is State.DISPATCHED:
            coming.append(_answer_by(case.finish_due_at, now))
    moments = [Moment(words, "ahead", is_late=tone == "late") for words, tone in coming if words]
    if state is not State.AWAITING_CALLBACK:
        moments.append(Moment(_("答复以后，请您说说解决了没有。"), "ahead"))
    moments.append(Moment(_("您说解决了，就办结。"), "ahead"))
    return moments


def _sign_by(at: datetime | None, now: datetime) -> tuple[str, Tone]:
    ahead, late = _("预计%(at)s 前接单。"), _("本该%(at)s 前接单，已经迟了。")
    return _promised(at, now, ahead=ahead, late=late)


def _contact_by(at: datetime | None, now: datetime) -> tuple[str, Tone]:
    ahead, late = _("预计%(at)s 前联系您。"), _("说好%(at)s 前联系您，已经迟了。")
    return _promised(at, now, ahead=ahead, late=late)


def _answer_by(at: datetime | None, now: datetime) -> tuple[str, Tone]:
    ahead, late = _("最晚%(at)s 前答复您。"), _("说好%(at)s 前答复您，已经迟了。")
    return _promised(at, now, ahead=ahead, late=late)


def _promised(at: datetime | None, now: datetime, *, ahead: str, late: str) -> tuple[str, Tone]:
    if at is None:
        return "", "calm"
    is_late = at < now
    return (late if is_late else ahead) % {"at": times.until(at, now)}, "late" if is_late else "calm"


def _day(at: datetime, now: datetime) -> str:
    """With the year only where it is another one."""
    local = timezone.localtime(at)
    if local.year == timezone.localtime(now).year:
        return _("%(month)d月%(day)d日") % {"month": local.month, "day": local.day}
    return _("%(year)s年%(month)s月%(day)s日") % {"year": local.year, "month": local.month, "day": local.day}


def _stages(case: Case) -> tuple[Stage, ...]:
    """The few stages of every way, with the one on which it stands."""
    state = State(case.state)
    if state in (State.DECLINED, State.WITHDRAWN):
        return Stage(pgettext("stage", "登记"), "done"), Stage(str(state.label), "here")
    if case.kind == DemandKind.PRAISE:
        return Stage(pgettext("stage", "登记"), "done"), Stage(
            pgettext("stage", "转达"), "done" if state is State.CLOSED else "here"
        )
    here = STANDS_ON[state]
    if state is State.AWAITING_INFO and case.came_from == State.IN_PROGRESS:
        here = STANDS_ON[State.IN_PROGRESS]
    names = (
        pgettext("stage", "登记"),
        pgettext("stage", "派单"),
        pgettext("stage", "办理"),
        pgettext("stage", "答复"),
        pgettext("stage", "办结"),
    )
    return tuple(Stage(name, _mark(number, here, state)) for number, name in enumerate(names))


def _mark(number: int, here: int, state: State) -> Mark:
    if number < here or state is State.CLOSED:
        return "done"
    return "here" if number == here else "ahead"
