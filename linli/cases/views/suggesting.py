"""While a resident types: which matters it sounds like, and whom to call at once. Sent, since words do not belong into
an address; nothing is written, and the words are not kept.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.cases import dangers
from linli.cases.queries.suggesting import sounds_like
from linli.kernel.pages import Request
from linli.places import queries as places
from linli.places.models import Place

FEWEST = 3
LONGEST = 1500  # characters that are listened to
WINDOW = 60  # seconds
MOST_IN_WINDOW = 300  # from one address: a whole estate may stand behind it


@login_not_required
@never_cache
@require_POST
def report_suggest(request: Request) -> HttpResponse:
    """A part of a page; empty where nothing was heard."""
    words = request.POST.get("words", "")[:LONGEST].replace("\x00", "")
    if len(words.strip()) < FEWEST:
        return HttpResponse("")
    if _asks_too_often(request):
        return HttpResponse("", status=429)
    numbers = dangers.numbers_for(words)
    chosen = request.POST.get("matter", "")
    context = {
        "soundings": sounds_like(words, _place(request), on=timezone.localdate()),
        "chosen": int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None,
        "numbers": numbers,
        "gas": dangers.smells_of_gas(words),
    }
    return render(request, "cases/_suggest.html", context)


def _place(request: HttpRequest) -> Place | None:
    code, door = request.POST.get("place", "")[:80], request.POST.get("door", "")[:40]
    if door:
        hung = places.open_door(door)
        return hung.place if hung is not None else None
    return places.by_code(code) if code else None


def _asks_too_often(request: HttpRequest) -> bool:
    key = f"cases.suggest.{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW)
    return cache.incr(key) > MOST_IN_WINDOW
