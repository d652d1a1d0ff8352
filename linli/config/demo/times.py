"""When things happen in the demo: more is said by day and on Mondays, and offices work by day."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# Monday to Sunday, and the 24 hours of a day in Shanghai: how much is said, in proportion (own choice).
WEEK = (135, 112, 104, 100, 96, 80, 72)
HOURS = (2, 1, 1, 1, 1, 3, 12, 34, 62, 74, 70, 52, 36, 40, 56, 60, 58, 54, 56, 62, 58, 40, 20, 8)
OPENS, CLOSES = 8, 19  # when grid workers and desks are at work
WEEKEND_WORK = 0.3  # share of what would be done at a weekend that is


def moments(dice: Random, count: int, since: datetime, now: datetime) -> list[datetime]:
    """So many instants between ``since`` and ``now``, in order; by the shapes of a week and of a day."""
    begin = timezone.localtime(since).replace(minute=0, second=0, microsecond=0) + HOUR
    slots = [begin + hour * HOUR for hour in range(int((now - begin) / HOUR))]
    weights = list(accumulate(WEEK[slot.weekday()] * HOURS[slot.hour] for slot in slots))
    chosen = dice.choices(slots, cum_weights=weights, k=count)
    return sorted((slot + dice.random() * HOUR).astimezone(UTC) for slot in chosen)


def at_work(at: datetime, dice: Random) -> datetime:
    """``at``, or where that is a night or (mostly) a weekend, the next morning on which people are at work."""
    local = timezone.localtime(at)
    if local.weekday() >= 5 and dice.random() >= WEEKEND_WORK:
        local = (local + (7 - local.weekday()) * DAY).replace(hour=0)
    elif local.hour >= CLOSES:
        local = (local + DAY).replace(hour=0)
    if local.hour < OPENS:
        morning = local.replace(hour=OPENS, minute=0, second=0, microsecond=0)
        return (morning + dice.uniform(0, 2.5) * HOUR).astimezone(UTC)
    return at
