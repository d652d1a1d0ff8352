"""Whose clock has lapsed, so that somebody is to be reminded. Each read is a range of a partial index."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from linli.cases.models import IS_GOING_ON, IS_OPEN, Case, Part, WhistleCall
from linli.cases.practice import amount

MOST = 3  # reminders of a case: the seat, the heads of its body, the coordinator's desk
MOST_OF_HELPERS = 2  # of a part or a call: its seat, the heads of its body

Keys = QuerySet[Any, int]


def is_anybody_to_remind(now: datetime) -> bool:
    """Only reads, step by step, until one is found."""
    cases = (cases_to_remind(level, now) for level in range(MOST))
    parts = (parts_to_remind(level, now) for level in range(MOST_OF_HELPERS))
    calls = (calls_to_remind(level, now) for level in range(MOST_OF_HELPERS))
    return any(rows.exists() for rows in (*cases, *parts, *calls))


def cases_to_remind(level: int, now: datetime) -> Keys:
    """Keys of open cases that were reminded ``level`` times and whose next reminder is due, the longest late first.

    Not those that wait for a neighbour, a reply or the end of a hold (``wakes_at``): they go on by themselves, and nobody
    is late. History has no ``next_at``.
    """
    rows = Case.objects.filter(
        IS_OPEN, reminded=level, next_at__lte=now - _after(level), wakes_at__isnull=True
    )
    return rows.order_by("next_at", "id").values_list("pk", flat=True)


def parts_to_remind(level: int, now: datetime) -> Keys:
    """Keys of open parts, likewise."""
    rows = Part.objects.filter(IS_GOING_ON, reminded=level, due_at__lte=now - _after(level))
    return rows.order_by("due_at").values_list("pk", flat=True)


def calls_to_remind(level: int, now: datetime) -> Keys:
    """Keys of calls whose answer or arrival is awaited, likewise."""
    rows = WhistleCall.objects.filter(IS_GOING_ON, reminded=level, due_at__lte=now - _after(level))
    return rows.order_by("due_at").values_list("pk", flat=True)


def is_due(lapsed_at: datetime | None, reminded: int, now: datetime, *, most: int) -> bool:
    """Is the reminder after the ``reminded``-th due for a clock that ran out at ``lapsed_at``?"""
    return lapsed_at is not None and reminded < most and lapsed_at <= now - _after(reminded)


def lapsed_clock(case: Case, columns: Iterable[str]) -> str:
    """Of the running clocks the one that lapsed first, which is the one at ``next_at``."""
    return next((column for column in columns if getattr(case, column) == case.next_at), "")


def _after(level: int) -> timedelta:
    """How long after the clock ran out the reminder after the ``level``-th is due."""
    return timedelta(hours=(0, amount("remind_head_hours"), amount("remind_coordinator_hours"))[level])
