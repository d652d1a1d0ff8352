"""谢谢帮忙的人: a resident thanks those who have helped. It is passed on to them and never ranked."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.cases import forms
from linli.cases.drafts import PAGE, Draft
from linli.cases.models import Channel, DemandKind
from linli.cases.queries.thanking import helpers_at
from linli.cases.views import slips
from linli.kernel import ids
from linli.kernel.actor import RESIDENT
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal
from linli.places import queries as places
from linli.places.models import Place, PlaceKind


@login_not_required
@never_cache
def praise(request: Request) -> HttpResponse:
    """Thanks to somebody at a place; from a solved demand place and body are filled in."""
    place, body = _place(request.GET.get("place", "")), request.GET.get("body", "")
    key = int(body) if body.isascii() and body.isdecimal() and len(body) < 19 else None
    helpers = helpers_at(place, on=timezone.localdate(), first=key)
    context: dict[str, Any] = {"place_name": places.path_words(place) if place is not None else ""}
    known: dict[str, Any] = {"helpers": helpers, "ask_place": place is None}
    if request.method != "POST":
        first = {"whom": helpers[0] if key is not None and helpers else ""}
        context["form"] = forms.ThanksForm(initial={"token": ids.unguessable(20), **first}, **known)
        return page(request, "cases/praise.html", context)
    context["form"] = form = forms.ThanksForm(request.POST, **known)
    if not form.is_valid():
        return page(request, "cases/praise.html", context)
    try:
        draft = _draft(form.cleaned_data, place)
        slips.send_once(request, draft, by=RESIDENT, now=timezone.now())
    except Refusal as refusal:
        return page(request, "cases/praise.html", context, refusal=refusal)
    return go(request, "report_done", form.cleaned_data["token"])


def _place(code: str) -> Place | None:
    """The place of a code; a home stands for its unit or building, so that nobody's door is named here."""
    place = places.by_code(code) if code else None
    if place is not None and place.kind == PlaceKind.HOME:
        return place.unit or place.building or place.estate
    return place


def _draft(typed: dict[str, Any], place: Place | None) -> Draft:
    return Draft(
        title=_("谢谢%(whom)s") % {"whom": typed["whom"]},
        words=_("想谢谢：%(whom)s\n%(words)s") % {"whom": typed["whom"], "words": typed["words"]},
        kind=DemandKind.PRAISE,
        place=place,
        place_words=typed.get("place_words", ""),
        channel=Channel.WEB,
        name=typed["name"],
        is_secret=not typed["name"],
        source=PAGE,
        outer_number=typed["token"],
    )
