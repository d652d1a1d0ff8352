"""The worklist by lens, and the page of one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.cases import queries, rules
from linli.cases.forms.bulk import SaveViewForm
from linli.cases.views import bulk, filtering, nexting
from linli.cases.views.acts import case_context
from linli.cases.views.beside import request_rows
from linli.cases.views.rows import rows_of
from linli.kernel.actor import Actor
from linli.kernel.pages import Request, page

NOTHING = {
    "mine": _("您手上没有要办的。"),
    "sent": _("您交出去的都办完了，或者还没有交出去过。"),
    "late": _("没有超期的，很好。"),
    "unplaced": _("没有待归类的。"),
    "review": _("没有待审核的。"),
    "callbacks": _("没有待回访的。"),
}


@require_safe
def worklist(request: Request) -> HttpResponse:
    """Cases through one lens, narrowed by filters that stand in the address, the most pressing first, 50 a page."""
    now, name = timezone.now(), request.GET.get("lens", "mine")
    name = name if name in queries.LENSES else "mine"
    filters = filtering.read(request.GET)
    found = queries.lens(request.actor, name, filters=filters, after=request.GET.get("after", ""), now=now)
    here = filtering.written(name, filters)
    context = {
        "lens": name,
        "lens_words": queries.LENSES[name],
        "tabs": tabs(request.actor, name, now),
        "filters": filtering.bar(request.actor, name, filters, now),
        "here": here,
        **_kept(request, here, is_narrowed=bool(filters != queries.Filters())),
        "bulk": bulk.offered(request.actor),
        "slice": found,
        "rows": rows_of(found.rows, now, back=lambda case: f"{here}&at={queries.place_in(name, case)}"),
        "may_register": request.actor.may_anywhere(rules.REGISTER),
        "nothing": NOTHING.get(name, _("这里没有诉求。")),
        "now": now,
    }
    return page(request, "cases/worklist.html", context)


def _kept(request: Request, here: str, *, is_narrowed: bool) -> dict[str, Any]:
    """The views that are kept; a list that is narrowed can be kept too. One statement."""
    kept = list(queries.views_for(request.actor))
    own = [one for one in kept if one.query == here and rules.can_change_view(request.actor, one)]
    may_keep = is_narrowed and rules.can_keep_views(request.actor)
    return {
        "kept": kept,
        "kept_here": next(iter(own), None),
        "may_keep": may_keep,
        "keep_form": SaveViewForm(auto_id="keep_%s") if may_keep and not own else None,
    }


@dataclass(frozen=True, slots=True)
class Tab:
    """One line of the worklist's menu: a lens, or a list on a page of its own."""

    words: str | Promise
    url: str
    count: int | None
    is_here: bool = False
    is_bad: bool = False


# What queries.BESIDE counts: its words, and the name of its page.
_PAGES = {
    "requests": (_("申请"), "requests"),
    "parts": (_("协办"), "parts"),
    "calls": (_("吹哨"), "whistles"),
    "supervisions": (_("督办"), "supervisions"),
}


def tabs(actor: Actor, here: str, now: datetime) -> list[Tab]:
    """The menu of the worklist, with what waits. What stands beside the lenses, and what must never be, shows only where there
    is some; requests also to those who decide them.
    """
    counts = queries.counts(actor, now)
    decides = actor.may_anywhere(rules.DECIDE) or actor.may_anywhere(rules.DISPATCH)
    lenses = [
        Tab(
            words, f"{reverse('worklist')}?lens={key}", counts.get(key), key == here, key in ("late", "stuck")
        )
        for key, words in queries.LENSES.items()
        if key != "stuck" or counts[key] or key == here
    ]
    beside = [
        Tab(words, reverse(page_name), counts[key], key == here)
        for key, (words, page_name) in _PAGES.items()
        if counts[key] or key == here or (key == "requests" and decides)
    ]
    return [*lenses[:-1], *beside, lenses[-1]]


@require_safe
def requests(request: Request) -> HttpResponse:
    """申请: what waits for a decision of this reader, the most pressing first."""
    now = timezone.now()
    found = queries.to_decide(request.actor, after=request.GET.get("after", ""))
    rows = request_rows(found.rows, now)
    menu = tabs(request.actor, "requests", now)
    return page(request, "cases/requests.html", {"slice": found, "rows": rows, "tabs": menu, "now": now})


@require_safe
def case(request: Request, case_id: int) -> HttpResponse:
    """Everything about one case that this reader may see, and the buttons that stand."""
    found = queries.case_for(request.actor, case_id)
    way = nexting.way_on(request, found, timezone.now())
    return page(request, "cases/case.html", {**case_context(request, found), "way": way}, part="acts")
