"""协办: another body does its share of a case, under a clock of its own. The lead gives the one official answer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, rules
from linli.cases.actions.dispatching import SeatEnded
from linli.cases.actions.moving import require_words, save
from linli.cases.events import CaseEvent
from linli.cases.models import IS_GOING_ON, Case, Involved, Part
from linli.cases.queries import practice, together
from linli.cases.states import AT_WORK, State
from linli.cases.states.parts import OPEN_PARTS, PART_MOVES, PartVerb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.organisations.models import Seat
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind

MOST_TASK = 500  # characters


class NotAtWork(Refusal):
    """Help is asked for only while somebody has the case in hand."""

    words = _("这件现在是“%(state)s”，不能请别的单位一起办。")


class NotToBeAsked(Refusal):
    words = _("这个岗位不能请来协办，请从列表里选。")
    field = "seat"


class PartAskedBefore(Refusal):
    words = _("已经请这个岗位协办了，还没办完。")
    field = "seat"


class DueBefore(Refusal):
    """A due time that has passed already."""

    words = _("这个时间已经过了，请选以后的时间。")
    field = "due_at"


class PartOver(Refusal):
    words = _("这项协办已经结束，不能再记。")


class StillAtIt(Refusal):
    """One official answer, by the lead, when every part is done or late."""

    words = _("%(who)s还在协办，没到期。等办完，或者不用他们办了，再答复。")


def require_at_work(case: Case) -> None:
    """Raises NotAtWork."""
    if case.state not in AT_WORK:
        raise NotAtWork(NotAtWork.words % {"state": State(case.state).label})


@transaction.atomic
def ask_part(
    *, case_id: int, seat_id: int, task: str, due_at: datetime | None, by: Actor, now: datetime
) -> Part:
    """Ask the body of a seat to do a part until ``due_at``, or for the working days that are practice, by its own
    timetable. The body may read the case from now on; the lead stays. A community may be asked to help with anything.

    Raises NotFound, NotAllowed, NotAtWork, WordsMissing, DueBefore, SeatEnded, NotToBeAsked, PartAskedBefore.
    """
    case = queries.locked(case_id, "matter__category", "place")
    require(rules.can_ask_for_help(by, case))
    require_at_work(case)
    words = require_words(task, "task")[:MOST_TASK]
    if due_at is not None and due_at <= now:
        raise DueBefore
    seat = _seat_to_ask(case, seat_id, now)
    if Part.objects.filter(IS_GOING_ON, case=case, seat=seat).exists():
        raise PartAskedBefore
    due = due_at or worktime.due_at(
        now, ClockKind.WORKING_DAYS, practice.amount("part_days"), seat.body.timetable_id
    )
    part = Part.objects.create(case=case, seat=seat, body=seat.body, task=words, asked_at=now, due_at=due)
    Involved.objects.get_or_create(case=case, seat=seat, defaults={"body": seat.body})
    facts = {"part": part.pk, "to": seat.pk, "due_at": due.isoformat()}
    journal.write(case, CaseEvent.PART_ASKED, by=by, at=now, text=words, **facts)
    return part


def _seat_to_ask(case: Case, seat_id: int, now: datetime) -> Seat:
    found = next(
        (one for one in together.helpers(case, on=timezone.localdate(now)) if one.pk == seat_id), None
    )
    if found is not None:
        return found
    seat = Seat.objects.filter(pk=seat_id).first()
    if seat is None:
        raise NotFound
    raise SeatEnded if seat.ended_on is not None else NotToBeAsked


@transaction.atomic
def take_part(*, part_id: int, by: Actor, now: datetime) -> Part:
    """The body takes its part on. Raises NotFound, NotAllowed, NoSuchMove."""
    part = _to_do(part_id, by=by)
    PART_MOVES.move(part, PartVerb.TAKE)
    part.taken_at = now
    return _written(part, CaseEvent.PART_TAKEN, by=by, now=now)


@transaction.atomic
def finish_part(*, part_id: int, result: str, by: Actor, now: datetime) -> Part:
    """The body has done its part; who holds the case is told. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    part = _to_do(part_id, by=by)
    PART_MOVES.ensure(part, PartVerb.FINISH)
    part.result, part.ended_at = require_words(result, "result"), now
    PART_MOVES.move(part, PartVerb.FINISH)
    return _written(part, CaseEvent.PART_FINISHED, by=by, now=now, text=part.result, to=part.case.holder_id)


@transaction.atomic
def return_part(*, part_id: int, reason: str, by: Actor, now: datetime) -> Part:
    """It is not theirs, or cannot be done by them. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    part = _to_do(part_id, by=by)
    PART_MOVES.ensure(part, PartVerb.RETURN)
    part.result, part.ended_at = require_words(reason, "reason"), now
    PART_MOVES.move(part, PartVerb.RETURN)
    return _written(part, CaseEvent.PART_RETURNED, by=by, now=now, text=part.result, to=part.case.holder_id)


@transaction.atomic
def call_off_part(*, part_id: int, reason: str, by: Actor, now: datetime) -> Part:
    """Who holds the case does not need the part any more. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    part = together.locked_part(part_id)
    require(rules.can_ask_for_help(by, part.case))
    PART_MOVES.ensure(part, PartVerb.CALL_OFF)
    part.result, part.ended_at = require_words(reason, "reason"), now
    PART_MOVES.move(part, PartVerb.CALL_OFF)
    return _written(part, CaseEvent.PART_CALLED_OFF, by=by, now=now, text=part.result, to=part.seat_id)


@transaction.atomic
def note_on_part(*, part_id: int, words: str, contacted: bool, by: Actor, now: datetime) -> Case:
    """What the body did or said on the way. ``contacted`` says that it reached the reporter, which counts as the first
    contact of the promise.

    Raises NotFound, NotAllowed, PartOver, WordsMissing.
    """
    part = _to_do(part_id, by=by)
    if part.state not in OPEN_PARTS:
        raise PartOver
    text, case = require_words(words, "words"), part.case
    tag = CaseEvent.CONTACTED if contacted else CaseEvent.NOTED
    journal.write(case, tag, by=by, at=now, text=text, seat=part.seat_id, part=part.pk)
    if contacted and case.contacted_at is None:
        case.contacted_at = now
        save(case)
    return case


def close_parts(case: Case, *, by: Actor, now: datetime) -> None:
    """Before the answer: whoever is late is marked so, which counts against their own body; the caller has the lock of
    the case. Raises StillAtIt while a part is open and not late.
    """
    parts = together.open_parts(case)
    waiting = list(dict.fromkeys(part.body.name for part in parts if part.due_at >= now))
    if waiting:
        raise StillAtIt(StillAtIt.words % {"who": "、".join(waiting)})
    late = [part for part in parts if part.marked_late_at is None]
    for part in late:
        part.marked_late_at = now
    if late:
        Part.objects.bulk_update(late, ["marked_late_at"])
        facts = [{"part": part.pk, "body": part.body_id} for part in late]
        journal.write_all(case, [journal.Step(CaseEvent.PART_LATE, by, now, facts=one) for one in facts])


def _to_do(part_id: int, *, by: Actor) -> Part:
    part = together.locked_part(part_id)
    require(rules.can_do_part(by, part))
    return part


def _written(
    part: Part, tag: CaseEvent, *, by: Actor, now: datetime, text: str = "", to: int | None = None
) -> Part:
    part.save(force_update=True)
    facts = {"part": part.pk, **({"to": to} if to else {})}
    journal.write(part.case, tag, by=by, at=now, text=text, **facts)
    return part
