"""Whose turn it would be: at a place that is tried, and by a ladder before it is kept."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import Registered
from linli.cases.models import Case
from linli.cases.queries.ladder_preview import preview_ladder
from linli.organisations import queries as organisations
from linli.organisations.models import LadderStep, Seat
from linli.people.models import Account
from tests.factories.towns import Town

HALL = "楼道脏，没有人扫"
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


def _asked(town: Town, *seats: Seat, **more: object) -> dict[str, object]:
    roles = ",".join(str(seat.role_id) for seat in seats)
    return {"area": town.street.code, "category": "", "roles": roles, "do": "show"} | more


def test_a_ladder_says_before_it_is_kept_who_would_begin(
    town: Town, setter: Client, demand: Callable[..., Registered]
) -> None:
    hall = demand(HALL).case
    assert hall.holder == town.grid_seat
    lift = demand().case
    answer = setter.post(reverse("ladder_preview"), _asked(town, town.community_desk, town.street_desk))
    found = answer.context["found"]
    assert (found.tried, found.begins) == (2, 1)
    (move,) = found.moves
    assert (move.old[0], move.new[0]) == (town.grid_seat.role, town.community_desk.role)
    assert move.is_elsewhere and move.count == 1
    assert found.rows == []  # who keeps the chart reads no cases
    worker = organisations.build_actor(Account.objects.get(username="u-王小满"), now=timezone.now())
    supposed = organisations.Supposed(town.street, "", (town.community_desk.role, town.street_desk.role))
    rows = preview_ladder(worker, supposed, now=timezone.now()).rows
    row = next(row for row in rows if row.case == hall)
    assert list(row.old) == [town.grid_seat, town.community_desk, town.street_desk]
    assert list(row.new) == [town.community_desk, town.street_desk]
    assert lift.pk not in {row.case.pk for row in rows}
    assert not LadderStep.objects.exists()
    kept = setter.post(reverse("ladder_change"), _asked(town, town.community_desk, do="save"))
    assert kept.status_code == 303
    assert LadderStep.objects.count() == 1
    cleared = setter.post(reverse("ladder_preview"), _asked(town, town.community_desk, do="clear"))
    assert cleared.context["found"].begins == 1


def test_what_is_in_another_category_is_not_tried(
    town: Town, setter: Client, demand: Callable[..., Registered]
) -> None:
    demand(HALL)
    asked = _asked(town, town.community_desk, category="0999")
    assert setter.post(reverse("ladder_preview"), asked).context["found"].tried == 0


def test_steps_that_cannot_be_are_refused_before_they_are_tried(town: Town, setter: Client) -> None:
    twice = _asked(town, town.grid_seat, town.grid_seat)
    assert setter.post(reverse("ladder_preview"), twice).status_code == 422
    assert setter.post(reverse("ladder_preview"), _asked(town, do="fly")).status_code == 422
    assert setter.get(reverse("ladder_preview")).status_code == 405


def test_those_who_may_not_change_a_ladder_preview_none(town: Town, sign_in: SignIn) -> None:
    client = sign_in("王小满")
    assert client.post(reverse("ladder_preview"), _asked(town, town.grid_seat)).status_code == 403
