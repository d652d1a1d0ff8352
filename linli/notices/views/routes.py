"""Where messages go, and what became of the last ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.notices import actions, queries, rules, wording
from linli.notices.forms import RouteForm


@require_GET
def routes(request: Request) -> HttpResponse:
    """Groups by body, and the last messages with their fate, 25 a page."""
    return _list(request)


@require_http_methods(["GET", "POST"])
def route_add(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere(rules.ROUTES))
    return _form(request, RouteForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
def route(request: Request, route_id: int) -> HttpResponse:
    """Change a group: its name, its address, what it is told."""
    found = queries.route_by_id(request.actor, route_id)
    return _form(request, RouteForm(request.POST or None, route=found), route_id)


@require_POST
def route_turn(request: Request, route_id: int) -> HttpResponse:
    is_on = request.POST.get("is_on") == "1"
    actions.turn_route(route_id=route_id, is_on=is_on, by=request.actor, now=timezone.now())
    messages.success(request, _("已打开。") if is_on else _("已关闭，等着发的也不再发。"))
    return go(request, "routes")


@require_POST
def route_try(request: Request, route_id: int) -> HttpResponse:
    try:
        actions.try_route(route_id=route_id, by=request.actor, now=timezone.now())
    except actions.RouteIsOff as refused:
        return _list(request, refusal=refused)
    messages.success(request, _("已试发一条，过几秒刷新本页，在下面看结果。"))
    return go(request, "routes")


@require_POST
def route_remove(request: Request, route_id: int) -> HttpResponse:
    actions.remove_route(route_id=route_id, by=request.actor, now=timezone.now())
    messages.success(request, _("已删除。"))
    return go(request, "routes")


def _form(request: Request, form: RouteForm, route_id: int | None) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_route(**form.cleaned_data, route_id=route_id, by=request.actor, now=timezone.now())
            messages.success(request, _("已保存。可以试发一条看看。"))
            return go(request, "routes")
        except Refusal as refused:
            refusal = refused
    return page(request, "notices/route.html", {"form": form, "route_id": route_id}, refusal=refusal)


def _list(request: Request, *, refusal: Refusal | None = None) -> HttpResponse:
    require(request.actor.may_anywhere(rules.ROUTES))
    context = {
        "routes": queries.routes_for(request.actor),
        "sent": queries.messages(request.actor, after=request.GET.get("after", "")),
        "templates": wording.known() if request.actor.may_everywhere(rules.ROUTES) else {},
        "may_see_parked": request.actor.may_everywhere("journal.read"),
    }
    return page(request, "notices/routes.html", context, part="sent", refusal=refusal)
