"""The rows of every list of cases: made once from plain values, so that fifty of them cost little to show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString

from linli.cases import receipts
from linli.cases.models import Case
from linli.cases.queries.choosing import receipts_of
from linli.catalogue.models import Urgency
from linli.places import queries as places
from linli.ui import times

SHORT = 40  # characters of a place that a row shows


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list. ``due`` is None for what is over or has no clock; ``outer`` is the deadline of the platform it came
    from, where that is another. ``passage`` is a part of its words or answer, in a search.
    """

    key: int
    url: str
    title: str | SafeString
    receipt: str
    matter: str
    where: str
    state: str
    state_words: str
    why: str
    holder: str
    urgent: str
    due: times.Due | None
    outer: times.Due | None
    closed_at: datetime | None
    passage: str | SafeString = ""


def rows_of(
    cases: Sequence[Case],
    now: datetime,
    *,
    back: Callable[[Case], str] | None = None,
    title: Callable[[Case], SafeString] | None = None,
    passage: Callable[[Case], SafeString] | None = None,
) -> list[Row]:
    """The rows of a page, in two statements, one where they carry their receipts.

    ``back`` gives for each the place in its list, which its link carries along so that the page of the case leads to the
    next one; ``title`` and ``passage`` mark what was looked for.
    """
    ways = places.paths(case.place for case in cases if case.place is not None)
    carried = {case.pk: case.__dict__["receipt"] or "" for case in cases if "receipt" in case.__dict__}
    numbers = carried if len(carried) == len(cases) else receipts_of(case.pk for case in cases)
    return [
        Row(
            case.pk,
            reverse("case", args=[case.pk]) + (f"?from={quote(back(case), safe='')}" if back else ""),
            title(case) if title else case.title,
            receipts.shown(numbers.get(case.pk, "")),
            case.matter.name if case.matter is not None else "",
            short(ways.get(case.place_id or 0) or case.place_words),
            case.state,
            case.get_state_display(),
            case.get_unplaced_why_display() if case.unplaced_why else "",
            case.holder.name if case.holder is not None and case.closed_at is None else "",
            case.get_urgency_display() if case.urgency == Urgency.DANGER and case.closed_at is None else "",
            times.due(case.next_at, now) if case.next_at and case.closed_at is None else None,
            _outer(case, now),
            case.closed_at,
            passage(case) if passage else "",
        )
        for case in cases
    ]


def short(words: str) -> str:
    """As much of the way to a place as a row has room for."""
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"


def _outer(case: Case, now: datetime) -> times.Due | None:
    if not case.outer_due_at or case.closed_at is not None or case.outer_due_at == case.next_at:
        return None
    return times.due(case.outer_due_at, now)
