"""Progress by receipt and query code, rating, withdrawing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions, queries
from linli.cases.actions import Registered
from linli.cases.models import Case, Report
from linli.cases.states import State
from linli.journal import queries as journal
from linli.kernel.actor import Actor
from linli.organisations import queries as organisations
from linli.people.models import Account
from linli.places.models import Place
from tests.factories.towns import Town

Demand = Callable[..., Registered]


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


def test_who_is_not_content_says_why_and_staff_read_it(demand: Demand) -> None:
    done, client = demand(), Client()
    _follow(client, done)
    _answered(done)
    rate = reverse("progress_rate", args=[done.report.receipt])
    assert client.post(rate, {"solved": "no", "stars": "2", "why": ["weather"]}).status_code == 422
    typed = {"solved": "no", "stars": "2", "why": ["slow", "unclear"], "words": "等了三天"}
    assert client.post(rate, typed).status_code == 303
    told = queries.timeline(Case.objects.get(pk=done.case.pk), _actor("陈冬至"))
    assert told[-1].text == "办得慢、没说清楚。等了三天"


def test_reasons_of_the_content_do_not_count_and_unknown_ones_are_refused(demand: Demand) -> None:
    done = demand()
    _answered(done)
    say: dict[str, Any] = {"report_id": done.report.pk, "words": "", "now": timezone.now()}
    with pytest.raises(actions.UnknownRatingWhy):
        actions.rate(**say, solved=False, stars=1, why=["weather"])
    actions.rate(**say, solved=True, stars=4, why=["slow"])
    assert "why" not in journal.entries_of(done.case)[-1].facts


def test_what_may_be_done_stands_in_the_order_of_likelihood(demand: Demand) -> None:
    done, client = demand(), Client()
    address = _follow(client, done)
    html = client.get(address).content.decode()
    places = [html.index(words) for words in ("补几张照片", "等急了，催一催", "不用办了，撤回")]
    assert places == sorted(places)
    _answered(done)
    html = client.get(address).content.decode()
    assert html.index("换了电路板") < html.index("办得怎么样，您说了算") < html.index("经过")
    assert "等急了" not in html and "不用办了" not in html


def test_a_question_stands_at_the_very_top(demand: Demand) -> None:
    done, client = demand(), Client()
    address, holder, now = _follow(client, done), _actor("陈冬至"), timezone.now()
    actions.sign(case_id=done.case.pk, by=holder, now=now)
    actions.note(case_id=done.case.pk, words="打过电话", contacted=True, by=holder, now=now)
    actions.ask_info(case_id=done.case.pk, question="几号电梯？", by=holder, now=now)
    html = client.get(address).content.decode()
    assert html.index("几号电梯？") < html.index("经过")
    assert 'data-tone="asks"' in html


def test_the_larger_print_shows_less_and_hides_the_rest_behind_one_word(town: Town, demand: Demand) -> None:
    Place.objects.filter(pk=town.community.pk).update(phone="0833-2123456")
    done, client = demand(), Client()
    address = _follow(client, done)
    client.cookies["elder"] = "1"
    html = client.get(address).content.decode()
    assert html.index("打给柳岸社区") < html.index("<span>更多</span>") < html.index("等急了，催一催")
    assert 'href="tel:08332123456"' in html


def test_a_refused_form_keeps_what_was_typed_and_stands_open(demand: Demand) -> None:
    done, client = demand(), Client()
    _follow(client, done)
    _answered(done)
    rate = reverse("progress_rate", args=[done.report.receipt])
    html = client.post(rate, {"words": "写了一半"}).content.decode()
    assert "写了一半" in html and "请选一个" in html


def test_following_ends_after_a_month(demand: Demand) -> None:
    done, client = demand(), Client()
    address = _follow(client, done)
    session = client.session
    today = timezone.localdate().toordinal()
    assert session["cases.followed"] == {done.report.receipt: [done.report.pk, today + 30]}
    session["cases.followed"] = {done.report.receipt: [done.report.pk, today - 1]}
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    assert done.case.title not in client.get(address).content.decode()
    assert client.post(reverse("progress_withdraw", args=[done.report.receipt])).status_code == 404
    other = demand("楼道灯坏了")
    _follow(client, other)
    assert list(client.session["cases.followed"]) == [other.report.receipt]


def test_at_most_fifty_are_followed_and_leaving_forgets_them(demand: Demand) -> None:
    done, client = demand(), Client()
    address = _follow(client, done)
    session = client.session
    today = timezone.localdate().toordinal()
    session["cases.followed"] = {f"2603050000{number:04}": [number, today] for number in range(60)}
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    _follow(client, done)
    assert len(client.session["cases.followed"]) == 50
    assert str(client.session.session_key).startswith("c.")
    assert client.get(reverse("mine_leave")).status_code == 405
    assert client.post(reverse("mine_leave")).status_code == 303
    assert done.case.title not in client.get(address).content.decode()
    assert not client.session.get("cases.followed")
