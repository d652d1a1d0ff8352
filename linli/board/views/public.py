"""The public board: choose where, read what was released, follow one of them. Nothing here needs an account."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from linli.board import forms, queries, telling
from linli.board.models import Release
from linli.board.refusals import NotOnTheBoard
from linli.kernel.pages import Request, page
from linli.kernel.refusals import NotFound
from linli.places import queries as places
from linli.places.models import Place, PlaceKind

BRIEFLY = 60  # seconds
BOARDS = (PlaceKind.ESTATE, PlaceKind.COMMUNITY)

# By the reader's own browser: the switches at the foot carry a token of theirs.
briefly = cache_control(private=True, max_age=BRIEFLY)


@require_GET
@login_not_required
@briefly
def board(request: Request) -> HttpResponse:
    """Choose the street, and the community below it."""
    return page(request, "board/board.html", {"above": queries.streets_with_communities()})


@require_GET
@login_not_required
@briefly
def board_place(request: Request, code: str) -> HttpResponse:
    """The board of an estate or a community; a street offers its own, what lies deeper leads to its estate."""
    place = places.by_code(code)
    if place is None or place.closed_on is not None:
        raise NotFound
    if place.kind == PlaceKind.STREET:
        return page(
            request, "board/board.html", {"above": queries.community_with_estates(place), "street": place}
        )
    if place.kind not in BOARDS:
        near = place.estate or place.community
        to = reverse("board_place", args=[near.code]) if near is not None else reverse("board")
        return HttpResponseRedirect(to)
    return _board_of(request, place)


def _board_of(request: Request, place: Place) -> HttpResponse:
    now, is_done = timezone.now(), request.GET.get("show") == "done"
    found = queries.shown_at(place, is_done=is_done, after=request.GET.get("after", ""))
    is_community = place.kind == PlaceKind.COMMUNITY
    estates = places.children(place).filter(kind=PlaceKind.ESTATE, closed_on__isnull=True)
    context = {
        "place": place,
        "above": None if is_community else place.community,
        "estates": estates if is_community else [],
        "bulletins": places.bulletins_around(place, now),
        "told": [(telling.told(row, now), row.followers) for row in found.rows],  # type: ignore[attr-defined]
        "next": found.next,
        "counts": queries.counts(place),
        "is_done": is_done,
        "now": now,
    }
    return page(request, "board/place.html", context)


def on_board(public_id: str) -> Release:
    """What anybody may read under this id. Raises NotOnTheBoard."""
    found = queries.shown().filter(public_id=public_id).first()
    if found is None:
        raise NotOnTheBoard
    return found


@require_GET
@login_not_required
@briefly
def board_case(request: Request, public_id: str) -> HttpResponse:
    """One demand: its public words, its steps, the public answer."""
    found = on_board(public_id)
    context = {"told": telling.told(found, timezone.now()), "followers": found.follows.count()}
    return page(request, "board/case.html", context)


@csrf_exempt
@require_POST
@login_not_required
def board_alike(request: HttpRequest) -> HttpResponse:
    """A part: what stands on the board of that estate already and is like these words. It keeps nothing of them."""
    form = forms.AlikeForm(request.POST)
    found: list[Any] = []
    if form.is_valid():
        now, place = timezone.now(), places.by_code(form.cleaned_data["place"])
        found = [
            telling.told(row, now) for row in queries.alike_here(form.cleaned_data["words"], place, now=now)
        ]
    return page(request, "board/_alike.html", {"found": found})
