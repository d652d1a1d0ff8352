from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.kernel.actor import Actor
from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import Refusal, require
from linli.organisations import actions, forms, queries, rules
from linli.organisations.models import Role
from linli.places import queries as places
from linli.places.models import Place


@require_GET
def ladder(request: Request) -> HttpResponse:
    """The ladder that holds at ``?place=`` (none: everywhere) for the matters of ``?category=``."""
    form = forms.LadderFilter(request.GET)
    if not form.is_valid():
        return page(request, "organisations/ladder.html", {"filter": form, "form": form})
    return _shown(request, form.cleaned_data["place"], form.cleaned_data["category"])


def _shown(
    request: Request,
    area: Place | None,
    category: str,
    *,
    form: Any = None,
    refusal: Refusal | None = None,
    draft: list[Role] | None = None,
) -> HttpResponse:
    """``draft``: the steps as they would be, not kept yet."""
    on = timezone.localdate()
    held = (
        queries.ladder_held(area, category, on)
        if draft is None
        else queries.ladder_drafted(area, category, draft, on)
    )
    own = held.set_as
    seen = {"area": area, "category": category, "roles": [role for role, _seat in held.rows]}
    context = {
        "filter": forms.LadderFilter(initial={"place": area, "category": category}),
        "area": area,
        "path": places.path_words(area) if area else "",
        "category": category,
        "held": held,
        "is_own": own is not None and own.area == area and own.category == category,
        "may_edit": rules.can_edit_ladder(request.actor, area),
        "told": queries.ladder_history(area),
        "ladders": queries.ladders_set(),
        "is_draft": draft is not None,
        "address": _address(area, category),
        "form": form or forms.LadderForm(initial=seen),
    }
    return page(request, "organisations/ladder.html", context, refusal=refusal)


@require_POST
def ladder_change(request: Request) -> HttpResponse:
    """One step added, moved or removed is only shown; saved, the steps hold for this area alone."""
    form = forms.LadderForm(request.POST)
    is_right = form.is_valid()
    area, category = form.cleaned_data.get("area"), form.cleaned_data.get("category", "")
    if is_right and not form.is_kept:
        return _drafted(request, area, category, form.cleaned_data["roles"])
    return answer_form(
        request,
        form,
        _set_or_clear,
        again=partial(_shown, request, area, category),
        then=lambda words: done(request, words, _address(area, category)),
    )


def _drafted(request: Request, area: Place | None, category: str, roles: list[Role]) -> HttpResponse:
    """The steps as they would be. Where they cannot be, the refusal and what holds."""
    require(rules.can_edit_ladder(request.actor, area))
    try:
        if roles:
            actions.check_steps(roles)
    except Refusal as refusal:
        return _shown(request, area, category, refusal=refusal)
    return _shown(request, area, category, draft=roles)


def _set_or_clear(*, area: Place | None, category: str, roles: list[Role], by: Actor, now: datetime) -> str:
    if not roles:
        actions.clear_ladder(area=area, category=category, by=by, now=now)
        return _("已清空，按上一级的步骤来。")
    actions.set_ladder(area=area, category=category, roles=roles, by=by, now=now)
    return _("已改，新来的诉求按这个顺序。")


def _address(area: Place | None, category: str) -> str:
    asked = {"place": area.code if area else "", "category": category}
    return f"{resolve_url('ladder')}?{urlencode(asked)}"
