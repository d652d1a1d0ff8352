"""Time limits in plain words and back: "2小时", "4工作小时", "5个工作日", "7天", and by urgency "紧急2小时、一般7天"."""

import re
from collections.abc import Mapping

from linli.catalogue.models import Urgency
from linli.worktime.clocks import ClockKind

_WRITTEN = re.compile(r"(\d{1,5})个?(分钟|小时|工作分钟|工作小时|工作时|工作日|天|日|自然日)", re.ASCII)
_UNITS = {
    "分钟": (ClockKind.ALWAYS, 1),
    "小时": (ClockKind.ALWAYS, 60),
    "工作分钟": (ClockKind.OFFICE_HOURS, 1),
    "工作小时": (ClockKind.OFFICE_HOURS, 60),
    "工作时": (ClockKind.OFFICE_HOURS, 60),
    "工作日": (ClockKind.WORKING_DAYS, 1),
    "天": (ClockKind.CALENDAR_DAYS, 1),
    "日": (ClockKind.CALENDAR_DAYS, 1),
    "自然日": (ClockKind.CALENDAR_DAYS, 1),
}


def read(text: str) -> tuple[str, int]:
    """Clock kind and amount (minutes or days). Raises ValueError."""
    found = _WRITTEN.fullmatch("".join(text.split()))
    if found is None or int(found[1]) == 0:
        raise ValueError(text)
    kind, factor = _UNITS[found[2]]
    return str(kind), int(found[1]) * factor


def say(kind: str, amount: int) -> str:
    """The limit in the words that ``read`` reads."""
    match ClockKind(kind):
        case ClockKind.WORKING_DAYS:
            return f"{amount}个工作日"
        case ClockKind.CALENDAR_DAYS:
            return f"{amount}天"
        case ClockKind.OFFICE_HOURS:
            prefix = "工作"
        case ClockKind.ALWAYS:
            prefix = ""
    hours, minutes = divmod(amount, 60)
    return f"{amount}{prefix}分钟" if minutes else f"{hours}{prefix}小时"


def read_each(text: str, own: str) -> dict[str, tuple[str, int]]:
    """{urgency: limit} of a list such as "紧急2小时、一般7天"; a limit without a name is that of the ``own`` urgency.

    Raises ValueError.
    """
    found: dict[str, tuple[str, int]] = {}
    for part in filter(None, re.split(r"[、,,;;\n]+", text)):
        part = "".join(part.split())
        named = next((one for one in Urgency if part.startswith(str(one.label))), None)
        urgency = own if named is None else str(named)
        if urgency in found:
            raise ValueError(text)
        found[urgency] = read(part if named is None else part.removeprefix(str(named.label)))
    return found


def say_each(of_urgency: Mapping[str, tuple[str, int]], own: str) -> str:
    """The limits in the words that ``read_each`` reads, that of the ``own`` urgency first and without a name."""
    order = sorted(of_urgency, key=lambda one: (one != own, list(Urgency).index(Urgency(one))))
    return "、".join(("" if one == own else str(Urgency(one).label)) + say(*of_urgency[one]) for one in order)
