"""The way on from a case that was opened from a list: the one before, the next one, and back to the list.

Where the list stood goes along in the address as ``from``: lens and filters as the list writes them, and ``at``, the place
of the case in it. After an act the case may have moved; its old place still leads on.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, quote, urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from linli.cases import queries
from linli.cases.models import Case
from linli.cases.views import filtering
from linli.kernel.pages import Request

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Way:
    """Addresses; "" where there is none. ``words`` names the list."""

    words: str
    back: str
    before: str
    behind: str


def way_on(request: Request, case: Case, now: datetime) -> Way | None:
    """The way on from ``case``; None where it was not opened from a list. Two statements at most."""
    asked = QueryDict(came_from(request))
    name = asked.get("lens", "")
    if name not in queries.LENSES:
        return None
    filters = filtering.read(asked)
    here = filtering.written(name, filters)
    place = asked.get("at", "") or queries.place_in(name, case)
    found = queries.beside(request.actor, name, place, filters=filters, but=case.pk, now=now)
    urls = [_url(one, f"{here}&at={queries.place_in(name, one)}") if one is not None else "" for one in found]
    return Way(str(queries.LENSES[name]), f"{reverse('worklist')}?{here}", *urls)


def came_from(request: HttpRequest) -> str:
    """Where the list stood, as the address of this page says it, or that of the page whose button was pressed."""
    said = request.GET.get("from", "")
    if not said:
        page = urlsplit(request.headers.get("Referer", ""))
        if page.netloc == request.get_host():
            said = parse_qs(page.query).get("from", [""])[0]
    return said if len(said) <= LONGEST else ""


def after_act(request: HttpRequest, case_id: int) -> str:
    """The page of the case after an act, with the way on kept."""
    said, url = came_from(request), reverse("case", args=[case_id])
    return f"{url}?from={quote(said, safe='')}" if said else url


def _url(case: Case, place: str) -> str:
    return f"{reverse('case', args=[case.pk])}?from={quote(place, safe='')}"
