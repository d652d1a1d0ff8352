"""All demands of one number, by a code in a short message."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions
from linli.cases.actions import Registered
from linli.cases.models import Report
from linli.kernel.actor import RESIDENT
from linli.notices import actions as notices
from linli.notices import work as sending
from linli.notices.models import Message
from linli.people.models import PhoneCode

Demand = Callable[..., Registered]
PHONE, OTHER = "13812345678", "13987654321"


@pytest.fixture(autouse=True)
def there_is_a_gateway(settings: Any) -> None:
    settings.SENDS_SMS = True


def _code() -> str:
    return str(Message.objects.order_by("-pk")[0].params["code"])


def _prove(client: Client, phone: str = PHONE) -> str:
    """Ask for a code and type it; the page that follows."""
    assert client.post(reverse("mine"), {"phone": phone}).headers["Location"] == reverse("mine_code")
    assert client.post(reverse("mine_code"), {"code": _code()}).headers["Location"] == reverse("mine")
    return client.get(reverse("mine")).content.decode()


def test_a_code_opens_all_demands_of_the_number_open_ones_first(demand: Demand) -> None:
    over, running, foreign = demand("楼道灯坏了。"), demand(), demand("门禁坏了。", phone=OTHER)
    actions.withdraw(case_id=over.case.pk, reason="好了", by=RESIDENT, now=timezone.now())
    client = Client()
    html = _prove(client)
    assert html.index(running.case.title) < html.index(over.case.title)
    assert foreign.case.title not in html
    told = client.get(f"{reverse('progress')}?receipt={running.report.receipt}").content.decode()
    assert running.case.words in told
    other = client.get(f"{reverse('progress')}?receipt={foreign.report.receipt}").content.decode()
    assert foreign.case.words not in other
    rated = reverse("progress_withdraw", args=[foreign.report.receipt])
    assert client.post(rated, {"reason": ""}).status_code == 404


def test_the_session_stays_a_light_cookie_with_fifty_demands(demand: Demand) -> None:
    done, client = demand(), Client()
    for number in range(59):
        Report.objects.create(
            case=done.case, receipt=f"t{number}", query_blind="x", channel="web", phone=PHONE,
            phone_blind=done.report.phone_blind, received_at=timezone.now(),
        )  # fmt: skip
    _prove(client)
    assert len(client.session["cases.mine"]) == 51
    key = str(client.session.session_key)
    assert key.startswith("c.") and len(key) < 1500


def test_the_answer_is_the_same_for_a_number_that_nobody_knows(demand: Demand) -> None:
    demand()
    pages = []
    for phone in (PHONE, OTHER):
        client = Client()
        sent = client.post(reverse("mine"), {"phone": phone}, follow=True)
        assert sent.redirect_chain == [(reverse("mine_code"), 303)]
        html = sent.content.decode().replace(phone[-4:], "").replace(phone[:3], "")
        pages.append(re.sub(r'value="[\w-]{30,}"', "", html))
    assert pages[0] == pages[1]
    assert Message.objects.count() == 1 and PhoneCode.objects.count() == 2
    answer = client.post(reverse("mine_code"), {"code": "000000"})
    assert answer.status_code == 422


def test_the_number_never_stands_in_an_address_or_plain_on_the_page(demand: Demand) -> None:
    demand()
    sent = Client().post(reverse("mine"), {"phone": PHONE}, follow=True)
    assert PHONE not in sent.content.decode() and "138****5678" in sent.content.decode()
    assert all(PHONE not in url for url, _status in sent.redirect_chain)


def test_wrong_codes_and_too_many_are_refused_in_words(demand: Demand) -> None:
    demand()
    client = Client()
    client.post(reverse("mine"), {"phone": PHONE})
    right = _code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert "验证码不对" in client.post(reverse("mine_code"), {"code": wrong}).content.decode()
    again = client.post(reverse("mine"), {"phone": PHONE})
    assert again.status_code == 429 and "请等 1 分钟" in again.content.decode()
    for _turn in range(4):
        answer = client.post(reverse("mine_code"), {"code": wrong})
    assert "重新要一个" in answer.content.decode()
    assert client.post(reverse("mine_code"), {"code": right}).status_code == 422
    assert "没有诉求" not in client.get(reverse("mine")).content.decode()


def test_a_landline_is_told_to_phone(demand: Demand) -> None:
    answer = Client().post(reverse("mine"), {"phone": "0833-2123456"})
    assert answer.status_code == 422 and "座机请打电话" in answer.content.decode()


def test_without_a_number_there_is_no_code_to_type(demand: Demand) -> None:
    assert Client().get(reverse("mine_code")).headers["Location"] == reverse("mine")


def test_it_ends_after_half_a_day_and_by_leaving(demand: Demand) -> None:
    done, client = demand(), Client()
    assert done.case.title in _prove(client)
    session = client.session
    ends, *keys = session["cases.mine"]
    session["cases.mine"] = [int(timezone.now().timestamp()) - 1, *keys]
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    assert done.case.title not in client.get(reverse("mine")).content.decode()
    assert ends > (timezone.now() + timedelta(hours=11)).timestamp()
    PhoneCode.objects.all().delete()
    assert done.case.title in _prove(client)
    client.post(reverse("mine_leave"))
    assert done.case.title not in client.get(reverse("mine")).content.decode()


def test_what_this_browser_follows_is_listed_without_a_number(demand: Demand) -> None:
    done, client = demand(), Client()
    client.post(reverse("progress"), {"receipt": done.report.receipt, "code": done.query_code})
    html = client.get(reverse("mine")).content.decode()
    assert "这台手机上查过的" in html and done.case.title in html


def test_where_no_message_can_be_sent_the_page_says_so(demand: Demand, settings: Any) -> None:
    settings.SENDS_SMS = False
    demand()
    client = Client()
    html = client.get(reverse("mine")).content.decode()
    assert "还没有接通短信" in html and 'name="phone"' not in html
    client.post(reverse("mine"), {"phone": PHONE})
    assert not PhoneCode.objects.exists() and not Message.objects.exists()


def test_the_code_is_kept_no_longer_than_it_takes_to_send_it(demand: Demand) -> None:
    demand()
    Client().post(reverse("mine"), {"phone": PHONE})
    message, code = Message.objects.get(), _code()
    assert message.is_urgent and code not in message.text and "••••••" in message.text
    notices.mark_sent(message_id=message.pk, outer_id="x", now=timezone.now())
    message.refresh_from_db()
    assert message.params == {}


def test_a_code_that_could_not_be_sent_in_time_is_given_up(demand: Demand) -> None:
    demand()
    Client().post(reverse("mine"), {"phone": PHONE})
    later = timezone.now() + timedelta(minutes=11)
    assert not sending.FORGETTING.is_due(timezone.now()) and sending.FORGETTING.is_due(later)
    sending.forget_secrets(later)
    message = Message.objects.get()
    assert message.params == {} and message.failed_why and message.address == ""
    assert not sending.FORGETTING.is_due(later)
