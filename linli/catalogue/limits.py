"""Time limits in plain words and back: "2小时", "4工作小时", "5个工作日", "7天", and by urgency "紧急2小时、一般7天".

Sheets are written in Chinese, whatever language their reader speaks; what is typed may also be English ("5 working days").
"""

import re
from collections.abc import Mapping

from django.utils.translation import ngettext, override

from linli.catalogue.models import Urgency
from linli.worktime.clocks import ClockKind

_WRITTEN = re.compile(
    r"(\d{1,5})个?(分钟|小时|工作分钟|工作小时|工作时|工作日|天|日|自然日"
    r"|minutes?|hours?|officeminutes?|officehours?|workingdays?|days?)",
    re.ASCII | re.IGNORECASE,
)
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
    "minute": (ClockKind.ALWAYS, 1),
    "hour": (ClockKind.ALWAYS, 60),
    "officeminute": (ClockKind.OFFICE_HOURS, 1),
    "officehour": (ClockKind.OFFICE_HOURS, 60),
    "workingday": (ClockKind.WORKING_DAYS, 1),
    "day": (ClockKind.CALENDAR_DAYS, 1),
}


def read(text: str) -> tuple[str, int]:
    """Clock kind and amount (minutes or days). Raises ValueError."""
    found = _WRITTEN.fullmatch("".join(text.split()))
    if found is None or int(found[1]) == 0:
        raise ValueError(text)
    kind, factor = _UNITS[found[2].lower().removesuffix("s")]
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


def shown(kind: str, amount: int) -> str:
    """The limit as a page shows it, in the reader's language."""
    hours, minutes = divmod(amount, 60)
    match ClockKind(kind):
        case ClockKind.WORKING_DAYS:
            words = ngettext("%(count)d个工作日", "%(count)d个工作日", amount)
        case ClockKind.CALENDAR_DAYS:
            words = ngettext("%(count)d天", "%(count)d天", amount)
        case ClockKind.OFFICE_HOURS if minutes:
            words = ngettext("%(count)d工作分钟", "%(count)d工作分钟", amount)
        case ClockKind.OFFICE_HOURS:
            words, amount = ngettext("%(count)d工作小时", "%(count)d工作小时", hours), hours
        case ClockKind.ALWAYS if minutes:
            words = ngettext("%(count)d分钟", "%(count)d分钟", amount)
        case ClockKind.ALWAYS:
            words, amount = ngettext("%(count)d小时", "%(count)d小时", hours), hours
    return words % {"count": amount}


def _named(text: str) -> tuple[Urgency | None, str]:
    """The urgency with which a part begins, in Chinese or in the reader's language, and what follows it."""
    for one in Urgency:
        for name in (_chinese(one), "".join(str(one.label).split())):
            if text.lower().startswith(name.lower()):
                return one, text[len(name) :]
    return None, text


def _chinese(urgency: Urgency) -> str:
    with override("zh-hans"):
        return str(urgency.label)


def read_each(text: str, own: str) -> dict[str, tuple[str, int]]:
    """{urgency: limit} of a list such as "紧急2小时、一般7天"; a limit without a name is that of the ``own`` urgency.

    Raises ValueError.
    """
    found: dict[str, tuple[str, int]] = {}
    for part in filter(None, re.split(r"[、,,;;\n]+", text)):
        part = "".join(part.split())
        named, limit = _named(part)
        urgency = own if named is None else str(named)
        if urgency in found:
            raise ValueError(text)
        found[urgency] = read(limit)
    return found


def say_each(of_urgency: Mapping[str, tuple[str, int]], own: str) -> str:
    """The limits in the words that ``read_each`` reads, that of the ``own`` urgency first and without a name."""
    order = sorted(of_urgency, key=lambda one: (one != own, list(Urgency).index(Urgency(one))))
    return "、".join(("" if one == own else _chinese(Urgency(one))) + say(*of_urgency[one]) for one in order)
