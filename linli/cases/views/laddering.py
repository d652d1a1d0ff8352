"""Try a place: whose turn would it be there. Posted, so that no log keeps the words; nothing is kept."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.cases.forms.laddering import TryLadderForm
from linli.cases.queries.laddering import try_ladder
from linli.kernel.pages import Request, page
from linli.kernel.refusals import require
from linli.places import queries as places


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_try(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere("organisations.edit"))
    form = TryLadderForm(request.POST if request.method == "POST" else None)
    tried = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        tried = try_ladder(typed["place"], typed["words"], timezone.localdate())
    way = places.path_words(tried.place) if tried is not None else ""
    return page(request, "cases/ladder_try.html", {"form": form, "tried": tried, "way": way})
