"""The acts that carry a case up, down, sideways and back, and on from a neighbour."""

from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import actions, forms, queries
from linli.cases.models import Case
from linli.cases.views.acts.kinds import Kind, Said, plain


def _below(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return forms.ToSeatForm(data, seats=queries.seats_to_push_down(case))


def _beside(case: Case, now: datetime, data: Any) -> django_forms.Form:
    return forms.ToSeatForm(data, seats=queries.seats_beside(case, on=timezone.localdate(now)))


def _hand_up(said: Said) -> str:
    case = actions.hand_up(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已上报给%(seat)s。") % {"seat": case.holder}


def _hand_down(said: Said) -> str:
    typed = said.typed
    case = actions.hand_down(
        case_id=said.case.pk,
        to_seat_id=typed["seat"],
        reason=typed["reason"],
        by=said.request.actor,
        now=said.now,
    )
    return _("已下派给%(seat)s。") % {"seat": case.holder}


def _hand_over(said: Said) -> str:
    typed = said.typed
    case = actions.hand_over(
        case_id=said.case.pk,
        to_seat_id=typed["seat"],
        reason=typed["reason"],
        by=said.request.actor,
        now=said.now,
    )
    return _("已转给%(seat)s。") % {"seat": case.holder}


def _pull_back(said: Said) -> str:
    case = actions.pull_back(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("已收回到%(seat)s。") % {"seat": case.holder}


def _go_on(said: Said) -> str:
    case = actions.pass_on(case_id=said.case.pk, by=said.request.actor, now=said.now, **said.typed)
    return _("不等邻里了，已派给%(seat)s。") % {"seat": case.holder}


KINDS = {
    "hand_up": Kind(
        gettext_lazy("上报"), plain(forms.ReasonForm), _hand_up, picture="arrow-up-circle", is_main=True
    ),
    "hand_down": Kind(gettext_lazy("下派"), _below, _hand_down, picture="arrow-down-circle"),
    "hand_over": Kind(gettext_lazy("转办"), _beside, _hand_over, picture="arrow-left-right"),
    "pull_back": Kind(
        gettext_lazy("收回"), plain(forms.ReasonForm), _pull_back, picture="arrow-counterclockwise"
    ),
    "go_on": Kind(gettext_lazy("不等邻里，直接派单"), plain(forms.PassOnForm), _go_on, picture="send"),
}
