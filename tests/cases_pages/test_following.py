"""Progress by receipt and query code, rating, withdrawing."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions
from linli.cases.actions import Registered
from linli.cases.models import Report
from linli.cases.states import State
from linli.kernel.actor import Actor
from linli.organisations import queries as organisations
from linli.people.models import Account
from tests.factories.towns import Town

Demand = Callable[..., Registered]


@pytest.fixture(autouse=True)
def nothing_tried() -> None:
    cache.clear()


def _actor(name: str) -> Actor:
    return organisations.build_actor(Account.objects.get(username=f"u-{name}"), now=timezone.now())


def _follow(client: Client, done: Registered) -> str:
    sent = client.post(reverse("progress"), {"receipt": done.report.receipt, "code": done.query_code})
    assert sent.status_code == 303
    return str(sent.headers["Location"])


def _answered(done: Registered) -> None:
    holder, now = _actor("陈冬至"), timezone.now()
    actions.sign(case_id=done.case.pk, by=holder, now=now)
    actions.note(case_id=done.case.pk, words="去看过了", contacted=True, by=holder, now=now)
    actions.answer(case_id=done.case.pk, answer="换了电路板,已恢复。", outcome="solved", by=holder, now=now)


def test_receipt_and_code_tell_the_progress_in_sentences(demand: Demand) -> None:
    done, client = demand(), Client()
    html = client.get(_follow(client, done)).content.decode()
    assert "您的诉求已登记" in html
    assert "安居物业公司" in html
    assert "前联系您" in html
    assert 'aria-current="step"' in html


def test_spaces_and_small_letters_are_forgiven(demand: Demand) -> None:
    done, client = demand(), Client()
    receipt = f" {done.report.receipt[:6]} {done.report.receipt[6:10]}-{done.report.receipt[10:]}"
    code = f"{done.query_code[:4].lower()} {done.query_code[4:]}"
    assert client.post(reverse("progress"), {"receipt": receipt, "code": code}).status_code == 303


def test_a_wrong_code_is_refused_alike_whether_or_not_the_receipt_exists(demand: Demand) -> None:
    done = demand()
    other = demand().report.receipt
    Report.objects.filter(receipt=other).update(
        receipt="26030500000000"
    )  # so that the other one does not exist
    told = []
    for receipt in (done.report.receipt, other):
        answer = Client().post(reverse("progress"), {"receipt": receipt, "code": "AAAAAAAA"})
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "编号或查询码不对" in html
        told.append(html.count("alert"))
    assert told[0] == told[1]


def test_a_mistyped_receipt_is_told_apart_by_its_check_digit(demand: Demand) -> None:
    receipt = demand().report.receipt
    wrong = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)
    answer = Client().post(reverse("progress"), {"receipt": wrong, "code": "AAAAAAAA"})
    assert answer.status_code == 422
    assert "抄错了一位" in answer.content.decode()


def test_guessing_is_slowed_even_for_the_right_code(demand: Demand) -> None:
    done, client = demand(), Client()
    for _try in range(5):
        client.post(reverse("progress"), {"receipt": done.report.receipt, "code": "AAAAAAAA"})
    answer = client.post(reverse("progress"), {"receipt": done.report.receipt, "code": done.query_code})
    assert answer.status_code == 429
    assert "10 分钟" in answer.content.decode()


def test_a_receipt_alone_shows_the_form(demand: Demand) -> None:
    done = demand()
    html = Client().get(reverse("progress"), {"receipt": done.report.receipt}).content.decode()
    assert done.report.receipt[:6] in html
    assert done.case.title not in html


def test_the_answer_is_shown_once_given_and_rated_once(demand: Demand) -> None:
    done, client = demand(), Client()
    address = _follow(client, done)
    assert "换了电路板" not in client.get(address).content.decode()
    _answered(done)
    html = client.get(address).content.decode()
    assert "换了电路板" in html
    assert "已和您联系过" in html
    rate = reverse("progress_rate", args=[done.report.receipt])
    assert client.post(rate, {"solved": "yes"}).status_code == 422
    assert client.post(rate, {"solved": "yes", "stars": "5", "words": "谢谢"}).status_code == 303
    report = Report.objects.get(pk=done.report.pk)
    assert (report.solved, report.stars) == (True, 5)
    again = client.post(rate, {"solved": "no", "stars": "1"})
    assert again.status_code == 422
    assert "已经评价过了" in again.content.decode()


def test_a_rating_before_the_answer_is_refused(demand: Demand) -> None:
    done, client = demand(), Client()
    _follow(client, done)
    answer = client.post(
        reverse("progress_rate", args=[done.report.receipt]), {"solved": "yes", "stars": "5"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["progress_rate", "progress_withdraw"])
def test_nobody_acts_without_the_code(demand: Demand, name: str) -> None:
    done = demand()
    address = reverse(name, args=[done.report.receipt])
    assert Client().post(address, {"solved": "yes", "stars": "5"}).status_code == 404
    assert Client().get(address).status_code == 404
    done.case.refresh_from_db()
    assert done.case.state != State.WITHDRAWN


def test_the_resident_takes_the_demand_back_once(demand: Demand) -> None:
    done, client = demand(), Client()
    _follow(client, done)
    address = reverse("progress_withdraw", args=[done.report.receipt])
    assert client.post(address, {"reason": ""}).status_code == 303
    done.case.refresh_from_db()
    assert done.case.state == State.WITHDRAWN
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "已经撤回" in client.get(f"{reverse('progress')}?receipt={done.report.receipt}").content.decode()


def test_a_declined_demand_says_why(town: Town, demand: Demand) -> None:
    done, client = demand("好的好的好的。"), Client()
    actions.decline(
        case_id=done.case.pk,
        ground="no_duty",
        words="请找市场上的开锁公司。",
        by=_actor("李春燕"),
        now=timezone.now(),
    )
    html = client.get(_follow(client, done)).content.decode()
    assert "请找市场上的开锁公司" in html
