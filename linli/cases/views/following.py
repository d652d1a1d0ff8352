"""A resident follows a demand by receipt and query code, rates the answer, takes the demand back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.cases import actions, forms, queries, receipts, story, telling
from linli.cases.events import CaseEvent
from linli.cases.forms.joining import RedoForm, ResidentFollowUpForm
from linli.cases.forms.requests import AppealForm, ReplyForm
from linli.cases.models import Case, DemandKind, Outcome, Pause, PhotoOf, Report
from linli.cases.queries import phones
from linli.cases.queries.choosing import followed_report
from linli.cases.queries.happenings import happenings
from linli.cases.queries.requests import running_pause
from linli.cases.queries.together import bodies_at_it, urged_today
from linli.cases.states import OPEN_STATES, State
from linli.cases.views import slips
from linli.cases.views.ways import ways
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.pages import Request, answer_form, go, page
from linli.kernel.refusals import NotFound, Refusal
from linli.people import actions as people
from linli.people.queries import codes as attempts
from linli.places import queries as places

# Wrong codes from one address within the window: for one receipt, and in all (a proxy may stand for many people).
WINDOW = timedelta(minutes=10)
MOST_FOR_ONE = 5
MOST_IN_ALL = 50


class WrongCode(Refusal):
    """Said alike whether or not the receipt exists."""

    words = gettext_lazy("编号或查询码不对，请照着回执单再看一遍。")


class TooManyTries(Refusal):
    words = gettext_lazy("试得太多了，请过 10 分钟再查。着急可以打电话问社区。")
    status = 429


class CodeNotGiven(NotFound):
    words = gettext_lazy("请先填编号和查询码，再看进度。")


@login_not_required
@never_cache
def progress(request: Request) -> HttpResponse:
    """Ask for receipt and code; with both given before in this session, tell the progress."""
    if request.method == "POST":
        return _ask(request)
    receipt = receipts.normalised(request.GET.get("receipt", ""))
    if receipt and slips.followed(request, receipt):
        return told(request, receipt)
    form = forms.CodeForm(initial={"receipt": receipts.shown(receipt)})
    return page(request, "cases/progress_ask.html", {"form": form, "calls": phones.to_call(None)})


def _ask(request: Request) -> HttpResponse:
    form = forms.CodeForm(request.POST)
    if not form.is_valid():
        return page(request, "cases/progress_ask.html", {"form": form, "calls": phones.to_call(None)})
    receipt, code = form.cleaned_data["receipt"], form.cleaned_data["code"]
    limits, now = _limits(request, receipt), timezone.now()
    if attempts.is_exhausted(limits, now):
        return page(
            request,
            "cases/progress_ask.html",
            {"form": form, "calls": phones.to_call(None)},
            refusal=TooManyTries(),
        )
    report = queries.by_receipt(receipt, code)
    if report is None:
        for what, _most in limits:
            people.count_attempt(what=what, window=WINDOW, now=now)
        return page(
            request,
            "cases/progress_ask.html",
            {"form": form, "calls": phones.to_call(None)},
            refusal=WrongCode(),
        )
    slips.follow(request, report, now=timezone.now())
    return go(request, address_of(report))


def _limits(request: HttpRequest, receipt: str) -> list[tuple[str, int]]:
    """What is counted of wrong codes, and how often it may be; counted in the database, for all processes."""
    address = request.META.get("REMOTE_ADDR", "")
    return [(f"receipt:{address}:{receipt[:20]}", MOST_FOR_ONE), (f"receipt:{address}", MOST_IN_ALL)]


def address_of(report: Report) -> str:
    return f"{reverse('progress')}?receipt={report.receipt}"


def followed(request: Request, receipt: str) -> Report:
    """The report that this session may follow. Raises CodeNotGiven."""
    report_id = slips.followed(request, receipt)
    if report_id is None:
        raise CodeNotGiven
    return followed_report(report_id)


def told(request: Request, receipt: str, **more: Any) -> HttpResponse:
    """The page of a report that this session follows; ``more`` holds a form that was refused, by its name."""
    report, now = followed(request, receipt), timezone.now()
    refusal = more.pop("refusal", None)
    typed = {name: form for name, form in more.items() if name != "form"}
    context = {**_telling(report, now, typed), "is_elder": request.COOKIES.get("elder") == "1"}
    return page(request, "cases/progress.html", {**context, **more}, refusal=refusal)


def _telling(report: Report, now: datetime, typed: Mapping[str, BaseForm]) -> dict[str, Any]:
    case, pause = report.case, running_pause(report.case)
    said = report.merged_from or case
    offered = ways(report, now, typed=typed)
    return {
        "report": report,
        "case": case,
        "said": said,
        "receipt": receipts.shown(report.receipt),
        "story": story.tell(case, _known(report, pause), now),
        "calls": phones.to_call(case),
        **_photos(report),
        "question": pause.question if pause is not None else "",
        "place_name": places.path_words(said.place) if said.place is not None else "",
        "is_answered": telling.is_answered(case),
        "first_way": next((way for way in offered if way.is_first), None),
        "ways": [way for way in offered if not way.is_first],
        "praise_url": _praise_url(report),
        "may_share": _may_share(said, case),
        "was_urged": case.state in OPEN_STATES and urged_today(report, now),
        "now": now,
    }


def _known(report: Report, pause: Pause | None) -> story.Known:
    case = report.case
    told = happenings(report)
    extended = [one.text for one in told if one.tag == CaseEvent.EXTENDED]
    return story.Known(
        can_be_reached=bool(report.phone),
        pause=pause,
        extended=extended[-1] if case.extension_days and extended else "",
        neighbour=queries.asked_first(case),
        joined_at=report.merged_from.registered_at if report.merged_from is not None else None,
        together=bodies_at_it(case),
        happenings=told,
    )


def _photos(report: Report) -> dict[str, Any]:
    """What the reporter sent beside what was done."""
    found = queries.album_of_report(report)
    return {
        "album": found,
        "voices": queries.voices_of_report(report),
        "photo_columns": [(PhotoOf.BEFORE.label, found.before), (PhotoOf.AFTER.label, found.after)],
    }


def _praise_url(report: Report) -> str:
    """Where a solved demand's helpers may be thanked, the place and the body filled in; "" before."""
    case = report.case
    if case.state != State.CLOSED or case.outcome != Outcome.SOLVED or case.kind == DemandKind.PRAISE:
        return ""
    known = {
        "place": case.place.code if case.place is not None else "",
        "body": case.answered_by.body_id if case.answered_by is not None else "",
    }
    return f"{reverse('praise')}?{urlencode({name: value for name, value in known.items() if value})}"


