"""A clock has run out: the seat is reminded, then the heads of its body, then who coordinates above it.

One step at a time, each written down. Neighbours who volunteer are never late and never reminded; neither is history.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from linli.cases import clocks, queries
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Part, WhistleCall
from linli.cases.queries import late, together
from linli.cases.states import OPEN_STATES
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.organisations import queries as organisations


@transaction.atomic
def remind_case(*, case_id: int, by: Actor, now: datetime) -> bool:
    """The next reminder of a case whose clock has run out; False where none is due any more. Raises NotFound."""
    case = queries.locked(case_id, "holder__role", "holder__body__area", "holder__area", "place")
    runs = case.state in OPEN_STATES and case.wakes_at is None
    if not runs or not late.is_due(case.next_at, case.reminded, now, most=late.MOST):
        return False
    case.reminded += 1
    case.save(update_fields=["reminded"])
    clock = late.lapsed_clock(case, clocks.running(case))
    facts: dict[str, Any] = {
        "level": case.reminded,
        "clock": clock,
        "to": _whom(case),
        "body": case.holder_body_id,
    }
    journal.write(case, CaseEvent.REMINDED, by=by, at=now, **facts)
    return True


def _whom(case: Case) -> int | None:
    """The seat that is reminded; None where it is the heads of the body, or where nobody stands above."""
    if case.holder is None or case.reminded == late.MOST - 1:
        return None
    if case.reminded < late.MOST:
        return case.holder_id
    desk = organisations.coordinator_desk(case.holder, place=case.place)
    return desk.pk if desk is not None else None


@transaction.atomic
def remind_part(*, part_id: int, by: Actor, now: datetime) -> bool:
    """A late part: its seat once, then the heads of its body; False where nothing is due. Raises NotFound."""
    part = together.locked_part(part_id)
    return part.ended_at is None and _remind(part, part.case, "part", by=by, now=now)


@transaction.atomic
def remind_call(*, call_id: int, by: Actor, now: datetime) -> bool:
    """A department that has not answered, or not come: its desk once, then its heads; False where nothing is due.

    Raises NotFound.
    """
    call = together.locked_call(call_id)
    return call.ended_at is None and _remind(call, call.whistle.case, "call", by=by, now=now)


def _remind(thing: Part | WhistleCall, case: Case, what: str, *, by: Actor, now: datetime) -> bool:
    if not late.is_due(thing.due_at, thing.reminded, now, most=late.MOST_OF_HELPERS):
        return False
    thing.reminded += 1
    thing.save(update_fields=["reminded"])
    to = thing.seat_id if thing.reminded == 1 else None
    facts: dict[str, Any] = {
        "level": thing.reminded,
        "clock": what,
        "to": to,
        "body": thing.body_id,
        what: thing.pk,
    }
    journal.write(case, CaseEvent.REMINDED, by=by, at=now, **facts)
    return True
