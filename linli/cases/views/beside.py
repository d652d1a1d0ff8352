"""The lists beside the worklist, in its rows: requests to decide, parts to do, supervisions to reply to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.cases import receipts
from linli.cases.models import Case, Part, Request, Supervision
from linli.cases.queries.choosing import receipts_of
from linli.cases.views.rows import short
from linli.places import queries as places
from linli.ui import times


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One row: what is asked, of which case, by whom or of whom, until when."""

    url: str
    title: str
    about: str
    said: str
    receipt: str
    where: str
    state: str
    state_words: str
    who: str
    due: times.Due | None


Said = tuple[Case, datetime | None, dict[str, str]]


def request_rows(rows: Sequence[Request], now: datetime) -> list[BesideRow]:
    """Requests that wait for a decision, each under the title of its case."""
    return _rows(
        [
            (
                one.case,
                one.due_at,
                {
                    "title": one.case.title,
                    "about": one.case.matter.name if one.case.matter is not None else _("还没归类"),
                    "said": one.reason,
                    "state": "new",
                    "state_words": one.get_kind_display(),
                    "who": _("%(seat)s（%(body)s）") % {"seat": one.seat.name, "body": one.seat.body.name}
                    if one.seat is not None
                    else _("居民"),
                },
            )
            for one in rows
        ],
        now,
    )


def part_rows(rows: Sequence[Part], now: datetime) -> list[BesideRow]:
    """Parts, each under what is asked."""
    return _rows(
        [
            (
                one.case,
                one.due_at,
                {
                    "title": one.task,
                    "about": one.case.title,
                    "said": "",
                    "state": one.state,
                    "state_words": one.get_state_display(),
                    "who": one.seat.name,
                },
            )
            for one in rows
        ],
        now,
    )


def supervision_rows(rows: Sequence[Supervision], now: datetime) -> list[BesideRow]:
    """Supervisions, each under what is asked."""
    return _rows(
        [
            (
                one.case,
                one.reply_due_at,
                {
                    "title": one.task,
                    "about": one.case.title,
                    "said": "",
                    "state": "warning",
                    "state_words": one.get_ground_display(),
                    "who": one.seat.body.name,
                },
            )
            for one in rows
        ],
        now,
    )


def _rows(rows: Sequence[Said], now: datetime) -> list[BesideRow]:
    """Two statements: the ways to the places, the receipts."""
    ways = places.paths(case.place for case, _due, _more in rows if case.place is not None)
    numbers = receipts_of(case.pk for case, _due, _more in rows)
    return [
        BesideRow(
            url=reverse("case", args=[case.pk]),
            receipt=receipts.shown(numbers.get(case.pk, "")),
            where=short(ways.get(case.place_id or 0) or case.place_words),
            due=times.due(due, now) if due is not None else None,
            **more,
        )
        for case, due, more in rows
    ]
