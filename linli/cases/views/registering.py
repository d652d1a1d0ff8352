"""A worker registers for somebody else: at the window, on the phone, at the door."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases import forms, queries, rules
from linli.cases.drafts import PAGE, Draft
from linli.cases.forms.places import with_paths
from linli.cases.views import slips
from linli.cases.views.joined import with_receipts
from linli.kernel import ids
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.places import queries as places


@never_cache
def case_register(request: Request) -> HttpResponse:
    """One form, quick by keyboard; several places that fit are offered to choose from."""
    require(request.actor.may_anywhere(rules.REGISTER))
    now = timezone.now()
    if request.method != "POST":
        form = forms.RegisterForm(initial={"token": ids.unguessable(20)}, now=now)
        return page(request, "cases/register.html", {"form": form})
    form = forms.RegisterForm(request.POST, now=now)
    if not form.is_valid():
        return page(request, "cases/register.html", {"form": form}, part="form")
    try:
        slips.send_once(request, _draft(form.cleaned_data), by=request.actor, now=now)
    except Refusal as refusal:
        return page(request, "cases/register.html", {"form": form}, part="form", refusal=refusal)
    return go(request, "case_registered", form.cleaned_data["token"])


def _draft(typed: dict[str, Any]) -> Draft:
    return Draft(
        words=typed["words"],
        place=typed["place"],
        place_words=typed["place_words"],
        kind=typed["kind"],
        channel=typed["channel"],
        name=typed["name"],
        phone=typed["phone"],
        is_secret=typed["is_secret"],
        source=PAGE,
        outer_number=typed["token"],
        happened_at=typed["happened_at"],
        asks_neighbours=typed["asks_neighbours"],
    )


@never_cache
@require_safe
def case_registered(request: Request, token: str) -> HttpResponse:
    """Receipt and query code to read aloud or to print; the code is not shown again later."""
    now = timezone.now()
    slip = slips.find(request, token, now=now)
    if slip is None:
        return redirect("worklist")
    return page(request, "cases/registered.html", slips.shown(request, slip, now=now))


def case_alike(request: Request) -> HttpResponse:
    """Cases like the one that is being typed, as a part under its words. Sent, for words do not belong into an address;
    nothing is written.
    """
    require(request.actor.may_anywhere(rules.REGISTER))
    typed, now = request.POST, timezone.now()
    words, code = typed.get("words", "")[: forms.MOST_WORDS], typed.get("place_code", "")[:80]
    place = (
        places.by_code(code) if code else next(iter(forms.look_for(typed.get("place_words", "")[:200])), None)
    )
    found = queries.alike_words(words, place, by=request.actor, now=now) if len(words) > 3 else []
    context = {"alike": with_receipts(found), "now": now}
    return page(request, "cases/alike.html", context, part="alike")


@require_safe
def case_places(request: Request) -> HttpResponse:
    """Places that fit what is being typed, to choose from."""
    words = request.GET.get("place_words", "")
    found = forms.look_for(words) if len(words.strip()) > 1 else []
    return page(request, "cases/places.html", {"choices": with_paths(found), "words": words}, part="choices")
