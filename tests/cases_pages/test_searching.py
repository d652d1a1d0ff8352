"""The page 查找: by words, by receipt, by phone; what each reader sees, and what is written down."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.events import CaseEvent
from linli.journal.models import Entry
from linli.organisations.models import Role
from tests.factories.pages import LAMP, LIFT

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
PHONE = "13812345678"


def test_words_are_found_and_marked(demand: Demand, sign_in: SignIn) -> None:
    lift, lamp = demand().case, demand(LAMP).case
    html = sign_in("李春燕").get(reverse("search"), {"q": "电梯"}).content.decode()
    assert "<mark>电梯</mark>" in html
    assert reverse("case", args=[lift.pk]) in html and reverse("case", args=[lamp.pk]) not in html
    assert "没有找到" in sign_in("路人").get(reverse("search"), {"q": "电梯"}).content.decode()
    assert "没有找到" in sign_in("李春燕").get(reverse("search"), {"q": "鲸鱼"}).content.decode()


def test_numbers_in_the_words_are_not_shown(demand: Demand, sign_in: SignIn) -> None:
    demand(LIFT + "打13912345678找我")
    html = sign_in("李春燕").get(reverse("search"), {"q": "电梯"}).content.decode()
    assert "13912345678" not in html and "[电话]" in html


def test_a_receipt_leads_straight_to_its_case(demand: Demand, sign_in: SignIn) -> None:
    done = demand()
    shown = f"{done.report.receipt[:6]} {done.report.receipt[6:10]} {done.report.receipt[10:]}"
    answer = sign_in("李春燕").get(reverse("search"), {"q": shown})
    assert answer.status_code == 303 and answer.headers["Location"] == reverse("case", args=[done.case.pk])
    assert sign_in("路人").get(reverse("search"), {"q": shown}).status_code == 200


def test_what_was_typed_wrongly_is_said(demand: Demand, sign_in: SignIn) -> None:
    client = sign_in("李春燕")
    assert client.get(reverse("search")).status_code == 200
    assert client.get(reverse("search"), {"q": ""}).status_code == 422
    days = {"q": "电梯", "first": "2026-03-05", "last": "2026-03-01"}
    assert "结束的日子早于开始的日子" in client.get(reverse("search"), days).content.decode()
    hint = client.get(reverse("search"), {"q": PHONE}).content.decode()
    assert "要按电话找" in hint


def test_many_are_turned_over_page_by_page_in_few_statements(demand: Demand, sign_in: SignIn) -> None:
    for _number in range(52):
        demand()
    client, typed = sign_in("李春燕"), {"q": "电梯", "state": "open"}
    client.get(reverse("search"), typed)
    with CaptureQueriesContext(connection) as seen:
        first = client.get(reverse("search"), typed).content.decode()
    assert len(seen) <= 8, "\n".join(query["sql"][:150] for query in seen)
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = client.get(reverse("search") + more[1].replace("&amp;", "&")).content.decode()
    assert [len(re.findall(r'href="/cases/(\d+)/', html)) for html in (first, second)] == [50, 2]


def test_a_phone_is_sought_with_a_reason_and_never_in_an_address(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    client = sign_in("李春燕")
    address = reverse("search_phone")
    assert "按电话查找" not in client.get(reverse("search")).content.decode()
    assert client.post(address, {"number": PHONE, "reason": "问"}).status_code == 403
    role = Role.objects.get(code="community-desk")
    role.verbs = [*role.verbs, "cases.see_reporter"]
    role.save()
    assert "按电话查找" in client.get(reverse("search")).content.decode()
    assert client.post(address, {"number": PHONE, "reason": ""}).status_code == 422
    assert client.post(address, {"number": "12", "reason": "问"}).status_code == 422
    assert client.get(address).status_code == 303
    assert not Entry.objects.filter(tag=CaseEvent.SOUGHT).exists()
    for number in (PHONE, "5678"):
        html = client.post(address, {"number": number, "reason": "他来问"}).content.decode()
        assert reverse("case", args=[case.pk]) in html
    assert "没有您能看的" in client.post(address, {"number": "9999", "reason": "他来问"}).content.decode()
    assert Entry.objects.filter(tag=CaseEvent.SOUGHT).count() == 3
