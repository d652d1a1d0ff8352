"""Reminders of clocks that have run out: found by reading, written down one by one, told by letters."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.queries import late
from linli.journal.models import Entry
from linli.journal.reacting import Periodic
from linli.kernel.actor import TIMER
from linli.notices import actions as notices
from linli.organisations import queries as organisations

log = logging.getLogger("linli.cases.work")
BATCH = 100


def remind(now: datetime) -> None:
    """One reminder for each whose next is due, each in a transaction of its own. The highest step goes first, so that nobody
    takes two in one round.
    """
    for level in reversed(range(late.MOST)):
        _all(
            late.cases_to_remind(level, now), lambda key: actions.remind_case(case_id=key, by=TIMER, now=now)
        )
    for level in reversed(range(late.MOST_OF_HELPERS)):
        _all(
            late.parts_to_remind(level, now), lambda key: actions.remind_part(part_id=key, by=TIMER, now=now)
        )
        _all(
            late.calls_to_remind(level, now), lambda key: actions.remind_call(call_id=key, by=TIMER, now=now)
        )


def _all(keys: late.Keys, say: Callable[[int], bool]) -> None:
    """Batch by batch, for as long as whole batches come and are done with. One that fails keeps no other waiting."""
    failed: set[int] = set()
    done = BATCH
    while done == BATCH:
        batch = [key for key in keys.all()[: BATCH + len(failed)] if key not in failed][:BATCH]
        done = 0
        for key in batch:
            try:
                done += say(key)
            except Exception:
                log.exception("no reminder about %s", key)
                failed.add(key)


REMINDING = Periodic(
    name="cases.remind", every=timedelta(minutes=5), is_due=late.is_anybody_to_remind, run=remind
)


def tell_reminded(entry: Entry, now: datetime) -> None:
    """The letter of a reminder: to those on the seat, to the heads of the body, or to the coordinator's desk. Where nobody
    sits on the seat, its heads are told at once.
    """
    key = int(entry.subject.rpartition(":")[2])
    case = Case.objects.only("title").filter(pk=key, from_history=False).first()
    if case is None:
        return
    notices.write_letters(
        entry_key=entry.pk,
        recipients=_recipients(entry, now),
        subject=f"{_subject(entry)}：{case.title}",
        link=reverse("case", args=[key]),
        now=now,
    )


def _recipients(entry: Entry, now: datetime) -> Iterable[int]:
    level, to, body = (entry.facts.get(name) for name in ("level", "to", "body"))
    on = timezone.localdate(now)
    found = organisations.people_on([to], on) if to else []
    if found or not body or level == late.MOST:
        return found
    return organisations.head_of(body, on)


def _subject(entry: Entry) -> str:
    what = {
        "part": _("协办超期"),
        "call": _("吹哨超时没有应哨或到场"),
        "intake_due_at": _("受理超期"),
        "sign_due_at": _("签收超期"),
        "contact_due_at": _("首次联系超期"),
        "finish_due_at": _("办结超期"),
        "callback_due_at": _("回访超期"),
    }.get(entry.facts.get("clock", ""), _("超期"))
    level = entry.facts.get("level")
    if level == 1:
        return _("%(what)s，请马上办") % {"what": what}
    if level == late.MOST:
        return _("%(what)s，请协调") % {"what": what}
    return _("本单位%(what)s，请过问") % {"what": what}
