"""Seasons of office hours: read, checked and turned into what the clocks reckon with. Pure reckoning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.worktime.clocks import Hours

_TIME = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)")
_PAIR = re.compile(rf"{_TIME.pattern}\s*[-–—~至到]+\s*{_TIME.pattern}")
_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LEAP_YEAR = 2028  # a season must say what holds on 29 February too


@dataclass(frozen=True, slots=True)
class Draft:
    """One season as somebody wrote it: days "MM-DD", hours as pairs of "HH:MM", weekdays 1 Monday … 7 Sunday."""

    hours: tuple[tuple[str, str], ...]
    from_day: str = "01-01"
    to_day: str = "12-31"
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with season number ``line`` (from 1; 0: with the year as a whole), in which ``field``."""

    line: int
    field: str
    why: str | Promise


def read_hours(words: str) -> tuple[tuple[str, str], ...] | None:
    """Read "8:00-12:00, 14:00-18:00"; None where there is something else between the pairs, or no pair."""
    pairs = tuple(
        (f"{int(match[1]):02}:{match[2]}", f"{int(match[3]):02}:{match[4]}")
        for match in _PAIR.finditer(words)
    )
    return pairs if pairs and not re.sub(r"[\s,，、;；]+", "", _PAIR.sub("", words)) else None


def read_day(words: str) -> str | None:
    """Read "6-1", "06-01" or "6月1日" into "06-01"; None where it is no day of a year."""
    match = _DAY.fullmatch(words.strip())
    if match is None:
        return None
    try:
        return date(_LEAP_YEAR, int(match[1]), int(match[2])).strftime("%m-%d")
    except ValueError:
        return None


def faults(drafts: Sequence[Draft]) -> list[Fault]:
    """Everything that is wrong with the seasons of one timetable; empty when they cover the year once."""
    found = [fault for line, draft in enumerate(drafts, 1) for fault in _faults_of(line, draft)]
    return found or _gaps(drafts)


def _faults_of(line: int, draft: Draft) -> list[Fault]:
    found = []
    for field_name, day in (("from_day", draft.from_day), ("to_day", draft.to_day)):
        if read_day(day) != day:
            found.append(Fault(line, field_name, _("没有这一天，请写成 06-01 这样。")))
    if not draft.hours:
        found.append(Fault(line, "hours", _("请写上班时间，例如 08:00-12:00, 14:00-18:00。")))
    before = -1
    for opens, closes in draft.hours:
        if not 0 <= minute_of(opens) < minute_of(closes) <= 1440:
            found.append(Fault(line, "hours", _("%s 不对：结束要晚于开始。") % f"{opens}-{closes}"))
        elif minute_of(opens) <= before:
            found.append(Fault(line, "hours", _("%s 和前一段重叠或者次序反了。") % f"{opens}-{closes}"))
        before = max(before, minute_of(closes))
    if len(set(draft.weekdays)) != len(draft.weekdays) or not set(draft.weekdays) <= set(range(1, 8)):
        found.append(Fault(line, "weekdays", _("星期要在 1 到 7 之间，不能重复。")))
    return found


def _gaps(drafts: Sequence[Draft]) -> list[Fault]:
    """The first day of the year that no season covers, and each season that takes a day which another has."""
    seasons = [hours_of(draft) for draft in drafts]
    found: dict[int, Fault] = {}
    day = date(_LEAP_YEAR, 1, 1)
    while day.year == _LEAP_YEAR:
        covering = [line for line, hours in enumerate(seasons, 1) if hours.covers((day.month, day.day))]
        if not covering and 0 not in found:
            found[0] = Fault(
                0, "from_day", _("%s 没有安排上班时间：各季节要连起来盖住全年。") % f"{day:%m-%d}"
            )
        for line in covering[1:]:
            found.setdefault(line, Fault(line, "from_day", _("从 %s 起和别的季节重叠。") % f"{day:%m-%d}"))
        day += timedelta(days=1)
    return [found[line] for line in sorted(found)]


def minute_of(time: str) -> int:
    """ "08:30" as minutes of the day."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def hours_of(draft: Draft) -> Hours:
    """The season as the clocks want it. Raises ValueError for what ``faults`` would have found in its form."""
    first, last = (tuple(int(part) for part in day.split("-")) for day in (draft.from_day, draft.to_day))
    return Hours(
        pairs=tuple((minute_of(opens), minute_of(closes)) for opens, closes in draft.hours),
        first=(first[0], first[1]),
        last=(last[0], last[1]),
        weekdays=frozenset(draft.weekdays),
    )