def _may_share(said: Case, case: Case) -> bool:
    """Is it worth asking whether neighbours may read it too? The board asks once more, and more closely."""
    about_persons = said.kind in (DemandKind.REPORT, DemandKind.PRAISE)
    ended_without = case.state in (State.DECLINED, State.WITHDRAWN)
    if said.matter is None or about_persons or ended_without:
        return False
    return said.matter.may_be_public and not said.matter.is_private


def answered(
    request: Request,
    receipt: str,
    form: type[Form],
    say: Callable[..., object],
    *,
    name: str,
    words: str | Promise = "",
    then: Callable[[Any], HttpResponse] | None = None,
) -> HttpResponse:
    """One small form of the progress page, in the context as ``name``: its sentence is said as the reporter's, whoever may
    be signed in. ``say`` gets the report, what was typed, and ``now``. Done, the page says ``words``, or ``then`` answers.
    """
    report = followed(request, receipt)
    if request.method != "POST":
        return go(request, address_of(report))

    def for_the_reporter(*, by: Actor, **typed: Any) -> object:
        return say(report, **typed)

    def again(*, form: BaseForm, refusal: Refusal | None) -> HttpResponse:
        return told(request, receipt, form=form, refusal=refusal, **{name: form})

    def back(_made: object) -> HttpResponse:
        messages.success(request, str(words))
        return go(request, address_of(report))

    return answer_form(request, form(request.POST), for_the_reporter, again=again, then=then or back)


def _about_case(sentence: Callable[..., object]) -> Callable[..., object]:
    """A sentence that needs only the case and what was typed."""
    return lambda report, **typed: sentence(case_id=report.case_id, by=RESIDENT, **typed)


@login_not_required
def progress_rate(request: Request, receipt: str) -> HttpResponse:
    """The resident says whether it is solved and how it was done."""

    def say(report: Report, *, solved: str, **typed: Any) -> Report:
        return actions.rate(report_id=report.pk, solved=solved == "yes", **typed)

    return answered(
        request, receipt, forms.RateForm, say, name="rate_form", words=_("收到您的评价了，谢谢。")
    )


@login_not_required
def progress_withdraw(request: Request, receipt: str) -> HttpResponse:
    """The resident takes the demand back."""

    def say(report: Report, *, reason: str, now: datetime) -> Case:
        reason = reason or _("居民自己撤回")
        return actions.withdraw(case_id=report.case_id, reason=reason, by=RESIDENT, now=now)

    words = _("已经撤回。以后还需要，可以再反映。")
    return answered(request, receipt, forms.LeaveForm, say, name="leave_form", words=words)


@login_not_required
def progress_info(request: Request, receipt: str) -> HttpResponse:
    """The resident answers what was asked."""
    say, words = _about_case(actions.give_info), _("收到您的回答了，我们接着办。")
    return answered(request, receipt, ReplyForm, say, name="reply_form", words=words)


@login_not_required
def progress_appeal(request: Request, receipt: str) -> HttpResponse:
    """The resident does not agree that the demand was declined."""
    say, words = _about_case(actions.appeal), _("收到您的异议，会请上一级再看一遍。")
    return answered(request, receipt, AppealForm, say, name="appeal_form", words=words)


@login_not_required
def progress_redo(request: Request, receipt: str) -> HttpResponse:
    """The resident says that a closed demand is not solved: it is done again."""
    say, words = _about_case(actions.redo), _("收到了，已经重新派出去办，时间从现在算。")
    return answered(request, receipt, RedoForm, say, name="redo_form", words=words)


@login_not_required
def progress_again(request: Request, receipt: str) -> HttpResponse:
    """Too late to be done again: a new demand that takes the closed one up, with a slip of its own."""

    def say(report: Report, *, words: str, token: str, now: datetime) -> str:
        follow_up = partial(
            actions.follow_up, case_id=report.case_id, report_id=report.pk, words=words, by=RESIDENT, now=now
        )
        slips.keep_once(request, token, follow_up, now=now)
        return token

    return answered(
        request,
        receipt,
        ResidentFollowUpForm,
        say,
        name="again_form",
        then=lambda token: go(request, "report_done", token),
    )
