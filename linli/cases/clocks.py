"""The clocks of a case: the promise to the resident, the holder's leg, the intake desk's and the call-back's.

The promise counts from the registration and is set once: no move touches it. Only a change of the calendar reckons it
anew (``reckoned``), which is written down with the old times and the new. History has no clocks.
"""

from datetime import datetime

from linli.cases.models import Case
from linli.cases.practice import amount
from linli.cases.states import OPEN_STATES, State
from linli.organisations.models import Body
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind

Limit = tuple[ClockKind, int]

# Own choice: a resident who was not reached is tried again on the next working day.
NEXT_TRY: Limit = (ClockKind.WORKING_DAYS, 1)

# The columns that hold a due time, in the order in which a case meets them.
DUE_COLUMNS = ("intake_due_at", "contact_due_at", "finish_due_at", "sign_due_at", "callback_due_at")


def _due(start: datetime, limit: Limit, body: Body | None) -> datetime:
    return worktime.due_at(start, limit[0], limit[1], body.timetable_id if body is not None else None)


def _limit(case: Case, clock: str) -> Limit:
    """Only what was placed promises anything."""
    assert case.matter is not None
    return case.matter.limit(clock)


def _intake() -> Limit:
    """ "Dispatched at once" (BJ-JSJB Art. 11) leaves no room for days."""
    return ClockKind.OFFICE_HOURS, amount("intake_minutes")


def _callback() -> Limit:
    """BJ-JSJB Art. 23 asks for a call-back and names no time."""
    return ClockKind.WORKING_DAYS, amount("callback_days")


def promise(case: Case) -> None:
    """Promise first contact and finish, counted from the registration, where nothing was promised yet.

    Late work of the intake desk does not make the resident's time longer.
    """
    if case.from_history or case.promised_from is not None:
        return
    case.promised_from = case.registered_at
    case.contact_due_at = _due(case.promised_from, _limit(case, "contact"), case.lead)
    case.finish_due_at = _due(case.promised_from, _limit(case, "finish"), case.lead)


def open_leg(case: Case, now: datetime) -> None:
    """The holder's clock to sign, from now."""
    if not case.from_history:
        case.leg_from = now
        case.sign_due_at = _due(now, _limit(case, "sign"), case.holder_body)


def open_intake(case: Case) -> None:
    """The intake desk's clock, from the registration."""
    if not case.from_history:
        case.intake_due_at = _due(case.registered_at, _intake(), case.holder_body)


def open_callback(case: Case, now: datetime, *, again: bool = False) -> None:
    """The clock of the call-back; ``again`` after a try that did not reach the resident."""
    if not case.from_history:
        case.callback_due_at = _due(now, NEXT_TRY if again else _callback(), case.holder_body)


def running(case: Case) -> tuple[str, ...]:
    """The columns whose clocks still run in the state the case is in."""
    if case.from_history or case.state not in OPEN_STATES:
        return ()
    names: list[str] = []
    if case.state == State.REGISTERED:
        names.append("intake_due_at")
    if case.state == State.DISPATCHED:
        names.append("sign_due_at")
    if case.state == State.AWAITING_CALLBACK:
        names.append("callback_due_at")
    elif case.state in (State.REGISTERED, State.DISPATCHED, State.IN_PROGRESS, State.IN_REVIEW):
        names.append("finish_due_at")
        if case.contacted_at is None and case.state != State.IN_REVIEW:
            names.append("contact_due_at")
    return tuple(name for name in names if getattr(case, name) is not None)


def set_next(case: Case) -> None:
    """The one place that says when somebody must act next: the earliest clock that still runs, or null."""
    due = [getattr(case, name) for name in running(case)]
    case.next_at = min([*due, case.wakes_at] if case.wakes_at is not None else due, default=None)


def reckoned(case: Case) -> dict[str, datetime]:
    """The running clocks as the calendar of today gives them, by column; what did not change is left out.

    A call-back's clock that a further try has set is left as it is.
    """
    found: dict[str, datetime] = {}
    for column in running(case):
        due = _again(case, column)
        if due is not None and due != getattr(case, column):
            found[column] = due
    return found


def _again(case: Case, column: str) -> datetime | None:
    if column == "intake_due_at":
        return _due(case.registered_at, _intake(), case.holder_body)
    if column == "sign_due_at" and case.leg_from is not None:
        return _due(case.leg_from, _limit(case, "sign"), case.holder_body)
    if column in ("contact_due_at", "finish_due_at") and case.promised_from is not None:
        clock = column.removesuffix("_due_at")
        return _due(case.promised_from, _limit(case, clock), case.lead)
    return None
