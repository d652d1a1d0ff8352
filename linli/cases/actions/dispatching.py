"""Before anybody works on it: placing by hand, dispatching, settling on the spot, declining, withdrawing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, placing, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.carrying import NotTheirOwn
from linli.cases.actions.moving import (
    NotPlaced,
    end_pause,
    find_lead,
    is_answered,
    require_words,
    save,
    send,
    stop_asking,
    wait_for_check,
)
from linli.cases.events import CaseEvent
from linli.cases.models import Case, DeclineGround, Outcome
from linli.cases.states import Verb
from linli.catalogue import queries as catalogue
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require
from linli.organisations.models import Seat
from linli.places.models import Place


class SeatEnded(Refusal):
    words = _("这个岗位已经撤销，请选别的岗位。")
    field = "seat"


class OthersWait(Refusal):
    """One of several reporters does not take back what the others wait for."""

    words = _("还有别的居民也反映了这件事，不能由一个人撤回。")


class UnknownGround(Refusal):
    words = _("请选一个不予受理的依据。")
    field = "ground"


@transaction.atomic
def place_by_hand(
    *, case_id: int, matter_id: int, place_id: int, by: Actor, now: datetime, reason: str = ""
) -> Case:
    """Say which matter it is and where, for a case that the intake desk holds. It is dispatched at once where that
    names a lead and a holder; else it stays with the desk with the new reason.

    Raises NotFound, NotAllowed, NoSuchMove, NotPlaced (the matter or the place does not hold any more).
    """
    case = queries.locked(case_id)
    require(rules.can_dispatch(by, case))
    states.ensure(case, Verb.DISPATCH)
    matter = next((one for one in catalogue.current(timezone.localdate(now)) if one.pk == matter_id), None)
    place = Place.objects.filter(pk=place_id, closed_on__isnull=True).first()
    if matter is None or place is None:
        raise NotPlaced
    found = placing.place_matter(matter, place)
    case.matter, case.urgency, case.lead, case.unplaced_why = matter, matter.urgency, found.lead, found.why
    case.lies_at(place)
    facts = {"matter": matter.pk, "place": place.pk, "lead": case.lead_id, "why": case.unplaced_why}
    journal.write(case, CaseEvent.PLACED, by=by, at=now, text=reason, **facts)
    indexing.index_place(case)
    if found.holder is not None:
        send(case, found.holder, by=by, now=now)
    elif case.wakes_at is not None:  # nobody could go on from the neighbour: the desk has it, under its clock
        stop_asking(case, now)
        clocks.open_intake(case, now)
    save(case)
    return case


@transaction.atomic
def dispatch(*, case_id: int, to_seat_id: int, by: Actor, now: datetime, reason: str = "") -> Case:
    """Send a case to a seat that a person chose, once its matter is known. The lead stays; where no rule found one, it
    is the body of the seat, if it may be. Volunteers are asked, never sent; what is not a community's own is not given to
    it to work on either (BJ-JSJB Art. 17).

    Raises NotFound, NotAllowed, NoSuchMove, NotPlaced, MustNotLead, SeatEnded, NotTheirOwn.
    """
    case = queries.locked(case_id, "matter", "lead")
    require(rules.can_dispatch(by, case))
    states.ensure(case, Verb.DISPATCH)
    seat = Seat.objects.select_related("role", "body").filter(pk=to_seat_id).first()
    if seat is None:
        raise NotFound
    if seat.ended_on is not None or seat.body.ended_on is not None:
        raise SeatEnded
    find_lead(case, seat.body)
    if seat.role.is_volunteer or not placing.may_go_down(case.matter, seat, from_body=case.holder_body_id):
        raise NotTheirOwn
    send(case, seat, by=by, now=now, reason=reason)
    save(case)
    return case


@transaction.atomic
def settle(*, case_id: int, answer: str, by: Actor, now: datetime) -> Case:
    """Done on the spot (已自行处置) before anybody was sent: on to the call-back.

    Raises NotFound, NotAllowed, NoSuchMove, WordsMissing.
    """
    case = queries.locked(case_id, "place")
    require(rules.can_work(by, case))
    states.ensure(case, Verb.SETTLE)
    case.answer, case.outcome, case.unplaced_why = require_words(answer, "answer"), Outcome.SOLVED, ""
    stop_asking(case, now)
    states.move(case, Verb.SETTLE)
    is_answered(case, by, now)
    wait_for_check(case)
    clocks.open_callback(case, now)
    journal.write(case, CaseEvent.SETTLED, by=by, at=now, text=case.answer, to=case.holder_id)
    indexing.index_answer(case)
    save(case)
    return case


@transaction.atomic
def decline(*, case_id: int, ground: str, words: str, by: Actor, now: datetime) -> Case:
    """Not taken in, on one of the lawful grounds, with words to the resident.

    Raises NotFound, NotAllowed, NoSuchMove, UnknownGround, WordsMissing.
    """
    case = queries.locked(case_id)
    require(rules.can_dispatch(by, case))
    states.ensure(case, Verb.DECLINE)
    if ground not in DeclineGround.values:
        raise UnknownGround
    case.answer, case.declined_why = require_words(words, "words"), DeclineGround(ground)
    stop_asking(case, now)
    states.move(case, Verb.DECLINE)
    case.answered_by_id, case.answerer_key = case.holder_id, by.person_id
    case.closed_at = now
    journal.write(case, CaseEvent.DECLINED, by=by, at=now, text=case.answer, ground=str(ground))
    indexing.index_answer(case)
    save(case)
    return case


@transaction.atomic
def withdraw(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """The resident takes the demand back. A door without sign-in calls it only after receipt and code agreed.

    Raises NotFound, NotAllowed, NoSuchMove, OthersWait.
    """
    case = queries.locked(case_id)
    require(rules.can_withdraw(by, case))
    states.ensure(case, Verb.WITHDRAW)
    if queries.others_wait(case):
        raise OthersWait
    end_pause(case, now)
    stop_asking(case, now)
    states.move(case, Verb.WITHDRAW)
    case.closed_at = now
    journal.write(case, CaseEvent.WITHDRAWN, by=by, at=now, text=reason.strip())
    save(case)
    return case
