"""吹哨 (街道吹哨、部门报到, BJ-JSJB Art. 16): a street calls departments to a place, by a time. What counts are facts and times."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, rules
from linli.cases.actions.asking import STARS, RatedBefore, UnknownStars
from linli.cases.actions.moving import require_words
from linli.cases.actions.parts import MOST_TASK, DueBefore, require_at_work
from linli.cases.events import CaseEvent
from linli.cases.models import IS_GOING_ON, Case, Involved, Whistle, WhistleCall
from linli.cases.queries import practice, together
from linli.cases.states.whistles import (
    CALL_MOVES,
    ON_THE_WAY,
    WHISTLE_MOVES,
    CallState,
    CallVerb,
    WhistleState,
    WhistleVerb,
)
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, Refusal, require
from linli.organisations import queries as organisations
from linli.organisations.models import Seat


class NobodyCalled(Refusal):
    words = _("请至少选一个部门。")
    field = "bodies"


class NotToBeCalled(Refusal):
    words = _("只能吹哨有受理岗的部门，请从列表里选。")
    field = "bodies"


class CalledBefore(Refusal):
    words = _("%(who)s已经在哨子里了，还没销哨。")
    field = "bodies"


class WhistleOver(Refusal):
    words = _("这次吹哨已经结束了。")


class NotYetHere(Refusal):
    """A whistle ends when every call is done, or when who has not come is named."""

    words = _("%(who)s还没到场。等他们来，或者勾上“没来的记为没到场”。")
    field = "rest_absent"


class StillWorking(Refusal):
    words = _("%(who)s到了场，还没办完。请先写办得怎么样。")


class NotYetEnded(Refusal):
    words = _("还没销哨，等销哨以后再评。")


class NobodyToRate(Refusal):
    words = _("这个部门当时不用来，没有可评的。")


class WeighedBefore(Refusal):
    words = _("这次吹哨已经评议过了。")


@transaction.atomic
def blow_whistle(
    *,
    case_id: int,
    bodies: Collection[int],
    task: str,
    meet_at_place: str,
    arrive_due_at: datetime,
    by: Actor,
    now: datetime,
) -> Whistle:
    """Call departments together: what for, where, by when. Each is to answer within the hours that are practice, but not
    later than it is to arrive. They may read the case from now on; the lead stays.

    Raises NotFound, NotAllowed, NotAtWork, NobodyCalled, WordsMissing, DueBefore, NotToBeCalled, CalledBefore.
    """
    case = queries.locked(case_id)
    require(rules.can_whistle(by, case))
    seat = together.seat_with(by, rules.WHISTLE)
    if seat is None:
        raise NotAllowed
    require_at_work(case)
    if not bodies:
        raise NobodyCalled
    words, where = (
        require_words(task, "task")[:MOST_TASK],
        require_words(meet_at_place, "meet_at_place")[:200],
    )
    if arrive_due_at <= now:
        raise DueBefore(field="arrive_due_at")
    desks = _desks_to_call(case, bodies, now)
    whistle = Whistle.objects.create(
        case=case, seat=seat, body=seat.body, task=words, meet_at_place=where,
        arrive_due_at=arrive_due_at, blown_at=now,
    )  # fmt: skip
    due = min(now + timedelta(hours=practice.amount("respond_hours")), arrive_due_at)
    WhistleCall.objects.bulk_create(
        WhistleCall(whistle=whistle, seat=desk, body_id=desk.body_id, respond_due_at=due, due_at=due)
        for desk in desks
    )
    Involved.objects.bulk_create(
        (Involved(case=case, seat=desk, body_id=desk.body_id) for desk in desks), ignore_conflicts=True
    )
    facts = {"whistle": whistle.pk, "seat": seat.pk, "also": [desk.pk for desk in desks]}
    journal.write(case, CaseEvent.WHISTLED, by=by, at=now, text=words, **facts)
    return whistle


def _desks_to_call(case: Case, bodies: Collection[int], now: datetime) -> list[Seat]:
    on = timezone.localdate(now)
    names = {body.pk: body.name for body in organisations.departments(on)}
    desks = organisations.desks_of(bodies, on=on)
    if not set(bodies) <= names.keys() & desks.keys():
        raise NotToBeCalled
    again = WhistleCall.objects.filter(IS_GOING_ON, whistle__case=case, body__in=list(bodies))
    called = sorted(again.values_list("body", flat=True))
    if called:
        raise CalledBefore(CalledBefore.words % {"who": "、".join(names[key] for key in called)})
    return [desks[key] for key in sorted(set(bodies))]


@transaction.atomic
def respond(*, call_id: int, by: Actor, now: datetime) -> WhistleCall:
    """应哨: the department will come. Raises NotFound, NotAllowed, WhistleOver, NoSuchMove."""
    call = _called(call_id, by=by)
    CALL_MOVES.move(call, CallVerb.RESPOND)
    call.responded_at, call.due_at, call.reminded = now, call.whistle.arrive_due_at, 0
    return _written(call, CaseEvent.WHISTLE_RESPONDED, by=by, now=now, to=call.whistle.seat_id)


@transaction.atomic
def arrive(*, call_id: int, by: Actor, now: datetime) -> WhistleCall:
    """到场, said by the department or by the street that sees them. Raises NotFound, NotAllowed, WhistleOver, NoSuchMove."""
    call = _called(call_id, by=by, or_street=True)
    CALL_MOVES.move(call, CallVerb.ARRIVE)
    call.arrived_at, call.responded_at, call.due_at = now, call.responded_at or now, None
    return _written(call, CaseEvent.WHISTLE_ARRIVED, by=by, now=now, to=call.whistle.seat_id)


@transaction.atomic
def finish_call(*, call_id: int, result: str, by: Actor, now: datetime) -> WhistleCall:
    """What the department did there, said by it or by the street.

    Raises NotFound, NotAllowed, WhistleOver, NoSuchMove, WordsMissing.
    """
    call = _called(call_id, by=by, or_street=True)
    CALL_MOVES.ensure(call, CallVerb.FINISH)
    call.result = require_words(result, "result")
    CALL_MOVES.move(call, CallVerb.FINISH)
    call.finished_at = call.ended_at = now
    tag, to = CaseEvent.WHISTLE_FINISHED, call.whistle.seat_id
    return _written(call, tag, by=by, now=now, text=call.result, to=to)


@transaction.atomic
def release_call(*, call_id: int, reason: str, by: Actor, now: datetime) -> WhistleCall:
    """The street does not need this department any more.

    Raises NotFound, NotAllowed, WhistleOver, NoSuchMove, WordsMissing.
    """
    call = together.locked_call(call_id)
    require(rules.can_end_whistle(by, call.whistle))
    _require_blown(call.whistle)
    CALL_MOVES.ensure(call, CallVerb.RELEASE)
    text = require_words(reason, "reason")
    _release(call, now)
    return _written(call, CaseEvent.WHISTLE_RELEASED, by=by, now=now, text=text, to=call.seat_id)


@transaction.atomic
def end_whistle(*, whistle_id: int, result: str, rest_absent: bool, by: Actor, now: datetime) -> Whistle:
    """销哨: what came of it. Who has not come is named absent where ``rest_absent`` says so.

    Raises NotFound, NotAllowed, NoSuchMove, WordsMissing, NotYetHere, StillWorking.
    """
    whistle = _blown_by(whistle_id, WhistleVerb.END, by=by)
    text, calls = require_words(result, "result"), list(whistle.calls.all())
    working = [call.body.name for call in calls if call.state == CallState.ARRIVED]
    if working:
        raise StillWorking(StillWorking.words % {"who": "、".join(working)})
    absent = [call for call in calls if call.state in ON_THE_WAY]
    if absent and not rest_absent:
        raise NotYetHere(NotYetHere.words % {"who": "、".join(call.body.name for call in absent)})
    WHISTLE_MOVES.move(whistle, WhistleVerb.END)
    whistle.result, whistle.ended_at = text, now
    _end_calls(absent, now)
    facts = {"absent": [call.body_id for call in absent], "also": [call.seat_id for call in calls]}
    return _ended(whistle, CaseEvent.WHISTLE_ENDED, by=by, now=now, text=text, **facts)


@transaction.atomic
def call_off_whistle(*, whistle_id: int, reason: str, by: Actor, now: datetime) -> Whistle:
    """Nobody needs to come any more. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    whistle = _blown_by(whistle_id, WhistleVerb.CALL_OFF, by=by)
    text, calls = require_words(reason, "reason"), list(whistle.calls.all())
    WHISTLE_MOVES.move(whistle, WhistleVerb.CALL_OFF)
    whistle.result, whistle.ended_at = text, now
    for call in calls:
        if call.state in ON_THE_WAY:
            _release(call, now)
    _end_calls(calls, now)
    facts = {"also": [call.seat_id for call in calls]}
    return _ended(whistle, CaseEvent.WHISTLE_CALLED_OFF, by=by, now=now, text=text, **facts)


