"""Worklist, unplaced queue, registering for somebody else; and no page writes when it is only read."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.cases import forms
from linli.cases.actions import Registered
from linli.cases.models import Case, ProxyConsent, Report
from linli.cases.states import State
from linli.places import queries as places
from linli.places.models import DoorCode
from tests.factories.pages import DUMPLINGS, LIFT
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
LENSES = ("mine", "unit", "area", "late", "unplaced", "callbacks", "review", "all")
STAFF = ("王小满", "李春燕", "赵立秋", "陈冬至", "路人")


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize("lens", [*LENSES, "nonsense"])
def test_every_lens_opens_for_everybody(demand: Demand, sign_in: SignIn, who: str, lens: str) -> None:
    demand()
    assert sign_in(who).get(reverse("worklist"), {"lens": lens}).status_code == 200


def test_the_worklist_shows_what_one_holds_with_its_due_time(demand: Demand, sign_in: SignIn) -> None:
    done = demand()
    html = sign_in("陈冬至").get(reverse("worklist")).content.decode()
    assert done.case.title in html
    assert "待签收" in html and "还剩" in html
    assert done.case.title not in sign_in("路人").get(reverse("worklist"), {"lens": "all"}).content.decode()


def test_a_late_case_says_so(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    Case.objects.filter(pk=case.pk).update(next_at=timezone.now() - timedelta(hours=2))
    html = sign_in("陈冬至").get(reverse("worklist"), {"lens": "late"}).content.decode()
    assert "l-due-late" in html


def test_a_long_list_goes_on_over_pages(demand: Demand, sign_in: SignIn) -> None:
    for _number in range(52):
        demand()
    client = sign_in("陈冬至")
    first = client.get(reverse("worklist")).content.decode()
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = client.get(reverse("worklist") + more[1].replace("&amp;", "&")).content.decode()
    titles = [len(re.findall(r'href="/cases/(\d+)/', html)) for html in (first, second)]
    assert titles == [50, 2]


def test_registering_for_somebody_else(town: Town, sign_in: SignIn) -> None:
    client, address = sign_in("李春燕"), reverse("case_register")
    token = re.search(r'name="token" value="(\w+)"', client.get(address).content.decode())
    assert token
    typed = {
        "words": LIFT, "place_words": "柳岸花园3栋2单元501", "channel": "visit", "kind": "help",
        "name": "刘大爷", "phone": "0833-2123456", "token": token[1], "happened_at": "2026-03-05T09:30",
        "proxy_consent": "present",
    }  # fmt: skip
    sent = client.post(address, typed)
    assert sent.status_code == 303
    report = Report.objects.select_related("case").get()
    assert report.case.place_id == town.home.pk
    assert report.taken_by_person_key == town.community_clerk.person_id
    assert report.proxy_consent == ProxyConsent.PRESENT
    html = client.get(sent.headers["Location"]).content.decode()
    assert report.receipt[:6] in html
    assert reverse("case", args=[report.case_id]) in html
    assert client.post(address, typed).status_code == 303
    assert Report.objects.count() == 1


def test_the_resident_at_the_window_may_ask_a_neighbour_first(town: Town, sign_in: SignIn) -> None:
    client, address = sign_in("李春燕"), reverse("case_register")
    assert "先请楼栋长等邻居看看" in client.get(address).content.decode()
    typed = {"words": LIFT, "place_words": "柳岸花园3栋2单元", "channel": "visit", "kind": "help",
             "token": "t", "asks_neighbours": "on", "proxy_consent": "present"}  # fmt: skip
    client.post(address, typed)
    assert Report.objects.select_related("case").get().case.asks_neighbours


def test_registering_keeps_what_was_typed(town: Town, sign_in: SignIn) -> None:
    client, address = sign_in("李春燕"), reverse("case_register")
    typed = {"words": "", "place_words": "柳岸", "channel": "phone", "name": "刘大爷",
             "token": "t", "happened_at": "2999-01-01T00:00"}  # fmt: skip
    answer = client.post(address, typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    for words in ("请写诉求内容", "这个时间还没到", "刘大爷", "请在下面选一个"):
        assert words in html
    assert not Report.objects.exists()


def test_places_are_offered_while_typing(town: Town, sign_in: SignIn) -> None:
    answer = sign_in("李春燕").get(
        reverse("case_places"), {"place_words": "柳岸"}, headers={"HX-Request": "true"}
    )
    assert town.estate.code in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_who_may_not_register_is_told_so(town: Town, sign_in: SignIn) -> None:
    assert sign_in("路人").get(reverse("case_register")).status_code == 403
    assert sign_in("陈冬至").get(reverse("case_register")).status_code == 403
    assert sign_in("路人").get(reverse("unplaced")).status_code == 403


def test_the_unplaced_queue_goes_from_one_to_the_next(town: Town, demand: Demand, sign_in: SignIn) -> None:
    first, second = demand(DUMPLINGS).case, demand("好吧好吧好吧。").case
    client = sign_in("李春燕")
    html = client.get(reverse("unplaced")).content.decode()
    assert first.words in html and "没有对上目录里的事项" in html
    assert f"?case={second.pk}" in html
    address = f"{reverse('unplaced')}?case={first.pk}"
    assert client.post(address, {"matter": "没有", "place_words": "柳岸花园"}).status_code == 422
    typed = {"matter": "楼道清扫", "place_words": "柳岸花园"}
    assert client.post(address, typed).status_code == 303
    assert second.words in client.get(reverse("unplaced")).content.decode()
    assert client.post(address, typed).status_code == 422  # somebody was quicker
    first.refresh_from_db()
    assert first.state == State.DISPATCHED
    client.post(f"{reverse('unplaced')}?case={second.pk}", typed)
    assert "没有待归类的诉求" in client.get(reverse("unplaced")).content.decode()


def test_no_page_writes_when_it_is_only_read(
    town: Town, door: DoorCode, demand: Demand, sign_in: SignIn
) -> None:
    done, hard = demand(), demand(DUMPLINGS)
    client = sign_in("李春燕")
    addresses = [
        reverse("worklist"), reverse("unplaced"), reverse("case_register"), reverse("progress"),
        reverse("case", args=[done.case.pk]), reverse("case", args=[hard.case.pk]),
        reverse("report", args=[door.code]), reverse("report_open"), reverse("report_done", args=["x"]),
        reverse("case_number", args=[done.case.pk]), reverse("case_places") + "?place_words=柳岸",
    ]  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for address in addresses:
            assert client.get(address).status_code in (200, 303), address
    written = [query["sql"] for query in seen if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"])]
    assert not written


@pytest.mark.parametrize("who", STAFF[:4])
def test_the_page_of_a_case_costs_few_statements(demand: Demand, sign_in: SignIn, who: str) -> None:
    done, client = demand(DUMPLINGS), sign_in("李春燕")
    address = reverse("case", args=[done.case.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    assert len(seen) <= 20, "\n".join(query["sql"][:200] for query in seen)


def test_the_way_of_a_place_in_words_leads_back_to_it(town: Town) -> None:
    """The form to place a case starts with it: saving it unchanged must not move the case."""
    for place in (town.home, town.unit, town.building, town.estate, town.community, town.street):
        assert forms.look_for(places.path_words(place)) == [place]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("柳岸花园3栋2单元501", "501室"),
        ("柳岸花园13栋", "柳岸花园"),
        ("柳岸花园 3栋 门口", "3栋"),
        ("柳岸花园3栋2单元50", "2单元"),
    ],
)
def test_an_address_is_followed_as_far_as_it_is_known(town: Town, words: str, found: str) -> None:
    assert [place.name for place in forms.look_for(words)] == [found]
