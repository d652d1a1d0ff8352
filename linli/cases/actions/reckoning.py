"""When the calendar changes, the clocks that still run are reckoned anew."""

from datetime import datetime
from typing import Any

from django.db import transaction

from linli.cases import clocks
from linli.cases.actions.moving import save
from linli.cases.events import CaseEvent
from linli.cases.models import IS_OPEN, Case
from linli.journal import actions as journal
from linli.kernel.actor import Actor

BATCH = 200


def reckon_deadlines(*, by: Actor, now: datetime) -> int:
    """Reckon every running clock of every open case by the calendar of today; returns how many cases changed.

    Each change is written down with the old time and the new. Beside 延期 and pauses it is the one way in which a
    promise may move. Each ``BATCH`` cases are a transaction of their own; what was done before a crash is not done
    again, for it no longer differs.
    """
    changed, last = 0, 0
    while True:
        count, found, last = _reckon_some(last, by=by, now=now)
        changed += found
        if count < BATCH:
            return changed


@transaction.atomic
def _reckon_some(after: int, *, by: Actor, now: datetime) -> tuple[int, int, int]:
    """The next open cases after that key: how many there were, how many changed, the key of the last."""
    rows = list(
        Case.objects.select_for_update(of=("self",))
        .filter(IS_OPEN, from_history=False, pk__gt=after)
        .select_related("matter", "lead", "holder_body")
        .prefetch_related("pauses")
        .order_by("pk")[:BATCH]
    )
    changed = sum(_reckon(case, by=by, now=now) for case in rows)
    return len(rows), changed, rows[-1].pk if rows else after


def _reckon(case: Case, *, by: Actor, now: datetime) -> int:
    found = clocks.reckoned(case)
    if not found:
        return 0
    facts: dict[str, Any] = {
        column: [getattr(case, column).isoformat(), due.isoformat()] for column, due in found.items()
    }
    for column, due in found.items():
        setattr(case, column, due)
    journal.write(case, CaseEvent.PROMISE_RECKONED, by=by, at=now, **facts)
    save(case)
    return 1
