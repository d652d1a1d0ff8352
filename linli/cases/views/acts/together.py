"""The acts of those who work on one case together: parts, whistles, supervision."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import actions, forms
from linli.cases.models import Case, RequestKind
from linli.cases.queries.together import helpers
from linli.cases.states.requests import RequestState
from linli.cases.views.acts.kinds import Kind, Said, plain
from linli.organisations import queries as organisations
from linli.places import queries as places


def _ask_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return forms.AskPartForm(data, seats=helpers(case, on=timezone.localdate(now)))


def _blow_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    where = places.path_words(case.place) if case.place is not None else case.place_words
    departments = organisations.departments(timezone.localdate(now))
    start = {"meet_at_place": where, "task": _asked_for(case)}
    return forms.BlowForm(data, initial=start, departments=departments)


def _asked_for(case: Case) -> str:
    """What a community asked the street to whistle for, where that was granted and nobody has whistled since."""
    blown = max((whistle.blown_at for whistle in case.whistles.all()), default=None)
    granted = [
        one
        for one in case.requests.all()
        if one.kind == RequestKind.WHISTLE
        and one.state == RequestState.GRANTED
        and one.decided_at is not None
        and (blown is None or one.decided_at > blown)
    ]
    return granted[-1].reason if granted else ""


def _ask_part(said: Said) -> str:
    typed = {"seat_id": said.typed["seat"], "task": said.typed["task"], "due_at": said.typed["due_at"]}
    part = actions.ask_part(case_id=said.case.pk, by=said.request.actor, now=said.now, **typed)
    return _("已请%(body)s协办。") % {"body": part.body.name}


def _blow(said: Said) -> str:
    actions.blow_whistle(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已吹哨，等各部门应哨。")


def _supervise(said: Said) -> str:
    actions.supervise(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已督办，到时看回复。")


def _on(sentence: Callable[..., object], key: str, words: str | Promise) -> Callable[[Said], str]:
    """An act on one part, call, whistle or supervision, whose key goes to the sentence as ``key``."""

    def say(said: Said) -> str:
        sentence(**{key: said.of}, by=said.request.actor, now=said.now, **said.typed)
        return str(words)

    return say


def _kind(
    words: str | Promise,
    form: type[django_forms.Form],
    say: Callable[[Said], str],
    picture: str,
    *,
    is_main: bool = False,
    tone: str = "outline-primary",
) -> Kind:
    return Kind(words, plain(form), say, picture=picture, is_main=is_main, tone=tone)


_PARTS = {
    "take_part": _kind(
        gettext_lazy("接下协办"), forms.PressForm, _on(actions.take_part, "part_id", gettext_lazy("已接下，请按时办。")),
        picture="check2-circle", is_main=True, tone="primary",
    ),
    "finish_part": _kind(
        gettext_lazy("协办完成"), forms.ResultForm, _on(actions.finish_part, "part_id", gettext_lazy("已办完，主办会看到。")),
        picture="check2", is_main=True, tone="primary",
    ),
    "note_part": _kind(
        gettext_lazy("协办记一笔"), forms.NoteForm, _on(actions.note_on_part, "part_id", gettext_lazy("已记下。")),
        picture="pencil-square", is_main=True,
    ),
    "return_part": _kind(
        gettext_lazy("退回协办"), forms.ReasonForm, _on(actions.return_part, "part_id", gettext_lazy("已退回给主办。")),
        picture="arrow-return-left", is_main=True,
    ),
    "call_off_part": _kind(
        gettext_lazy("不用协办了"), forms.ReasonForm, _on(actions.call_off_part, "part_id", gettext_lazy("已告诉他们不用办了。")),
        picture="x-lg",
    ),
}  # fmt: skip
_CALLS = {
    "respond": _kind(
        gettext_lazy("应哨"), forms.PressForm, _on(actions.respond, "call_id", gettext_lazy("已应哨，请按时到场。")),
        picture="megaphone", is_main=True, tone="primary",
    ),
    "arrive": _kind(
        gettext_lazy("到场"), forms.PressForm, _on(actions.arrive, "call_id", gettext_lazy("已记下到场时间。")),
        picture="geo-alt", is_main=True,
    ),
    "finish_call": _kind(
        gettext_lazy("报到办完"), forms.ResultForm, _on(actions.finish_call, "call_id", gettext_lazy("已记下。")),
        picture="check2", is_main=True,
    ),
    "release_call": _kind(
        gettext_lazy("不用来了"), forms.ReasonForm, _on(actions.release_call, "call_id", gettext_lazy("已告诉他们不用来了。")),
        picture="x-lg",
    ),
    "rate_call": _kind(
        gettext_lazy("评吹哨"), forms.RateCallForm, _on(actions.rate_call, "call_id", gettext_lazy("收到您的评价了。")),
        picture="star", is_main=True,
    ),
}  # fmt: skip
_WHISTLES = {
    "end_whistle": _kind(
        gettext_lazy("销哨"), forms.EndWhistleForm, _on(actions.end_whistle, "whistle_id", gettext_lazy("已销哨。")),
        picture="flag", is_main=True,
    ),
    "call_off_whistle": _kind(
        gettext_lazy("取消吹哨"), forms.ReasonForm, _on(actions.call_off_whistle, "whistle_id", gettext_lazy("已取消吹哨。")),
        picture="x-circle",
    ),
    "weigh_whistle": _kind(
        gettext_lazy("评议吹哨"), forms.VerdictForm, _on(actions.weigh_whistle, "whistle_id", gettext_lazy("已记下评议。")),
        picture="clipboard-check", is_main=True,
    ),
}  # fmt: skip
_SUPERVISIONS = {
    "reply_supervision": _kind(
        gettext_lazy("回复督办"), forms.SupervisionReplyForm,
        _on(actions.reply_supervision, "supervision_id", gettext_lazy("已回复。")),
        picture="reply", is_main=True, tone="primary",
    ),
    "lift_supervision": _kind(
        gettext_lazy("解除督办"), forms.ReasonForm,
        _on(actions.lift_supervision, "supervision_id", gettext_lazy("已解除督办。")),
        picture="bell-slash",
    ),
}  # fmt: skip

KINDS = {
    **_PARTS,
    **_CALLS,
    **_WHISTLES,
    **_SUPERVISIONS,
    "ask_part": Kind(gettext_lazy("请人协办"), _ask_form, _ask_part, picture="person-plus"),
    "blow": Kind(gettext_lazy("吹哨"), _blow_form, _blow, picture="megaphone"),
    "supervise": _kind(gettext_lazy("督办"), forms.SuperviseForm, _supervise, picture="bell"),
}
