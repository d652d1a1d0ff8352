"""Notices (公告) on the pages of staff: those of one's own areas, a new one, its end, the poster for the stairwell."""

from datetime import datetime, timedelta
from typing import Any

import segno
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.board import forms
from linli.kernel.pages import Request, answer_form, done, form_page, page
from linli.kernel.refusals import Refusal, require
from linli.places import actions
from linli.places import queries as places
from linli.places.models import Bulletin, Place

USUAL = timedelta(hours=4)  # how long a new notice lasts unless told otherwise


@require_GET
def bulletins(request: Request) -> HttpResponse:
    """What runs, what is to come, and what was, over one's own areas."""
    return _listed(request)


def _listed(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    require(places.may_announce(request.actor))
    now = timezone.now()
    found = places.announced_by(request.actor, now)
    context = {
        "running": [(one, [one]) for one in found.running],  # each beside the panel that residents see
        "coming": [(one, [one]) for one in found.coming],
        "past": found.past,
        "now": now,
    }
    return page(request, "board/bulletins.html", context, refusal=refusal)


@require_http_methods(["GET", "POST"])
def bulletin_new(request: Request) -> HttpResponse:
    """A new notice."""
    require(places.may_announce(request.actor))
    now = timezone.localtime()
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    initial = {"starts_at": start, "ends_at": start + USUAL, "place": request.GET.get("place", "")}
    form = forms.BulletinForm(request.POST or None, initial=initial, actor=request.actor)
    again = form_page(request, "board/bulletin_new.html")

    def then(made: Bulletin) -> HttpResponse:
        return done(request, _("发布了。居民打开反映页和公开栏就能看到，也可以打印贴出去。"), "bulletins")

    return answer_form(request, form, actions.publish_bulletin, again=again, then=then)


@require_POST
def bulletin_change(request: Request, bulletin_id: int) -> HttpResponse:
    """A new end, or "now" with the button that says that all is back."""
    is_over = "over" in request.POST
    form = forms.BulletinEndForm({"ends_at": timezone.localtime()} if is_over else request.POST)

    def say(*, ends_at: datetime, by: Any, now: datetime) -> Bulletin:
        return actions.change_bulletin(
            bulletin_id=bulletin_id, ends_at=now if is_over else ends_at, by=by, now=now
        )

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return _listed(request, refusal or Refusal(_("请填新的结束时间，例如 2026-03-05 18:00。")))

    words = _("已结束，居民不会再看到。") if is_over else _("结束时间改好了。")
    return answer_form(request, form, say, again=again, then=lambda _made: done(request, words, "bulletins"))


@require_POST
def bulletin_withdraw(request: Request, bulletin_id: int) -> HttpResponse:
    """It was wrong, or does not take place."""
    actions.withdraw_bulletin(bulletin_id=bulletin_id, by=request.actor, now=timezone.now())
    return done(request, _("撤下了，居民不会再看到。"), "bulletins")


@require_GET
def bulletin_poster(request: Request, bulletin_id: int) -> HttpResponse:
    """One sheet of A4 for the stairwell, with the code that leads to the report page."""
    require(places.may_announce(request.actor))
    bulletin = places.bulletin(bulletin_id)
    address = request.build_absolute_uri(_report_address(bulletin.place))
    context = {
        "bulletin": bulletin,
        "address": address,
        "picture": segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2),
        "community": bulletin.place.community,
        "now": timezone.now(),
    }
    return page(request, "board/bulletin_poster.html", context)


def _report_address(place: Place) -> str:
    known = place.estate or place.community or place.street
    return f"{reverse('report_open')}?place={known.code}" if known is not None else reverse("report_open")
