"""Which cases an actor may read, and finding one of them."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from linli.cases import exporting, receipts, rules
from linli.cases.models import (
    Case,
    DemandKind,
    Outcome,
    Part,
    Report,
    Request,
    Supervision,
    Whistle,
    WhistleCall,
)
from linli.cases.queries.reach import readable
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotFound

# What hangs on a case, as its page and its buttons need it.
TOGETHER = (
    Prefetch("requests", Request.objects.select_related("seat")),
    Prefetch("parts", Part.objects.select_related("seat", "body").order_by("id")),
    Prefetch("whistles", Whistle.objects.select_related("seat", "body").order_by("id")),
    Prefetch("whistles__calls", WhistleCall.objects.select_related("seat", "body").order_by("id")),
    Prefetch("supervisions", Supervision.objects.select_related("seat__body").order_by("id")),
)
WITH_NAMES = (
    "matter",
    "lead",
    "holder__body",
    "holder_body",
    "place",
)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """All cases that the actor may read, open and closed."""
    condition = readable(actor)
    return Case.objects.none() if condition is None else Case.objects.filter(condition)


def exported(actor: Actor, *, since: datetime | None = None) -> QuerySet[Case]:
    """The cases that go into the register of whom ``actor`` is, oldest first; the machine's keeper gets them all."""
    rows = Case.objects.all() if actor.kind is ActorKind.SERVICE else visible_to(actor)
    if since is not None:
        rows = rows.filter(registered_at__gte=since)
    return rows.select_related(*exporting.FETCHED).prefetch_related("reports").order_by("id")


def locked(case_id: int, *needed: str) -> Case:
    """The case, its row locked until the transaction ends, and of its relations those that are ``needed``: each widens
    the row that every move reads. Raises NotFound.
    """
    rows = Case.objects.select_for_update(of=("self",))
    try:
        return (rows.select_related(*needed) if needed else rows).get(pk=case_id)
    except Case.DoesNotExist:
        raise NotFound from None


def locked_pair(one_id: int, other_id: int, *needed: str) -> tuple[Case, Case]:
    """Two cases, their rows locked in one order for everybody, so that two people never wait for one another; ``needed``
    as for ``locked``. Raises NotFound.
    """
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=(one_id, other_id)).order_by("pk")
    found = {case.pk: case for case in (rows.select_related(*needed) if needed else rows)}
    if one_id not in found or other_id not in found:
        raise NotFound
    return found[one_id], found[other_id]


def joined_to(case_id: int) -> int | None:
    """The key of the case that it was joined to, read without a lock."""
    return Case.objects.filter(pk=case_id).values_list("merged_into", flat=True).first()


def has_rounds(case: Case) -> bool:
    """Can a closed case be done again? Praise, what was referred or joined, what was never placed, and history cannot."""
    is_work = case.kind != DemandKind.PRAISE and case.outcome not in (Outcome.REFERRED, Outcome.DUPLICATE)
    return is_work and case.matter_id is not None and case.lead_id is not None and not case.from_history


def others_wait(case: Case) -> bool:
    """Has the case more than one reporter? Costs nothing where reports were fetched."""
    return len(case.reports.all()) > 1


def locked_report(report_id: int) -> Report:
    """A report with its case, first the case locked and then the report, as every sentence does. Raises NotFound."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("holder_body")
    while (case := cases.filter(reports=report_id).first()) is not None:
        report = Report.objects.select_for_update().get(pk=report_id)
        if report.case_id == case.pk:
            report.case = case
            return report  # else it was joined to another case while we waited for this one
    raise NotFound


def case_for(actor: Actor, case_id: int) -> Case:
    """The case for its page. Raises NotFound, also where the actor may not know that it exists."""
    case = (
        Case.objects.select_related(
            *WITH_NAMES, "answered_by", "community", "estate", "building", "unit", "merged_into", "follows"
        )
        .prefetch_related("reports", "callbacks", "photos", "voice_notes", "pauses", *TOGETHER)
        .filter(pk=case_id)
        .first()
    )
    if case is None or not rules.can_read(actor, case):
        raise NotFound
    return case


def by_receipt(receipt: str, code: str) -> Report | None:
    """The report whose receipt and query code somebody typed, with its case; None when either is wrong."""
    digits = receipts.normalised(receipt)
    if not digits:
        return None
    report = (
        Report.objects.select_related("case__matter", "case__lead", "case__place")
        .filter(receipt=digits)
        .first()
    )
    return report if report is not None and receipts.code_agrees(code, report.query_blind) else None
