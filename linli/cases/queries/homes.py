"""What was asked for from one home, for whoever is about to knock there or to call."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from linli.cases import rules
from linli.cases.models import Case, Report
from linli.cases.queries.lenses import SHOWN
from linli.cases.queries.reading import visible_to
from linli.cases.states import OPEN_STATES
from linli.kernel.actor import Actor
from linli.places.models import Place

MOST = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """One case of a home with the report that brought it; ``report`` is None where the reader may not know who did."""

    case: Case
    receipt: str
    is_open: bool
    report: Report | None


def wishes_of(actor: Actor, home: Place, people: Collection[int]) -> list[Wish]:
    """The cases at ``home`` and those that ``people`` who live there brought from elsewhere, newest first. Only what the
    actor may read; what was brought from elsewhere only where they may know who brought it. Three statements.
    """
    theirs = Report.objects.filter(person__in=people).values("case") if people else None
    where = Q(place=home) if theirs is None else Q(place=home) | Q(pk__in=theirs)
    rows = visible_to(actor).filter(where).select_related(*SHOWN).prefetch_related("reports", "parts")
    found = [_wish(actor, case, people) for case in rows.order_by("-registered_at", "-id")[:MOST]]
    return [wish for wish in found if wish.case.place_id == home.pk or wish.report is not None]


def _wish(actor: Actor, case: Case, people: Collection[int]) -> Wish:
    reports = sorted(case.reports.all(), key=lambda report: report.pk)
    known = [report for report in reports if rules.can_see_reporter(actor, case, report)]
    theirs = [report for report in known if report.person_id in people]
    report = next(iter(theirs or known), None)
    first = report or (reports[0] if reports else None)
    return Wish(case, first.receipt if first is not None else "", case.state in OPEN_STATES, report)
