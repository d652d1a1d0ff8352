"""Requests, questions and appeals on the pages of workers and of the resident."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import Registered
from linli.cases.models import Case, Request
from linli.cases.states import State
from linli.catalogue.models import Matter
from tests.factories.pages import DUMPLINGS, LAMP
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]


def _do(client: Client, case: Case, act: str, of: int = 0, **typed: object) -> int:
    name, args = ("case_act_of", [case.pk, act, of]) if of else ("case_act", [case.pk, act])
    answer = client.post(reverse(name, args=args), typed)
    case.refresh_from_db()
    return answer.status_code


def _html(client: Client, case: Case) -> str:
    return client.get(reverse("case", args=[case.pk])).content.decode()


def _follow(client: Client, taken: Registered) -> str:
    """Type receipt and code; the address of the progress page."""
    typed = {"receipt": taken.report.receipt, "code": taken.query_code}
    return client.post(reverse("progress"), typed).headers["Location"]


def test_an_objection_is_asked_and_granted_by_buttons(demand: Demand, sign_in: SignIn) -> None:
    Matter.objects.filter(code="lift").update(legal_ground="特种设备安全法 38 条")
    case, manager, street = demand().case, sign_in("陈冬至"), sign_in("赵立秋")
    assert "自动附上目录依据：特种设备安全法 38 条" in _html(manager, case)
    assert _do(manager, case, "ask_objection", reason="") == 422
    assert _do(manager, case, "ask_objection", reason="电梯没有移交给我们") == 303
    request = Request.objects.get()
    assert case.state == State.DISPATCHED
    listed = street.get(reverse("requests")).content.decode()
    assert "派单异议" in listed and "电梯没有移交给我们" in listed and "安居物业经理" in listed
    assert reverse("requests") in street.get(reverse("worklist")).content.decode()
    html = _html(street, case)
    for words in ("电梯没有移交给我们", "特种设备安全法 38 条", "同意：派单异议", "不同意：派单异议"):
        assert words in html
    assert _do(manager, case, "grant", of=request.pk) == 403
    assert _do(street, case, "refuse", of=request.pk, words="") == 422
    assert _do(street, case, "grant", of=request.pk, words="确实没移交") == 303
    assert case.state == State.REGISTERED
    assert "确实没移交" in _html(street, case) and "派单异议成立" in _html(street, case)
    assert "没有等您审批的申请" in street.get(reverse("requests")).content.decode()


def test_a_request_is_decided_on_its_own_case_only(demand: Demand, sign_in: SignIn) -> None:
    case, other = demand().case, demand(LAMP).case
    assert _do(sign_in("陈冬至"), case, "ask_extension", days="3", reason="等配件") == 303
    request = Request.objects.get()
    assert _do(sign_in("赵立秋"), other, "grant", of=request.pk) == 404
    request.refresh_from_db()
    assert request.state == "asked"


def test_an_extension_is_told_to_the_resident(demand: Demand, sign_in: SignIn, client: Client) -> None:
    taken = demand()
    case, manager = taken.case, sign_in("陈冬至")
    assert _do(manager, case, "ask_extension", days="99", reason="等配件") == 422
    assert _do(manager, case, "ask_extension", days="3", reason="配件下周才到") == 303
    assert _do(sign_in("赵立秋"), case, "grant", of=Request.objects.get().pk) == 303
    html = client.get(_follow(client, taken)).content.decode()
    assert html.count("办结时间延长了3个工作日。") == html.count("配件下周才到") == 1
    assert "含延期 3 个工作日" in _html(manager, case)


def test_a_hold_says_until_when_and_why(demand: Demand, sign_in: SignIn, client: Client) -> None:
    taken = demand()
    case, manager = taken.case, sign_in("陈冬至")
    _do(manager, case, "sign")
    on = timezone.localdate() + timedelta(days=20)
    typed: dict[str, Any] = {
        "kind": "fund",
        "plan": "开业主会",
        "reason": "要动维修资金",
        "review_on": on.isoformat(),
    }
    assert _do(manager, case, "ask_hold", **{**typed, "review_on": "2020-01-01"}) == 422
    assert _do(manager, case, "ask_hold", **typed) == 303
    assert _do(sign_in("赵立秋"), case, "grant", of=Request.objects.get().pk) == 303
    assert case.state == State.ON_HOLD
    html = client.get(_follow(client, taken)).content.decode()
    for words in ("维修资金表决", "要动维修资金", f"{on.month}月{on.day}日起接着办"):
        assert words in html
    staff = _html(manager, case)
    assert "恢复后重新计算" in staff and "开业主会" in staff
    assert _do(manager, case, "resume") == 303
    assert case.state == State.IN_PROGRESS


def test_the_resident_answers_a_question_on_their_page(
    demand: Demand, sign_in: SignIn, client: Client
) -> None:
    taken = demand()
    case, manager = taken.case, sign_in("陈冬至")
    _do(manager, case, "sign")
    assert "请居民补充" not in _html(manager, case)  # nobody has spoken with them yet
    _do(manager, case, "note", words="打过电话", contacted="on")
    assert _do(manager, case, "ask_info", question="哪个单元的电梯？") == 303
    assert client.post(reverse("progress_info", args=[taken.report.receipt])).status_code == 404
    page = _follow(client, taken)
    html = client.get(page).content.decode()
    assert "哪个单元的电梯？" in html and "请您补充" in html and "最晚等到" in html
    address = reverse("progress_info", args=[taken.report.receipt])
    assert client.get(address).status_code == 303
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "三单元那部"}).status_code == 303
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert "三单元那部" in _html(manager, case)
    assert client.post(address, {"words": "再说一遍"}).status_code == 422  # nothing is asked any more


def test_staff_write_the_answer_down(demand: Demand, sign_in: SignIn) -> None:
    case, clerk = demand(DUMPLINGS, phone="").case, sign_in("李春燕")
    assert _do(clerk, case, "ask_info", question="是什么事？") == 303
    assert case.state == State.AWAITING_INFO
    assert _do(clerk, case, "give_info", words="电梯坏了") == 303
    assert case.state == State.REGISTERED


def test_the_resident_appeals_and_the_desk_above_takes_it_up(
    demand: Demand, sign_in: SignIn, client: Client
) -> None:
    taken = demand(DUMPLINGS)
    case, clerk, street = taken.case, sign_in("李春燕"), sign_in("赵立秋")
    assert _do(clerk, case, "decline", ground="no_duty", words="请找市场上的公司。") == 303
    page, address = _follow(client, taken), reverse("progress_appeal", args=[taken.report.receipt])
    assert "我觉得应该受理" in client.get(page).content.decode()
    assert client.get(address).status_code == 303
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "这是公家的地方"}).status_code == 303
    assert "我觉得应该受理" not in client.get(page).content.decode()
    assert client.post(address, {"reason": "再说一遍"}).status_code == 422
    request = Request.objects.get()
    assert _do(clerk, case, "grant", of=request.pk) == 403
    assert "居民" in street.get(reverse("requests")).content.decode()
    assert _do(street, case, "grant", of=request.pk) == 303
    assert case.state == State.REGISTERED
    assert "不予受理的异议成立" in _html(street, case)


@pytest.mark.parametrize("who", ["王小满", "李春燕", "赵立秋", "陈冬至", "路人"])
def test_the_list_of_requests_opens_for_everybody(demand: Demand, sign_in: SignIn, who: str) -> None:
    _do(sign_in("陈冬至"), demand().case, "ask_extension", days="3", reason="等配件")
    client = sign_in(who)
    answer = client.get(reverse("requests"))
    assert answer.status_code == 200
    assert ("等配件" in answer.content.decode()) == (who in ("李春燕", "赵立秋"))


def test_the_list_of_requests_costs_the_same_whatever_its_length(
    town: Town, demand: Demand, sign_in: SignIn
) -> None:
    client, manager = sign_in("赵立秋"), sign_in("陈冬至")
    costs = []
    for more in (1, 30):
        for _number in range(more):
            _do(manager, demand().case, "ask_extension", days="3", reason="等配件")
        client.get(reverse("requests"))
        with CaptureQueriesContext(connection) as seen:
            html = client.get(reverse("requests")).content.decode()
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 8, "\n".join(query["sql"][:200] for query in seen)
    assert 'rel="next"' in html


def test_reading_writes_nothing(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    _do(sign_in("陈冬至"), case, "ask_extension", days="3", reason="等配件")
    client = sign_in("赵立秋")
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("requests"))
        client.get(reverse("case", args=[case.pk]))
    assert not [query for query in seen if query["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]
