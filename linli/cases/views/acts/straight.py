"""The acts of the straight path."""

from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import actions, forms, queries
from linli.cases.models import Case
from linli.cases.states import State
from linli.cases.views.acts.kinds import Kind, Said, plain
from linli.places import queries as places


def _dispatch_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return forms.DispatchForm(data, seats=queries.seats_to_dispatch(case, on=timezone.localdate(now)))


def _place_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    start = {
        "place_words": places.path_words(case.place) if case.place is not None else case.place_words,
        "matter": case.matter.name if case.matter else "",
    }
    return forms.PlaceForm(data, initial=start, on=timezone.localdate(now))


def _sign(said: Said) -> str:
    case = actions.sign(case_id=said.case.pk, by=said.request.actor, now=said.now)
    return _("已签收。请尽快联系诉求人。") if case.contacted_at is None else _("已签收。")


def _note(said: Said) -> str:
    actions.note(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已记下。")


def _answer(said: Said) -> str:
    case = actions.answer(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已提交审核。") if case.state == State.IN_REVIEW else _("已答复，等回访。")


def _approve(said: Said) -> str:
    actions.approve(case_id=said.case.pk, by=said.request.actor, now=said.now)
    return _("审核通过，等回访。")


def _send_back(said: Said) -> str:
    actions.send_back(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已退回返工。")


def _dispatch(said: Said) -> str:
    actions.dispatch(
        case_id=said.case.pk,
        to_seat_id=said.typed["seat"],
        reason=said.typed["reason"],
        by=said.request.actor,
        now=said.now,
    )
    return _("已派单。")


def _place(said: Said) -> str:
    actions.place_by_hand(
        case_id=said.case.pk,
        matter_id=said.typed["matter"],
        place_id=said.typed["place"].pk,
        reason=said.typed["reason"],
        by=said.request.actor,
        now=said.now,
    )
    return _("已归类。")


def _settle(said: Said) -> str:
    actions.settle(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已记为自行处置，等回访。")


def _decline(said: Said) -> str:
    actions.decline(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已办结，依据和说明会给居民看到。")


def _withdraw(said: Said) -> str:
    actions.withdraw(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已撤回。")


def _call_back(said: Said) -> str:
    case = actions.call_back(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    if case.state == State.AWAITING_CALLBACK:
        return _("已记下，下次再联系。")
    return _("已回访办结。") if case.state == State.CLOSED else _("居民说没解决，已重新派出去办。")


_MAIN: dict[str, Any] = {"tone": "primary", "is_main": True}

KINDS = {
    "sign": Kind(gettext_lazy("签收"), plain(forms.PressForm), _sign, picture="check2-circle", **_MAIN),
    "answer": Kind(gettext_lazy("答复"), plain(forms.AnswerForm), _answer, picture="chat-left-text", **_MAIN),
    "note": Kind(gettext_lazy("记一笔"), plain(forms.NoteForm), _note, picture="pencil-square", is_main=True),
    "approve": Kind(
        gettext_lazy("审核通过"), plain(forms.PressForm), _approve, picture="check2-circle", **_MAIN
    ),
    "send_back": Kind(
        gettext_lazy("退回返工"),
        plain(forms.SendBackForm),
        _send_back,
        picture="arrow-return-left",
        is_main=True,
    ),
    "call_back": Kind(
        gettext_lazy("回访"), plain(forms.CallBackForm), _call_back, picture="telephone", **_MAIN
    ),
    "place": Kind(gettext_lazy("归类"), _place_form, _place, picture="signpost-split", **_MAIN),
    "dispatch": Kind(gettext_lazy("派单"), _dispatch_form, _dispatch, picture="send", is_main=True),
    "settle": Kind(
        gettext_lazy("已自行处置"), plain(forms.SettleForm), _settle, picture="check2", is_main=True
    ),
    "decline": Kind(gettext_lazy("不予受理"), plain(forms.DeclineForm), _decline, picture="x-circle"),
    "withdraw": Kind(gettext_lazy("撤回"), plain(forms.WithdrawForm), _withdraw, picture="x-lg"),
}
