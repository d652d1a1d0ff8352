"""What a check of the installation asks of this room."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from linli.cases.events import CaseEvent
from linli.cases.models import IS_GOING_ON, IS_OPEN, Case, DemandKind, Part, Pause, WhistleCall
from linli.cases.queries.keys import key_findings
from linli.cases.queries.search import indexed_alone, unindexed
from linli.cases.states import State
from linli.catalogue.models import LeadKind
from linli.journal.models import Entry
from linli.kernel.findings import Finding
from linli.organisations.models import BodyKind

_STUCK_AFTER = timedelta(days=30)


def findings(now: datetime) -> Iterator[Finding]:
    """Cases that nobody holds or that will never be looked at, that the journal does not know, or that a community was
    wrongly made the lead of; numbers under keys that are gone.
    """
    is_open = Case.objects.filter(IS_OPEN)
    live = is_open.filter(from_history=False)
    yield from _faults(is_open.filter(holder__isnull=True), "open, and no seat holds it")
    yield from _faults(live.filter(next_at__isnull=True), "open, and no time at which somebody must act")
    closed = Case.objects.filter(closed_at__isnull=False)
    yield from _faults(
        closed.filter(Exists(Part.objects.filter(IS_GOING_ON, case=OuterRef("pk")))),
        "closed, and somebody is still asked to do a part of it",
    )
    yield from _faults(
        closed.filter(Exists(WhistleCall.objects.filter(IS_GOING_ON, whistle__case=OuterRef("pk")))),
        "closed, and a department is still called to it",
    )
    yield from _faults(
        live.filter(matter__isnull=False, lead__isnull=False, promised_from__isnull=True).exclude(
            kind=DemandKind.PRAISE
        ),
        "placed, and nothing was promised to the resident",
    )
    yield from _faults(
        Case.objects.filter(lead__kind=BodyKind.COMMUNITY).exclude(matter__lead=LeadKind.COMMUNITY),
        "a community leads what is not its own (BJ-JSJB Art. 17)",
    )
    yield from _faults(
        Case.objects.exclude(holder__body=F("holder_body")).filter(holder__isnull=False),
        "its holder is of another body",
    )
    yield from _faults(
        Case.objects.filter(~Exists(_registered())), "the journal has no entry of its registration"
    )
    yield from _search_findings()
    stands = Exists(Pause.objects.filter(case=OuterRef("pk"), ends_at__isnull=True))
    yield from _faults(
        live.filter(~stands | Q(wakes_at__isnull=True), state__in=(State.AWAITING_INFO, State.ON_HOLD)),
        "waits, and nothing says until when",
    )
    yield from key_findings()
    for case in live.filter(next_at__lt=now - _STUCK_AFTER).order_by("next_at", "id")[:20]:
        yield Finding("cases", "warning", _where(case), "late by more than 30 days")


def _search_findings() -> Iterator[Finding]:
    """Cases that no search can find, and what the search still knows of cases that are gone."""
    for count, what in (
        (sum(1 for _key in unindexed()), "%s cases are missing from the search: run linli reindex"),
        (sum(1 for _key in indexed_alone()), "%s rows of the search belong to no case: run linli reindex"),
    ):
        if count:
            yield Finding("cases", "fault", "cases.search", what % count)


def open_deadlines(*, after: datetime) -> list[datetime]:
    """When open cases promised to be finished, each year's last promise once: enough to see which years are needed."""
    promised = Case.objects.filter(IS_OPEN, finish_due_at__gt=after)
    return list(
        promised.values("finish_due_at__year")
        .annotate(last=Max("finish_due_at"))
        .values_list("last", flat=True)
    )


def _registered() -> QuerySet[Entry]:
    subject = Concat(Value("cases.case:"), Cast(OuterRef("pk"), CharField()))
    return Entry.objects.filter(subject=subject, tag=CaseEvent.REGISTERED)


def _where(case: Case) -> str:
    return f"cases.case:{case.pk}"


def _faults(rows: QuerySet[Case], what: str) -> Iterator[Finding]:
    for case in rows.order_by("id")[:100]:
        yield Finding("cases", "fault", _where(case), what)
