"""What waits beside the worklist: parts, whistles and supervisions for the seats and bodies of the reader."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases import rules
from linli.cases.queries import together
from linli.cases.views.beside import part_rows, supervision_rows
from linli.cases.views.panels import told
from linli.cases.views.worklists import tabs
from linli.kernel.pages import Request, page
from linli.kernel.refusals import require


@require_safe
def parts(request: Request) -> HttpResponse:
    """Parts that wait for the reader, the most pressing first."""
    return _shown(
        request,
        "cases/parts.html",
        "parts",
        rows=part_rows(together.parts_waiting(request.actor), timezone.now()),
    )


@require_safe
def supervisions(request: Request) -> HttpResponse:
    """Supervisions that wait for a reply of the reader."""
    rows = supervision_rows(together.supervisions_waiting(request.actor), timezone.now())
    return _shown(request, "cases/supervisions.html", "supervisions", rows=rows)


@require_safe
def whistles(request: Request) -> HttpResponse:
    """Whistles of the reader's area and body: open ones first, who is late marked."""
    found = together.whistles(request.actor, after=request.GET.get("after", ""))
    now = timezone.now()
    return _shown(
        request,
        "cases/whistles.html",
        "calls",
        slice=found,
        rows=[told(one, one.case, now) for one in found.rows],
    )


def _shown(request: Request, template: str, here: str, **context: Any) -> HttpResponse:
    require(request.actor.may_anywhere(rules.READ) or request.actor.may_anywhere(rules.WORK))
    now = timezone.now()
    return page(request, template, {"tabs": tabs(request.actor, here, now), "now": now, **context})
