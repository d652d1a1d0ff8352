"""What a worker does with a case. Each view is one sentence; a refusal stands where the button was."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions, forms, queries
from linli.cases.states import State
from linli.cases.views.acts import case_context, done, make_form, shown_again
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal


def _typed(form: django_forms.Form) -> dict[str, Any]:
    return form.answers() if isinstance(form, forms.CallBackForm) else form.cleaned_data


Say = Callable[[Request, int, dict[str, Any]], str]
View = Callable[[Request, int], HttpResponse]


def _act(name: str) -> Callable[[Say], View]:
    """Make a view of one sentence: read the form of the act ``name``, say the sentence, show what came of it.

    The sentence gets what was typed, cleaned, and gives the words shown to the worker.
    """

    def dressed(say: Say) -> View:
        @wraps(say)
        def view(request: Request, case_id: int) -> HttpResponse:
            if request.method != "POST":
                return go(request, "case", case_id)
            case = queries.case_for(request.actor, case_id)
            form = make_form(name, case, timezone.now(), request.POST)
            if not form.is_valid():
                return shown_again(request, case_id, name, form)
            try:
                words = say(request, case_id, _typed(form))
            except Refusal as refusal:
                return shown_again(request, case_id, name, form, refusal)
            return done(request, case_id, words)

        return view

    return dressed


@_act("sign")
def case_sign(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.sign(case_id=case_id, by=request.actor, now=timezone.now())
    return _("已签收。请尽快联系诉求人。")


@_act("note")
def case_note(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.note(
        case_id=case_id,
        words=typed["words"],
        contacted=typed["contacted"],
        by=request.actor,
        now=timezone.now(),
    )
    return _("已记下。")


@_act("answer")
def case_answer(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    case = actions.answer(
        case_id=case_id,
        answer=typed["answer"],
        outcome=typed["outcome"],
        by=request.actor,
        now=timezone.now(),
    )
    return _("已提交审核。") if case.state == State.IN_REVIEW else _("已答复，等回访。")


@_act("approve")
def case_approve(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.approve(case_id=case_id, by=request.actor, now=timezone.now())
    return _("审核通过，等回访。")


@_act("send_back")
def case_send_back(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.send_back(case_id=case_id, reason=typed["reason"], by=request.actor, now=timezone.now())
    return _("已退回返工。")


@_act("dispatch")
def case_dispatch(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.dispatch(
        case_id=case_id,
        to_seat_id=typed["seat"],
        reason=typed["reason"],
        by=request.actor,
        now=timezone.now(),
    )
    return _("已派单。")


@_act("place")
def case_place(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.place_by_hand(
        case_id=case_id,
        matter_id=typed["matter"],
        place_id=typed["place"].pk,
        reason=typed["reason"],
        by=request.actor,
        now=timezone.now(),
    )
    return _("已归类。")


@_act("settle")
def case_settle(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.settle(case_id=case_id, answer=typed["answer"], by=request.actor, now=timezone.now())
    return _("已记为自行处置，等回访。")


@_act("decline")
def case_decline(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.decline(
        case_id=case_id,
        ground=typed["ground"],
        words=typed["words"],
        by=request.actor,
        now=timezone.now(),
    )
    return _("已办结，依据和说明会给居民看到。")


@_act("withdraw")
def case_withdraw(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    actions.withdraw(case_id=case_id, reason=typed["reason"], by=request.actor, now=timezone.now())
    return _("已撤回。")


@_act("call_back")
def case_call_back(request: Request, case_id: int, typed: dict[str, Any]) -> str:
    case = actions.call_back(case_id=case_id, by=request.actor, now=timezone.now(), **typed)
    if case.state == State.AWAITING_CALLBACK:
        return _("已记下，下次再联系。")
    return _("已回访办结。") if case.state == State.CLOSED else _("居民说没解决，已重新派出去办。")


def case_number(request: Request, case_id: int) -> HttpResponse:
    """Show the reporter's phone to who must call; the reason is logged. The number never stands in an address."""
    if request.method != "POST":
        return go(request, "case", case_id)
    case = queries.case_for(request.actor, case_id)
    form = forms.NumberForm(request.POST)
    context = {**case_context(request, case), "number_form": form}
    wanted = request.POST.get("report", "")
    report = next((one for one in case.reports.all() if str(one.pk) == wanted), None)
    if report is None or not form.is_valid():
        return page(request, "cases/case.html", {**context, "form": form}, part="people")
    try:
        number = actions.see_number(
            report_id=report.pk, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        )
    except Refusal as refusal:
        return page(request, "cases/case.html", context, part="people", refusal=refusal)
    return page(request, "cases/case.html", {**context, "number": number, "of": report.pk}, part="people")
