"""What the page of a case shows of who is at it together."""

from datetime import datetime
from typing import Any

from linli.cases.models import Case, Whistle
from linli.cases.queries import together


def told(whistle: Whistle, case: Case, now: datetime) -> dict[str, Any]:
    """A whistle as pages show it: each department with what it did when, and whether it was late."""
    calls = list(whistle.calls.all())
    late = together.late_ones(calls, whistle, now)
    return {
        "whistle": whistle,
        "case": case,
        "is_open": whistle.ended_at is None,
        "calls": [(call, call.pk in late, together.was_absent(call)) for call in calls],
    }


def at_it(case: Case, now: datetime) -> dict[str, Any]:
    """The panels of a case: who does a part, who was called, who supervises."""
    parts_of = [(part, together.is_part_late(part, now)) for part in case.parts.all()]
    return {
        "parts": parts_of,
        "whistles": [told(whistle, case, now) for whistle in case.whistles.all()],
        "supervisions": list(case.supervisions.all()),
    }
