"""Every verb in every state: where the table leads somewhere the case goes there, elsewhere nothing is written."""

from typing import Any

import pytest

from linli.cases import queries
from linli.cases.models import CallBack, Case
from linli.cases.states import MOVES, OPEN_STATES, NoSuchMove, State, Verb
from linli.journal.models import Entry
from linli.kernel.refusals import NotFound
from tests.cases.says import OFFERS, SAYS, SILENT
from tests.factories.cases import NOW, SERVICE, Scene, hours, take_in

LATER = NOW + hours(1)


def _put(scene: Scene, state: State, *, review: bool) -> Case:
    """A case in that state, whatever led there, answered by the grid worker, held by the street's desk."""
    key = take_in("助餐点关门了", place=scene.town.unit).case.pk
    matter = scene.lift if review else scene.meal
    street = scene.town.street_desk
    Case.objects.filter(pk=key).update(
        state=state, matter=matter, answered_by=scene.town.grid_seat, answerer_key=0, answered_at=NOW,
        holder=street, holder_body=street.body, rung=3, from_history=False, sent_from=scene.town.community_desk,
        closed_at=None if state in OPEN_STATES else NOW, contacted_at=NOW,
    )  # fmt: skip
    return Case.objects.get(pk=key)


def _written() -> tuple[int, int, list[Any]]:
    return Entry.objects.count(), CallBack.objects.count(), list(Case.objects.order_by("pk").values())


REVIEWED = {Verb.ANSWER_FOR_REVIEW, Verb.APPROVE, Verb.SEND_BACK}


@pytest.mark.parametrize("state", list(State))
def test_a_verb_leads_where_the_table_says_or_nowhere(scene: Scene, state: State) -> None:
    """Said by the street's clerk, who has every right here; with the button shown exactly where it leads somewhere."""
    assert set(SAYS) == set(Verb) - SILENT
    for verb, say in SAYS.items():
        case = _put(scene, state, review=verb in REVIEWED)
        before = _written()
        if verb in OFFERS:
            offered = {offer.name for offer in queries.offers(case, scene.street, LATER)}
            assert (OFFERS[verb] in offered) == ((state, verb) in MOVES), verb
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
    for say in SAYS.values():
        with pytest.raises(NotFound):
            say(scene, 987_654, SERVICE, LATER)


def test_every_state_but_the_last_ones_leads_somewhere() -> None:
    ends = {State.WITHDRAWN}
    assert {state for state, _verb in MOVES} == set(State) - ends
