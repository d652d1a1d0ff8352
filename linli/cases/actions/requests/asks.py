"""What the holder may not do alone is asked for. Asking moves nothing: the holder keeps contact until it is decided."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, queries, rules, states
from linli.cases.actions.joining import ensure_joins
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import Case, ExclusionGround, HoldKind, ReferralGround, Request, RequestKind
from linli.cases.practice import amount
from linli.cases.queries import requests as asked
from linli.cases.states import State, Verb
from linli.cases.states.requests import RequestState
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.organisations.models import Seat

# The states in which somebody works on a case under its promise.
AT_WORK = (State.DISPATCHED, State.IN_PROGRESS)


class AskedBefore(Refusal):
    words = _("同样的申请已经提了，还在等审批。")


class AskedOften(Refusal):
    words = _("这件已经提满次数，不能再提了。")


class NobodyDecides(Refusal):
    words = _("没有能审批的岗位，请联系系统维护岗。")


class NotNow(Refusal):
    words = _("这件现在的状态不能提这项申请。")


class TooLateToObject(Refusal):
    words = _("派单异议要在派单后%(hours)s小时内提。")


class TooLateToExtend(Refusal):
    words = _("延期要在办结时限到之前申请。")


class WrongDays(Refusal):
    words = _("一次延期最少1个、最多%(most)s个工作日。")
    field = "days"


class WrongReviewDate(Refusal):
    words = _("复查日期要在明天以后，最晚%(last)s。")
    field = "review_on"


class UnknownHoldKind(Refusal):
    words = _("请选为什么要暂缓。")
    field = "kind"


class UnknownExclusion(Refusal):
    words = _("请选剔除的理由。")
    field = "ground"


class UnknownReferral(Refusal):
    words = _("请选转到哪一种法定途径。")
    field = "ground"


class ExcludedBefore(Refusal):
    words = _("这件已经剔除了。")


class TooFar(Refusal):
    """Whoever decides here does not decide there."""

    words = _("只能并到同一个社区的件上；别处的请上级派单的人来并。")
    field = "into"


@transaction.atomic
def ask_objection(*, case_id: int, reason: str, by: Actor, now: datetime) -> Request:
    """派单异议: this is not ours. The catalogue's article is filled in by itself; until it is decided the first receiver
    keeps contact with the resident (首接负责).

    Raises NotFound, NotAllowed, NoSuchMove, TooLateToObject, AskedOften, AskedBefore, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.RETURN)
    until = asked.objection_until(case)
    if until is None or now > until:
        raise TooLateToObject(TooLateToObject.words % {"hours": amount("objection_hours")})
    if asked.waits(case, RequestKind.OBJECTION):
        raise AskedBefore
    if len(asked.of_kind(case, RequestKind.OBJECTION)) >= amount("objection_times"):
        raise AskedOften
    return _ask(case, RequestKind.OBJECTION, reason, by=by, now=now, article=asked.article_of(case))


@transaction.atomic
def ask_extension(*, case_id: int, days: int, reason: str, by: Actor, now: datetime) -> Request:
    """延期: ``days`` more working days for the finish, asked before it is due. The resident is told the reason.

    Raises NotFound, NotAllowed, NotNow, TooLateToExtend, AskedOften, WrongDays, AskedBefore, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_work(by, case))
    if case.state not in AT_WORK or case.finish_due_at is None:
        raise NotNow
    if now >= case.finish_due_at:
        raise TooLateToExtend
    granted = [one for one in asked.of_kind(case, RequestKind.EXTENSION) if one.state == RequestState.GRANTED]
    if len(granted) >= amount("extension_times"):
        raise AskedOften
    if not 1 <= days <= amount("extension_days"):
        raise WrongDays(WrongDays.words % {"most": amount("extension_days")})
    return _ask(case, RequestKind.EXTENSION, reason, by=by, now=now, days=days)


@transaction.atomic
def ask_hold(
    *, case_id: int, kind: str, plan: str, review_on: date, reason: str, by: Actor, now: datetime
) -> Request:
    """暂缓: nothing can be done before ``review_on`` (Shanghai date); ``plan`` says what is done meanwhile. The resident is
    told the reason.

    Raises NotFound, NotAllowed, NoSuchMove, UnknownHoldKind, WrongReviewDate, AskedBefore, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.HOLD)
    if kind not in HoldKind.values:
        raise UnknownHoldKind
    last = timezone.localdate(now) + timedelta(days=amount("hold_days"))
    if not timezone.localdate(now) < review_on <= last:
        raise WrongReviewDate(WrongReviewDate.words % {"last": f"{last:%Y-%m-%d}"})
    facts = {"ground": HoldKind(kind), "plan": require_words(plan, "plan"), "review_on": review_on}
    return _ask(case, RequestKind.HOLD, reason, by=by, now=now, **facts)