@transaction.atomic
def rate_call(*, call_id: int, stars: int, words: str, by: Actor, now: datetime) -> WhistleCall:
    """Each side rates the other, once, after the end: one star to five.

    Raises NotFound, NotAllowed, NotYetEnded, NobodyToRate, RatedBefore, UnknownStars.
    """
    call = together.locked_call(call_id)
    is_called, is_street = rules.can_answer_call(by, call), rules.can_end_whistle(by, call.whistle)
    require(is_called or is_street)
    if call.whistle.state != WhistleState.ENDED:
        raise NotYetEnded
    if call.state == CallState.RELEASED:
        raise NobodyToRate
    side = next(
        (
            side
            for side, may in (("body", is_called), ("street", is_street))
            if may and not _stars(call, side)
        ),
        "",
    )
    if not side:
        raise RatedBefore
    if stars not in STARS:
        raise UnknownStars
    said = words.strip()[:500]
    setattr(call, f"stars_by_{side}", stars)
    setattr(call, f"words_by_{side}", said)
    facts = {"side": side, "stars": stars}
    return _written(call, CaseEvent.WHISTLE_RATED, by=by, now=now, text=said, **facts)


@transaction.atomic
def weigh_whistle(*, whistle_id: int, verdict: str, by: Actor, now: datetime) -> Whistle:
    """The level above weighs facts, times and what both sides say, once.

    Raises NotFound, NotAllowed, NotYetEnded, WeighedBefore, WordsMissing.
    """
    whistle = together.locked_whistle(whistle_id)
    require(rules.can_weigh(by, whistle, sits_there=together.sits_in(by, whistle.body_id)))
    if whistle.state != WhistleState.ENDED:
        raise NotYetEnded
    if whistle.verdict_at is not None:
        raise WeighedBefore
    whistle.verdict, whistle.verdict_at = require_words(verdict, "verdict"), now
    return _ended(
        whistle, CaseEvent.WHISTLE_WEIGHED, by=by, now=now, text=whistle.verdict, to=whistle.seat_id
    )


