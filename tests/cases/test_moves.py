"""Every verb in every state: where the table leads somewhere the case goes there, elsewhere nothing is written."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from linli.cases import actions, queries
from linli.cases.models import CallBack, Case
from linli.cases.states import MOVES, OPEN_STATES, NoSuchMove, State, Verb
from linli.journal.models import Entry
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound
from tests.factories.cases import NOW, SERVICE, Scene, hours, take_in

LATER = NOW + hours(1)


def _call_back(key: int, by: Actor, now: datetime, *, solved: bool) -> Case:
    return actions.call_back(
        case_id=key, manner="phone", is_reached=True, was_contacted=True, is_solved=solved,
        satisfaction=3, words="", by=by, now=now,
    )  # fmt: skip


SAY: dict[Verb, Callable[[Scene, int, Actor, datetime], Case]] = {
    Verb.DISPATCH: lambda s, key, by, now: actions.dispatch(
        case_id=key, to_seat_id=s.town.street_desk.pk, by=by, now=now
    ),
    Verb.SIGN: lambda s, key, by, now: actions.sign(case_id=key, by=by, now=now),
    Verb.SETTLE: lambda s, key, by, now: actions.settle(case_id=key, answer="办了", by=by, now=now),
    Verb.DECLINE: lambda s, key, by, now: actions.decline(
        case_id=key, ground="statutory", words="请走诉讼", by=by, now=now
    ),
    Verb.ANSWER: lambda s, key, by, now: actions.answer(
        case_id=key, answer="办了", outcome="solved", by=by, now=now
    ),
    Verb.ANSWER_FOR_REVIEW: lambda s, key, by, now: actions.answer(
        case_id=key, answer="办了", outcome="solved", by=by, now=now
    ),
    Verb.APPROVE: lambda s, key, by, now: actions.approve(case_id=key, by=by, now=now),
    Verb.SEND_BACK: lambda s, key, by, now: actions.send_back(case_id=key, reason="再看看", by=by, now=now),
    Verb.CONFIRM: lambda s, key, by, now: _call_back(key, by, now, solved=True),
    Verb.REOPEN: lambda s, key, by, now: _call_back(key, by, now, solved=False),
    Verb.WITHDRAW: lambda s, key, by, now: actions.withdraw(case_id=key, reason="不用了", by=by, now=now),
}
# No sentence of its own yet, or said while registering.
SILENT = {Verb.CLOSE_HISTORY}


def _put(scene: Scene, state: State, *, review: bool) -> Case:
    """A case in that state, whatever led there, answered by the grid worker, held by the street's desk."""
    key = take_in("助餐点关门了", place=scene.town.unit).case.pk
    matter = scene.lift if review else scene.meal
    street = scene.town.street_desk
    Case.objects.filter(pk=key).update(
        state=state, matter=matter, answered_by=scene.town.grid_seat, answerer_key=0, answered_at=NOW,
        holder=street, holder_body=street.body, from_history=False,
        closed_at=None if state in OPEN_STATES else NOW,
    )  # fmt: skip
    return Case.objects.get(pk=key)


def _written() -> tuple[int, int, list[Any]]:
    return Entry.objects.count(), CallBack.objects.count(), list(Case.objects.order_by("pk").values())


REVIEWED = {Verb.ANSWER_FOR_REVIEW, Verb.APPROVE, Verb.SEND_BACK}


@pytest.mark.parametrize("state", list(State))
def test_a_verb_leads_where_the_table_says_or_nowhere(scene: Scene, state: State) -> None:
    """Said by the street's clerk, who has every right here; with the button shown exactly where it leads somewhere."""
    assert set(SAY) == set(Verb) - SILENT
    for verb, say in SAY.items():
        case = _put(scene, state, review=verb in REVIEWED)
        before = _written()
        assert (verb in queries.buttons(case, scene.street)) == ((state, verb) in MOVES)
        if (state, verb) in MOVES:
            assert say(scene, case.pk, scene.street, LATER).state == MOVES[state, verb]
            case.refresh_from_db()
            assert case.state == MOVES[state, verb]
            assert Entry.objects.count() > before[0]
        else:
            with pytest.raises(NoSuchMove):
                say(scene, case.pk, scene.street, LATER)
            assert _written() == before


def test_a_case_that_is_not_there_is_not_found(scene: Scene) -> None:
    for say in SAY.values():
        with pytest.raises(NotFound):
            say(scene, 987_654, SERVICE, LATER)


def test_every_state_but_the_last_ones_leads_somewhere() -> None:
    later = {State.AWAITING_INFO, State.ON_HOLD}  # the whole loop brings what leads there
    ends = {State.CLOSED, State.DECLINED, State.WITHDRAWN}
    assert {state for state, _verb in MOVES} == set(State) - ends - later
