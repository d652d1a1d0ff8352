"""The page where a town sets itself up: who sees which card, what it says, what it costs."""

import pytest
from django.test import Client

from linli.kernel.actor import Actor, ActorKind
from linli.organisations import actions as organisations
from linli.people.models import Account
from linli.places.models import PlaceKind
from linli.worktime import actions as worktime
from tests.factories.towns import NOW, make_place, small_town

pytestmark = pytest.mark.django_db
FOUNDER = Actor(ActorKind.SERVICE, "test")


def _client(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def _keeper() -> Client:
    Account.objects.create(username="setter", is_superuser=True, is_staff=True)
    return _client("setter")


def test_an_empty_house_is_told_where_to_begin() -> None:
    shown = _keeper().get("/setup/").content.decode()
    assert "先新增区县" in shown
    assert "还没有地点" in shown
    assert "/places/add/county/" in shown


def test_a_town_is_told_what_stands_and_what_is_missing() -> None:
    small_town()
    worktime.starting_timetables(by=FOUNDER, now=NOW)
    organisations.starting_roles(by=FOUNDER, now=NOW)
    shown = _keeper().get("/setup/").content.decode()
    assert "1 个社区（村）" in shown
    assert "4 个单位" in shown
    assert "4 人在任" in shown
    assert "的放假安排还没有" in shown
    assert "1 个单元门还没有码" in shown


def test_those_who_may_set_nothing_up_are_refused() -> None:
    small_town()
    client = _client("u-王小满")
    assert client.get("/setup/").status_code == 403
    assert client.get("/setup/check/").status_code == 403
    assert Client().get("/setup/").headers["Location"].startswith("/accounts/login/")


def test_the_cards_cost_no_more_in_a_larger_town(django_assert_max_num_queries: object) -> None:
    town = small_town()
    client = _keeper()
    for number in range(30):
        make_place(PlaceKind.UNIT, f"more-{number}", f"{number}单元", town.building)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get("/setup/")


def test_the_check_names_what_is_wrong() -> None:
    town = small_town()
    town.community_desk.ended_on = NOW.date()
    town.community_desk.save()
    shown = _keeper().get("/setup/check/").content.decode()
    assert "没有受理岗" in shown


def test_who_only_sets_the_town_up_begins_there() -> None:
    assert _keeper().get("/").headers["Location"] == "/setup/"
