"""The page of the rules of practice."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.practice import RULES
from linli.cases.queries import practice
from linli.organisations.models import Reach, Seat
from tests.factories.towns import Town, make_duty, make_role

SignIn = Callable[[str], Client]


@pytest.fixture
def keeper(town: Town, sign_in: SignIn) -> Client:
    role = make_role("keeper", ["cases.practice"], reach=Reach.EVERYTHING)
    duty = make_duty(Seat.objects.create(body=town.street_desk.body, role=role, name="维护岗"), "冯小寒")
    client = sign_in("冯小寒")
    assert duty.person.name == "冯小寒"
    return client


def test_everybody_reads_the_rules_and_only_who_may_sees_forms(sign_in: SignIn, keeper: Client) -> None:
    html = sign_in("王小满").get(reverse("practice")).content.decode()
    for rule in RULES.values():
        assert str(rule.words) in html
    assert "practice_set" not in html and "<textarea" not in html and 'name="amount"' not in html
    assert keeper.get(reverse("practice")).content.decode().count('name="amount"') == len(RULES)


def test_a_number_is_changed_with_its_source(sign_in: SignIn, keeper: Client) -> None:
    address = reverse("practice_set", args=["info_days"])
    assert keeper.post(address, {"amount": "7", "source": "县办〔2026〕3号"}).status_code == 303
    assert practice.amount("info_days") == 7
    html = keeper.get(reverse("practice")).content.decode()
    assert "县办〔2026〕3号" in html and "冯小寒" in html
    assert sign_in("赵立秋").post(address, {"amount": "8", "source": "x"}).status_code == 403
    assert keeper.post(reverse("practice_set", args=["no_such"]), {"amount": "8"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"amount": "99", "source": "某文件"}, "最多是15天"),
        ({"amount": "0", "source": "某文件"}, "最少是1天"),
        ({"amount": "七", "source": "某文件"}, "请填一个整数"),
        ({"amount": "7", "source": ""}, "请写依据"),
    ],
)
def test_what_was_typed_wrongly_stands_open(keeper: Client, typed: dict[str, str], words: str) -> None:
    answer = keeper.post(reverse("practice_set", args=["info_days"]), typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html and html.count("<details open>") == 1
    assert practice.amount("info_days") == 5
