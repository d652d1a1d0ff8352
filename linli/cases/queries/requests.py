"""Requests: who decides them, how often one may still be asked, the list of those that wait for an actor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import rules
from linli.cases.models import Case, Pause, PauseWhy, Request, RequestKind
from linli.cases.practice import amount
from linli.cases.queries import paging, reach
from linli.cases.queries.reading import locked_pair
from linli.cases.states import MOVES, OPEN_STATES, State, Verb
from linli.cases.states.requests import RequestState
from linli.catalogue.models import DutyList
from linli.kernel.actor import Actor, Over
from linli.kernel.refusals import NotFound
from linli.organisations import queries as organisations
from linli.organisations.models import Seat

PAGE = 25
# The verb by which a granted request moves the case.
_NEEDS = {
    RequestKind.OBJECTION: Verb.RETURN,
    RequestKind.HOLD: Verb.HOLD,
    RequestKind.REFERRAL: Verb.REFER,
    RequestKind.DUPLICATE: Verb.MERGE,
    RequestKind.APPEAL: Verb.UPHOLD_APPEAL,
}
# What of a case its requests need: the matter's article, the seats for which it may be asked, the desk above them.
NEEDED = ("matter", "place", "holder__body", "answered_by__body")


@dataclass(frozen=True, slots=True)
class RequestSlice:
    """One page of requests; ``next`` is the key of the page after it, "" on the last."""

    rows: list[Request]
    next: str = ""


def locked_request(request_id: int) -> Request:
    """The request under the lock of its case, and of the case that it says it repeats: cases are locked before what hangs
    on them, and two of them in one order. Raises NotFound.
    """
    keys = Request.objects.filter(pk=request_id).values_list("case", "other").first()
    if keys is None:
        raise NotFound
    case, _other = locked_pair(keys[0], keys[1] or keys[0], "matter", "place", "lead")
    rows = Request.objects.select_related("seat__body", "reviewer__role", "reviewer__body")
    request = rows.get(pk=request_id)
    request.case = case
    return request


def of_kind(case: Case, kind: str) -> list[Request]:
    """Requests of that kind, those taken back left out, oldest first. Costs nothing where requests were fetched."""
    rows = (one for one in case.requests.all() if one.kind == kind)
    return sorted((one for one in rows if one.state != RequestState.TAKEN_BACK), key=lambda one: one.pk)


def waits(case: Case, kind: str) -> bool:
    return any(one.state == RequestState.ASKED for one in of_kind(case, kind))


def article_of(case: Case) -> str:
    """What the catalogue says on whose matter it is: its legal ground and the duty list it stands on."""
    if case.matter is None:
        return ""
    said = [case.matter.legal_ground]
    if case.matter.duty_list != DutyList.NONE:
        said.append(_("履职清单：%s") % DutyList(case.matter.duty_list).label)
    return "；".join(filter(None, said))[:200]


def objection_words(case: Case) -> str:
    """How an objection may begin: whose the matter is by the catalogue, or that it is another matter."""
    if case.matter is None:
        return ""
    said = {"matter": case.matter.name, "lead": case.lead.name if case.lead is not None else ""}
    if case.lead_id is not None and case.lead_id != case.holder_body_id:
        return _("按目录，“%(matter)s”应由%(lead)s主办，请改派。") % said
    return _("这件不是“%(matter)s”，按目录应当是：") % said


def objection_until(case: Case) -> datetime | None:
    """Until when the present holder may object to the dispatch; None where nothing was dispatched."""
    if case.leg_from is None or case.sign_due_at is None:
        return None
    return case.leg_from + timedelta(hours=amount("objection_hours"))


def appeal_until(case: Case) -> datetime | None:
    return None if case.closed_at is None else case.closed_at + timedelta(days=amount("redo_days"))


def appealed(case: Case) -> bool:
    """Was there an appeal since the case was declined the last time?"""
    since = case.closed_at
    return since is not None and any(one.asked_at >= since for one in of_kind(case, RequestKind.APPEAL))


def questions_asked(case: Case) -> int:
    return sum(pause.why == PauseWhy.INFO for pause in case.pauses.all())


def must_contact_first(case: Case) -> bool:
    """Nobody has spoken with the reporter yet, though a number is there."""
    return case.contacted_at is None and any(report.phone_blind for report in case.reports.all())


def running_pause(case: Case) -> Pause | None:
    """The pause in which the case stands, with the request that it was granted by."""
    if case.state not in (State.AWAITING_INFO, State.ON_HOLD):
        return None
    return Pause.objects.select_related("request").filter(case=case, ends_at__isnull=True).first()


def reviewer_for(case: Case, seat: Seat | None) -> Seat | None:
    """The desk that decides what ``seat`` asks: the one that coordinates above it, else the nearest other intake desk."""
    above = organisations.coordinator_desk(seat, place=case.place) if seat is not None else None
    if above is not None:
        return above
    return organisations.intake_desk(case.place, other_than=seat.pk if seat is not None else None)


def can_be_granted(case: Case, request: Request, now: datetime) -> bool:
    """Is the case still where granting could do what was asked? Where not, the request is refused or taken back."""
    needs = _NEEDS.get(RequestKind(request.kind))
    if needs is not None and (State(case.state), needs) not in MOVES:
        return False
    match request.kind:
        case RequestKind.OBJECTION:
            return request.seat_id == case.holder_id
        case RequestKind.EXTENSION:
            is_due = case.answered_at is None and case.finish_due_at is not None
            return is_due and case.state in OPEN_STATES
        case RequestKind.HOLD:
            return request.review_on is not None and request.review_on > timezone.localdate(now)
        case RequestKind.EXCLUSION:
            return case.excluded_at is None
        case RequestKind.DUPLICATE:
            return request.other is not None and request.other.state in OPEN_STATES
    return True


def requests_of(case: Case) -> list[Request]:
    """All requests of a case for its page, the newest first."""
    return sorted(case.requests.all(), key=lambda one: -one.pk)


def waking(now: datetime, states: Iterable[str], *, but: Iterable[int] = ()) -> QuerySet[Case]:
    """Cases in these states whose time to go on by themselves has come, the longest due first."""
    rows = Case.objects.filter(wakes_at__isnull=False, wakes_at__lte=now, state__in=list(states))
    return rows.exclude(pk__in=list(but)).order_by("wakes_at", "id")


def open_rows(actor: Actor) -> QuerySet[Request] | None:
    """Open requests that ``rules.can_decide`` allows and whose cases the actor may read; None for none at all."""
    readable, ways = reach.readable(actor), _ways(actor)
    if readable is None or ways is None:
        return None
    rows = Request.objects.filter(ways, _of_case(readable), state=RequestState.ASKED)
    if actor.seats:
        rows = rows.exclude(seat__isnull=False, seat__in=actor.seats)
        rows = rows.exclude(kind=RequestKind.APPEAL, case__answered_by__in=actor.seats)
    if actor.person_id is not None:
        rows = rows.exclude(asker_key__isnull=False, asker_key=actor.person_id)
        rows = rows.exclude(kind=RequestKind.APPEAL, case__answerer_key=actor.person_id)
    return rows


def _ways(actor: Actor) -> Q | None:
    ways: list[Q] = []
    decides = reach.over(actor, rules.DECIDE)
    if decides is not None:
        ways.append(_of_case(decides))
    if seats := actor.keys(rules.DECIDE, Over.SEAT):
        ways.append(Q(reviewer__in=seats))
    everywhere = actor.may_everywhere(rules.DISPATCH)
    dispatches = Q() if everywhere else reach.any_of(reach.in_areas(actor, rules.DISPATCH))
    if dispatches is not None:
        ways.append(Q(kind=RequestKind.OBJECTION) & _of_case(dispatches))
    return reach.any_of(ways)


def _of_case(condition: Q) -> Q:
    return Q(Exists(Case.objects.filter(condition, pk=OuterRef("case_id"))))


def to_decide(actor: Actor, *, after: str = "") -> RequestSlice:
    """One page of the requests that the actor may decide, the most pressing first. At most three statements."""
    rows = open_rows(actor)
    if rows is None:
        return RequestSlice([])
    at, key = paging.read_key(after)
    if at is not None:
        rows = rows.filter(Q(due_at__gt=at) | Q(id__gt=key), due_at__gte=at)
    rows = rows.select_related("case__matter", "case__place", "seat__body", "reviewer")
    found = list(rows.order_by("due_at", "id")[: PAGE + 1])
    shown = found[:PAGE]
    return RequestSlice(shown, paging.write_key(shown[-1].due_at, shown[-1].pk) if len(found) > PAGE else "")
