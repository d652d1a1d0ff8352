"""Try a place: whose turn would it be."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.models import Case
from linli.people.models import Account
from tests.factories.towns import Town

SignIn = Callable[[str], Client]


@pytest.fixture
def setter(town: Town) -> Client:
    client = Client()
    client.force_login(
        Account.objects.create(username="setter", is_superuser=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_the_seats_of_a_place_are_told_in_their_order_and_nothing_is_kept(town: Town, setter: Client) -> None:
    before = Case.objects.count()
    answer = setter.post(reverse("ladder_try"), {"place_code": town.unit.code, "words": ""})
    tried = answer.context["tried"]
    assert [turn.seat for turn in tried.turns] == [town.grid_seat, town.community_desk, town.street_desk]
    assert [person.name for person in tried.turns[0].people] == [town.grid_worker.person.name]
    assert Case.objects.count() == before


def test_words_are_placed_as_a_demand_would_be(town: Town, setter: Client) -> None:
    answer = setter.post(reverse("ladder_try"), {"place_code": town.unit.code, "words": "电梯坏了"})
    tried = answer.context["tried"]
    assert tried.matter is not None and tried.matter.code == "lift"
    assert tried.lead == town.property_company
    first = [turn.seat for turn in tried.turns if turn.is_first]
    assert first == [town.property_desk]


def test_a_place_that_is_none_is_asked_again(setter: Client) -> None:
    answer = setter.post(reverse("ladder_try"), {"place_words": "没有这个地方", "words": "x"})
    assert answer.status_code == 422


def test_those_who_keep_no_chart_are_refused(sign_in: SignIn) -> None:
    assert sign_in("王小满").get(reverse("ladder_try")).status_code == 403
    assert sign_in("王小满").post(reverse("ladder_try"), {}).status_code == 403
