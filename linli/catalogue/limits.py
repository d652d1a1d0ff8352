"""Time limits in plain words and back: "2小时", "4工作小时", "5个工作日", "7天"."""

import re

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
