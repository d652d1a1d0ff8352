"""A case on paper: everything a file needs, nothing to press, numbers taken out."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases import queries, receipts, rules
from linli.cases.models import Case
from linli.cases.queries.bars import bars_of
from linli.kernel.pages import Request, page
from linli.people import numbers
from linli.places import queries as places

Row = tuple[str | Promise, str]


@require_safe
def case_paper(request: Request, case_id: int) -> HttpResponse:
    """The whole case for A4, oldest first. Who may not know a reporter reads no name here either."""
    case, now = queries.case_for(request.actor, case_id), timezone.now()
    reports = sorted(case.reports.all(), key=lambda report: report.pk)
    shown = [
        (receipts.shown(report.receipt), report, rules.can_see_reporter(request.actor, case, report))
        for report in reports
    ]
    context: dict[str, Any] = {
        "case": case,
        "now": now,
        "printed_by": request.actor.label,
        "reporters": shown,
        "words": numbers.redact(case.words),
        "answer": numbers.redact(case.answer),
        "place_name": places.path_words(case.place) if case.place is not None else "",
        "bars": bars_of(case, now),
        "together": [(title, numbers.redact(words)) for title, words in _together(case)],
        "steps": queries.timeline(case, request.actor, with_numbers=False),
        "photos": [photo for some in _photos(case) for photo in some],
    }
    return page(request, "cases/paper.html", context)


def _photos(case: Case) -> Iterable[list[Any]]:
    album = queries.album(case)
    return album.before, album.during, album.after


def _together(case: Case) -> Iterator[Row]:
    """Requests, parts, whistles, supervision: each in a line with what came of it."""
    for asked in sorted(case.requests.all(), key=lambda one: one.pk):
        kind = _("%(kind)s（申请）：%(state)s") % {
            "kind": asked.get_kind_display(),
            "state": asked.get_state_display(),
        }
        yield kind, _joined(asked.reason, asked.article, asked.plan, asked.decision)
    for part in case.parts.all():
        said = {"body": part.body.name, "state": part.get_state_display()}
        yield _("%(body)s协办：%(state)s") % said, _joined(part.task, part.result)
    for whistle in case.whistles.all():
        bodies = [f"{call.body.name} {call.get_state_display()}" for call in whistle.calls.all()]
        title = _("%(body)s吹哨：%(state)s") % {
            "body": whistle.body.name,
            "state": whistle.get_state_display(),
        }
        yield title, _joined(whistle.task, *bodies, whistle.result, whistle.verdict)
    for one in case.supervisions.all():
        said = {"body": one.seat.body.name, "state": one.get_state_display()}
        yield _("%(body)s督办：%(state)s") % said, _joined(one.task, one.reply)


def _joined(*words: str) -> str:
    return "\n".join(filter(None, words))
