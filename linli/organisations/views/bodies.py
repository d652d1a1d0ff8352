from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.pages import Request, answer_form, done, form_page, page
from linli.kernel.refusals import Refusal, require
from linli.organisations import actions, forms, queries, rules
from linli.organisations.models import Body

PAGE = 50


@require_GET
def bodies(request: Request) -> HttpResponse:
    """Both trees, filtered; 50 a page by code."""
    form = forms.FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.bodies(
        tree=chosen.get("tree", ""),
        kind=chosen.get("kind", ""),
        words=chosen.get("q", ""),
        on=timezone.localdate(),
    ).order_by("code")
    if after := request.GET.get("after", ""):
        found = found.filter(code__gt=after)
    rows = list(found[: PAGE + 1])
    context = {
        "filter": form,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].code if len(rows) > PAGE else "",
        "may_edit": request.actor.may_anywhere(rules.EDIT),
    }
    return page(request, "organisations/bodies.html", context, part="found")


@require_http_methods(["GET", "POST"])
def body_found(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere(rules.EDIT))
    return answer_form(
        request,
        forms.BodyForm(
            request.POST or None,
            initial={key: request.GET.get(key, "") for key in ("parent", "kind", "code", "name", "area")},
        ),
        actions.found_body,
        again=form_page(request, "organisations/body_form.html"),
        then=lambda made: done(request, _("已登记单位。"), "body", made.pk),
    )


@require_GET
def body(request: Request, body_id: int) -> HttpResponse:
    return _card(request, queries.find_body(body_id))


def _card(
    request: Request,
    of: Body,
    *,
    failed: str = "",
    form: Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of a body; ``failed`` names the form on it that came back, ``form`` is that form."""
    today = timezone.localdate()
    card = queries.body_card(of, today)
    places = [service.place for service in card.services]
    context: dict[str, Any] = {
        "body": of,
        "card": card,
        "today": today,
        "on_now": queries.roster_now(of, timezone.now()),
        "may_edit": rules.can_edit_body(request.actor, of, served=places),
        "may_serve": request.actor.may_anywhere(rules.EDIT),
        "seat_form": forms.SeatForm(auto_id="seat_%s"),
        "service_form": forms.ServiceForm(auto_id="service_%s", initial={"since": today}),
        "end_form": forms.LastDayForm(auto_id="end_%s", initial={"day": today}),
        "failed": failed,
    }
    if context["may_edit"]:
        context["pasts"] = queries.pasts_of_body(of)
    if form is not None:
        context[failed] = context["form"] = form
    return page(request, "organisations/body.html", context, refusal=refusal)


@require_http_methods(["GET", "POST"])
def body_edit(request: Request, body_id: int) -> HttpResponse:
    of = queries.find_body(body_id)
    served = queries.served_places(of, timezone.localdate())
    require(rules.can_edit_body(request.actor, of, served=served))
    keys = ("name", "parent", "area", "founding", "timetable", "phone")
    initial = {key: getattr(of, key) for key in keys} | {"joined_by": list(of.joined_by.all())}
    return answer_form(
        request,
        forms.ChangeBodyForm(request.POST or None, initial=initial),
        partial(actions.change_body, body=of),
        again=form_page(request, "organisations/body_form.html", {"body": of}),
        then=lambda _changed: done(request, _("已修改。"), "body", of.pk),
    )


@require_POST
def body_end(request: Request, body_id: int) -> HttpResponse:
    of = queries.find_body(body_id)
    return answer_form(
        request,
        forms.LastDayForm(request.POST, auto_id="end_%s"),
        lambda day, **who: actions.end_body(body=of, ended_on=day, **who),
        again=partial(_card, request, of, failed="end_form"),
        then=lambda _ended: done(request, _("已登记撤销。"), "body", of.pk),
    )


@require_POST
def service_begin(request: Request, body_id: int) -> HttpResponse:
    of = queries.find_body(body_id)
    return answer_form(
        request,
        forms.ServiceForm(request.POST, auto_id="service_%s"),
        partial(actions.begin_service, body=of),
        again=partial(_card, request, of, failed="service_form"),
        then=lambda _service: done(request, _("已登记服务地点。"), "body", of.pk),
    )


@require_POST
def service_end(request: Request, service_id: int) -> HttpResponse:
    """Ends the service with today."""
    service = queries.service_by_id(service_id)
    today = max(timezone.localdate(), service.since)
    actions.end_service(service=service, until=today, by=request.actor, now=timezone.now())
    return done(request, _("服务到今天为止。"), "body", service.body_id)


@require_POST
def seat_make(request: Request, body_id: int) -> HttpResponse:
    of = queries.find_body(body_id)
    return answer_form(
        request,
        forms.SeatForm(request.POST, auto_id="seat_%s"),
        partial(actions.make_seat, body=of),
        again=partial(_card, request, of, failed="seat_form"),
        then=lambda made: done(request, _("已设岗位，请登记谁到任。"), "seat", made.pk),
    )
