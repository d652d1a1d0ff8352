"""Whose turn it would be: at a place that is tried, and by a ladder before it is kept. Nothing is kept here."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from linli.cases.forms.laddering import LadderDraftForm, TryLadderForm
from linli.cases.queries.ladder_preview import MOST_TRIED, preview_ladder
from linli.cases.queries.laddering import try_ladder
from linli.kernel.pages import Request, page
from linli.kernel.refusals import Refusal, require
from linli.organisations import actions as organisations
from linli.places import queries as places


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_try(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere("organisations.edit"))
    form = TryLadderForm(request.POST if request.method == "POST" else None)
    tried = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        tried = try_ladder(typed["place"], typed["words"], timezone.localdate())
    way = places.path_words(tried.place) if tried is not None else ""
    return page(request, "cases/ladder_try.html", {"form": form, "tried": tried, "way": way})


@require_POST
def ladder_preview(request: Request) -> HttpResponse:
    """Takes what the form of a ladder sends. From here it is saved, or taken back to that page as it is."""
    form = LadderDraftForm(request.POST)
    if not form.is_valid():
        return page(request, "cases/ladder_preview.html", {"form": form})
    typed, now = form.cleaned_data, timezone.now()
    area, category = typed["area"], typed["category"]
    context = {"area": area, "category": category, "most": MOST_TRIED, "now": now}
    try:
        supposed = organisations.suppose_ladder(
            area=area, category=category, keys=typed["roles"], by=request.actor
        )
    except Refusal as refusal:
        return page(request, "cases/ladder_preview.html", context, refusal=refusal)
    keys = ",".join(str(role.pk) for role in supposed.roles)
    draft = LadderDraftForm(initial={"area": area.code if area else "", "category": category, "roles": keys})
    context |= {"roles": supposed.roles, "draft": draft}
    context["found"] = preview_ladder(request.actor, supposed, now=now)
    return page(request, "cases/ladder_preview.html", context)
