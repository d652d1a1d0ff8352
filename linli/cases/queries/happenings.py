"""What a reporter may know of the way of their demand: read from the journal, with bodies and roles, never persons."""

from django.db.models import Case as When
from django.db.models import CharField, F
from django.db.models import When as If

from linli.cases import past
from linli.cases.events import CaseEvent
from linli.cases.models import Report
from linli.cases.past import Happening
from linli.cases.queries.telling import PUBLIC, TEXT_FOR_RESIDENTS
from linli.journal import queries as journal
from linli.journal.queries import Told
from linli.organisations.models import Seat

# Told to the reporter with the name of a body, beside what is public anyway.
_TOLD = (
    PUBLIC
    | past.CARRIED
    | {CaseEvent.NEIGHBOUR_ASKED, CaseEvent.NEIGHBOUR_PASSED, CaseEvent.NEIGHBOUR_SILENT}
)
# Who is named for them is the seat they went to; for all others the seat that wrote them.
_GO_TO = past.CARRIED | {CaseEvent.DISPATCHED, CaseEvent.NEIGHBOUR_ASKED}
# What the answer says already is not said twice.
_WITH_TEXT = TEXT_FOR_RESIDENTS - {CaseEvent.DECLINED, CaseEvent.REFERRED}


def happenings(report: Report) -> tuple[Happening, ...]:
    """What happened, oldest first. Two statements.

    A reporter whose demand has joined another case reads nothing that concerned its first reporter; urging is told to
    whoever urged.
    """
    told = [entry for entry in journal.entries_of(report.case) if _concerns(entry, report)]
    names = _names({key for entry in told if (key := _seat_of(entry))})
    found = [_happening(entry, names) for entry in told]
    if report.merged_from is not None:
        found.insert(0, Happening(CaseEvent.REGISTERED, report.merged_from.registered_at))
    return tuple(sorted(found, key=lambda one: one.at))  # the other demand may have come first


def _concerns(entry: Told, report: Report) -> bool:
    if entry.tag not in _TOLD or entry.facts.get("for_review"):
        return False
    if entry.tag == CaseEvent.URGED:
        return entry.facts.get("report") == report.pk
    if report.merged_from_id is not None:
        return entry.tag not in past.OF_ONE_REPORTER
    return True


def _seat_of(entry: Told) -> int | None:
    key = entry.facts.get("to" if entry.tag in _GO_TO else "seat")
    return int(key) if key else None


def _names(seats: set[int]) -> dict[int, str]:
    """What a resident calls each seat: a volunteer by the role, anybody else by the body."""
    if not seats:
        return {}
    called = When(
        If(role__is_volunteer=True, then=F("role__name")), default=F("body__name"), output_field=CharField()
    )
    return dict(Seat.objects.filter(pk__in=seats).values_list("pk", called))


def _happening(entry: Told, names: dict[int, str]) -> Happening:
    text = entry.text or "" if entry.tag in _WITH_TEXT else ""
    days = int(entry.facts.get("days") or 0)
    return Happening(entry.tag, entry.happened_at, names.get(_seat_of(entry) or 0, ""), text, days)