@transaction.atomic
def ask_exclusion(*, case_id: int, ground: str, reason: str, by: Actor, now: datetime) -> Request:
    """剔除: the three rates should leave this case out, open or closed.

    Raises NotFound, NotAllowed, ExcludedBefore, UnknownExclusion, AskedBefore, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_ask_exclusion(by, case))
    if case.excluded_at is not None:
        raise ExcludedBefore
    if ground not in ExclusionGround.values:
        raise UnknownExclusion
    return _ask(case, RequestKind.EXCLUSION, reason, by=by, now=now, ground=ExclusionGround(ground))


@transaction.atomic
def ask_referral(*, case_id: int, ground: str, where: str, reason: str, by: Actor, now: datetime) -> Request:
    """转法定途径: the law gives this to another channel; ``where`` tells the resident where to go.

    Raises NotFound, NotAllowed, NoSuchMove, UnknownReferral, AskedBefore, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.REFER)
    if ground not in ReferralGround.values:
        raise UnknownReferral
    facts = {"ground": ReferralGround(ground), "plan": require_words(where, "where")}
    return _ask(case, RequestKind.REFERRAL, reason, by=by, now=now, **facts)


@transaction.atomic
def ask_whistle(*, case_id: int, reason: str, by: Actor, now: datetime) -> Request:
    """A community asks its street to whistle (BJ-JSJB Art. 16). Granting records it; the street whistles by itself.

    Raises NotFound, NotAllowed, NotNow, AskedBefore, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_ask_whistle(by, case))
    if case.state not in AT_WORK:
        raise NotNow
    return _ask(case, RequestKind.WHISTLE, reason, by=by, now=now)


class TooLateToAppeal(Refusal):
    words = _("对不予受理有异议，要在%(days)s天内提。")


@transaction.atomic
def appeal(*, case_id: int, reason: str, by: Actor, now: datetime) -> Request:
    """The resident does not agree that the demand was declined; once for each time it was. A door without sign-in calls
    it only after receipt and code agreed.

    Raises NotFound, NotAllowed, NoSuchMove, TooLateToAppeal, AskedBefore, AskedOften, WordsMissing, NobodyDecides.
    """
    case = _found(case_id)
    require(rules.can_appeal(by, case))
    states.ensure(case, Verb.UPHOLD_APPEAL)
    until = asked.appeal_until(case)
    if until is None or now > until:
        raise TooLateToAppeal(TooLateToAppeal.words % {"days": amount("redo_days")})
    if asked.waits(case, RequestKind.APPEAL):
        raise AskedBefore
    if asked.appealed(case):
        raise AskedOften(_("已经提过一次异议，也答复过了。"))
    return _ask(case, RequestKind.APPEAL, reason, by=by, now=now)


@transaction.atomic
def ask_duplicate(*, case_id: int, other_id: int, reason: str, by: Actor, now: datetime) -> Request:
    """并件: it repeats ``other_id``, an open case of the same community (of the same street where it has none).

    Raises NotFound, NotAllowed, NoSuchMove, SameCase, SurvivorOver, TooFar, AskedBefore, WordsMissing, NobodyDecides.
    """
    case, other = queries.locked_pair(case_id, other_id, *asked.NEEDED)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.MERGE)
    column = "community_id" if case.community_id else "street_id"
    if getattr(case, column) != getattr(other, column):
        raise TooFar
    if not rules.can_read(by, other):
        raise NotFound
    ensure_joins(case, other)
    return _ask(case, RequestKind.DUPLICATE, reason, by=by, now=now, other=other)


def _found(case_id: int) -> Case:
    return queries.locked(case_id, *asked.NEEDED)


def _ask(case: Case, kind: RequestKind, reason: str, *, by: Actor, now: datetime, **facts: Any) -> Request:
    """Keep the request at the desk that decides it, by when, and write it down."""
    if asked.waits(case, kind):
        raise AskedBefore
    text = require_words(reason, "reason")
    seat = None if kind == RequestKind.APPEAL else _asking_seat(by, case)
    reviewer = asked.reviewer_for(case, case.holder if kind == RequestKind.APPEAL else seat)
    if reviewer is None:
        raise NobodyDecides
    request = Request.objects.create(
        case=case, kind=kind, seat=seat, asker_key=by.person_id, reviewer=reviewer, asked_at=now,
        due_at=clocks.decide_by(now, reviewer.body), reason=text, **facts,
    )  # fmt: skip
    tag = CaseEvent.APPEALED if kind == RequestKind.APPEAL else CaseEvent.ASKED
    journal.write(
        case, tag, by=by, at=now, text=text,
        request=request.pk, kind=str(kind), seat=seat.pk if seat is not None else None, to=reviewer.pk,
    )  # fmt: skip
    return request


def _asking_seat(by: Actor, case: Case) -> Seat | None:
    """The seat for which it is asked: the holder's; of an answered case the one that answered it."""
    answered = case.answered_by_id is not None and case.holder_id not in by.seats
    return case.answered_by if answered else case.holder
