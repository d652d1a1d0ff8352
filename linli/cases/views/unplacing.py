"""The unplaced queue, one case at a time: why no rule placed it, the resident's words, a form to place it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions, queries, rules
from linli.cases.models import Case
from linli.cases.queries import bulk
from linli.cases.queries.offers import Offer, carrying
from linli.cases.states import State
from linli.cases.views.acts import make_form
from linli.cases.views.joined import alike_rows
from linli.catalogue import queries as catalogue
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.places import queries as places

MOST_SUGGESTED = 5


def unplaced(request: Request) -> HttpResponse:
    """The chosen unplaced case or the first one; once it is placed, the one behind it."""
    require(request.actor.may_anywhere(rules.DISPATCH))
    now, after = timezone.now(), request.GET.get("after", "")
    waiting = queries.lens(request.actor, "unplaced", after=after, now=now)
    chosen, is_gone = _chosen(request, waiting.rows)
    context = {**_shown(request, chosen, waiting, now), "is_gone": is_gone, "form": None}
    if chosen is None:
        return page(request, "cases/unplaced.html", context)
    if request.method != "POST":
        form = context["form"] = make_form(Offer("place"), chosen, now)
        if not context["suggested"]:  # else the numbers of the suggestions are keys
            form.fields["matter"].widget.attrs["autofocus"] = True
        return page(request, "cases/unplaced.html", context)
    sent = request.POST.copy()
    if not sent.get("matter", "").strip() and sent.get("suggested"):
        sent["matter"] = str(sent.get("suggested"))
    form = context["form"] = make_form(Offer("place"), chosen, now, sent)
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
    messages.success(request, _("已归类：%(title)s → %(holder)s") % {"title": placed.title, "holder": holder})
    return go(request, f"{context['onward']}&last={placed.pk}")


def _shown(request: Request, case: Case | None, waiting: queries.Slice, now: datetime) -> dict[str, Any]:
    """Words, look-alikes and suggestions for one case of the queue, and the way on from it."""
    following, after = _after(waiting.rows, case), request.GET.get("after", "")
    here, last = reverse("unplaced"), request.GET.get("last", "")
    if following is not None:
        onward = f"{here}?{urlencode({'case': following.pk, 'after': after})}"
    else:
        onward = f"{here}?{urlencode({'after': waiting.next})}"
    undoable = [int(last)] if last.isdecimal() and len(last) < 18 else []
    before = next((one for one in bulk.chosen(request.actor, undoable)), None)
    context: dict[str, Any] = {
        "case": case,
        "slice": waiting,
        "now": now,
        "onward": onward,
        "next_case": following,
    }
    if before is not None and carrying.OFFERS["pull_back"](before, request.actor, now):
        context["before"] = before
    if case is None:
        return context
    return context | {
        "alike": alike_rows(request, case, now),
        "may_merge": rules.can_dispatch(request.actor, case),
        "place_name": places.path_words(case.place) if case.place is not None else "",
        "suggested": catalogue.suggest(
            case.words, on=timezone.localdate(now), title=case.title, limit=MOST_SUGGESTED
        ),
    }


def _chosen(request: Request, rows: Sequence[Case]) -> tuple[Case | None, bool]:
    """The case that was asked for; the first one where it has been placed meanwhile, or none was asked for."""
    key, is_gone = request.GET.get("case", ""), False
    if key.isdecimal() and len(key) < 18:
        asked = queries.case_for(request.actor, int(key))
        if asked.state == State.REGISTERED or request.method == "POST":
            return asked, False
        is_gone = True
    return (queries.case_for(request.actor, rows[0].pk) if rows else None), is_gone


def _after(rows: Sequence[Case], chosen: Case | None) -> Case | None:
    """The case that stands behind the chosen one in the queue; None at the end of a page of it."""
    keys = [row.pk for row in rows]
    if chosen is None or chosen.pk not in keys:
        return rows[0] if rows and chosen is None else None
    at = keys.index(chosen.pk) + 1
    return rows[at] if at < len(rows) else None
