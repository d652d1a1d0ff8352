"""Before a matter is changed: which demands of the last month would have gone elsewhere."""

from django.http import HttpResponse
from django.utils import timezone

from linli.cases.queries.preview import MOST_TRIED, preview
from linli.catalogue import queries as catalogue
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotAllowed, Refusal

NEW = "-"  # stands for the code of a matter that is yet to be added


def matter_preview(request: Request, code: str) -> HttpResponse:
    """Takes what the form of a matter sends; nothing is kept, so the reader goes back to the form to save it."""
    is_new = code == NEW
    if request.method != "POST":
        return go(request, "matter_add") if is_new else go(request, "matter_edit", code)
    now = timezone.now()
    try:
        facts = catalogue.facts_from_form(request.POST, by=request.actor, code="" if is_new else code)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return page(request, "cases/preview.html", {"code": code}, refusal=refusal)
    phrases = catalogue.phrasebook_with(on=timezone.localdate(now), instead=facts)
    found = preview(request.actor, phrases, now=now)
    context = {"code": code, "name": facts.name, "found": found, "most": MOST_TRIED, "now": now}
    return page(request, "cases/preview.html", context)
