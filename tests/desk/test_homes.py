"""A home at a glance: what it shows to whom, and what is written down."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases import actions as cases
from linli.cases.models import Report
from linli.desk import queries
from linli.journal import queries as journal
from linli.kernel import fields
from linli.kernel.refusals import NotFound
from linli.organisations.models import Reach, Seat
from linli.people import numbers
from linli.people.models import Household, Member, Person
from tests.factories.cases import NOW, STRANGER, Scene, actor_of, hours, take_in
from tests.factories.towns import make_duty, make_role

SignIn = Callable[[str], Client]
PHONE = "13911112222"


@pytest.fixture
def family(scene: Scene) -> tuple[Person, Person]:
    """刘大爷 and his daughter live in 501; the community desk reads people and may see their numbers."""
    role = scene.town.community_desk.role
    role.verbs = [*role.verbs, "people.read", "people.see_number", "cases.see_reporter"]
    role.save()
    blind = fields.blind(PHONE, numbers.PHONE)
    head = Person.objects.create(name="刘大爷", phone=PHONE, phone_blind=blind, home=scene.town.home)
    daughter = Person.objects.create(name="刘小雪", home=scene.town.home)
    household = Household.objects.create(home=scene.town.home, name="刘大爷家")
    Member.objects.create(household=household, person=head, relation="户主")
    Member.objects.create(household=household, person=daughter, relation="女儿")
    return head, daughter


def clerk(scene: Scene):  # type: ignore[no-untyped-def]
    return actor_of(scene.town.community_clerk)


def test_one_screen_before_knocking(scene: Scene, family: tuple[Person, Person], sign_in: SignIn) -> None:
    case = take_in("电梯停了", place=scene.town.home).case
    html = sign_in("李春燕").get(reverse("household", args=[scene.town.home.pk])).content.decode()
    for words in ("刘大爷", "户主", "刘小雪", "女儿", "139****2222", case.title, "王小满", "正在办的 1"):
        assert words in html, words
    assert PHONE not in html


def test_wishes_come_in_their_order_and_end(scene: Scene, family: tuple[Person, Person]) -> None:
    old = take_in("助餐点关门了", place=scene.town.home).case
    cases.withdraw(case_id=old.pk, reason="不用了", by=clerk(scene), now=NOW + hours(1))
    new = take_in("电梯停了", place=scene.town.home, now=NOW + hours(2)).case
    card = queries.home_card(clerk(scene), scene.town.home, now=NOW + hours(3))
    assert card.last is not None
    assert card.last.case == new
    assert [wish.case for wish in card.open] == [new]
    assert [wish.case for wish in card.earlier] == [old]


def test_what_somebody_who_lives_there_brought_from_elsewhere(
    scene: Scene, family: tuple[Person, Person]
) -> None:
    head, _daughter = family
    case = take_in("路灯不亮", place=scene.town.estate, person_id=head.pk).case
    assert Report.objects.get(case=case).person == head
    card = queries.home_card(clerk(scene), scene.town.home, now=NOW)
    assert [wish.case for wish in card.open] == [case]
    grid = queries.home_card(actor_of(scene.town.grid_worker), scene.town.home, now=NOW)
    assert grid.open == [] and grid.dwellers == []  # the grid worker may not know here who brought it


def test_the_number_is_shown_once_with_the_reason_written_down(
    scene: Scene, family: tuple[Person, Person], sign_in: SignIn
) -> None:
    head, _daughter = family
    client, address = sign_in("李春燕"), reverse("household_call", args=[scene.town.home.pk])
    shown = client.post(address, {"person": head.pk, "reason": "上门前联系"})
    assert f"tel:{PHONE}" in shown.content.decode()
    assert [(one.tag, one.text) for one in journal.entries_of(head)] == [("people.number_seen", "上门前联系")]
    assert client.post(address, {"person": head.pk, "reason": ""}).status_code == 422
    assert len(journal.entries_of(head)) == 1


def test_without_the_right_no_number(scene: Scene, family: tuple[Person, Person], sign_in: SignIn) -> None:
    role = scene.town.community_desk.role
    role.verbs = [verb for verb in role.verbs if verb != "people.see_number"]
    role.save()
    client, home = sign_in("李春燕"), scene.town.home.pk
    assert "拨打" not in client.get(reverse("household", args=[home])).content.decode()
    sent = client.post(reverse("household_call", args=[home]), {"person": family[0].pk, "reason": "联系"})
    assert sent.status_code == 403 and PHONE not in sent.content.decode()


def test_a_neighbour_who_volunteers_sees_what_the_job_needs(
    scene: Scene, family: tuple[Person, Person], sign_in: SignIn
) -> None:
    role = make_role("building-head", ["cases.neighbour"], name="楼栋长", is_volunteer=True)
    seat = Seat.objects.create(
        body=scene.town.committee, role=role, area=scene.town.building, name="3栋楼栋长"
    )
    make_duty(seat, "周立夏")
    take_in("电梯停了", place=scene.town.home)
    html = sign_in("周立夏").get(reverse("household", args=[scene.town.home.pk])).content.decode()
    assert "谁管这扇门" in html and "刘大爷" not in html and "电梯停了" not in html


def test_a_stranger_finds_no_home(scene: Scene, family: tuple[Person, Person], sign_in: SignIn) -> None:
    with pytest.raises(NotFound):
        queries.home_for(STRANGER, scene.town.home.pk)
    for who in ("路人", "陈冬至"):
        assert sign_in(who).get(reverse("household", args=[scene.town.home.pk])).status_code == 404
    assert sign_in("路人").get(reverse("homes")).status_code == 403


def test_only_homes_have_such_a_page(scene: Scene, sign_in: SignIn) -> None:
    assert sign_in("李春燕").get(reverse("household", args=[scene.town.estate.pk])).status_code == 404


def test_a_home_is_found_by_its_address(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in("李春燕")
    found = client.get(reverse("homes"), {"q": "柳岸花园3-2-501"})
    assert found.headers["Location"] == reverse("household", args=[scene.town.home.pk])
    assert (
        reverse("household", args=[scene.town.home.pk])
        in client.get(reverse("homes"), {"q": "柳岸花园3-2"}).content.decode()
    )
    assert "没有找到这个地址" in client.get(reverse("homes"), {"q": "无此处"}).content.decode()


def test_a_home_costs_few_statements(scene: Scene, family: tuple[Person, Person]) -> None:
    for _turn in range(3):
        take_in("电梯停了", place=scene.town.home, person_id=family[0].pk)
    actor = clerk(scene)
    with CaptureQueriesContext(connection) as seen:
        queries.home_card(actor, queries.home_for(actor, scene.town.home.pk), now=NOW)
    assert len(seen) <= 12, [row["sql"][:90] for row in seen.captured_queries]


def test_company_of_one_body_reads_no_home(scene: Scene) -> None:
    assert scene.town.property_desk.role.reach == Reach.BODY
    with pytest.raises(NotFound):
        queries.home_for(actor_of(scene.town.property_manager), scene.town.home.pk)
