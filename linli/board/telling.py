"""How a released demand is told: plain steps with days, never hours, and how long it took. Pure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.board.models import Release
from linli.cases.models import Case
from linli.cases.states import State
from linli.ui import times

_WORKING = (State.IN_PROGRESS, State.ON_HOLD, State.IN_REVIEW)
_ANSWERED = (State.AWAITING_CALLBACK, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Step:
    """One of three steps. ``mark`` is done, here or ahead; ``day`` "" where it is not known or not yet."""

    words: str
    mark: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A release as everybody reads it. ``stage`` is the code of its badge."""

    release: Release
    stage: str
    stage_words: str
    steps: list[Step]
    span: str | Promise
    where: str
    is_over: bool


def day(at: datetime | None) -> str:
    """ "3月5日" in Shanghai; the hour would tell more than it should."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return _("%(month)d月%(day)d日") % {"month": local.month, "day": local.day}


def stage_of(case: Case) -> int:
    """0 taken in, 1 being worked on, 2 answered."""
    state = State(case.state)
    return 2 if state in _ANSWERED else 1 if state in _WORKING else 0


def told(release: Release, now: datetime) -> Told:
    """``release`` with its case and place fetched."""
    case = release.told_by
    here = stage_of(case)
    names = (_("已受理"), _("办理中"), _("已答复"))
    days = (day(release.case.registered_at), day(case.signed_at), day(case.answered_at or case.closed_at))
    steps = [
        Step(name, "done" if number < here or here == 2 else "here" if number == here else "ahead",
             days[number] if number <= here else "")
        for number, name in enumerate(names)
    ]  # fmt: skip
    place = release.estate or release.community
    return Told(
        release=release,
        stage=("registered", "in_progress", "closed")[here],
        stage_words=names[here],
        steps=steps,
        span=_span(release.case, case, is_over=here == 2, now=now),
        where=place.name if place is not None else "",
        is_over=here == 2,
    )


def _span(said: Case, case: Case, *, is_over: bool, now: datetime) -> str | Promise:
    end = (case.answered_at or case.closed_at or now) if is_over else now
    span = {"span": times.distance(max(end - said.registered_at, end - end))}
    return (_("用了 %(span)s") if is_over else _("到现在 %(span)s")) % span