def _called(call_id: int, *, by: Actor, or_street: bool = False) -> WhistleCall:
    call = together.locked_call(call_id)
    require(rules.can_answer_call(by, call) or (or_street and rules.can_end_whistle(by, call.whistle)))
    _require_blown(call.whistle)
    return call


def _blown_by(whistle_id: int, verb: WhistleVerb, *, by: Actor) -> Whistle:
    whistle = together.locked_whistle(whistle_id)
    require(rules.can_end_whistle(by, whistle))
    WHISTLE_MOVES.ensure(whistle, verb)
    return whistle


def _require_blown(whistle: Whistle) -> None:
    if whistle.state != WhistleState.BLOWN:
        raise WhistleOver


def _stars(call: WhistleCall, side: str) -> int | None:
    return call.stars_by_body if side == "body" else call.stars_by_street


def _release(call: WhistleCall, now: datetime) -> None:
    CALL_MOVES.move(call, CallVerb.RELEASE)
    call.ended_at = now


def _end_calls(calls: list[WhistleCall], now: datetime) -> None:
    for call in calls:
        call.ended_at = call.ended_at or now
    WhistleCall.objects.bulk_update(calls, ["state", "ended_at"])


def _written(
    call: WhistleCall, tag: CaseEvent, *, by: Actor, now: datetime, text: str = "", **facts: object
) -> WhistleCall:
    call.save(force_update=True)
    known = {"whistle": call.whistle_id, "call": call.pk, "body": call.body_id, **facts}
    journal.write(call.whistle.case, tag, by=by, at=now, text=text, **known)
    return call


def _ended(
    whistle: Whistle, tag: CaseEvent, *, by: Actor, now: datetime, text: str, **facts: object
) -> Whistle:
    whistle.save(force_update=True)
    journal.write(whistle.case, tag, by=by, at=now, text=text, whistle=whistle.pk, **facts)
    return whistle
