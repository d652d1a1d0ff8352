"""The acts of requests, pauses and the appeal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from linli.cases import actions, forms
from linli.cases.forms import requests as typing
from linli.cases.models import Case, RequestKind
from linli.cases.practice import amount
from linli.cases.queries import requests as asked
from linli.cases.views.acts.kinds import Kind, Said, Say, plain


def _objection_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return typing.ObjectionForm(
        data, article=asked.article_of(case), initial={"reason": asked.objection_words(case)}
    )


def _extension_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return typing.ExtensionForm(data, most=amount("extension_days"))


def _hold_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    today = timezone.localdate(now)
    bounds = {"first": today + timedelta(days=1), "last": today + timedelta(days=amount("hold_days"))}
    return typing.HoldForm(data, **bounds)


def _about_case(sentence: Callable[..., object], words: str | Promise) -> Say:
    def say(said: Said) -> str:
        sentence(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
        return str(words)

    return say


def _decides(sentence: Callable[..., Any], words: str | Promise) -> Say:
    """The request must be one of this case: who may not see the case does not reach it by another's address."""

    def say(said: Said) -> str:
        of = said.of if any(one.pk == said.of for one in said.case.requests.all()) else 0
        request = sentence(request_id=of, by=said.request.actor, now=said.now, **said.typed)
        return str(words) % {"kind": RequestKind(request.kind).label}

    return say


_ASKED = gettext_lazy("已提交，等审批。审批以前请照常联系诉求人。")


def _ask(sentence: Callable[..., object]) -> Say:
    return _about_case(sentence, _ASKED)


KINDS = {
    "grant": Kind(
        gettext_lazy("同意"),
        plain(typing.GrantForm),
        _decides(actions.grant, gettext_lazy("已同意：%(kind)s。")),
        picture="check2-circle",
        tone="primary",
        is_main=True,
    ),
    "refuse": Kind(
        gettext_lazy("不同意"),
        plain(typing.RefuseForm),
        _decides(actions.refuse, gettext_lazy("没有同意：%(kind)s，理由已告诉申请人。")),
        picture="x-circle",
        is_main=True,
    ),
    "give_info": Kind(
        gettext_lazy("记下居民的补充"),
        plain(typing.ReplyForm),
        _about_case(actions.give_info, gettext_lazy("已记下，接着办。")),
        picture="chat-left-text",
        tone="primary",
        is_main=True,
    ),
    "resume": Kind(
        gettext_lazy("恢复办理"),
        plain(forms.PressForm),
        _about_case(actions.resume, gettext_lazy("已恢复办理。")),
        picture="play",
        tone="primary",
        is_main=True,
    ),
    "ask_info": Kind(
        gettext_lazy("请居民补充"),
        plain(typing.QuestionForm),
        _about_case(actions.ask_info, gettext_lazy("已请居民补充，时限先停着。")),
        picture="question-circle",
    ),
    "ask_objection": Kind(
        gettext_lazy("派单异议"), _objection_form, _ask(actions.ask_objection), picture="arrow-return-left"
    ),
    "ask_extension": Kind(
        gettext_lazy("申请延期"), _extension_form, _ask(actions.ask_extension), picture="calendar-plus"
    ),
    "ask_hold": Kind(gettext_lazy("申请暂缓"), _hold_form, _ask(actions.ask_hold), picture="pause"),
    "ask_referral": Kind(
        gettext_lazy("申请转法定途径"),
        plain(typing.ReferralForm),
        _ask(actions.ask_referral),
        picture="signpost",
    ),
    "ask_whistle": Kind(
        gettext_lazy("请街道吹哨"), plain(typing.ReasonForm), _ask(actions.ask_whistle), picture="megaphone"
    ),
    "ask_exclusion": Kind(
        gettext_lazy("申请剔除"), plain(typing.ExclusionForm), _ask(actions.ask_exclusion), picture="funnel"
    ),
    "appeal": Kind(
        gettext_lazy("居民对不予受理有异议"),
        plain(typing.AppealForm),
        _about_case(actions.appeal, gettext_lazy("已提交异议，等上级受理岗看。")),
        picture="arrow-counterclockwise",
        is_main=True,
    ),
    "take_back": Kind(
        gettext_lazy("收回申请"),
        plain(forms.PressForm),
        _decides(actions.take_back, gettext_lazy("已收回：%(kind)s。")),
        picture="x-lg",
    ),
}
