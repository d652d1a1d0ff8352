"""What a building head sees: what neighbours asked for, with two buttons."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases import actions, forms, queries, rules
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.people import numbers
from linli.places import queries as places


@require_safe
def neighbours(request: Request) -> HttpResponse:
    """What waits, oldest first, and what was solved lately."""
    require(request.actor.may_anywhere(rules.NEIGHBOUR))
    return _shown(request)


def _shown(
    request: Request, *, case_id: int = 0, form: object = None, refusal: Refusal | None = None
) -> HttpResponse:
    waiting = [
        {
            "ask": ask,
            "words": numbers.redact(ask.case.words),
            "place": places.path_words(ask.case.place) if ask.case.place is not None else "",
            "settle": form
            if case_id == ask.case_id
            else forms.NeighbourSettleForm(auto_id=f"s{ask.case_id}_%s"),
        }
        for ask in queries.asks_for(request.actor)
    ]
    context = {
        "waiting": waiting,
        "settled": queries.settled_by(request.actor),
        "now": timezone.now(),
        "form": form,
    }
    return page(request, "cases/neighbours.html", context, part="waiting", refusal=refusal)


def neighbour_settle(request: Request, case_id: int) -> HttpResponse:
    """已自行处置: solved between neighbours."""
    if request.method != "POST":
        return go(request, "neighbours")
    form = forms.NeighbourSettleForm(request.POST, auto_id=f"s{case_id}_%s")
    if not form.is_valid():
        return _shown(request, case_id=case_id, form=form)
    try:
        actions.settle_as_neighbour(
            case_id=case_id, words=form.cleaned_data["words"], by=request.actor, now=timezone.now()
        )
    except Refusal as refusal:
        return _shown(request, case_id=case_id, form=form, refusal=refusal)
    messages.success(request, _("谢谢您，已经记下。社区会回访这位邻居。"))
    return go(request, "neighbours")


def neighbour_pass_on(request: Request, case_id: int) -> HttpResponse:
    """The neighbour leaves it to the community."""
    if request.method != "POST":
        return go(request, "neighbours")
    try:
        actions.pass_on(
            case_id=case_id, reason=request.POST.get("reason", "")[:200], by=request.actor, now=timezone.now()
        )
    except Refusal as refusal:
        return _shown(request, refusal=refusal)
    messages.success(request, _("已交给社区办，谢谢您。"))
    return go(request, "neighbours")
