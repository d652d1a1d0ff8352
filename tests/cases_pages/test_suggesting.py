"""What a report sounds like while it is typed: offered, never forced, and nothing is kept."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases import actions, dangers
from linli.cases.models import Case
from linli.cases.queries.suggesting import chosen_matter
from linli.cases.views import suggesting
from linli.catalogue import queries as catalogue
from linli.catalogue.models import Matter, Urgency
from linli.organisations import queries as organisations
from linli.people.models import Account
from linli.places.models import DoorCode
from tests.factories.pages import DUMPLINGS, LAMP, LIFT
from tests.factories.towns import LONG_AGO, NOW, Town


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    cache.clear()


def ask(words: str, **more: str) -> str:
    answer = Client().post(reverse("report_suggest"), {"words": words, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def _send(door: DoorCode, words: str, matter: object) -> Case:
    client, address = Client(), reverse("report", args=[door.code])
    token = re.search(r'name="token" value="(\w+)"', client.get(address).content.decode())
    assert token
    assert client.post(address, {"words": words, "token": token[1], "matter": matter}).status_code == 303
    return Case.objects.select_related("matter", "lead").get()


def test_words_are_told_who_does_it_and_within_what_time(door: DoorCode) -> None:
    html = ask(LIFT, door=door.code)
    assert "电梯故障" in html and "由安居物业公司办" in html and "24小时内联系您" in html
    assert "路灯不亮" not in html and "<html" not in html
    assert f'value="{Matter.objects.get(code="lift").pk}"' in html


def test_without_a_place_it_says_what_kind_of_body(town: Town) -> None:
    assert "由小区物业办" in ask(LIFT)
    assert "由街道(乡镇)办" in ask(LAMP)
    assert "由临江街道办事处办" in ask(LAMP, place=town.community.code)
    assert "由小区物业办" in ask(LIFT, door="NOSUCHCODE")


def test_what_was_tapped_stays_tapped(door: DoorCode) -> None:
    lift = Matter.objects.get(code="lift")
    assert re.search(rf'value="{lift.pk}" checked', ask(LIFT, matter=str(lift.pk)))
    for odd in ("", "x", "²", "9" * 40):
        assert "checked" not in ask(LIFT, matter=odd)


def test_evidence_is_asked_for_in_words(door: DoorCode) -> None:
    Matter.objects.filter(code="lift").update(evidence="电梯里的故障照片")
    catalogue.forget()
    assert "最好附上：电梯里的故障照片" in ask(LIFT)


@pytest.mark.parametrize("words", ["", "坏", "   ", DUMPLINGS, "\x00\x00\x00\x00"])
def test_what_says_nothing_gets_nothing(town: Town, words: str) -> None:
    assert ask(words).strip() == ""


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("楼上着火了", ["119"]),
        ("有人打架，流血了", ["110", "120"]),
        ("闻到煤气味很重", ["119"]),
        ("老人晕倒了", ["120"]),
        ("电梯停了，人 被 困 住", ["119"]),
        ("路灯不亮", []),
        ("物业费太贵", []),
    ],
)
def test_danger_comes_with_the_numbers_to_call(town: Town, words: str, numbers: list[str]) -> None:
    html = ask(words)
    assert re.findall(r'href="tel:(\d+)"', html) == numbers
    assert ("不开灯" in html) is dangers.smells_of_gas(words)


def test_nothing_is_written_and_few_statements_are_made(door: DoorCode) -> None:
    ask(LIFT, door=door.code)
    with CaptureQueriesContext(connection) as seen:
        ask(LIFT, door=door.code)
    assert len(seen) <= 4
    assert all(query["sql"].startswith("SELECT") for query in seen.captured_queries)


def test_who_asks_too_often_waits(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "MOST_IN_WINDOW", 2)
    client, address = Client(), reverse("report_suggest")
    assert [client.post(address, {"words": LIFT}).status_code for _time in range(3)] == [200, 200, 429]
    assert client.post(address, {"words": LIFT}).content == b""


def test_it_is_sent_and_never_stands_in_an_address(town: Town) -> None:
    assert Client().get(reverse("report_suggest"), {"words": LIFT}).status_code == 405


def test_a_choice_places_what_the_words_leave_open(door: DoorCode) -> None:
    words = "电梯，路灯不亮"  # both are heard
    lift = Matter.objects.get(code="lift")
    assert catalogue.match(words, on=NOW.date()).matter != lift
    case = _send(door, words, lift.pk)
    assert case.matter == lift and case.lead is not None and case.lead.name == "安居物业公司"


@pytest.mark.parametrize("chosen", ["lamp", "999999", "x", ""])
def test_a_choice_that_the_words_do_not_speak_of_counts_for_nothing(door: DoorCode, chosen: str) -> None:
    key = Matter.objects.get(code="lamp").pk if chosen == "lamp" else chosen
    case = _send(door, LIFT, key)
    assert case.matter is not None and case.matter.code == "lift"


def test_a_choice_does_not_make_danger_calm(town: Town) -> None:
    lift = Matter.objects.get(code="lift")
    Matter.objects.create(
        code="fire", name="着火", category=lift.category, words=["着火了", "起火冒烟"], lead=lift.lead,
        urgency=Urgency.DANGER, valid_from=LONG_AGO,
    )  # fmt: skip
    catalogue.forget()
    assert chosen_matter(lift.pk, "电梯着火了起火冒烟", on=NOW.date()) is None
    assert chosen_matter(lift.pk, LIFT, on=NOW.date()) == lift.pk


def test_a_wrong_choice_is_mended_by_staff(door: DoorCode, town: Town) -> None:
    case = _send(door, "电梯，路灯不亮", Matter.objects.get(code="lift").pk)
    holder, desk = (
        organisations.build_actor(Account.objects.get(username=name), now=case.registered_at)
        for name in ("u-陈冬至", "u-李春燕")
    )
    said = {"by": holder, "now": case.registered_at}
    asked = actions.ask_objection(case_id=case.pk, reason="是路灯，不是电梯", **said)  # type: ignore[arg-type]
    actions.grant(request_id=asked.pk, words="", by=desk, now=case.registered_at)
    mended = actions.place_by_hand(
        case_id=case.pk, matter_id=Matter.objects.get(code="lamp").pk, place_id=town.unit.pk, by=desk,
        now=case.registered_at, reason="说的是路灯",
    )  # fmt: skip
    assert mended.lead == town.street_office
