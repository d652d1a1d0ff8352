from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import Refusal
from linli.organisations import actions, forms, queries, rules
from linli.organisations.models import Body


@require_GET
def roster(request: Request) -> HttpResponse:
    """The week of a body's roster: ``?body=`` is its id, ``?week=`` any day of the week."""
    key = request.GET.get("body", "")
    if not key.isdecimal():
        context = {"bodies": queries.bodies_with_roster(timezone.now())}
        return page(request, "organisations/rosters.html", context)
    return _week(request, queries.find_body(int(key)), _day(request.GET.get("week", "")))


def _day(words: str) -> date:
    try:
        return parse_date(words) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _week(
    request: Request,
    of: Body,
    day: date,
    *,
    form: Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=step) for step in range(7)]
    start = timezone.make_aware(datetime.combine(monday, time()))
    shifts = list(queries.shifts_between(of, start, start + timedelta(days=7)))
    by_day: dict[date, list[Any]] = {one: [] for one in days}
    for shift in shifts:
        by_day.setdefault(max(timezone.localdate(shift.starts_at), monday), []).append(shift)
    served = queries.served_places(of, timezone.localdate())
    context: dict[str, Any] = {
        "body": of,
        "days": [(one, by_day[one]) for one in days],
        "today": timezone.localdate(),
        "monday": monday,
        "week_before": monday - timedelta(days=7),
        "week_after": monday + timedelta(days=7),
        "may_edit": rules.can_edit_body(request.actor, of, served=served),
        "shift_form": form or forms.ShiftForm(initial={"day": day}),
    }
    if form is not None:
        context["form"] = form
    return page(request, "organisations/roster.html", context, refusal=refusal)


@require_POST
def shift_set(request: Request, body_id: int) -> HttpResponse:
    of = queries.find_body(body_id)
    day = _day(request.POST.get("day", ""))
    return answer_form(
        request,
        forms.ShiftForm(request.POST),
        partial(actions.set_shift, body=of),
        again=partial(_week, request, of, day),
        then=lambda _set: done(request, _("已排班。"), _address(of.pk, day)),
    )


@require_POST
def shift_remove(request: Request, shift_id: int) -> HttpResponse:
    shift = queries.shift_by_id(shift_id)
    day = timezone.localdate(shift.starts_at)
    actions.remove_shift(shift=shift, by=request.actor, now=timezone.now())
    return done(request, _("已取消这一班。"), _address(shift.body_id, day))


def _address(body_id: int, day: date) -> str:
    return f"{resolve_url('roster')}?body={body_id}&week={day}"
