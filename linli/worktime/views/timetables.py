"""Office hours: the list, and one timetable with its seasons."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.worktime import actions, queries, rules
from linli.worktime.forms import WEEKDAYS, SeasonForms, TimetableForm, shown_seasons


@require_safe
def timetables(request: Request) -> HttpResponse:
    names = {int(number): words for number, words in WEEKDAYS}
    rows = [
        (
            table,
            [
                (draft, [names[day] for day in draft.weekdays])
                for draft in map(queries.draft_of, queries.seasons_of(table))
            ],
        )
        for table in queries.timetables()
    ]
    context: dict[str, Any] = {"rows": rows, "can_edit": rules.can_edit(request.actor)}
    context["pasts"] = queries.pasts_of_timetables() if context["can_edit"] else []
    return page(request, "worktime/timetables.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: Request, code: str) -> HttpResponse:
    """Change the name, the hours and the seasons of one timetable; every fault is shown beside its field."""
    require(rules.can_edit(request.actor))
    table = queries.timetable_to_edit(code)
    shown = {"name": table.name, "note": table.note, "is_always_open": table.is_always_open}
    typed = request.POST if request.method == "POST" else None
    form = TimetableForm(typed, initial=shown)
    seasons = SeasonForms(typed, initial=shown_seasons(table), prefix="season")
    refusal = None
    if typed is not None and form.is_valid():
        is_always_open = form.cleaned_data["is_always_open"]
        if is_always_open or seasons.is_valid():
            try:
                drafts = () if is_always_open else seasons.drafts()
                actions.edit_timetable(
                    code=code, seasons=drafts, by=request.actor, now=timezone.now(), **form.cleaned_data
                )
                return go(request, "timetables")
            except Refusal as error:
                refusal = error
        else:
            form.add_error(None, _("上班时间有几处要改，见下面。"))
    context = {"form": form, "seasons": seasons, "table": table}
    return page(request, "worktime/timetable.html", context, part="timetable", refusal=refusal)
