"""A closed case that was not solved after all: done again while that is allowed, afterwards taken up by a new one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.checking import forget_answer, seat_to_try_again
from linli.cases.actions.moving import require_words, save
from linli.cases.actions.registering import Registered, register
from linli.cases.drafts import Draft
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Channel, Report
from linli.cases.practice import amount
from linli.cases.states import State, Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import Refusal, require


class TooLateToRedo(Refusal):
    words = _("办结已经超过%(days)s天，请再反映一次，会和这件连在一起。")


class RedoneOften(Refusal):
    words = _("这件已经重办过了，请再反映一次，会和这件连在一起。")


class NotRedone(Refusal):
    """Praise, what was referred or joined, what was never placed, and history: there is no round to begin again."""

    words = _("这一件不能重办。还有事要办的，请再反映一次。")


class StillOpen(Refusal):
    words = _("这件还没有办结，不用再反映一次。")


@transaction.atomic
def redo(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """A new round for a closed case: to the lead's seat again, with a new promise that counts from now. The promise of
    the round before stands in the journal (ADR 6). Reporters may rate the new answer. A door without sign-in calls it
    only after receipt and code agreed.

    Raises NotFound, NotAllowed, NoSuchMove, NotRedone, TooLateToRedo, RedoneOften, WordsMissing.
    """
    case = queries.locked(
        case_id,
        "matter",
        "lead",
        "place",
        "answered_by__role",
        "answered_by__body",
        "holder__role",
        "holder__body",
    )
    require(rules.can_redo(by, case))
    states.ensure(case, Verb.REDO)
    _ensure_may_begin_again(case, now)
    text = require_words(reason, "reason")
    facts = {
        "was_from": _said(case.promised_from), "was_contact": _said(case.contact_due_at),
        "was_finish": _said(case.finish_due_at), "was_extended": case.extension_days,
    }  # fmt: skip
    states.move(case, Verb.REDO)
    case.goes_to(seat_to_try_again(case))
    forget_answer(case)
    case.redone += 1
    case.sent_from = None
    case.closed_at = case.signed_at = case.contacted_at = case.archived_on = None
    clocks.promise_again(case, now)
    clocks.open_leg(case, now)
    Report.objects.filter(case=case).update(solved=None, stars=None, rated_at=None, answered_out_at=None)
    indexing.index_answer(case)
    journal.write(
        case, CaseEvent.REDONE, by=by, at=now, text=text,
        to=case.holder_id, lead=case.lead_id, round=case.redone + 1, **facts,
    )  # fmt: skip
    save(case)
    return case


def _ensure_may_begin_again(case: Case, now: datetime) -> None:
    if not queries.has_rounds(case):
        raise NotRedone
    if now > (case.closed_at or now) + timedelta(days=amount("redo_days")):
        raise TooLateToRedo(TooLateToRedo.words % {"days": amount("redo_days")})
    if case.redone >= amount("redo_times"):
        raise RedoneOften


def _said(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


@transaction.atomic
def follow_up(
    *,
    case_id: int,
    words: str,
    by: Actor,
    now: datetime,
    report_id: int | None = None,
    source: str = "",
    token: str | None = None,
) -> Registered:
    """A new case that takes a closed one up again: same place, same matter, linked to it. ``report_id`` is the reporter
    who asks, by name and phone; ``source`` and ``token`` keep a form that is sent twice from making two.

    Raises NotFound, NotAllowed, StillOpen, and what ``register`` raises.
    """
    case = queries.locked(case_id, "place")
    require(rules.can_follow_up(by, case))
    if case.state != State.CLOSED or case.merged_into_id is not None:
        raise StillOpen
    report = Report.objects.filter(pk=report_id or 0, case=case).first()
    draft = Draft(
        words=words,
        place=case.place,
        place_words=case.place_words,
        kind=case.kind,
        channel=Channel.WEB if by.kind is ActorKind.RESIDENT else Channel.PHONE,
        name=report.name if report is not None else "",
        phone=report.phone if report is not None else "",
        is_secret=report.is_secret if report is not None else True,
        matter_id=case.matter_id,
        source=source,
        outer_number=token,
        follows_id=case.pk,
    )
    done = register(draft=draft, by=by, now=now)
    journal.write(case, CaseEvent.FOLLOWED, by=by, at=now, case=done.case.pk)
    return done
