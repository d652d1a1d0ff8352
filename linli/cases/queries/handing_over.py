"""What a seat leaves to whoever sits on it next: written by the system from what stands in the tables."""

from dataclasses import dataclass

from linli.cases.events import CaseEvent
from linli.cases.models import IS_GOING_ON, IS_OPEN, Case, Part, Request
from linli.cases.queries.choosing import first_receipt
from linli.cases.states.requests import RequestState
from linli.catalogue.models import Urgency
from linli.journal import queries as journal
from linli.journal.queries import Told, subject_of
from linli.organisations.models import Seat

MOST = 200
_NOTES = (CaseEvent.NOTED, CaseEvent.CONTACTED)


@dataclass(frozen=True, slots=True)
class Left:
    """An open case of the seat with the last thing that was noted."""

    case: Case
    receipt: str
    note: Told | None

    @property
    def is_danger(self) -> bool:
        return self.case.urgency == Urgency.DANGER


@dataclass(frozen=True, slots=True)
class Handing:
    """What a seat holds: cases by what is due next, requests that wait for a decision, parts of others' cases."""

    seat: Seat
    cases: list[Left]
    requests: list[Request]
    parts: list[Part]


def handing_over(seat: Seat) -> Handing:
    """Five statements, however much the seat holds."""
    rows = Case.objects.filter(IS_OPEN, holder=seat).select_related("matter", "place", "estate", "community")
    cases = list(rows.prefetch_related("reports").order_by("next_at", "id")[:MOST])
    notes = journal.last_entries([subject_of(case) for case in cases], _NOTES) if cases else {}
    requests = Request.objects.filter(state=RequestState.ASKED, seat=seat).select_related("case", "reviewer")
    parts = Part.objects.filter(IS_GOING_ON, seat=seat).select_related("case__place")
    return Handing(
        seat,
        [Left(case, first_receipt(case), notes.get(subject_of(case))) for case in cases],
        list(requests.order_by("due_at", "id")[:MOST]),
        list(parts.order_by("due_at", "id")[:MOST]),
    )
