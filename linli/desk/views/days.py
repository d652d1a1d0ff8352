"""The day's log, for whoever worked the day."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.desk import queries
from linli.kernel.pages import Request, page
from linli.kernel.refusals import require
from linli.organisations import queries as organisations


@never_cache
@require_safe
def day_log(request: Request) -> HttpResponse:
    """``?day=`` is a date of the past, today without one. There is no address for the day of somebody else."""
    actor, now = request.actor, timezone.now()
    require(actor.person_id is not None)
    today = timezone.localdate(now)
    on = min(_asked(request.GET.get("day", "")) or today, today)
    day = queries.day_of(actor, actor.person_id or 0, on)
    context = {
        "day": day,
        "today": today,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1) if on < today else None,
        "duties": organisations.duties_of([actor.person_id or 0], on),
        "now": now,
    }
    return page(request, "desk/day.html", context)


def _asked(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError:
        return None
