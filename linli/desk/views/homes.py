"""One screen before knocking or calling."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.desk import forms, queries, rules
from linli.desk.queries.homes import HOMES
from linli.kernel.pages import Request, page
from linli.kernel.refusals import Refusal, require
from linli.people import actions as people
from linli.people import queries as people_queries
from linli.places.models import Place


@require_safe
def homes(request: Request) -> HttpResponse:
    """Find a home by its address; a single one opens at once."""
    actor = request.actor
    require(any(actor.may_anywhere(verb) for verb in (rules.READ_CASES, rules.READ_PEOPLE)))
    words = request.GET.get("q", "").strip()[:200]
    found = queries.homes_found(actor, words)
    if len(found) == 1 and found[0][0].kind in HOMES:
        return redirect("household", found[0][0].pk)
    context = {"search": forms.FindForm(initial={"q": words}), "words": words, "found": found, "homes": HOMES}
    return page(request, "desk/homes.html", context)


@never_cache
@require_safe
def household(request: Request, place_id: int) -> HttpResponse:
    return _shown(request, queries.home_for(request.actor, place_id))


def _shown(request: Request, home: Place, *, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    now = timezone.now()
    card = queries.home_card(request.actor, home, now=now)
    context = {"card": card, "now": now, "call_form": forms.CallForm(auto_id=False), **more}
    return page(request, "desk/household.html", context, refusal=refusal)


@never_cache
@require_POST
def household_call(request: Request, place_id: int) -> HttpResponse:
    """The whole number of somebody who lives there, once; the reason is in the journal."""
    home = queries.home_for(request.actor, place_id)
    form = forms.CallForm(request.POST, auto_id=False)
    if not form.is_valid():
        return _shown(request, home, refusal=Refusal(form.fields["reason"].error_messages["required"]))
    whom = people_queries.person_for(request.actor, form.cleaned_data["person"])
    try:
        number = people.see_number(
            person=whom, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        )
    except Refusal as refusal:
        return _shown(request, home, refusal=refusal)
    return _shown(request, home, number=number, called=whom.pk)
