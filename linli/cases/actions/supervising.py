"""督办, by who supervises a place; and 催办, by the resident."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, rules
from linli.cases.actions.handling import AlreadyOver
from linli.cases.actions.moving import require_words
from linli.cases.actions.parts import MOST_TASK, DueBefore
from linli.cases.events import CaseEvent
from linli.cases.models import IS_UNREPLIED, Supervision, SupervisionGround, Urge
from linli.cases.queries import together
from linli.cases.states import OPEN_STATES
from linli.cases.states.supervisions import SUPERVISION_MOVES, SupervisionVerb
from linli.journal import actions as journal
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.refusals import NotAllowed, Refusal, require


class UnknownSupervisionGround(Refusal):
    words = _("请选一个督办的理由。")
    field = "ground"


class SupervisedBefore(Refusal):
    words = _("已经督办了，还在等回复。")


class UrgedToday(Refusal):
    words = _("今天已经催过了，我们已经转告。明天还没动静，可以再催。")


class NothingToUrge(Refusal):
    words = _("这件事已经办完了，不用催。")


@transaction.atomic
def supervise(
    *, case_id: int, ground: str, task: str, reply_due_at: datetime, by: Actor, now: datetime
) -> Supervision:
    """Ask who holds an open case for an account: on what ground, what for, by when.

    Raises NotFound, NotAllowed, AlreadyOver, UnknownSupervisionGround, WordsMissing, DueBefore, SupervisedBefore.
    """
    case = queries.locked(case_id)
    require(rules.can_supervise(by, case))
    seat = together.seat_with(by, rules.SUPERVISE)
    if seat is None:
        raise NotAllowed
    if case.state not in OPEN_STATES:
        raise AlreadyOver(_("这件诉求已经结束，不用督办。"))
    if ground not in SupervisionGround.values:
        raise UnknownSupervisionGround
    words = require_words(task, "task")[:MOST_TASK]
    if reply_due_at <= now:
        raise DueBefore(field="reply_due_at")
    if Supervision.objects.filter(IS_UNREPLIED, case=case, seat=seat).exists():
        raise SupervisedBefore
    made = Supervision.objects.create(
        case=case, seat=seat, ground=ground, task=words, asked_at=now, reply_due_at=reply_due_at
    )
    facts = {"supervision": made.pk, "seat": seat.pk, "to": case.holder_id, "ground": str(ground)}
    journal.write(case, CaseEvent.SUPERVISED, by=by, at=now, text=words, **facts)
    return made


@transaction.atomic
def reply_supervision(*, supervision_id: int, reply: str, by: Actor, now: datetime) -> Supervision:
    """Who holds, leads or has answered the case gives account. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    found = together.locked_supervision(supervision_id)
    require(rules.can_reply(by, found.case))
    SUPERVISION_MOVES.ensure(found, SupervisionVerb.REPLY)
    found.reply, found.replied_at = require_words(reply, "reply"), now
    SUPERVISION_MOVES.move(found, SupervisionVerb.REPLY)
    found.save(force_update=True)
    facts = {"supervision": found.pk, "to": found.seat_id}
    journal.write(found.case, CaseEvent.SUPERVISION_REPLIED, by=by, at=now, text=found.reply, **facts)
    return found


@transaction.atomic
def lift_supervision(*, supervision_id: int, reason: str, by: Actor, now: datetime) -> Supervision:
    """Enough is done. Raises NotFound, NotAllowed, NoSuchMove, WordsMissing."""
    found = together.locked_supervision(supervision_id)
    require(rules.can_lift(by, found))
    SUPERVISION_MOVES.ensure(found, SupervisionVerb.LIFT)
    text = require_words(reason, "reason")
    SUPERVISION_MOVES.move(found, SupervisionVerb.LIFT)
    found.lifted_at = now
    found.save(force_update=True)
    facts = {"supervision": found.pk, "to": found.case.holder_id}
    journal.write(found.case, CaseEvent.SUPERVISION_LIFTED, by=by, at=now, text=text, **facts)
    return found


@transaction.atomic
def urge(*, report_id: int, words: str, now: datetime) -> Urge:
    """The reporter asks where it stands, once a day (Shanghai); a door calls it only after receipt and code agreed. Who
    holds the case is told.

    Raises NotFound, NothingToUrge, UrgedToday.
    """
    report = queries.locked_report(report_id)
    if report.case.state not in OPEN_STATES:
        raise NothingToUrge
    urge, is_new = Urge.objects.get_or_create(
        report=report, urged_on=timezone.localdate(now), defaults={"urged_at": now}
    )
    if not is_new:
        raise UrgedToday
    facts = {"report": report.pk, "to": report.case.holder_id}
    journal.write(report.case, CaseEvent.URGED, by=RESIDENT, at=now, text=words.strip()[:500], **facts)
    return urge
