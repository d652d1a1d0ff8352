"""When the calendar changes, the clocks that still run are reckoned anew."""

from datetime import datetime
from typing import Any

from django.db import transaction

from linli.cases import clocks, queries
from linli.cases.actions.moving import save
from linli.cases.events import CaseEvent
from linli.cases.models import IS_OPEN, Case
from linli.journal import actions as journal
from linli.kernel.actor import Actor

_BATCH = 200


@transaction.atomic
def reckon_deadlines(*, by: Actor, now: datetime) -> int:
    """Reckon every running clock of every open case by the calendar of today; returns how many cases changed.

    Each change is written down with the old time and the new. It is the one way in which a promise may move.
    """
    changed = 0
    rows = (
        Case.objects.filter(IS_OPEN, from_history=False)
        .select_related("matter", "lead", "holder_body")
        .order_by("id")
    )
    for case in rows.iterator(chunk_size=_BATCH):
        if clocks.reckoned(case):
            changed += _reckon(case.pk, by=by, now=now)
    return changed


def _reckon(case_id: int, *, by: Actor, now: datetime) -> int:
    case = queries.locked(case_id, "matter", "lead", "holder_body")
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
