"""What stops the promise for a bounded time: a question to the resident, a hold that a reviewer granted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, queries, rules, states
from linli.cases.actions.moving import begin_pause, end_pause, require_words, save, stop_asking
from linli.cases.events import CaseEvent
from linli.cases.models import Case, PauseWhy
from linli.cases.practice import amount
from linli.cases.queries import requests as asked
from linli.cases.states import State, Verb
from linli.journal import actions as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import Refusal, require


class ContactFirst(Refusal):
    words = _("请先联系诉求人，当面或电话问；联系过以后再请他补充。")


class AskedEnough(Refusal):
    words = _("这件已经请居民补充过%(times)s次，请按现有情况办。")


class NotYetTime(Refusal):
    """The time at which the case goes on by itself has not come."""

    words = _("还没到自己往下走的时间。")


@transaction.atomic
def ask_info(*, case_id: int, question: str, by: Actor, now: datetime) -> Case:
    """Ask the resident a question; the promise stands still until they answer, and no longer than is practice.

    Never before the first contact, unless the reporter left no number. Raises NotFound, NotAllowed, NoSuchMove,
    ContactFirst, AskedEnough, WordsMissing.
    """
    case = queries.locked(case_id)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.ASK_INFO)
    if asked.must_contact_first(case):
        raise ContactFirst
    if asked.questions_asked(case) >= amount("info_times"):
        raise AskedEnough(AskedEnough.words % {"times": amount("info_times")})
    text = require_words(question, "question")
    stop_asking(case, now)
    case.came_from = case.state
    states.move(case, Verb.ASK_INFO)
    until = now + timedelta(days=amount("info_days"))
    begin_pause(case, PauseWhy.INFO, until, now, question=text)
    journal.write(case, CaseEvent.INFO_ASKED, by=by, at=now, text=text, until=until.isoformat())
    save(case)
    return case


@transaction.atomic
def give_info(*, case_id: int, words: str, by: Actor, now: datetime) -> Case:
    """The resident answers the question, or staff write down what they said. The case goes back to where it was asked.

    A door without sign-in calls it only after receipt and code agreed. Raises NotFound, NotAllowed, NoSuchMove,
    WordsMissing.
    """
    case = queries.locked(case_id, "holder_body")
    require(rules.can_give_info(by, case))
    states.ensure(case, _way_back(case))
    text = require_words(words, "words")
    _go_back(case, now, reply=text)
    journal.write(case, CaseEvent.INFO_GIVEN, by=by, at=now, text=text, to=case.holder_id)
    save(case)
    return case


@transaction.atomic
def go_on_without_info(*, case_id: int, by: Actor, now: datetime) -> Case:
    """No reply came in time: the case goes back by itself. Raises NotFound, NotAllowed, NoSuchMove, NotYetTime."""
    case = queries.locked(case_id, "holder_body")
    require(rules.can_move_on(by))
    states.ensure(case, _way_back(case))
    if case.wakes_at is not None and case.wakes_at > now:
        raise NotYetTime
    _go_back(case, now)
    journal.write(case, CaseEvent.INFO_MISSED, by=by, at=now, to=case.holder_id)
    save(case)
    return case


@transaction.atomic
def resume(*, case_id: int, by: Actor, now: datetime) -> Case:
    """The hold is over, because it can be done now or because its day of review has come.

    Raises NotFound, NotAllowed, NoSuchMove, NotYetTime (the timer came early, or the hold was granted anew meanwhile).
    """
    case = queries.locked(case_id)
    require(rules.can_work(by, case))
    states.ensure(case, Verb.RESUME)
    if by.kind is ActorKind.TIMER and (case.wakes_at is None or case.wakes_at > now):
        raise NotYetTime
    end_pause(case, now)
    states.move(case, Verb.RESUME)
    journal.write(case, CaseEvent.RESUMED, by=by, at=now, to=case.holder_id)
    save(case)
    return case


def _way_back(case: Case) -> Verb:
    return Verb.INFO_TO_WORK if case.came_from == State.IN_PROGRESS else Verb.INFO_TO_INTAKE


def _go_back(case: Case, now: datetime, *, reply: str = "") -> None:
    end_pause(case, now, reply=reply)
    states.move(case, _way_back(case))
    if case.state == State.REGISTERED:
        clocks.open_intake(case, now)
