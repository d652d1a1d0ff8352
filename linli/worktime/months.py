"""A year laid out in months and weeks, as a wall calendar shows it. Pure reckoning."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.worktime.models import Day, DayKind


@dataclass(frozen=True, slots=True)
class Cell:
    """One date of the wall calendar. ``day`` is its row, None where it follows the ordinary week."""

    date: date
    works: bool
    day: Day | None


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; None outside the month."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row of which the same is said, on the same word. ``day`` is the first one's row."""

    first: date
    last: date
    day: Day


def runs_of(days: Mapping[date, Day]) -> list[Run]:
    """The days in order, those in a row of which the same is said together."""
    runs: list[Run] = []
    for at in sorted(days):
        day = days[at]
        if runs and (at - runs[-1].last).days == 1 and _said_of(day) == _said_of(runs[-1].day):
            runs[-1] = Run(runs[-1].first, at, runs[-1].day)
        else:
            runs.append(Run(at, at, day))
    return runs


def _said_of(day: Day) -> tuple[str, str, str, bool]:
    return day.kind, day.name, day.source, day.is_official


def months_of(year: int, days: Mapping[date, Day]) -> list[Month]:
    """The twelve months of ``year``."""
    wall = calendar.Calendar(firstweekday=0)

    def cell(month: int, number: int) -> Cell | None:
        if not number:
            return None
        at = date(year, month, number)
        day = days.get(at)
        return Cell(at, at.weekday() < 5 if day is None else day.kind == DayKind.WORK, day)

    return [
        Month(
            month,
            tuple(
                tuple(cell(month, number) for number in week) for week in wall.monthdayscalendar(year, month)
            ),
        )
        for month in range(1, 13)
    ]
