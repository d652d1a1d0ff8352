"""Quiet hours: the part of the day in which nobody is woken by what can wait. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one time of the day up to and without another, local time; over midnight where it begins later than it ends."""

    begins: time
    ends: time


def parse(text: str) -> Quiet | None:
    """Read "21:30-07:30"; None for "", which means that there are none. Raises ImproperlyConfigured."""
    if not text.strip():
        return None
    first, _dash, last = text.partition("-")
    try:
        quiet = Quiet(time.fromisoformat(first.strip()), time.fromisoformat(last.strip()))
    except ValueError:
        quiet = Quiet(time.min, time.min)
    if quiet.begins == quiet.ends or quiet.begins.tzinfo or quiet.ends.tzinfo:
        raise ImproperlyConfigured(
            f"LINLI_QUIET={text}: write it like 21:30-07:30, or leave it empty for none"
        )
    return quiet


def ends_at(quiet: Quiet | None, now: datetime) -> datetime | None:
    """When the quiet hours end that ``now`` (aware) lies in; None outside of them."""
    if quiet is None:
        return None
    local = timezone.localtime(now)
    over_midnight = quiet.begins > quiet.ends
    clock = local.time()
    after, before = clock >= quiet.begins, clock < quiet.ends
    if not (after or before if over_midnight else after and before):
        return None
    day = local.date() + timedelta(days=1) if over_midnight and after else local.date()
    return timezone.make_aware(datetime.combine(day, quiet.ends))
