"""A resident reports: by a door code or by naming the place; then the slip."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from linli.cases import actions, forms
from linli.cases.drafts import PAGE, Draft
from linli.cases.models import Channel
from linli.cases.queries.choosing import streets
from linli.cases.queries.suggesting import chosen_matter
from linli.cases.views import photos, slips, voices
from linli.kernel import ids
from linli.kernel.actor import RESIDENT
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotFound, Refusal
from linli.organisations import queries as organisations
from linli.places import queries as places
from linli.places.models import Place, PlaceKind

# So wide that a resident still has to say where; below, the place is near enough to send somebody.
WIDE = (PlaceKind.COUNTY, PlaceKind.STREET, PlaceKind.COMMUNITY)
# Choices lead no deeper than a unit entrance: homes are never listed to the public.
LISTED = (*WIDE, PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT)


class UnknownDoorCode(NotFound):
    words = _("没有找到这个门牌码。")


@dataclass(frozen=True)
class Where:
    """What is known of the place before the resident says a word. ``choices`` are places to narrow it."""

    channel: str
    place: Place | None = None
    label: str = ""
    neighbour: str = ""  # what the volunteer who serves there is called
    door: str = ""  # the code that was scanned
    choices: list[Place] = field(default_factory=list)

    @property
    def must_be_asked(self) -> bool:
        return self.place is None or self.place.kind in WIDE

    @property
    def name(self) -> str:
        return places.path_words(self.place) if self.place is not None else ""


@login_not_required
@never_cache
def report(request: Request, code: str) -> HttpResponse:
    """Report by the code that hangs at a door: the place is known."""
    door = places.open_door(code)
    if door is None:
        return page(request, "cases/unknown_code.html", {"code": code}, refusal=UnknownDoorCode())
    return _report(request, Where(Channel.CODE, door.place, door.label, _neighbour(door.place), door.code))


@login_not_required
@never_cache
def report_open(request: Request) -> HttpResponse:
    """Report without a code: choose the place step by step, or say it in words."""
    code = request.GET.get("place", "")
    place = places.by_code(code) if code else None
    if place is not None and place.kind not in LISTED:
        place = None
    return _report(request, Where(Channel.WEB, place, neighbour=_neighbour(place), choices=_choices(place)))


def _neighbour(place: Place | None) -> str:
    """What the neighbour is called who could be asked first there; "" where the place is too wide or nobody serves."""
    if place is None or place.kind in WIDE:
        return ""
    seat = organisations.volunteer_for(place, on=timezone.localdate())
    return str(seat.role.name) if seat is not None else ""


def _choices(place: Place | None) -> list[Place]:
    if place is None:
        return list(streets())
    return [child for child in places.children(place) if child.kind in LISTED and not child.closed_on]


def _report(request: Request, where: Where) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "where": where,
        "bulletins": places.bulletins_at(where.place, now) if where.place else [],
        "now": now,
    }
    if request.method != "POST":
        context["form"] = forms.ReportForm(
            initial={"token": ids.unguessable(20)}, ask_place=where.must_be_asked, neighbour=where.neighbour
        )
        return page(request, "cases/report.html", context, part="form")
    context["form"] = form = forms.ReportForm(
        request.POST, request.FILES, ask_place=where.must_be_asked, neighbour=where.neighbour
    )
    if not form.is_valid():
        return page(request, "cases/report.html", context, part="form")
    try:
        slips.send_once(request, _draft(form.cleaned_data, where), by=RESIDENT, now=now)
    except Refusal as refusal:
        return page(request, "cases/report.html", context, part="form", refusal=refusal)
    typed = form.cleaned_data
    photos.keep_with_report(request, typed["photos"][: actions.MOST_OF_REPORT], typed["token"], now=now)
    voices.keep_with_report(request, typed["voice"], typed["voice_seconds"], typed["token"], now=now)
    return go(request, "report_done", typed["token"])


def _draft(typed: dict[str, Any], where: Where) -> Draft:
    """The demand as typed. Words for the place count inside the place already known."""
    described = typed.get("place_words", "")
    found = forms.look_for(described)
    sure = found[0] if len(found) == 1 else None
    if where.place is not None and (sure is None or where.place.pk not in sure.area_ids()):
        sure = None if where.must_be_asked else where.place
    return Draft(
        words=typed["words"],
        place=sure,
        place_words=described,
        channel=where.channel,
        name=typed["name"],
        phone=typed["phone"],
        is_secret=typed["is_secret"],
        source=PAGE,
        outer_number=typed["token"],
        within=where.place,
        asks_neighbours=typed.get("first") == "neighbour",
        matter_id=chosen_matter(typed["matter"], typed["words"], on=timezone.localdate()),
    )


@login_not_required
@never_cache
def report_done(request: Request, token: str) -> HttpResponse:
    """The slip: number, query code, what happens next and by when."""
    now = timezone.now()
    slip = slips.find(request, token, now=now)
    return page(request, "cases/report_done.html", slips.shown(request, slip, now=now))
