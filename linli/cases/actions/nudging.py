"""提醒: who coordinates a place asks the seat that holds a case to get on with it, once a day; nothing is owed in return."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, rules
from linli.cases.actions.handling import AlreadyOver
from linli.cases.actions.parts import MOST_TASK
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.cases.states import OPEN_STATES
from linli.journal import actions as journal
from linli.journal.models import Entry
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require


class NobodyToNudge(Refusal):
    """It waits for the resident, a neighbour or a day, or nobody holds it: there is nobody to remind."""

    words = _("这件正等着居民、邻里或者约定的日子，现在没有人可以提醒。")


class OwnHands(Refusal):
    words = _("这件就在您手上，请直接办。")


class NudgedToday(Refusal):
    words = _("今天已经提醒过了，明天还没动静可以再提醒，或者督办。")


@transaction.atomic
def nudge(*, case_id: int, words: str, by: Actor, now: datetime) -> Case:
    """Remind who holds an open case, once a Shanghai day whoever does it; neighbours who volunteer are never reminded.

    Raises NotFound, NotAllowed, AlreadyOver, OwnHands, NobodyToNudge, NudgedToday.
    """
    case = queries.locked(case_id)
    require(rules.can_nudge(by, case))
    if case.state not in OPEN_STATES:
        raise AlreadyOver(_("这件诉求已经结束，不用提醒。"))
    if case.holder_id in by.seats:
        raise OwnHands
    if case.holder_id is None or case.wakes_at is not None:
        raise NobodyToNudge
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    before = Entry.objects.filter(
        subject=journal.subject_of(case), tag=CaseEvent.NUDGED, happened_at__gte=today
    )
    if before.exists():
        raise NudgedToday
    journal.write(case, CaseEvent.NUDGED, by=by, at=now, text=words.strip()[:MOST_TASK], to=case.holder_id)
    return case
