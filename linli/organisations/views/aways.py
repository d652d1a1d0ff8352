"""Leave, and who stands in meanwhile."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel.pages import Request, answer_form, done, form_page
from linli.kernel.refusals import require
from linli.organisations import actions, forms, queries
from linli.organisations.models import LeaveAsk


@require_http_methods(["GET", "POST"])
def away(request: Request) -> HttpResponse:
    """Ask for leave or set it, see who stands in for whom, decide on what others asked for."""
    actor, today = request.actor, timezone.localdate()
    require(actor.person_id is not None)
    duties = queries.own_duties(actor, today)
    colleagues = queries.colleagues(
        {duty.seat.body_id for duty in duties}, today, other_than=actor.person_id or 0
    )
    context: dict[str, Any] = {
        "duties": duties,
        "colleagues": colleagues,
        "asked": queries.leaves_asked(actor),
        "to_decide": queries.leaves_to_decide(actor, today),
        "stand_ins": queries.stand_ins(actor, today),
        "today": today,
    }
    form = forms.AwayForm(
        request.POST or None, duties=duties, colleagues=colleagues, initial={"starts_on": today}
    )
    return answer_form(
        request,
        form,
        actions.go_away,
        again=form_page(request, "organisations/away.html", context),
        then=lambda made: done(
            request,
            _("已报给负责人，同意了会有消息。")
            if isinstance(made, LeaveAsk)
            else _("已安排顶岗，顶岗的人会收到消息。"),
            "away",
        ),
    )


def _decide(request: Request, ask_id: int, say: Callable[..., object], words: str) -> HttpResponse:
    say(ask=queries.leave_by_id(ask_id), by=request.actor, now=timezone.now())
    return done(request, words, "away")


@require_POST
def leave_grant(request: Request, ask_id: int) -> HttpResponse:
    return _decide(request, ask_id, actions.grant_leave, _("已同意，顶岗的人会收到消息。"))


@require_POST
def leave_refuse(request: Request, ask_id: int) -> HttpResponse:
    return _decide(request, ask_id, actions.refuse_leave, _("没有同意，已告诉本人。"))


@require_POST
def leave_take_back(request: Request, ask_id: int) -> HttpResponse:
    return _decide(request, ask_id, actions.take_leave_back, _("已收回。"))


@require_POST
def away_back(request: Request, duty_id: int) -> HttpResponse:
    """Back early, or never gone."""
    actions.come_back(substitute=queries.duty_by_id(duty_id), by=request.actor, now=timezone.now())
    return done(request, _("顶岗已收回。"), "away")
