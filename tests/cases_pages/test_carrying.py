"""Up, down, sideways and back by the buttons of a case; the page of a building head."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.models import Case
from linli.cases.states import State
from linli.organisations.models import Seat
from tests.factories.towns import Town, make_duty, make_role

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
HALL = "三楼楼道脏得很，好些天没有扫了。"


def _do(client: Client, case: Case, act: str, **typed: object) -> int:
    answer = client.post(reverse("case_act", args=[case.pk, act]), typed)
    case.refresh_from_db()
    return answer.status_code


def _page(client: Client, case: Case) -> str:
    return client.get(reverse("case", args=[case.pk])).content.decode()


def test_up_and_down_and_back_by_buttons(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case, worker, desk = demand(HALL).case, sign_in("王小满"), sign_in("李春燕")
    assert case.holder == town.grid_seat
    assert "上报" in _page(worker, case)
    assert _do(worker, case, "hand_up", reason="") == 422 and case.holder == town.grid_seat
    assert _do(worker, case, "hand_up", reason="要社区出面") == 303 and case.holder == town.community_desk
    html = _page(desk, case)
    assert "要社区出面" in html and "下派" in html and "转办" in html
    assert _do(desk, case, "hand_down", seat=f"{town.grid_seat.name}", reason="先上门看") == 303
    assert case.holder == town.grid_seat
    assert _do(desk, case, "pull_back", reason="改主意了") == 303 and case.holder == town.community_desk


def test_a_top_of_the_ladder_says_so(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case, desk = demand("门口路灯不亮，晚上看不见。").case, sign_in("赵立秋")
    answer = desk.post(reverse("case_act", args=[case.pk, "hand_up"]), {"reason": "再往上"})
    assert answer.status_code == 422
    assert "上面没有可以接的岗位了" in answer.content.decode() and "再往上" in answer.content.decode()


def test_a_strange_act_is_not_found(demand: Demand, sign_in: SignIn) -> None:
    case = demand(HALL).case
    assert sign_in("李春燕").post(reverse("case_act", args=[case.pk, "fly"])).status_code == 404


@pytest.fixture
def head(town: Town) -> Seat:
    role = make_role("building-head", ["cases.neighbour"], is_volunteer=True)
    seat = Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")
    make_duty(seat, "孙大雪")
    return seat


def test_a_building_head_sees_what_is_asked_and_never_who(
    head: Seat, demand: Demand, sign_in: SignIn
) -> None:
    case, client = demand(HALL, asks_neighbours=True).case, sign_in("孙大雪")
    html = client.get(reverse("neighbours")).content.decode()
    assert HALL in html and "张阿姨" not in html and "13812345678" not in html
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    settle = reverse("neighbour_settle", args=[case.pk])
    assert client.post(settle, {"words": ""}).status_code == 422
    assert client.post(settle, {"words": "大家一起扫了"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.answer) == (State.AWAITING_CALLBACK, "大家一起扫了")
    assert "您帮着解决的，后来怎样了" in client.get(reverse("neighbours")).content.decode()
    assert client.post(settle, {"words": "再来一次"}).status_code == 422


def test_a_building_head_leaves_it_to_the_community(head: Seat, demand: Demand, sign_in: SignIn) -> None:
    case, client = demand(HALL, asks_neighbours=True).case, sign_in("孙大雪")
    assert client.post(reverse("neighbour_pass_on", args=[case.pk])).status_code == 303
    case.refresh_from_db()
    assert case.state == State.DISPATCHED
    assert "现在没有邻居的事" in client.get(reverse("neighbours")).content.decode()


def test_who_is_no_neighbour_has_no_such_page(town: Town, sign_in: SignIn) -> None:
    assert sign_in("李春燕").get(reverse("neighbours")).status_code == 403


def test_what_is_copied_for_the_work_group_names_nobody(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case = demand(HALL, place=town.home).case
    html = _page(sign_in("李春燕"), case)
    copied = next(part for part in html.split("【") if part.startswith("楼道清扫】")).split("</textarea>")[0]
    assert "柳岸花园" in copied and f"/cases/{case.pk}/" in copied
    assert not any(secret in copied for secret in ("张阿姨", "13812345678", "501室", "3栋", HALL))
