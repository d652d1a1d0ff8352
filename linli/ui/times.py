"""How instants are said: short, in local time, with the distance that matters to the reader."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(hours=4)

Tone = Literal["late", "soon", "calm"]


@dataclass(frozen=True, slots=True)
class Due:
    """How a due time is shown: its tone, the words for the distance, and the instant in short."""

    tone: Tone
    words: str | Promise
    short: str


def short(at: datetime, now: datetime) -> str:
    """``at`` in local time: "今天 14:05", "昨天 …", "3月5日 14:05", with the year when it is another one."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    clock = f"{local:%H:%M}"
    days = (local.date() - today).days
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}
    if days in near:
        return f"{near[days]} {clock}"
    said = {"year": local.year, "month": local.month, "day": local.day}
    if local.year == today.year:
        return f"{_('%(month)d月%(day)d日') % said} {clock}"
    return f"{_('%(year)d年%(month)d月%(day)d日') % said} {clock}"


def until(at: datetime, now: datetime) -> str:
    """A deadline as ``short`` says it; midnight is the end of the day before, "24:00", as promises are spoken."""
    if timezone.localtime(at).time() != time.min:
        return short(at, now)
    return short(at - timedelta(minutes=1), now).replace("23:59", "24:00")


def span(begin: datetime, end: datetime, now: datetime) -> str:
    """From an instant to another: "今天 09:00—18:00", the second day said where it is another one."""
    last = until(end, now)
    last_day = end if timezone.localtime(end).time() != time.min else end - timedelta(minutes=1)
    if timezone.localdate(begin) == timezone.localdate(last_day):
        last = last.rsplit(" ", 1)[-1]
    return _("%(begin)s—%(end)s") % {"begin": short(begin, now), "end": last}


def span_in_full(begin: datetime, end: datetime) -> str:
    """The same for paper, which hangs for days: "3月5日 星期四 09:00—18:00"."""
    last_day = end if timezone.localtime(end).time() != time.min else end - timedelta(minutes=1)
    is_one_day = timezone.localdate(begin) == timezone.localdate(last_day)
    clock = f"{timezone.localtime(end):%H:%M}" if last_day is end else "24:00"
    last = clock if is_one_day else f"{_day_in_full(last_day)} {clock}"
    first = f"{_day_in_full(begin)} {timezone.localtime(begin):%H:%M}"
    return _("%(begin)s—%(end)s") % {"begin": first, "end": last}


def _day_in_full(at: datetime) -> str:
    local = timezone.localtime(at)
    said = {"month": local.month, "day": local.day, "weekday": WEEKDAYS[local.weekday()]}
    return _("%(month)d月%(day)d日 %(weekday)s") % said


def distance(span: timedelta) -> str:
    """A span in its largest whole unit: minutes, hours or days; never less than one minute."""
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(count)d分钟", "%(count)d分钟", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(count)d小时", "%(count)d小时", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d天", "%(count)d天", days) % {"count": days}


def due(at: datetime, now: datetime) -> Due:
    """Late once ``at`` has passed, soon within four hours before it."""
    if at <= now:
        return Due("late", _("已超时%(span)s") % {"span": distance(now - at)}, until(at, now))
    left = _("还剩%(span)s") % {"span": distance(at - now)}
    return Due("soon" if at - now <= SOON else "calm", left, until(at, now))
