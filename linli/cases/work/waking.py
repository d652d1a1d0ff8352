"""What time does by itself: clocks reckoned anew by a changed calendar, cases whose time has come moved on."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from linli.cases import actions
from linli.cases.queries.requests import waking
from linli.cases.states import State
from linli.journal import reacting
from linli.journal.models import Entry
from linli.kernel.actor import TIMER
from linli.kernel.refusals import Refusal
from linli.worktime import queries as worktime

log = logging.getLogger("linli.cases.work")


@reacting.alone
def reckon_anew(entry: Entry, now: datetime) -> None:
    """The days or the office hours changed: every clock that runs is reckoned by them, in transactions of their own."""
    worktime.forget()
    actions.reckon_deadlines(by=TIMER, now=now)


MoveOn = Callable[[int, datetime], object]
# What a case does by itself when ``wakes_at`` has come, by the state in which it waits.
MOVES_ON: dict[State, MoveOn] = {
    State.AWAITING_INFO: lambda key, now: actions.go_on_without_info(case_id=key, by=TIMER, now=now),
    State.ON_HOLD: lambda key, now: actions.resume(case_id=key, by=TIMER, now=now),
    State.REGISTERED: lambda key, now: actions.go_on_without(case_id=key, by=TIMER, now=now),
}
BATCH = 100


def is_anything_waking(now: datetime) -> bool:
    return waking(now, MOVES_ON).exists()


def move_on(now: datetime) -> None:
    """Each case in a transaction of its own. One that cannot go on keeps no other waiting; the first error is raised when
    all others are done, so that it is written down with the work.
    """
    stuck: dict[int, Exception] = {}
    while batch := waking(now, MOVES_ON, but=stuck).values_list("pk", "state")[:BATCH]:
        for key, state in batch:
            if error := _try(key, State(state), now):
                stuck[key] = error
    for key in waking(now, MOVES_ON).filter(pk__in=list(stuck)).values_list("pk", flat=True)[:1]:
        raise stuck[key]  # it still waits: nobody else was quicker, so a person must look


def _try(key: int, state: State, now: datetime) -> Exception | None:
    """Move one case on; what kept it from it."""
    try:
        MOVES_ON[state](key, now)
    except Refusal as refusal:
        log.warning("case %s does not go on by itself: %s", key, refusal)
        return refusal
    except Exception as error:
        log.exception("case %s does not go on by itself", key)
        return error
    if waking(now, MOVES_ON).filter(pk=key, state=state).exists():
        return RuntimeError(f"case {key} was moved on and waits as before")
    return None


MOVING_ON = reacting.Periodic(
    name="cases.move_on", every=timedelta(minutes=1), is_due=is_anything_waking, run=move_on
)
