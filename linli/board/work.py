"""What follows on the board when a reporter agrees, when a case is answered or closed, and when an answer is made public."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.board import actions, queries
from linli.board.events import BoardEvent
from linli.board.models import Release
from linli.cases.events import CaseEvent
from linli.journal.models import Entry
from linli.notices import actions as notices
from linli.organisations import queries as organisations

TOLD = notices.declare_template(
    "board-followed",
    gettext_lazy(
        "您跟着看的事“%(title)s”（%(place)s）有结果了，在公开栏能看到。只发这一条，您的号码已经删去。"
    ),
)
ANSWERS = (CaseEvent.ANSWERED, CaseEvent.APPROVED, CaseEvent.SETTLED)
ENDS = (CaseEvent.CLOSED, CaseEvent.REFERRED)
MADE_PUBLIC = (BoardEvent.ANSWERED,)
AGREED = (BoardEvent.ASKED,)


def _key(entry: Entry) -> int:
    return int(entry.subject.rpartition(":")[2])


def tell_reviewer(entry: Entry, now: datetime) -> None:
    """A reporter agrees that neighbours may read it: the nearest desk that may release has something to look at. One letter."""
    waiting = queries.one_that_waits(_key(entry))
    desk = queries.desk_of_review(waiting) if waiting is not None else None
    if waiting is None or desk is None:
        return
    place = waiting.estate or waiting.community
    said = {"place": place.name if place is not None else "", "title": waiting.case.title}
    notices.write_letters(
        entry_key=entry.pk,
        recipients=organisations.people_on([desk.pk], timezone.localdate(now)),
        subject=_("反映人同意公开，请您看一看：%(place)s %(title)s") % said,
        link=reverse("release", args=[waiting.pk]),
        now=now,
    )


def propose_answer(entry: Entry, now: datetime) -> None:
    """The answer waits for a reviewer; only the steps on the board have changed by themselves."""
    if not entry.facts.get("for_review"):
        actions.propose_answer(case_id=_key(entry), now=now)


def tell_case_ended(entry: Entry, now: datetime) -> None:
    """Closed: who follows it hears, once; the answer waits for a reviewer where there is none yet."""
    actions.propose_answer(case_id=_key(entry), now=now)
    for release in queries.shown_of_case(_key(entry)):
        actions.tell_followers(release=release, entry=entry, template=TOLD, now=now)


def tell_answer_public(entry: Entry, now: datetime) -> None:
    """The reviewer has made an answer public: who follows it hears, once."""
    release: Release | None = queries.shown().filter(pk=_key(entry)).first()
    if release is not None:
        actions.tell_followers(release=release, entry=entry, template=TOLD, now=now)
