from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.journal import actions, queries, rules
from linli.journal.forms import DropForm
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require

PAGE = 25


@require_GET
def parked(request: Request) -> HttpResponse:
    """Deliveries that kept failing, with the error and what can be done."""
    return _list(request)


@require_POST
def delivery_retry(request: Request, delivery_id: int) -> HttpResponse:
    try:
        actions.retry_delivery(delivery_id=delivery_id, by=request.actor, now=timezone.now())
    except Refusal as refused:
        return _list(request, refusal=refused)
    messages.success(request, _("已重新投递。"))
    return go(request, "parked")


@require_POST
def delivery_drop(request: Request, delivery_id: int) -> HttpResponse:
    form = DropForm(request.POST, auto_id=f"id_{delivery_id}_%s")
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            actions.drop_delivery(
                delivery_id=delivery_id,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("已放弃这条投递。"))
            return go(request, "parked")
        except Refusal as refused:
            refusal = refused
    return _list(request, form=form, of=delivery_id, refusal=refusal)


def _list(
    request: Request, *, form: DropForm | None = None, of: int = 0, refusal: Refusal | None = None
) -> HttpResponse:
    require(rules.can_read(request.actor))
    rows = list(queries.parked(after=request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "rows": [
            (row, form if form and row.pk == of else DropForm(auto_id=f"id_{row.pk}_%s"))
            for row in rows[:PAGE]
        ],
        "next": str(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "form": form,
    }
    return page(request, "journal/parked.html", context, part="parked", refusal=refusal)
