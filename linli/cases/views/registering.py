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
from linli.catalogue import queries as catalogue
from linli.kernel import ids
from linli.kernel.actor import Over
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.people import queries as people
from linli.places import queries as places

LAST_CHANNEL = "cases.register.channel"
READ_PEOPLE = "people.read"
MOST_SUGGESTED = 3
MOST_KNOWN = 4


@never_cache
def case_register(request: Request) -> HttpResponse:
    """One form, quick by keyboard; several places that fit are offered to choose from."""
    require(request.actor.may_anywhere(rules.REGISTER))
    now, last = timezone.now(), request.session.get(LAST_CHANNEL, "")
    if request.method != "POST":
        start = {"token": ids.unguessable(20)}
        form = forms.RegisterForm(initial=start, now=now, by=request.actor, last=last)
        return page(request, "cases/register.html", {"form": form})
    form = forms.RegisterForm(request.POST, now=now, by=request.actor, last=last)
    if not form.is_valid():
        return page(request, "cases/register.html", _again(request, form), part="form")
    try:
        slips.send_once(request, _draft(form.cleaned_data), by=request.actor, now=now)
    except Refusal as refusal:
        return page(request, "cases/register.html", _again(request, form), part="form", refusal=refusal)
    request.session[LAST_CHANNEL] = form.cleaned_data["channel"]
    return go(request, "case_registered", form.cleaned_data["token"])


def _again(request: Request, form: forms.RegisterForm) -> dict[str, Any]:
    """The form as it was typed, with what was suggested for it."""
    words, phone = str(form.data.get("words", ""))[: forms.MOST_WORDS], str(form.data.get("phone", ""))[:40]
    return {"form": form, **_matters(request, words), **_known(request, phone)}


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
        matter_id=typed["matter"],
        proxy_consent=typed["proxy_consent"],
        person_id=typed["person"].pk if typed["person"] is not None else None,
    )


@never_cache
@require_safe
def case_registered(request: Request, token: str) -> HttpResponse:
    """Receipt and query code to read aloud or to print; the code is not shown again later."""
    now = timezone.now()
    slip = slips.find(request, token, now=now)
    if slip is None:
        return redirect("worklist")
    shown = slips.shown(request, slip, now=now)
    community = shown["case"].community
    more = {"taken_by": request.actor.label, "desk_phone": community.phone if community else ""}
    return page(request, "cases/registered.html", {**shown, **more})


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
    """Places that fit what is being typed, to choose from; those of one's own area first."""
    words = request.GET.get("place_words", "")[:200]
    near = request.actor.keys(rules.REGISTER, Over.AREA)
    found = forms.suggest(words, near=near) if len(words.strip()) > 1 else []
    return page(request, "cases/places.html", {"choices": with_paths(found), "words": words}, part="choices")


def case_matters(request: Request) -> HttpResponse:
    """Matters that the words being typed may speak of; sent, for words do not belong into an address."""
    require(request.actor.may_anywhere(rules.REGISTER))
    words = request.POST.get("words", "")[: forms.MOST_WORDS]
    return page(request, "cases/matters.html", _matters(request, words), part="matters")


def _matters(request: Request, words: str) -> dict[str, Any]:
    on = timezone.localdate()
    found = catalogue.suggest(words, on=on, limit=MOST_SUGGESTED) if len(words.strip()) > 1 else []
    chosen = request.POST.get("matter", "")
    return {"matters": [(one.matter, str(one.matter.pk) == chosen) for one in found]}


@never_cache
def case_known(request: Request) -> HttpResponse:
    """Who is known by the phone being typed, of those whom the reader may see; sent, so that no address keeps it."""
    require(request.actor.may_anywhere(rules.REGISTER))
    phone = request.POST.get("phone", "")[:40]
    return page(request, "cases/known.html", _known(request, phone), part="known")


def _known(request: Request, phone: str) -> dict[str, Any]:
    if len(phone.strip()) < 7 or not request.actor.may_anywhere(READ_PEOPLE):
        return {"known": []}
    found = list(people.visible_to(request.actor).filter(pk__in=people.find_by_phone(phone))[:MOST_KNOWN])
    homes = places.paths(person.home for person in found if person.home)
    chosen = request.POST.get("person", "")
    known = [(person, homes.get(person.home_id or 0, ""), str(person.pk) == chosen) for person in found]
    return {"known": known}
