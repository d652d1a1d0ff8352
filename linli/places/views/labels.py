"""Labels with door codes, ready to print: choose where, make the codes that are missing, print, replace a torn one."""

from collections.abc import Sequence
from typing import Any

import segno
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel.pages import Request, answer_form, done, go, page
from linli.kernel.refusals import NotFound, Refusal, require
from linli.places import actions, forms, queries, rules
from linli.places.labels import FIRST, LAYOUTS, MOST, in_pages, spaced
from linli.places.models import DoorCode, Place


@require_GET
def labels(request: Request) -> HttpResponse:
    """Without ``?place=`` the estates to choose from, with it the buildings of one and what is to be printed."""
    require(request.actor.may_anywhere(rules.EDIT))
    key = request.GET.get("place", "")
    if key.isdecimal():
        return _chosen(request, _place(request, int(key)))
    words = request.GET.get("q", "").strip()[:60]
    context = {"search": forms.SearchForm(initial={"q": words}), "words": words,
               "estates": queries.estates_to_label(request.actor, words)}  # fmt: skip
    return page(request, "places/labels.html", context)


def _chosen(
    request: Request, place: Place, *, form: Any = None, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "place": place,
        "way": queries.path_words(place),
        "buildings": queries.buildings_to_label(place),
        "layouts": LAYOUTS.values(),
        "chosen": FIRST,
        "form": form or forms.HangForm(),
        "codes": list(queries.door_codes(place)[:MOST]),
    }
    return page(request, "places/labels_of.html", context, refusal=refusal)


def _place(request: Request, place_id: int) -> Place:
    """Raises NotFound and NotAllowed."""
    place = queries.by_id(place_id)
    require(rules.can_edit(request.actor, place))
    return place


@require_POST
def labels_hang(request: Request, place_id: int) -> HttpResponse:
    """Make every code that is missing at the entrances and in the lifts of the chosen buildings."""
    place = _place(request, place_id)
    chosen = [int(key) for key in request.POST.getlist("building") if key.isdecimal()]

    def say(**typed: Any) -> int:
        return actions.hang_codes(place_id=place_id, building_ids=chosen, **typed)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return _chosen(request, place, form=form, refusal=refusal)

    def then(made: int) -> HttpResponse:
        words = ngettext("新做了 %(count)s 个码。", "新做了 %(count)s 个码。", made) % {"count": made}
        return done(
            request, words if made else _("都有码了，不用再做。"), f"{reverse('labels')}?place={place_id}"
        )

    return answer_form(request, forms.HangForm(request.POST), say, again=again, then=then)


@require_GET
def labels_print(request: Request) -> HttpResponse:
    """The labels of ``?place=`` (only of its ``building``s, where any are chosen) or of one ``code``, page by page."""
    layout = LAYOUTS.get(request.GET.get("layout", ""), LAYOUTS[FIRST])
    place, codes = _wanted(request)
    if not request.GET.get("code"):
        if chosen := [int(key) for key in request.GET.getlist("building") if key.isdecimal()]:
            codes = codes.filter(place__building_id__in=chosen)
        if kinds := request.GET.getlist("kind"):
            codes = codes.filter(kind__in=kinds)
    found = list(codes[: MOST + 1])
    drawn = _drawn(request, found[:MOST])
    context = {
        "place": place,
        "layout": layout,
        "layouts": LAYOUTS.values(),
        "pages": list(in_pages(drawn, layout)),
        "count": len(drawn),
        "is_cut": len(found) > MOST,
        "most": MOST,
        "host": request.get_host(),
        "kept": [(key, value) for key, values in request.GET.lists() if key != "layout" for value in values],
    }
    return page(request, "places/labels_print.html", context)


def _wanted(request: Request) -> tuple[Place, Any]:
    key = request.GET.get("place", "")
    if not key.isdecimal():
        raise NotFound
    place = _place(request, int(key))
    codes = queries.door_codes(place)
    one = request.GET.get("code", "")
    return place, codes.filter(pk=int(one)) if one.isdecimal() else codes


def _drawn(request: Request, codes: Sequence[DoorCode]) -> list[dict[str, object]]:
    ways = queries.paths([code.place for code in codes])
    begin = request.build_absolute_uri(reverse("report", args=["-"])).removesuffix("-/")
    return [
        {"code": code, "spoken": spaced(code.code), "way": ways[code.place_id], "image": _square(f"{begin}{code.code}/"),
         "community": code.place.community}
        for code in codes
    ]  # fmt: skip


def _square(address: str) -> SafeString:
    """The code as a drawing that takes the size its style gives it, with the four quiet modules the standard asks for."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(border=4, omitsize=True, svgclass="l-qr", lineclass=None))


@require_POST
def door_code_replace(request: Request, code_id: int) -> HttpResponse:
    """A torn or pasted-over code is retired, a new one made in its stead and printed."""
    made = actions.replace_door_code(door_code_id=code_id, by=request.actor, now=timezone.now())
    asked: dict[str, str | int] = {"place": made.place_id, "code": made.pk, "layout": "a6"}
    return go(request, f"{reverse('labels_print')}?{urlencode(asked)}")


@require_GET
def place_sheet(request: Request, place_id: int) -> HttpResponse:
    """The old address of the labels of a place."""
    return go(request, f"{reverse('labels')}?place={place_id}")


__all__ = ["door_code_replace", "labels", "labels_hang", "labels_print", "place_sheet"]
