"""The chart that people read, who serves a door, and the cards that hang there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.organisations import queries
from linli.organisations.models import Body, BodyKind, Seat, Tree
from linli.people.models import Account
from linli.places.models import DoorCode, DoorCodeKind, PlaceKind
from tests.factories.towns import LONG_AGO, NOW, Town, make_duty, make_place, make_role, small_town

TODAY = NOW.date()


@pytest.fixture
def town(db: None) -> Town:
    return small_town()


@pytest.fixture
def client(town: Town) -> Client:
    browser = Client()
    browser.force_login(Account.objects.get(username="u-李春燕"))
    return browser


def _building_head(town: Town) -> Seat:
    role = make_role("building-head", ["cases.neighbour"], name="楼栋长", is_volunteer=True)
    return Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")


def test_the_chart_nests_bodies_and_counts_what_is_vacant(town: Town) -> None:
    _building_head(town)
    tops = {box.body: box for box in queries.chart(Tree.WORK, TODAY)}
    assert set(tops) == {town.government, town.property_company}
    top = tops[town.government]
    assert [top.below[0].body, top.below[0].below[0].body] == [town.street_office, town.committee]
    assert (top.vacant, top.vacant_in_all, top.below[0].below[0].depth) == (0, 1, 2)
    assert queries.chart(Tree.PARTY, TODAY) == []


def test_the_chart_costs_three_statements(town: Town) -> None:
    with CaptureQueriesContext(connection) as seen:
        queries.chart(Tree.WORK, TODAY)
    assert len(seen) == 3


def test_the_trees_stand_apart_on_the_page(town: Town, client: Client) -> None:
    _building_head(town)
    Body.objects.create(code="p", name="中共柳岸社区党委", kind=BodyKind.PARTY_COMMITTEE, tree=Tree.PARTY)
    work = client.get(reverse("chart")).content.decode()
    assert "柳岸社区居民委员会" in work and "空岗" in work and "中共柳岸社区党委" not in work
    party = client.get(reverse("chart"), {"tree": "party", "all": "1"}).content.decode()
    assert "中共柳岸社区党委" in party and "柳岸社区居民委员会" not in party
    assert client.get(reverse("chart"), {"tree": "nonsense"}).status_code == 200


def test_near_servants_leave_the_county_out(town: Town) -> None:
    desk = make_role("department-desk", ["cases.read"], rung=4, name="部门受理岗")
    bureau = Body.objects.create(
        code="d", name="城管局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK, area=town.county
    )
    make_duty(Seat.objects.create(body=bureau, role=desk, name="城管局受理岗"), "孙白露")
    make_duty(_building_head(town), "周立夏")
    found = queries.servants(town.home, TODAY)
    assert [duty.person.name for duty in found.near] == ["周立夏", "王小满", "李春燕", "赵立秋", "陈冬至"]
    assert [duty.person.name for duty in found.others] == ["孙白露"]
    many = queries.servants_by_place([town.unit, town.estate], TODAY)
    assert [duty.person.name for duty in many[town.unit.pk]] == [duty.person.name for duty in found.near]
    assert "周立夏" not in [duty.person.name for duty in many[town.estate.pk]]


def test_cards_carry_public_numbers_and_surnames_alone(town: Town, client: Client) -> None:
    head = make_duty(_building_head(town), "周立夏", since=LONG_AGO)
    head.person.phone = "13911112222"
    head.person.save()
    town.community.phone = "0833-2100001"
    town.community.save()
    make_place(PlaceKind.UNIT, "u9", "9单元", town.building)
    DoorCode.objects.create(code="ABCD2345", kind=DoorCodeKind.UNIT, place=town.unit, made_at=NOW)
    html = client.get(reverse("cards", args=[town.estate.pk])).content.decode()
    for words in ("3栋2单元", "3栋9单元", "楼栋长", "姓周", "0833-2100001", "data:image/svg", "testserver"):
        assert words in html, words
    assert "周立夏" not in html and "13911112222" not in html and "王小满" not in html


def test_only_what_has_doors_has_cards(town: Town, client: Client) -> None:
    assert client.get(reverse("cards", args=[town.county.pk])).status_code == 404
    assert client.get(reverse("cards", args=[town.home.pk])).status_code == 404
    assert Client().get(reverse("cards", args=[town.estate.pk])).status_code == 302


def test_who_serves_here_shows_the_near_ones_first(town: Town, client: Client) -> None:
    town.committee.phone = "0833-2100009"
    town.committee.save()
    html = client.get(reverse("serving"), {"place": town.unit.code}).content.decode()
    assert html.index("网格员") < html.index("社区受理岗") < html.index("街道受理岗")
    assert "tel:0833-2100009" in html
