"""Parts, whistles and supervision by plain forms; what waits beside the worklist; a resident who urges."""

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
from linli.cases.models import (
    Case,
    Part,
    Request,
    RequestKind,
    Supervision,
    Urge,
    Whistle,
    WhistleCall,
)
from linli.cases.states.requests import RequestState
from linli.journal import queries as journal
from linli.organisations.models import Body, BodyKind, Seat, Tree
from tests.factories.pages import LAMP
from tests.factories.together import STEERS
from tests.factories.towns import DESK_VERBS, Town, make_duty, make_role

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]


@pytest.fixture
def bureau(town: Town) -> Seat:
    """A department with a desk; the street's desk and a county's may whistle and supervise."""
    town.street_desk.role.verbs = [*DESK_VERBS, *STEERS]
    town.street_desk.role.save()
    county = make_role("county-desk", [*DESK_VERBS, *STEERS], rung=5, is_desk=True)
    make_duty(
        Seat.objects.create(body=town.government, role=county, area=town.county, name="县受理中心"), "钱小寒"
    )
    body = Body.objects.create(code="dept-urban", name="城管局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK)
    role = make_role("department-desk", ["cases.read", "cases.work"], rung=4, is_desk=True, reach="body")
    desk = Seat.objects.create(body=body, role=role, name="城管局受理岗")
    make_duty(desk, "孙白露")
    return desk


def _do(client: Client, case: Case, act: str, of: int = 0, **typed: object) -> int:
    address = (
        reverse("case_act_of", args=[case.pk, act, of]) if of else reverse("case_act", args=[case.pk, act])
    )
    answer = client.post(address, typed)
    return answer.status_code


def _html(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def _local(hours: float) -> str:
    return (timezone.localtime() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def test_a_part_by_plain_forms(bureau: Seat, demand: Demand, sign_in: SignIn) -> None:
    case, street, helper = demand(LAMP).case, sign_in("赵立秋"), sign_in("孙白露")
    assert helper.get(reverse("case", args=[case.pk])).status_code == 404
    assert _do(street, case, "ask_part", seat="城管局", task="") == 422
    assert _do(street, case, "ask_part", seat="城管局", task="换灯杆") == 303
    part = Part.objects.get()
    assert (part.task, part.seat) == ("换灯杆", bureau)
    assert "换灯杆" in _html(helper, "parts") and "换灯杆" not in _html(street, "parts")
    assert reverse("parts") in _html(helper, "worklist") and reverse("parts") not in _html(street, "worklist")
    page = _html(helper, "case", case.pk)
    assert reverse("case_act_of", args=[case.pk, "take_part", part.pk]) in page
    assert _do(helper, case, "take_part", part.pk) == 303
    assert _do(helper, case, "take_part", part.pk) == 422
    assert _do(helper, case, "note_part", part.pk, words="去过了", contacted="on") == 303
    assert _do(street, case, "sign") == 303
    answered = street.post(
        reverse("case_act", args=[case.pk, "answer"]), {"outcome": "solved", "answer": "好了"}
    )
    assert answered.status_code == 422 and "城管局" in answered.content.decode()
    assert _do(helper, case, "finish_part", part.pk, result="换好了") == 303
    assert "换好了" in _html(street, "case", case.pk)
    assert _do(street, case, "answer", outcome="solved", answer="好了") == 303


def test_a_whistle_by_plain_forms(bureau: Seat, demand: Demand, sign_in: SignIn) -> None:
    case, street, helper, county = demand(LAMP).case, sign_in("赵立秋"), sign_in("孙白露"), sign_in("钱小寒")
    typed: dict[str, Any] = {"task": "一起看", "meet_at_place": "东门", "arrive_due_at": _local(3)}
    assert _do(street, case, "blow", **typed) == 422
    assert _do(street, case, "blow", bodies=[bureau.body_id], **{**typed, "arrive_due_at": _local(-3)}) == 422
    assert _do(street, case, "blow", bodies=[bureau.body_id], **typed) == 303
    whistle, call = Whistle.objects.get(), WhistleCall.objects.get()
    assert "东门" in _html(helper, "whistles") and "待应哨" in _html(helper, "whistles")
    assert _do(helper, case, "respond", call.pk) == 303
    assert _do(street, case, "end_whistle", whistle.pk, result="好了") == 422
    assert _do(helper, case, "arrive", call.pk) == 303
    assert _do(helper, case, "finish_call", call.pk, result="修了") == 303
    assert _do(street, case, "end_whistle", whistle.pk, result="都好了") == 303
    assert _do(street, case, "rate_call", call.pk, stars="5", words="快") == 303
    assert _do(helper, case, "rate_call", call.pk, stars="4") == 303
    assert _do(street, case, "weigh_whistle", whistle.pk, verdict="自己评自己") == 403
    assert _do(county, case, "weigh_whistle", whistle.pk, verdict="配合好") == 303
    for client in (street, helper, county):
        html = _html(client, "case", case.pk)
        assert "修了" in html and "配合好" in html and "都好了" in html
        assert "配合好" in _html(client, "whistles")


def test_what_a_community_asked_for_stands_in_the_form(bureau: Seat, demand: Demand, sign_in: SignIn) -> None:
    case, street, now = demand(LAMP).case, sign_in("赵立秋"), timezone.now()
    facts = {"asked_at": now, "state": RequestState.GRANTED, "decided_at": now}
    Request.objects.create(case=case, kind=RequestKind.WHISTLE, reason="路灯和树都要管", **facts)
    assert (
        _html(street, "case", case.pk).count("路灯和树都要管") == 2
    )  # in the list of requests and in the form
    typed: dict[str, Any] = {"task": "一起看", "meet_at_place": "东门", "arrive_due_at": _local(3)}
    assert _do(street, case, "blow", bodies=[bureau.body_id], **typed) == 303
    assert _html(street, "case", case.pk).count("路灯和树都要管") == 1


def test_who_is_late_is_marked(bureau: Seat, demand: Demand, sign_in: SignIn) -> None:
    case, street = demand(LAMP).case, sign_in("赵立秋")
    typed: dict[str, Any] = {"task": "一起看", "meet_at_place": "东门", "arrive_due_at": _local(3)}
    assert _do(street, case, "blow", bodies=[bureau.body_id], **typed) == 303
    assert "迟了" not in _html(street, "case", case.pk)
    WhistleCall.objects.update(respond_due_at=timezone.now() - timedelta(minutes=1))
    assert "迟了" in _html(street, "case", case.pk) and "迟了" in _html(street, "whistles")
    whistle = Whistle.objects.get()
    assert _do(street, case, "end_whistle", whistle.pk, result="没等到", rest_absent="on") == 303
    assert "没到场" in _html(street, "case", case.pk)


def test_supervised_by_plain_forms(bureau: Seat, demand: Demand, sign_in: SignIn) -> None:
    case, street, county = demand(LAMP).case, sign_in("赵立秋"), sign_in("钱小寒")
    typed: dict[str, Any] = {"ground": "late", "task": "说明原因", "reply_due_at": _local(20)}
    assert _do(county, case, "supervise", **typed) == 303
    one = Supervision.objects.get()
    assert "说明原因" in _html(street, "supervisions") and "说明原因" not in _html(county, "supervisions")
    assert _do(street, case, "reply_supervision", one.pk, reply="灯杆明天到") == 303
    assert "灯杆明天到" in _html(county, "case", case.pk)
    assert _do(county, case, "lift_supervision", one.pk, reason="清楚了") == 303


@pytest.mark.parametrize("name", ["parts", "whistles", "supervisions"])
def test_the_pages_beside_cost_few_statements(
    bureau: Seat, demand: Demand, sign_in: SignIn, name: str
) -> None:
    street, helper, county = sign_in("赵立秋"), sign_in("孙白露"), sign_in("钱小寒")
    for _number in range(3):
        case = demand(LAMP).case
        _do(street, case, "ask_part", seat="城管局", task="换灯杆")
        _do(
            street,
            case,
            "blow",
            bodies=[bureau.body_id],
            task="来",
            meet_at_place="东门",
            arrive_due_at=_local(3),
        )
        _do(county, case, "supervise", ground="late", task="说明", reply_due_at=_local(20))
    reader = street if name == "supervisions" else helper
    reader.get(reverse(name))
    with CaptureQueriesContext(connection) as seen:
        assert reader.get(reverse(name)).status_code == 200
    assert len(seen) <= 8, "\n".join(query["sql"][:160] for query in seen)
    assert not [query for query in seen if not query["sql"].lstrip("(").startswith("SELECT")]


@pytest.mark.parametrize("name", ["parts", "whistles", "supervisions"])
def test_a_stranger_sees_no_such_page(bureau: Seat, sign_in: SignIn, name: str) -> None:
    assert sign_in("路人").get(reverse(name)).status_code == 403


def test_a_resident_urges_once_a_day_and_hears_who_helps(
    bureau: Seat, demand: Demand, sign_in: SignIn
) -> None:
    done = demand(LAMP)
    urge = reverse("progress_urge", args=[done.report.receipt])
    assert Client().post(urge, {"words": "急"}).status_code == 404
    resident = Client()
    code = {"receipt": done.report.receipt, "code": done.query_code}
    address = resident.post(reverse("progress"), code).headers["Location"]
    html = resident.get(address).content.decode()
    assert urge in html and "一起办这件事" not in html
    assert resident.get(urge).status_code == 303
    assert resident.post(urge, {"words": "晚上没灯，老人怕摔"}).status_code == 303
    told = journal.entries_of(done.case)[-1]
    assert (told.tag, told.text) == ("cases.urged", "晚上没灯，老人怕摔")
    html = resident.get(address).content.decode()
    assert "今天已经替您催过了" in html and urge not in html
    assert resident.post(urge, {}).status_code == 422
    assert Urge.objects.count() == 1
    _do(sign_in("赵立秋"), done.case, "ask_part", seat="城管局", task="换灯杆")
    _do(sign_in("孙白露"), done.case, "take_part", Part.objects.get().pk)
    assert "城管局也在一起办这件事" in resident.get(address).content.decode()


def test_the_page_of_a_case_with_all_of_it(bureau: Seat, demand: Demand, sign_in: SignIn) -> None:
    """Three more statements than without: parts, whistles with their calls, supervisions."""
    case, street, county = demand(LAMP).case, sign_in("赵立秋"), sign_in("钱小寒")
    address = reverse("case", args=[case.pk])
    street.get(address)
    with CaptureQueriesContext(connection) as before:
        street.get(address)
    _do(street, case, "ask_part", seat="城管局", task="换灯杆")
    _do(
        street,
        case,
        "blow",
        bodies=[bureau.body_id],
        task="来",
        meet_at_place="东门",
        arrive_due_at=_local(3),
    )
    _do(county, case, "supervise", ground="late", task="说明", reply_due_at=_local(20))
    street.get(address)
    with CaptureQueriesContext(connection) as after:
        street.get(address)
    assert len(after) <= len(before) + 2  # calls of the whistle, names of seats in the story
