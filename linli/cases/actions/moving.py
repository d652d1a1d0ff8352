"""What several sentences of a case have in common: into whose hands it goes, and writing it back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, placing, states
from linli.cases.actions.ending import end_with
from linli.cases.events import CaseEvent
from linli.cases.models import AskOutcome, Case, DemandKind, NeighbourAsk, Pause, PauseWhy, Report
from linli.cases.states import State, Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal
from linli.organisations.models import Body, Seat


class WordsMissing(Refusal):
    words = _("请写几个字。")


class NotPlaced(Refusal):
    """Nobody has said yet what matter it is and who is lawfully responsible."""

    words = _("请先归类：还不知道这是什么事项、在哪里。")


class MustNotLead(Refusal):
    """BJ-JSJB Art. 17: a community may not be made the lead of what is not its own."""

    words = _("这个事项不能由这个单位主办。不属于社区职责的事，不得交社区主办。")
    field = "seat"


def require_words(words: str, field: str) -> str:
    """The words without blanks around them. Raises WordsMissing."""
    words = words.strip()
    if not words:
        raise WordsMissing(field=field)
    return words


def find_lead(case: Case, body: Body | None) -> None:
    """The lead stays; where no rule found one, ``body`` becomes it. Raises NotPlaced, MustNotLead."""
    if case.matter is None:
        raise NotPlaced
    if case.lead is None:
        if body is None or not placing.may_lead(case.matter, body):
            raise MustNotLead
        case.lead = body


def send(case: Case, seat: Seat, *, by: Actor, now: datetime, reason: str = "") -> None:
    """Dispatch the case to ``seat`` with its promise and the clock to sign. A neighbour who was being asked first is not
    waited for any longer.
    """
    left = case.holder_id
    stop_asking(case, now)
    if case.kind == DemandKind.PRAISE:
        case.kind = DemandKind.HELP  # what somebody is to work on was no praise
    states.move(case, Verb.DISPATCH)
    case.sent_from_id = left
    case.goes_to(seat)
    case.unplaced_why = ""
    clocks.promise(case)
    clocks.open_leg(case, now)
    facts = {"left": left, "to": seat.pk, "lead": case.lead_id}
    journal.write(case, CaseEvent.DISPATCHED, by=by, at=now, text=reason, **facts)


def stop_asking(case: Case, now: datetime) -> None:
    """A neighbour who is being asked first is not waited for any longer."""
    if case.state == State.REGISTERED and case.wakes_at is not None:
        asks = NeighbourAsk.objects.filter(case=case, ended_at__isnull=True)
        asks.update(ended_at=now, outcome=AskOutcome.PASSED)
        case.wakes_at = None


def begin_pause(case: Case, why: PauseWhy, until: datetime, now: datetime, **facts: Any) -> Pause:
    """The promise stands still from now on; at ``until`` the case goes on by itself."""
    case.wakes_at = until
    return Pause.objects.create(case=case, why=why, starts_at=now, at_most_until=until, **facts)


def end_pause(case: Case, now: datetime, *, reply: str = "") -> None:
    """The promise runs again, later by what the pause took out of it and never by more than its bound.

    Called where a case leaves a state in which it is paused; elsewhere it does nothing.
    """
    if case.state not in clocks.PAUSED:
        return
    case.wakes_at = None
    pause = Pause.objects.filter(case=case, ends_at__isnull=True).first()
    if pause is not None:
        pause.ends_at, pause.reply = min(now, pause.at_most_until), reply
        pause.save(update_fields=["ends_at", "reply"])
    clocks.promise_anew(case)


def is_answered(case: Case, by: Actor, now: datetime) -> None:
    """Keep who answered and when: neither this person nor this seat checks the answer."""
    case.answered_at, case.answered_by_id, case.answerer_key = now, case.holder_id, by.person_id


def wait_for_check(case: Case) -> None:
    """Into the hands of the seat that reviews or calls back: not the one that answered, unless there is no other."""
    checker = placing.checker_for(case.place, other_than=case.answered_by_id)
    if checker is not None:
        case.goes_to(checker)


def answer_goes_out_anew(case: Case) -> None:
    """The answer did not stand: what went back to another platform is not the answer any more. One statement."""
    Report.objects.filter(case=case, answered_out_at__isnull=False).update(answered_out_at=None)


def save(case: Case) -> None:
    """Reckon when somebody must act next, and write the case: one statement. What is over wakes no more, and what hangs on it
    ends with it.
    """
    if case.closed_at is not None:
        case.wakes_at = None
    clocks.set_next(case)
    case.save(force_update=True)
    if case.closed_at is not None:
        end_with(case)
