"""What hangs together with a case: look-alikes, the duplicates that joined it, the case that it joined."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db.models import prefetch_related_objects

from linli.cases import queries, rules
from linli.cases.models import Case
from linli.cases.queries import Alike
from linli.cases.queries.choosing import first_receipt, took_in
from linli.cases.states import OPEN_STATES
from linli.kernel.pages import Request


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def joined(request: Request, case: Case, acts: Iterable[_Named], now: datetime) -> dict[str, Any]:
    """Look-alikes for those who dispatch the case or hold it, with a button to join where that act stands."""
    has_taken_in = any(report.merged_from_id for report in case.reports.all())
    return {
        "took_in": took_in(case) if has_taken_in else [],
        "merged_into": _if_read(request, case.merged_into),
        "follows": _if_read(request, case.follows),
        "alike": alike_rows(request, case, now),
        "may_merge": any(act.name == "merge" for act in acts),
    }


def _if_read(request: Request, case: Case | None) -> Case | None:
    return case if case is not None and rules.can_read(request.actor, case) else None


def alike_rows(request: Request, case: Case, now: datetime) -> list[tuple[Alike, str]]:
    """Each look-alike with the receipt by which this case may join it."""
    actor = request.actor
    if case.state not in OPEN_STATES or not (rules.can_dispatch(actor, case) or rules.can_work(actor, case)):
        return []
    return with_receipts(queries.alike(case, by=actor, now=now))


def with_receipts(found: list[Alike]) -> list[tuple[Alike, str]]:
    prefetch_related_objects([one.case for one in found], "reports")
    return [(one, first_receipt(one.case)) for one in found]
