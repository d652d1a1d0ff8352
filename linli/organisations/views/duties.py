from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import Refusal
from linli.organisations import actions, forms, queries, rules
from linli.organisations.models import Duty, Seat
from linli.people import queries as people


def _may_edit(request: Request, of: Seat) -> bool:
    served = queries.served_places(of.body, timezone.localdate())
    return rules.can_edit_seat(request.actor, body=of.body, role=of.role, area=of.area, served=served)


@require_GET
def seat(request: Request, seat_id: int) -> HttpResponse:
    return _seat_page(request, queries.seat_by_id(seat_id))


def _seat_page(
    request: Request,
    of: Seat,
    *,
    failed: str = "",
    form: Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "seat": of,
        "duties": queries.duties_on_seat(of),
        "today": today,
        "may_edit": _may_edit(request, of),
        "start_form": forms.StartDutyForm(auto_id="start_%s", initial={"starts_on": today}),
        "end_form": forms.LastDayForm(auto_id="end_%s", initial={"day": today}),
        "failed": failed,
    }
    if context["may_edit"]:
        context["pasts"] = queries.pasts_of_seat(of)
    if form is not None:
        context[failed] = context["form"] = form
    return page(request, "organisations/seat.html", context, refusal=refusal)


@require_POST
def seat_end(request: Request, seat_id: int) -> HttpResponse:
    of = queries.seat_by_id(seat_id)
    return answer_form(
        request,
        forms.LastDayForm(request.POST, auto_id="end_%s"),
        lambda day, **who: actions.end_seat(seat=of, ended_on=day, **who),
        again=partial(_seat_page, request, of, failed="end_form"),
        then=lambda _ended: done(request, _("岗位已登记撤销。"), "body", of.body_id),
    )


@require_POST
def duty_start(request: Request, seat_id: int) -> HttpResponse:
    of = queries.seat_by_id(seat_id)
    return answer_form(
        request,
        forms.StartDutyForm(request.POST, auto_id="start_%s"),
        partial(actions.start_duty, seat=of),
        again=partial(_seat_page, request, of, failed="start_form"),
        then=lambda _started: done(request, _("已登记到任。"), "body", of.body_id),
    )


@require_GET
def duty(request: Request, duty_id: int) -> HttpResponse:
    return _duty_page(request, queries.duty_by_id(duty_id))


def _duty_page(
    request: Request,
    of: Duty,
    *,
    failed: str = "",
    form: Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "duty": of,
        "substitutes": queries.substitutes_of(of),
        "may_edit": _may_edit(request, of.seat),
        "hand_over_form": forms.HandOverForm(auto_id="hand_%s", initial={"on": today}),
        "stand_in_form": forms.StandInForm(auto_id="stand_%s", initial={"starts_on": today}),
        "end_form": forms.LastDayForm(auto_id="end_%s", initial={"day": today}),
        "failed": failed,
    }
    if form is not None:
        context[failed] = context["form"] = form
    return page(request, "organisations/duty.html", context, refusal=refusal)


@require_POST
def duty_hand_over(request: Request, duty_id: int) -> HttpResponse:
    of = queries.duty_by_id(duty_id)
    return answer_form(
        request,
        forms.HandOverForm(request.POST, auto_id="hand_%s"),
        partial(actions.hand_over, duty=of),
        again=partial(_duty_page, request, of, failed="hand_over_form"),
        then=lambda _successor: done(request, _("已办交接。"), "seat", of.seat_id),
    )


@require_POST
def duty_stand_in(request: Request, duty_id: int) -> HttpResponse:
    of = queries.duty_by_id(duty_id)
    return answer_form(
        request,
        forms.StandInForm(request.POST, auto_id="stand_%s"),
        partial(actions.stand_in, duty=of),
        again=partial(_duty_page, request, of, failed="stand_in_form"),
        then=lambda _substitute: done(request, _("已登记顶岗。"), "seat", of.seat_id),
    )


@require_POST
def duty_end(request: Request, duty_id: int) -> HttpResponse:
    of = queries.duty_by_id(duty_id)
    return answer_form(
        request,
        forms.LastDayForm(request.POST, auto_id="end_%s"),
        lambda day, **who: actions.end_duty(duty=of, ends_on=day, **who),
        again=partial(_duty_page, request, of, failed="end_form"),
        then=lambda _ended: done(request, _("已登记离任。"), "seat", of.seat_id),
    )


@require_GET
def person_duties(request: Request, person_id: int) -> HttpResponse:
    """Every duty of a person, in whatever body: two at once are a cross-appointment."""
    duties = queries.all_duties_of(person_id)
    # The chart is open to all who sign in; somebody without a duty is not on it.
    whom = duties[0].person if duties else people.person_for(request.actor, person_id)
    today = timezone.localdate()
    now_in = {
        duty.seat.body_id
        for duty in duties
        if duty.starts_on <= today and (duty.ends_on is None or duty.ends_on >= today)
    }
    context = {"person": whom, "duties": duties, "today": today, "is_cross": len(now_in) > 1}
    return page(request, "organisations/person_duties.html", context)
