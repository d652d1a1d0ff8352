"""What the page of a case shows of who is at it together."""

from datetime import datetime
from typing import Any

from linli.cases.models import Case, Whistle
from linli.cases.queries import together
from linli.cases.queries.bars import bar_of_call, bar_of_part


def told(whistle: Whistle, case: Case, now: datetime) -> dict[str, Any]:
    """A whistle as pages show it: each department with what it did when, and whether it was late."""
    calls = list(whistle.calls.all())
    late = together.late_ones(calls, whistle, now)
    return {
        "whistle": whistle,
        "case": case,
        "is_open": whistle.ended_at is None,
        "calls": [
            (
                call,
                call.pk in late,
                together.was_absent(call),
                bar_of_call(call, whistle.blown_at, whistle.arrive_due_at, now),
            )
            for call in calls
        ],
    }


def at_it(case: Case, now: datetime) -> dict[str, Any]:
    """The panels of a case: who does a part, who was called, who supervises."""
    parts_of = [(part, bar_of_part(part, now)) for part in case.parts.all()]
    return {
        "parts": parts_of,
        "whistles": [told(whistle, case, now) for whistle in case.whistles.all()],
        "supervisions": list(case.supervisions.all()),
    }
