"""What the pages offer to choose from, and the report that somebody follows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from linli.cases.models import Case, Report
from linli.kernel.refusals import NotFound
from linli.organisations.models import BodyKind, Seat, Service
from linli.places.models import Place, PlaceKind

# In a session: by receipt the key of a report whose query code was given and the day (ordinal) on which that ends; and
# reports of a number that was proven: the instant at which that ends, then their keys.
FOLLOWED, MINE = "cases.followed", "cases.mine"


def seats_to_choose(case: Case, *, on: date) -> list[Seat]:
    """Where the case may go: seats of the ladder whose area holds the place, desks of bodies that serve it, desks of
    departments. Volunteers are asked by another way.
    """
    areas = case.area_ids()
    servants = Service.objects.filter(place__in=areas, since__lte=on).filter(
        Q(until__isnull=True) | Q(until__gte=on)
    )
    near = Q(area__in=areas, role__rung__gt=0, role__is_volunteer=False)
    desks = Q(role__is_desk=True) & (
        Q(body__kind=BodyKind.DEPARTMENT) | Q(body__area__in=areas) | Q(body__in=servants.values("body"))
    )
    return list(
        Seat.objects.filter(near | desks)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))
        .filter(Q(body__ended_on__isnull=True) | Q(body__ended_on__gte=on))
        .exclude(pk=case.holder_id or 0)
        .select_related("body", "role")
        .order_by("role__rung", "body__name", "id")
    )


def followed_report(report_id: int) -> Report:
    """A report with its case, for one whose receipt and code were checked. Raises NotFound."""
    report = (
        Report.objects.select_related(
            "case__holder_body",
            "case__place",
            "case__community",
            "case__street",
            "case__answered_by__body",
            "case__matter",
            "merged_from__place",
            "merged_from__matter",
        )
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise NotFound
    return report


def one_of(receipt: str, report_ids: Iterable[int]) -> int | None:
    """The key of the report with this receipt, where it is one of those."""
    return (
        Report.objects.filter(receipt=receipt, pk__in=list(report_ids)).values_list("pk", flat=True).first()
    )


def followed_key(session: Mapping[str, Any], receipt: str, *, now: datetime) -> int | None:
    """The key of the report that somebody with this session may follow under ``receipt``: its query code was given, or a
    code sent to its number, and that time is not over.
    """
    kept = session.get(FOLLOWED, {}).get(receipt)
    if isinstance(kept, list) and kept[1] >= timezone.localdate(now).toordinal():
        return int(kept[0])
    mine = session.get(MINE)
    return one_of(receipt, mine[1:]) if mine and mine[0] >= now.timestamp() else None


def followed_in(session: Mapping[str, Any], receipt: str, *, now: datetime) -> Report:
    """The report that somebody with this session may follow. Raises NotFound."""
    return followed_report(followed_key(session, receipt, now=now) or 0)


def with_receipts(rows: Iterable[Case]) -> list[tuple[Case, str]]:
    """Each row of a lens with the receipt of its first report, in one statement."""
    found = list(rows)
    prefetch_related_objects(found, "reports")
    return [(case, first_receipt(case)) for case in found]


def receipts_of(keys: Iterable[int]) -> dict[int, str]:
    """The receipt of the first report of each case, in one statement."""
    rows = Report.objects.filter(case__in=list(keys)).order_by("-id").values_list("case_id", "receipt")
    return dict(rows)


def first_receipt(case: Case) -> str:
    """The receipt of the first report; "" without any. Costs nothing where reports were fetched before."""
    reports = sorted(case.reports.all(), key=lambda report: report.pk)
    return reports[0].receipt if reports else ""


def case_of_receipt(receipt: str) -> int | None:
    """The key of the case that a receipt belongs to now; who may do what with it is asked elsewhere."""
    return Report.objects.filter(receipt=receipt).values_list("case", flat=True).first()


def took_in(case: Case) -> list[Case]:
    """The duplicates that joined this case; their reports are told by it."""
    return list(Case.objects.filter(merged_into=case).order_by("pk"))


def streets() -> QuerySet[Place]:
    return Place.objects.filter(kind=PlaceKind.STREET, closed_on__isnull=True).order_by("sort", "id")
