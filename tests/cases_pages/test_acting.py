"""What a worker does on the page of a case: plain and by htmx, refused, twice."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.models import Case
from linli.cases.states import State
from linli.catalogue.models import Matter
from linli.journal import queries as journal
from tests.cases_pages.conftest import PHONE
from tests.factories.pages import DUMPLINGS, LAMP
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true"}


def _do(client: Client, case: Case, verb: str, **typed: object) -> int:
    answer = client.post(reverse("case_act", args=[case.pk, verb]), typed)
    case.refresh_from_db()
    return answer.status_code


def _buttons(client: Client, case: Case) -> set[str]:
    html = client.get(reverse("case", args=[case.pk])).content.decode()
    verbs = ("sign", "answer", "note", "approve", "send_back", "call_back", "place",
             "dispatch", "settle", "decline", "withdraw")  # fmt: skip
    return {verb for verb in verbs if f'action="{reverse("case_act", args=[case.pk, verb])}"' in html}


CALLED = {"manner": "phone", "reached": "yes", "contacted": "yes", "solved": "yes", "satisfaction": "3"}


def test_the_straight_path_by_plain_forms(demand: Demand, sign_in: SignIn) -> None:
    case, manager, clerk = demand().case, sign_in("陈冬至"), sign_in("李春燕")
    assert "sign" in _buttons(manager, case)
    assert _do(manager, case, "sign") == 303
    assert {"answer", "note"} <= _buttons(manager, case)
    assert _do(manager, case, "note", words="到现场看了", contacted="on") == 303
    assert case.contacted_at is not None
    assert _do(manager, case, "answer", outcome="solved", answer="换了电路板,已恢复。") == 303
    assert case.state == State.AWAITING_CALLBACK
    assert "call_back" in _buttons(clerk, case)
    assert _do(clerk, case, "call_back", **CALLED) == 303
    assert case.state == State.CLOSED
    assert _buttons(clerk, case) == set()
    html = clerk.get(reverse("case", args=[case.pk])).content.decode()
    for words in ("登记", "派单", "签收", "到现场看了", "换了电路板", "回访", "办结"):
        assert words in html


def test_an_answer_is_reviewed_sent_back_and_approved(demand: Demand, sign_in: SignIn) -> None:
    case, desk = demand(LAMP).case, sign_in("赵立秋")
    assert _do(desk, case, "sign") == 303
    assert _do(desk, case, "answer", outcome="solved", answer="修了。") == 303
    assert case.state == State.IN_REVIEW
    assert _do(desk, case, "approve") in (403, 422)  # nobody checks their own
    checker = sign_in("李春燕")
    assert {"approve", "send_back"} <= _buttons(checker, case)
    assert _do(checker, case, "send_back", reason="") == 422
    assert _do(checker, case, "send_back", reason="照片呢") == 303
    assert case.state == State.IN_PROGRESS
    assert _do(desk, case, "answer", outcome="solved", answer="修了,有照片。") == 303
    assert _do(checker, case, "approve") == 303
    assert case.state == State.AWAITING_CALLBACK


def test_a_double_click_changes_nothing_and_says_how_it_stands(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    assert _do(manager, case, "sign") == 303
    answer = manager.post(reverse("case_act", args=[case.pk, "sign"]))
    assert answer.status_code == 422
    assert "办理中" in answer.content.decode()
    assert [told.tag for told in journal.entries_of(case)].count("cases.signed") == 1


def test_a_wrong_form_stands_open_with_what_was_typed(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    _do(manager, case, "sign")
    answer = manager.post(
        reverse("case_act", args=[case.pk, "answer"]), {"answer": "换了电路板"}, headers=HTMX
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<html" not in html and 'id="acts"' in html
    assert "请选一个结果" in html and "换了电路板" in html
    assert html.count("<details") > html.count("open>") >= 1


def test_htmx_is_led_on_by_a_header(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    answer = manager.post(reverse("case_act", args=[case.pk, "sign"]), headers=HTMX)
    assert answer.headers["HX-Redirect"] == reverse("case", args=[case.pk])


def test_an_unplaced_case_is_placed_by_hand(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case, clerk = demand(DUMPLINGS).case, sign_in("李春燕")
    assert case.state == State.REGISTERED
    assert {"place", "decline"} <= _buttons(clerk, case)
    assert _do(clerk, case, "place", matter="没有这种事", place_words="柳岸花园") == 422
    assert _do(clerk, case, "place", matter="电梯", place_words="") == 422
    assert _do(clerk, case, "place", matter="电梯", place_words="柳岸花园3栋2单元") == 303
    assert case.matter == Matter.objects.get(code="lift")
    assert (case.state, case.holder_id) == (State.DISPATCHED, town.property_desk.pk)


def test_several_places_that_fit_are_offered(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case, clerk = demand(DUMPLINGS).case, sign_in("李春燕")
    answer = clerk.post(
        reverse("case_act", args=[case.pk, "place"]), {"matter": "电梯", "place_words": "柳岸"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'name="place_code" value="{town.estate.code}"' in html
    typed = {"matter": "电梯", "place_words": "柳岸", "place_code": town.estate.code}
    assert _do(clerk, case, "place", **typed) == 303
    assert case.place_id == town.estate.pk


def test_a_case_is_declined_on_a_lawful_ground(demand: Demand, sign_in: SignIn) -> None:
    case, clerk = demand(DUMPLINGS).case, sign_in("李春燕")
    assert _do(clerk, case, "decline", ground="because", words="不行") == 422
    assert _do(clerk, case, "decline", ground="no_duty", words="请找市场上的公司。") == 303
    assert case.state == State.DECLINED


def test_settled_on_the_spot_and_withdrawn(demand: Demand, sign_in: SignIn) -> None:
    clerk = sign_in("李春燕")
    settled, gone = demand(DUMPLINGS).case, demand(DUMPLINGS).case
    assert _do(clerk, settled, "settle", answer="当面说清了。") == 303
    assert settled.state == State.AWAITING_CALLBACK
    assert _do(clerk, gone, "withdraw", reason="居民来电说不用办了") == 303
    assert gone.state == State.WITHDRAWN


def test_the_call_back_asks_each_question_of_who_was_reached(demand: Demand, sign_in: SignIn) -> None:
    case, manager, clerk = demand().case, sign_in("陈冬至"), sign_in("李春燕")
    _do(manager, case, "sign")
    _do(manager, case, "answer", outcome="solved", answer="好了。")
    assert _do(clerk, case, "call_back", manner="phone", reached="yes", solved="yes") == 422
    assert _do(clerk, case, "call_back", manner="phone", reached="no") == 303
    assert case.state == State.AWAITING_CALLBACK
    assert _do(clerk, case, "call_back", **{**CALLED, "solved": "no"}) == 303
    assert case.state == State.DISPATCHED


def test_the_number_is_masked_until_asked_for_with_a_reason(demand: Demand, sign_in: SignIn) -> None:
    done, clerk = demand(), sign_in("李春燕")
    page = reverse("case", args=[done.case.pk])
    assert PHONE not in clerk.get(page).content.decode()
    ask = reverse("case_number", args=[done.case.pk])
    assert clerk.post(ask, {"report": done.report.pk, "reason": ""}).status_code == 422
    answer = clerk.post(ask, {"report": done.report.pk, "reason": "约上门时间"})
    assert f"tel:{PHONE}" in answer.content.decode()
    entry = journal.entries_of(done.case)[-1]
    assert (entry.tag, entry.text) == ("cases.number_seen", "约上门时间")
    assert PHONE not in clerk.get(page).content.decode()


def test_the_company_complained_about_sees_no_secret_reporter(demand: Demand, sign_in: SignIn) -> None:
    done, manager = demand(), sign_in("陈冬至")
    html = manager.get(reverse("case", args=[done.case.pk])).content.decode()
    assert "张阿姨" not in html
    answer = manager.post(
        reverse("case_number", args=[done.case.pk]), {"report": done.report.pk, "reason": "联系"}
    )
    assert answer.status_code == 403
    assert PHONE not in answer.content.decode()


@pytest.mark.parametrize("verb", ["sign", "answer", "dispatch", "decline", "call_back", "number", "place"])
def test_a_stranger_learns_nothing_and_does_nothing(demand: Demand, sign_in: SignIn, verb: str) -> None:
    case, stranger = demand().case, sign_in("路人")
    assert _do(stranger, case, verb) == 404
    assert stranger.get(reverse("case", args=[case.pk])).status_code == 404
    assert case.state == State.DISPATCHED


def test_without_sign_in_nothing_opens(demand: Demand) -> None:
    case = demand().case
    for verb in ("sign", "answer"):
        answer = Client().post(reverse("case_act", args=[case.pk, verb]))
        assert answer.headers["Location"].startswith("/accounts/login/")


def test_an_act_asked_for_by_get_leads_to_the_case(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    answer = sign_in("陈冬至").get(reverse("case_act", args=[case.pk, "sign"]))
    assert answer.headers["Location"] == reverse("case", args=[case.pk])


def test_who_may_not_know_the_reporter_reads_no_number_of_theirs(demand: Demand, sign_in: SignIn) -> None:
    case = demand("电梯停了，我是三楼的，电话13987654321，快来。").case
    clerk, manager = sign_in("李春燕"), sign_in("陈冬至")
    assert _do(manager, case, "sign") == 303
    assert _do(manager, case, "note", words="打了13987654321，没人接") == 303
    address = reverse("case", args=[case.pk])
    assert "13987654321" in clerk.get(address).content.decode()
    assert "13987654321" not in manager.get(address).content.decode()
