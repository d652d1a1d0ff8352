"""What registering remembers for a moment of who leads and who acts where."""

import time

import pytest
from django.db import connection

from linli.cases import placing
from linli.cases.models import Case
from tests.factories.cases import Scene, take_in


def test_what_was_found_out_is_remembered_for_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    first = placing.memory_at_hand()
    assert first is not None and placing.memory_at_hand() is first
    now += placing.MEMORY_LASTS + 0.1
    later = placing.memory_at_hand()
    assert later is not None and later is not first and later.placings == {}


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_remembered(scene: Scene) -> None:
    assert connection.in_atomic_block
    assert placing.memory_at_hand() is None


@pytest.mark.django_db
def test_who_remembers_places_as_who_asks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    said = ("电梯停了", "助餐点关门了", "路灯不亮", "说不清的一件事情")
    asked = [take_in(words, place=scene.town.unit).case for words in said]
    memory = placing.Memory()
    monkeypatch.setattr(placing, "memory_at_hand", lambda: memory)
    for _turn in range(2):
        again = [take_in(words, place=scene.town.unit).case for words in said]
        assert [_lies(case) for case in again] == [_lies(case) for case in asked]


def _lies(case: Case) -> tuple[object, ...]:
    return case.state, case.matter_id, case.lead_id, case.holder_id, case.place_id, case.unplaced_why
