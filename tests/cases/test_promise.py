"""The promise belongs to the resident: whatever is done with a case, it stays as it was given."""

import random
from datetime import datetime

import pytest

from linli.cases import actions, clocks
from linli.cases.models import Case, Outcome
from linli.cases.states import OPEN_STATES
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal
from tests.factories.cases import NOW, Scene, hours, take_in


def _say(dice: random.Random, scene: Scene, key: int, by: Actor, now: datetime) -> None:
    town = scene.town
    seats = (town.grid_seat, town.community_desk, town.street_desk, town.property_desk)
    match dice.randrange(10):
        case 0:
            actions.sign(case_id=key, by=by, now=now)
        case 1:
            actions.note(case_id=key, words="记", contacted=dice.random() < 0.5, by=by, now=now)
        case 2 | 3:
            actions.answer(case_id=key, answer="答", outcome=dice.choice(list(Outcome)), by=by, now=now)
        case 4:
            actions.approve(case_id=key, by=by, now=now)
        case 5:
            actions.send_back(case_id=key, reason="退", by=by, now=now)
        case 6:
            actions.dispatch(case_id=key, to_seat_id=dice.choice(seats).pk, by=by, now=now)
        case 7:
            matter = dice.choice((scene.lift, scene.meal, scene.stall, scene.lamp))
            actions.place_by_hand(case_id=key, matter_id=matter.pk, place_id=town.unit.pk, by=by, now=now)
        case 8:
            actions.settle(case_id=key, answer="办了", by=by, now=now)
        case _:
            solved, reached = dice.random() < 0.2, dice.random() < 0.8
            actions.call_back(
                case_id=key, manner="phone", is_reached=reached, was_contacted=True, is_solved=solved,
                satisfaction=2, words="", by=by, now=now,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_no_sequence_of_moves_touches_the_promise(scene: Scene, seed: int) -> None:
    dice = random.Random(seed)
    people = (scene.grid_worker, scene.community, scene.street, scene.property)
    words = ("电梯停了", "助餐点关门了", "有人占道摆摊", "说不清的一件事情")
    for _case in range(4):
        case = take_in(dice.choice(words), place=scene.town.unit).case
        promised = (case.promised_from, case.contact_due_at, case.finish_due_at)
        now = NOW
        for _step in range(40):
            now += hours(dice.choice((0.1, 3, 30)))
            try:
                _say(dice, scene, case.pk, dice.choice(people), now)
            except Refusal:
                continue
            case = Case.objects.select_related("matter", "lead", "holder_body").get(pk=case.pk)
            given = (case.promised_from, case.contact_due_at, case.finish_due_at)
            assert promised[0] is None or given == promised
            promised = given
            assert (case.next_at is None) == (case.state not in OPEN_STATES)
            assert case.holder_id is not None and case.holder_body_id == case.holder.body_id  # type: ignore[union-attr]
            assert case.lead != scene.town.committee or case.matter == scene.meal
            if promised[0] is not None:
                assert given[0] == NOW
            again = case.next_at
            clocks.set_next(case)
            assert case.next_at == again
