"""先行联系: a neighbour who volunteers is asked before an office is. No clock runs for them and nothing makes them late; the
promise to the resident runs on. They settle it, pass it on, or are silent, and then the case goes on by itself.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, placing, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.moving import (
    NotPlaced,
    is_answered,
    require_words,
    save,
    send,
    wait_for_check,
)
from linli.cases.events import CaseEvent
from linli.cases.models import AskOutcome, Case, NeighbourAsk, Outcome
from linli.cases.queries import practice
from linli.cases.states import Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.organisations.models import Seat


class NobodyAsked(Refusal):
    words = _("这件已经不在邻里手上了。")


def ask_neighbour(case: Case, seat: Seat, now: datetime) -> NeighbourAsk:
    """Keep who is asked and until when; the caller has the transaction and writes it down."""
    until = case.wakes_at or now
    return NeighbourAsk.objects.create(case=case, seat=seat, asked_at=now, asked_until=until)


def ends_asking_at(now: datetime) -> datetime:
    return now + timedelta(hours=practice.amount("neighbour_hours"))


@transaction.atomic
def settle_as_neighbour(*, case_id: int, words: str, by: Actor, now: datetime) -> Case:
    """One tap: the neighbour has solved it (已自行处置). The desk that holds the case calls back.

    Raises NotFound, NotAllowed, NobodyAsked, NoSuchMove, WordsMissing.
    """
    case, ask = _asked(case_id, by=by)
    states.ensure(case, Verb.SETTLE)
    case.answer, case.outcome = require_words(words, "words"), Outcome.SOLVED
    _end(case, ask, AskOutcome.SETTLED, now)
    states.move(case, Verb.SETTLE)
    case.goes_to(ask.seat)
    is_answered(case, by, now)
    wait_for_check(case)
    clocks.open_callback(case, now)
    journal.write(
        case, CaseEvent.SETTLED, by=by, at=now, text=case.answer, to=case.holder_id, seat=ask.seat_id
    )
    indexing.index_answer(case)
    save(case)
    return case


@transaction.atomic
def pass_on(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """The neighbour leaves it to the office, or who dispatches there does not wait any longer.

    Raises NotFound, NotAllowed, NobodyAsked, NotPlaced.
    """
    case, ask = _asked(case_id, by=by, or_dispatches=True)
    return _go_on(
        case, ask, AskOutcome.PASSED, CaseEvent.NEIGHBOUR_PASSED, by=by, now=now, text=reason.strip()
    )


@transaction.atomic
def go_on_without(*, case_id: int, by: Actor, now: datetime) -> Case:
    """The neighbour was silent: the case goes on by itself. Raises NotFound, NotAllowed, NobodyAsked, NotPlaced."""
    case, ask = _asked(case_id, by=by, or_dispatches=True)
    return _go_on(case, ask, AskOutcome.SILENT, CaseEvent.NEIGHBOUR_SILENT, by=by, now=now)


def _asked(case_id: int, *, by: Actor, or_dispatches: bool = False) -> tuple[Case, NeighbourAsk]:
    case = queries.locked(case_id, "matter", "place", "lead")
    ask = (
        NeighbourAsk.objects.select_related("seat__role", "seat__body")
        .filter(case=case, ended_at__isnull=True)
        .first()
    )
    if ask is None:
        if not rules.can_read(by, case) and not rules.can_dispatch(by, case):
            raise NotFound
        raise NobodyAsked
    require(rules.can_answer_as_neighbour(by, ask) or (or_dispatches and rules.can_dispatch(by, case)))
    return case, ask


def _end(case: Case, ask: NeighbourAsk, outcome: AskOutcome, now: datetime) -> None:
    ask.outcome, ask.ended_at = outcome, now
    ask.save(update_fields=["outcome", "ended_at"])
    case.wakes_at = None


def _go_on(
    case: Case,
    ask: NeighbourAsk,
    outcome: AskOutcome,
    tag: CaseEvent,
    *,
    by: Actor,
    now: datetime,
    text: str = "",
) -> Case:
    """Dispatched by the catalogue as if nobody had been asked."""
    if case.matter is None or case.lead is None or case.place is None:
        raise NotPlaced
    states.ensure(case, Verb.DISPATCH)
    _end(case, ask, outcome, now)
    journal.write(case, tag, by=by, at=now, text=text, seat=ask.seat_id)
    holder = placing.holder_for(case.matter, case.lead, case.place) or case.holder
    if holder is None:
        raise NotPlaced
    send(case, holder, by=by, now=now)
    case.sent_from = None
    save(case)
    return case
