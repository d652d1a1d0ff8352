"""What this room does by itself: letters to those who must act, and clocks reckoned anew.

Each function is a reaction, called as ``reaction(entry, now)`` in a transaction of its own. Written history has no entry
that wakes one of them.
"""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.journal.models import Entry
from linli.kernel.actor import TIMER
from linli.notices import actions as notices
from linli.organisations import queries as organisations
from linli.worktime import queries as worktime

# The entries that put a case into the hands of a seat: those on it are told.
TELLING = (
    CaseEvent.HELD,
    CaseEvent.DISPATCHED,
    CaseEvent.ANSWERED,
    CaseEvent.SETTLED,
    CaseEvent.APPROVED,
    CaseEvent.SENT_BACK,
    CaseEvent.REOPENED,
    CaseEvent.HANDED_UP,
    CaseEvent.HANDED_DOWN,
    CaseEvent.HANDED_OVER,
    CaseEvent.PULLED_BACK,
    CaseEvent.NEIGHBOUR_ASKED,
)


def tell_holder(entry: Entry, now: datetime) -> None:
    """A letter to everybody on the seat that the case went to, but not to the one who sent it there."""
    seat = entry.facts.get("to")
    key = int(entry.subject.rpartition(":")[2])
    titles = list(Case.objects.filter(pk=key, from_history=False).values_list("title", flat=True))
    if not seat or not titles:
        return
    people = organisations.people_on([seat], timezone.localdate(now))
    knows_already = (entry.person_key, entry.facts.get("taken_by"))
    is_neighbour = entry.tag == CaseEvent.NEIGHBOUR_ASKED
    notices.write_letters(
        entry_key=entry.pk,
        recipients=[person for person in people if person not in knows_already],
        subject=f"{_subject(entry)}：{titles[0]}",
        link=reverse("neighbours") if is_neighbour else reverse("case", args=[key]),
        now=now,
    )


def tell_on_duty(entry: Entry, now: datetime) -> None:
    """Danger: everybody on duty for the place is told at once, day or night, besides the seat that the case went to."""
    key = int(entry.subject.rpartition(":")[2])
    case = Case.objects.select_related("place").filter(pk=key, from_history=False).first()
    if case is None:
        return
    notices.write_letters(
        entry_key=entry.pk,
        recipients=organisations.on_duty_now(case.place, now),
        subject=_("险情，请马上处置：%(title)s") % {"title": case.title},
        link=reverse("case", args=[key]),
        now=now,
    )


def _subject(entry: Entry) -> str:
    words = {
        CaseEvent.HELD: _("待归类"),
        CaseEvent.DISPATCHED: _("新派来一件，请签收"),
        CaseEvent.ANSWERED: _("待审核") if entry.facts.get("for_review") else _("已答复，请回访"),
        CaseEvent.SETTLED: _("已自行处置，请回访"),
        CaseEvent.APPROVED: _("审核通过，请回访"),
        CaseEvent.SENT_BACK: _("退回返工"),
        CaseEvent.REOPENED: _("居民说没解决，请重办"),
        CaseEvent.HANDED_UP: _("下级上报一件，请签收"),
        CaseEvent.HANDED_DOWN: _("上级下派一件，请签收"),
        CaseEvent.HANDED_OVER: _("转来一件，请签收"),
        CaseEvent.PULLED_BACK: _("收回一件"),
        CaseEvent.NEIGHBOUR_ASKED: _("有位邻居想请您先看看"),
    }
    return words[CaseEvent(entry.tag)]


def reckon_anew(entry: Entry, now: datetime) -> None:
    """The days or the office hours changed: every clock that runs is reckoned by them."""
    worktime.forget()
    actions.reckon_deadlines(by=TIMER, now=now)
