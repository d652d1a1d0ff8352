"""The note that hands a seat over: written by the system, with words of the worker."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases import queries as cases
from linli.desk import actions, forms, queries
from linli.kernel.pages import Request, answer_form, done, form_page, page
from linli.kernel.refusals import NotFound
from linli.places import queries as places


@never_cache
@require_http_methods(["GET", "POST"])
def handover_note(request: Request) -> HttpResponse:
    """``?seat=`` is one of the reader's own seats; with several and none asked for, they choose."""
    seats, now = queries.seats_held(request.actor), timezone.now()
    asked = request.GET.get("seat", "")
    seat = next((one for one in seats if str(one.pk) == asked), None)
    if asked and seat is None:
        raise NotFound
    if seat is None and len(seats) == 1:
        seat = seats[0]
    if seat is None:
        return page(request, "desk/handover.html", {"seats": seats, "seat": None})
    note, left = queries.note_of(seat), cases.handing_over(seat)
    context = {
        "seats": seats,
        "seat": seat,
        "left": left,
        "late": [one for one in left.cases if one.case.next_at and one.case.next_at < now],
        "dangers": [one for one in left.cases if one.is_danger],
        "paths": places.paths(one.case.place for one in left.cases if one.case.place),
        "note": note,
        "now": now,
    }
    return answer_form(
        request,
        forms.NoteForm(request.POST or None, initial={"words": note.words if note else ""}),
        partial(actions.write_handover, seat=seat),
        again=form_page(request, "desk/handover.html", context),
        then=lambda _note: done(request, _("已写进交接单。"), f"{reverse('handover_note')}?seat={seat.pk}"),
    )
