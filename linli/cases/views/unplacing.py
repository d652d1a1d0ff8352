"""The unplaced queue, one case at a time: why no rule placed it, the resident's words, a form to place it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions, queries, rules
from linli.cases.models import Case
from linli.cases.queries.offers import Offer
from linli.cases.views.acts import make_form
from linli.cases.views.joined import alike_rows
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.places import queries as places


def unplaced(request: Request) -> HttpResponse:
    """The chosen unplaced case or the first one; once it is placed, the next one."""
    require(request.actor.may_anywhere(rules.DISPATCH))
    now = timezone.now()
    waiting = queries.lens(request.actor, "unplaced", after=request.GET.get("after", ""), now=now)
    chosen = _chosen(request, waiting.rows)
    context: dict[str, Any] = {
        "case": chosen,
        "slice": waiting,
        "next_case": _after(waiting.rows, chosen),
        "now": now,
        "alike": alike_rows(request, chosen, now) if chosen is not None else [],
        "may_merge": chosen is not None and rules.can_dispatch(request.actor, chosen),
        "place_name": places.path_words(chosen.place)
        if chosen is not None and chosen.place is not None
        else "",
    }
    if chosen is None:
        return page(request, "cases/unplaced.html", context)
    if request.method != "POST":
        return page(
            request, "cases/unplaced.html", {**context, "form": make_form(Offer("place"), chosen, now)}
        )
    form = make_form(Offer("place"), chosen, now, request.POST)
    context["form"] = form
    if not form.is_valid():
        return page(request, "cases/unplaced.html", context)
    typed = form.cleaned_data
    try:
        placed = actions.place_by_hand(
            case_id=chosen.pk, matter_id=typed["matter"], place_id=typed["place"].pk,
            reason=typed["reason"], by=request.actor, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        return page(request, "cases/unplaced.html", context, refusal=refusal)
    holder = placed.holder.name if placed.holder is not None else ""
    words = _("已归类：%(title)s → %(holder)s") % {"title": placed.title, "holder": holder}
    messages.success(request, words)
    return go(request, "unplaced")


def _chosen(request: Request, rows: Sequence[Case]) -> Case | None:
    key = request.GET.get("case", "")
    if key.isdecimal():
        return queries.case_for(request.actor, int(key))
    return queries.case_for(request.actor, rows[0].pk) if rows else None


def _after(rows: Sequence[Case], chosen: Case | None) -> Case | None:
    """The case that stands behind the chosen one in the queue."""
    keys = [row.pk for row in rows]
    if chosen is None or chosen.pk not in keys:
        return rows[0] if rows else None
    at = keys.index(chosen.pk) + 1
    return rows[at] if at < len(rows) else None
