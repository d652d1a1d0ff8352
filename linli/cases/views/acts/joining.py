"""The acts of joining and of beginning again."""

from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import actions, receipts
from linli.cases.forms import joining as typing
from linli.cases.models import Case
from linli.cases.queries.choosing import seats_to_choose
from linli.cases.views.acts.kinds import Kind, Said, plain


def _praise_form(case: Case, now: datetime, data: Any) -> django_forms.Form:
    seats = seats_to_choose(case, on=timezone.localdate(now))
    bodies = {seat.body_id: seat.body.name for seat in seats}
    picks = [
        *((-key, name) for key, name in bodies.items()),
        *((seat.pk, f"{seat.name}（{seat.body.name}）") for seat in seats),
    ]
    return typing.PraiseForm(data, picks=picks)


def _pass_on_praise(said: Said) -> str:
    to = said.typed["to"]
    whom = {"to_seat_id": to} if to > 0 else {"to_body_id": -to}
    actions.pass_praise_on(
        case_id=said.case.pk, words=said.typed["words"], by=said.request.actor, now=said.now, **whom
    )
    return _("表扬已转达。")


def _merge(said: Said) -> str:
    actions.merge(
        case_id=said.case.pk, into_id=said.typed["into"], reason=said.typed["reason"],
        by=said.request.actor, now=said.now,
    )  # fmt: skip
    return _("已并过去。反映这件的居民会得到那一件的答复。")


def _ask_duplicate(said: Said) -> str:
    actions.ask_duplicate(
        case_id=said.case.pk, other_id=said.typed["into"], reason=said.typed["reason"],
        by=said.request.actor, now=said.now,
    )  # fmt: skip
    return _("已提交，等审批。审批以前请照常联系诉求人。")


def _split(said: Said) -> str:
    actions.split(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已拆开，接着办。")


def _redo(said: Said) -> str:
    actions.redo(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已重新派出去办，时限从现在算起。")


def _follow_up(said: Said) -> str:
    reports = sorted(said.case.reports.all(), key=lambda report: report.pk)
    done = actions.follow_up(
        case_id=said.case.pk, words=said.typed["words"], report_id=reports[0].pk if reports else None,
        by=said.request.actor, now=said.now,
    )  # fmt: skip
    return _("已登记新件，编号 %(receipt)s，查询码 %(code)s，请告诉居民。") % {
        "receipt": receipts.shown(done.report.receipt),
        "code": done.query_code,
    }


KINDS = {
    "pass_on_praise": Kind(
        gettext_lazy("转达表扬"), _praise_form, _pass_on_praise, picture="heart", tone="primary", is_main=True
    ),
    "redo": Kind(
        gettext_lazy("重办"), plain(typing.RedoForm), _redo, picture="arrow-counterclockwise", is_main=True
    ),
    "follow_up": Kind(
        gettext_lazy("再登记一件"), plain(typing.FollowUpForm), _follow_up, picture="pencil-square"
    ),
    "merge": Kind(gettext_lazy("并为重复件"), plain(typing.MergeForm), _merge, picture="intersect"),
    "ask_duplicate": Kind(
        gettext_lazy("申请并件"), plain(typing.AskDuplicateForm), _ask_duplicate, picture="intersect"
    ),
    "split": Kind(
        gettext_lazy("拆开误并的件"), plain(typing.SplitForm), _split, picture="scissors", is_main=True
    ),
}
