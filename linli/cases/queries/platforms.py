"""What other platforms sent, and which answers have to go back to them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from linli.cases import rules
from linli.cases.models import IS_OPEN, Case, Channel, Platform, Report
from linli.cases.queries.reach import over
from linli.cases.states import State
from linli.kernel.actor import Actor, ActorKind, Over
from linli.kernel.refusals import NotFound
from linli.places.models import Place

# With these the answer stands and may go back; a review comes first.
ANSWERED = (State.AWAITING_CALLBACK, State.CLOSED, State.DECLINED)
_MOST = 500


def platform_named(code: str) -> Platform:
    """A platform that is on. Raises NotFound."""
    found = Platform.objects.filter(code=code, is_on=True).first()
    if found is None:
        raise NotFound(_("没有这个平台：%s") % code, field="platform")
    return found


def platforms_on() -> list[Platform]:
    return list(Platform.objects.filter(is_on=True).order_by("name"))


def areas_of(actor: Actor) -> list[Place | None]:
    """The places for which the actor takes orders in; None for the whole town."""
    if actor.may_everywhere(rules.PLATFORM):
        return [None]
    return list(Place.objects.filter(pk__in=actor.keys(rules.PLATFORM, Over.AREA)).order_by("code"))


def platform_names() -> dict[str, str]:
    return dict(Platform.objects.values_list("code", "name"))


def _reports(actor: Actor, platform: Platform) -> QuerySet[Report]:
    rows = Report.objects.filter(source=platform.code, channel=Channel.PLATFORM)
    if actor.kind in (ActorKind.SERVICE, ActorKind.IMPORT):
        return rows
    condition = over(actor, rules.PLATFORM)
    if condition is None:
        return rows.none()
    return rows.filter(case__in=Case.objects.filter(condition)) if condition else rows


def orders(actor: Actor, platform: Platform) -> list[Report]:
    """What came and is not answered yet, by the platform's deadline, the most pressing first; at most 500."""
    rows = _reports(actor, platform).filter(
        answered_out_at__isnull=True, case__from_history=False, case__in=Case.objects.filter(IS_OPEN)
    )
    rows = rows.exclude(case__state__in=ANSWERED).select_related("case__holder", "case__place")
    return list(rows.order_by(F("case__outer_due_at").asc(nulls_last=True), "id")[:_MOST])


def answers_to_send(
    actor: Actor, platform: Platform, *, since: datetime | None = None, only: Collection[int] = ()
) -> list[Report]:
    """Reports whose answer stands and has not gone back, oldest answer first; at most 500. ``since`` leaves out answers
    given before it, ``only`` names reports. Their call-backs are fetched too.
    """
    rows = _reports(actor, platform).filter(
        answered_out_at__isnull=True, case__from_history=False, case__state__in=ANSWERED
    )
    if only:
        rows = rows.filter(pk__in=list(only))
    rows = rows.annotate(said_at=Coalesce("case__answered_at", "case__closed_at"))
    if since is not None:
        rows = rows.filter(said_at__gte=since)
    rows = rows.exclude(case__answer="").select_related("case__lead", "case__matter", "case__holder_body")
    return list(rows.prefetch_related("case__callbacks").order_by("said_at", "id")[:_MOST])


def stamp(report: Report) -> int:
    """The second in which the answer was given: an answer that changed has another one."""
    at = report.case.answered_at or report.case.closed_at
    return int(at.timestamp()) if at is not None else 0


def batches_sent(actor: Actor, platform: Platform) -> list[tuple[datetime, int]]:
    """The last ten confirmations, newest first: when, and how many answers."""
    rows = _reports(actor, platform).filter(answered_out_at__isnull=False)
    grouped = rows.values("answered_out_at").annotate(count=Count("id")).order_by("-answered_out_at")
    return [(row["answered_out_at"], row["count"]) for row in grouped[:10] if row["answered_out_at"]]


def lock_cases_of(report_ids: Iterable[int]) -> None:
    """Lock the cases of these reports, in the order in which everybody locks several: nothing changes their answers, or
    says a second time that they went out, until the transaction ends.
    """
    rows = Case.objects.filter(pk__in=Report.objects.filter(pk__in=list(report_ids)).values("case"))
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def answers_sent(platform: Platform, *, at: datetime) -> QuerySet[Report]:
    return Report.objects.filter(source=platform.code, answered_out_at=at).select_related("case")
