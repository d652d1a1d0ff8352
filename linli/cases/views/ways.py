"""What the reporter may do now, the likeliest first: each a small form behind a button."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases import actions, forms, queries, telling
from linli.cases.forms.joining import RedoForm, ResidentFollowUpForm
from linli.cases.forms.requests import AppealForm, ReplyForm
from linli.cases.models import PhotoOf, Report
from linli.cases.queries.offers.joining import may_follow_up, may_redo
from linli.cases.queries.offers.requests import may_appeal
from linli.cases.queries.together import urged_today
from linli.cases.states import MOVES, OPEN_STATES, State, Verb
from linli.kernel import ids
from linli.kernel.actor import RESIDENT


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do. ``name`` is that of its form where it is refused, ``button`` says what pressing it does; ``is_first``
    stands open at the top.
    """

    name: str
    words: str | Promise
    button: str | Promise
    url: str
    form: BaseForm
    is_first: bool = False
    has_files: bool = False
    is_grave: bool = False

    @property
    def is_open(self) -> bool:
        return self.is_first or self.form.is_bound


@dataclass(frozen=True, slots=True)
class _Offer:
    name: str
    url: str
    words: str | Promise
    button: str | Promise
    form: Callable[[Report, datetime], BaseForm | None]
    is_first: bool = False
    has_files: bool = False
    is_grave: bool = False


def ways(report: Report, now: datetime, *, typed: Mapping[str, BaseForm]) -> list[Way]:
    """All that may be done now; ``typed`` holds a form that was refused, by its name."""
    return list(_ways(report, now, typed))


def _ways(report: Report, now: datetime, typed: Mapping[str, BaseForm]) -> Iterator[Way]:
    for one in _OFFERS:
        form = one.form(report, now)
        if form is not None:
            yield Way(
                one.name,
                one.words,
                one.button,
                reverse(one.url, args=[report.receipt]),
                typed.get(one.name, form),
                one.is_first,
                one.has_files,
                one.is_grave,
            )


def may_add_photos(report: Report) -> int:
    """How many photos the reporter may still add."""
    if report.case.state not in OPEN_STATES:
        return 0
    mine = queries.album_of_report(report).before
    return max(0, actions.MOST_OF_REPORT - sum(photo.of == PhotoOf.BEFORE for photo in mine))


def _reply(report: Report, _now: datetime) -> BaseForm | None:
    return ReplyForm() if report.case.state == State.AWAITING_INFO else None


def _rate(report: Report, _now: datetime) -> BaseForm | None:
    return forms.RateForm() if telling.may_rate(report.case) and report.rated_at is None else None


def _appeal(report: Report, now: datetime) -> BaseForm | None:
    return AppealForm() if may_appeal(report.case, RESIDENT, now) else None


def _redo(report: Report, now: datetime) -> BaseForm | None:
    return RedoForm() if may_redo(report.case, RESIDENT, now) else None


def _again(report: Report, now: datetime) -> BaseForm | None:
    if not may_follow_up(report.case, RESIDENT, now):
        return None
    return ResidentFollowUpForm(initial={"token": ids.unguessable(20)})


def _photos(report: Report, _now: datetime) -> BaseForm | None:
    left = may_add_photos(report)
    return forms.MorePhotosForm(left=left, auto_id="more_%s") if left else None


def _urge(report: Report, now: datetime) -> BaseForm | None:
    waits_for_them = report.case.state not in (State.AWAITING_INFO, State.AWAITING_CALLBACK)
    may = report.case.state in OPEN_STATES and waits_for_them and not urged_today(report, now)
    return forms.UrgeForm(auto_id="urge_%s") if may else None


def _leave(report: Report, _now: datetime) -> BaseForm | None:
    may = (State(report.case.state), Verb.WITHDRAW) in MOVES and not queries.others_wait(report.case)
    return forms.LeaveForm(auto_id="leave_%s") if may else None


# The likeliest first.
_OFFERS = (
    _Offer(
        "reply_form", "progress_info", _("请您补充"), _("交回答"), _reply, is_first=True
    ),
    _Offer(
        "rate_form", "progress_rate", _("办得怎么样，您说了算"), _("交评价"), _rate,
        is_first=True,
    ),
    _Offer(
        "appeal_form", "progress_appeal", _("我觉得应该受理"), _("请上一级再看一遍"), _appeal
    ),
    _Offer("redo_form", "progress_redo", _("没有解决，请重办"), _("请重新办"), _redo),
    _Offer(
        "again_form", "progress_again", _("又有问题，再反映一次"), _("再反映一次"), _again
    ),
    _Offer(
        "photos_form", "progress_photos", _("补几张照片"), _("传上来"), _photos, has_files=True
    ),
    _Offer("urge_form", "progress_urge", _("等急了，催一催"), _("催一催"), _urge),
    _Offer(
        "leave_form", "progress_withdraw", _("不用办了，撤回"), _("撤回这件诉求"), _leave,
        is_grave=True,
    ),
)  # fmt: skip
