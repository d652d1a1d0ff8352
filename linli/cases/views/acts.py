"""The buttons of a case: which stand, what small form opens under each, and how a refused one is shown again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases import forms, queries, receipts, rules
from linli.cases.models import Case
from linli.cases.queries.choosing import first_receipt, seats_to_choose
from linli.cases.states import State, Verb
from linli.kernel.actor import Actor
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal
from linli.places import queries as places

MakeForm = Callable[[Case, datetime, Any], django_forms.Form]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done: its words, the address it posts to, the form under it, and whether it stands open."""

    name: str
    words: str | Promise
    picture: str
    tone: str
    url: str
    form: django_forms.Form
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """How an act looks and which verbs of the table of moves let it stand."""

    words: str | Promise
    verbs: frozenset[Verb]
    make: MakeForm
    picture: str
    tone: str = "outline-primary"


def _plain(form: type[django_forms.Form]) -> MakeForm:
    return lambda case, now, data: form(data)


def _dispatch(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return forms.DispatchForm(data, seats=seats_to_choose(case, on=timezone.localdate(now)))


def _place(case: Case, now: datetime, data: Any) -> django_forms.Form:
    start = {
        "place_words": places.path_words(case.place) if case.place is not None else case.place_words,
        "matter": case.matter.name if case.matter else "",
    }
    return forms.PlaceForm(data, initial=start, on=timezone.localdate(now))


# In the order in which the buttons stand: what is usually done first comes first.
KINDS: dict[str, Kind] = {
    "sign": Kind(
        _("签收"), frozenset({Verb.SIGN}), _plain(forms.PressForm), picture="check2-circle", tone="primary"
    ),
    "answer": Kind(
        _("答复"),
        frozenset({Verb.ANSWER, Verb.ANSWER_FOR_REVIEW}),
        _plain(forms.AnswerForm),
        picture="chat-left-text",
        tone="primary",
    ),
    "note": Kind(
        _("记一笔"),
        frozenset({Verb.ANSWER, Verb.ANSWER_FOR_REVIEW}),
        _plain(forms.NoteForm),
        picture="pencil-square",
    ),
    "approve": Kind(
        _("审核通过"),
        frozenset({Verb.APPROVE}),
        _plain(forms.PressForm),
        picture="check2-circle",
        tone="primary",
    ),
    "send_back": Kind(
        _("退回返工"), frozenset({Verb.SEND_BACK}), _plain(forms.SendBackForm), picture="arrow-return-left"
    ),
    "call_back": Kind(
        _("回访"),
        frozenset({Verb.CONFIRM, Verb.REOPEN}),
        _plain(forms.CallBackForm),
        picture="telephone",
        tone="primary",
    ),
    "place": Kind(
        _("归类"), frozenset({Verb.DISPATCH, Verb.DECLINE}), _place, picture="signpost-split", tone="primary"
    ),
    "dispatch": Kind(_("派单"), frozenset({Verb.DISPATCH}), _dispatch, picture="send"),
    "settle": Kind(_("已自行处置"), frozenset({Verb.SETTLE}), _plain(forms.SettleForm), picture="check2"),
    "decline": Kind(
        _("不予受理"),
        frozenset({Verb.DECLINE}),
        _plain(forms.DeclineForm),
        picture="x-circle",
    ),
    "withdraw": Kind(_("撤回"), frozenset({Verb.WITHDRAW}), _plain(forms.WithdrawForm), picture="x-lg"),
}


def make_form(name: str, case: Case, now: datetime, data: Any = None) -> django_forms.Form:
    """The form of an act; its ids carry the name of the act, since several forms stand on one page."""
    form = KINDS[name].make(case, now, data)
    form.auto_id = f"{name}_%s"
    return form


def acts_of(
    case: Case, actor: Actor, now: datetime, again: tuple[str, django_forms.Form] | None
) -> list[Act]:
    """What this actor may do now. ``again`` is an act that was refused, with its form as typed: it stands open."""
    verbs = frozenset(queries.buttons(case, actor))
    names = [name for name, kind in KINDS.items() if kind.verbs & verbs]
    refused, typed = again or ("", None)
    return [
        Act(
            name,
            KINDS[name].words,
            KINDS[name].picture,
            KINDS[name].tone,
            reverse(f"case_{name}", args=[case.pk]),
            typed if typed is not None and name == refused else make_form(name, case, now),
            name == refused,
        )
        for name in names
    ]


def case_context(
    request: Request, case: Case, *, again: tuple[str, django_forms.Form] | None = None
) -> dict[str, Any]:
    """What the page of a case shows."""
    now = timezone.now()
    reports = sorted(case.reports.all(), key=lambda report: report.pk)
    return {
        "case": case,
        "now": now,
        "reporters": [(report, rules.can_see_reporter(request.actor, case, report)) for report in reports],
        "receipt": receipts.shown(first_receipt(case)),
        "acts": acts_of(case, request.actor, now, again),
        "timeline": queries.timeline(case, request.actor),
        "is_open": State(case.state) not in (State.CLOSED, State.DECLINED, State.WITHDRAWN),
        "place_name": places.path_words(case.place) if case.place is not None else "",
        "number_form": forms.NumberForm(),
        "form": again[1] if again else None,
    }


def shown_again(
    request: Request, case_id: int, name: str, form: django_forms.Form, refusal: Refusal | None = None
) -> HttpResponse:
    """The case as it stands now, the refused act open under its button with what was typed."""
    case = queries.case_for(request.actor, case_id)
    context = case_context(request, case, again=(name, form))
    if refusal is not None and not any(act.name == name for act in context["acts"]):
        context["form"] = None  # somebody was quicker: the button is gone, only the words stand
    return page(request, "cases/case.html", context, part="acts", refusal=refusal)


def done(request: Request, case_id: int, words: str) -> HttpResponse:
    """Back to the case with a word of what was done; to the worklist where the case is now out of sight."""
    messages.success(request, words)
    if queries.visible_to(request.actor).filter(pk=case_id).exists():
        return go(request, "case", case_id)
    return go(request, "worklist")
