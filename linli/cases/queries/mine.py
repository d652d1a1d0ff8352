"""The demands of one number, for whoever has proven that they hold it."""

from collections.abc import Iterable

from linli.cases.models import Report
from linli.kernel.fields import blinds
from linli.people import numbers

MOST = 50


def has_reports(phone: str) -> bool:
    number = numbers.normalise_phone(phone)
    return Report.objects.filter(phone_blind__in=blinds(number, numbers.PHONE)).exists()


def reports_of(phone: str) -> list[int]:
    """The keys of the newest reports with this number, those still open first. Raises BadPhone."""
    number = numbers.normalise_phone(phone)
    rows = Report.objects.filter(phone_blind__in=blinds(number, numbers.PHONE)).order_by(
        "-received_at", "-pk"
    )
    found = list(rows.values_list("pk", "case__closed_at")[: 10 * MOST])
    is_over = {key: closed_at is not None for key, closed_at in found}
    return sorted(is_over, key=lambda key: is_over[key])[:MOST]


def to_list(report_ids: Iterable[int]) -> list[Report]:
    """These reports for a list, open ones first, then the newest. One statement."""
    rows = Report.objects.select_related(
        "case__holder_body", "case__answered_by__body", "merged_from", "case__community", "case__estate"
    )
    found = rows.filter(pk__in=list(report_ids)).order_by("-received_at", "-pk")
    return sorted(found, key=lambda report: report.case.closed_at is not None)
