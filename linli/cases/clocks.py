"""The clocks of a case: the promise to the resident, the holder's leg, the intake desk's and the call-back's.

The promise counts from the registration by the terms that were given then. Nothing moves it but a granted 延期 (working
days after the limit), a recorded pause (taken out of it), and a change of the calendar, which is written down with the
old times and the new. While a pause runs the promise stands still and no clock of it runs. The deadline of an outer
system (``outer_due_at``) is never moved here. History has no clocks.
"""

from collections.abc import Iterable
from datetime import datetime

from linli.cases.models import Case
from linli.cases.practice import amount
from linli.cases.states import OPEN_STATES, State
from linli.catalogue.models import Matter
from linli.organisations.models import Body
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind
from linli.worktime.clocks import Pause as Standstill

Limit = tuple[ClockKind, int]

# Own choice: a resident who was not reached is tried again on the next working day.
NEXT_TRY: Limit = (ClockKind.WORKING_DAYS, 1)

# The columns that hold a due time, in the order in which a case meets them.
DUE_COLUMNS = (
    "intake_due_at",
    "contact_due_at",
    "finish_due_at",
    "sign_due_at",
    "callback_due_at",
    "outer_due_at",
)
_PROMISE = ("contact_due_at", "finish_due_at")
PAUSED = (State.AWAITING_INFO, State.ON_HOLD)


def _due(start: datetime, limit: Limit, body: Body | None) -> datetime:
    return worktime.due_at(start, limit[0], limit[1], body.timetable_id if body is not None else None)


def _limit(case: Case, clock: str) -> Limit:
    """The matter's limit, or where nobody knows the matter that of the tier: settled on the spot, found unsolved."""
    return (case.matter or Matter()).limit(clock, case.urgency)


def _intake() -> Limit:
    """ "Dispatched at once" (BJ-JSJB Art. 11) leaves no room for days."""
    return ClockKind.OFFICE_HOURS, amount("intake_minutes")


def _callback() -> Limit:
    """BJ-JSJB Art. 23 asks for a call-back and names no time."""
    return ClockKind.WORKING_DAYS, amount("callback_days")


def promise(case: Case) -> None:
    """Promise first contact and finish, counted from the registration, where nothing was promised yet.

    Late work of the intake desk does not make the resident's time longer; a question to the resident has stopped it.
    """
    if case.from_history or case.promised_from is not None:
        return
    _give_promise(case, case.registered_at)
    _keep_promise(case, _standstills(case) if case.came_from else ())


def promise_again(case: Case, now: datetime) -> None:
    """A new round of a closed case (重办) has a promise of its own, by the terms of now (ADR 6)."""
    if not case.from_history:
        case.extension_days = 0
        _give_promise(case, now)
        _keep_promise(case, ())


def _give_promise(case: Case, start: datetime) -> None:
    case.promised_from = start
    case.promised = {
        "contact": [*_limit(case, "contact")],
        "finish": [*_limit(case, "finish")],
        "timetable": case.lead.timetable_id if case.lead is not None else None,
    }


def promise_anew(case: Case) -> None:
    """Reckon the promise after a pause has ended or working days were added. One statement, for the pauses."""
    if case.promised_from is not None:
        _keep_promise(case, _standstills(case))


def _keep_promise(case: Case, stood: Iterable[Standstill]) -> None:
    for column, due in _promised(case, stood).items():
        setattr(case, column, due)


def _promised(case: Case, stood: Iterable[Standstill]) -> dict[str, datetime]:
    """Both times of the promise by its terms, its pauses and the days that were granted. {} where there is none."""
    start, terms = case.promised_from, case.promised
    if start is None:
        return {}
    stood, table = tuple(stood), terms["timetable"]
    contact, finish = (
        worktime.due_at(start, ClockKind(terms[clock][0]), terms[clock][1], table, stood)
        for clock in ("contact", "finish")
    )
    if case.extension_days:
        finish = worktime.due_at(finish, ClockKind.WORKING_DAYS, case.extension_days, table, stood)
    return {"contact_due_at": contact, "finish_due_at": finish}


def _standstills(case: Case) -> tuple[Standstill, ...]:
    """The pauses that have ended. One that still runs is reckoned when it ends."""
    return tuple(
        Standstill(pause.starts_at, pause.ends_at) for pause in case.pauses.all() if pause.ends_at is not None
    )


def open_leg(case: Case, now: datetime) -> None:
    """The holder's clock to sign, from now."""
    if not case.from_history:
        case.leg_from = now
        case.sign_due_at = _due(now, _limit(case, "sign"), case.holder_body)


def open_intake(case: Case, start: datetime | None = None) -> None:
    """The intake desk's clock, from the registration, or from ``start`` where the case came back to a desk."""
    if not case.from_history:
        case.leg_from = start or case.registered_at
        case.intake_due_at = _due(case.leg_from, _intake(), case.holder_body)


def open_callback(case: Case, now: datetime, *, again: bool = False) -> None:
    """The clock of the call-back; ``again`` after a try that did not reach the resident."""
    if not case.from_history:
        case.leg_from = None if again else now
        case.callback_due_at = _due(now, NEXT_TRY if again else _callback(), case.holder_body)


def decide_by(now: datetime, body: Body) -> datetime:
    """By when a request that is asked now is to be decided at a desk of ``body``."""
    return _due(now, (ClockKind.OFFICE_HOURS, amount("decide_hours") * 60), body)


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
    elif case.state not in PAUSED:
        names.append("finish_due_at")
        if case.contacted_at is None and case.state != State.IN_REVIEW:
            names.append("contact_due_at")
    if case.answered_at is None:
        names.append("outer_due_at")
    return tuple(name for name in names if getattr(case, name) is not None)


def set_next(case: Case) -> None:
    """The one place that says when somebody must act next: the earliest clock that still runs, or null. Reminders begin
    anew with each new time.
    """
    due, was = [getattr(case, name) for name in running(case)], case.next_at
    case.next_at = min([*due, case.wakes_at] if case.wakes_at is not None else due, default=None)
    if case.next_at != was:
        case.reminded = 0


def reckoned(case: Case) -> dict[str, datetime]:
    """The running clocks as the calendar of today gives them, by column; what did not change is left out.

    A call-back's clock that a further try has set is left as it is. Asks for the pauses of the case.
    """
    names = running(case)
    promised = _promised(case, _standstills(case)) if set(names) & set(_PROMISE) else {}
    found = {column: promised.get(column) or _leg_again(case, column) for column in names}
    return {column: due for column, due in found.items() if due is not None and due != getattr(case, column)}


def _leg_again(case: Case, column: str) -> datetime | None:
    if case.leg_from is None:
        return None
    if column == "intake_due_at":
        return _due(case.leg_from, _intake(), case.holder_body)
    if column == "sign_due_at":
        return _due(case.leg_from, _limit(case, "sign"), case.holder_body)
    if column == "callback_due_at":
        return _due(case.leg_from, _callback(), case.holder_body)
    return None
