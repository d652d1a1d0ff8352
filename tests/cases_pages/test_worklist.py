"""The worklist: filters in the address, the way from one case to the next."""

import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.actions import Registered
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]


def _list(client: Client, query: str = "lens=area") -> str:
    return client.get(f"{reverse('worklist')}?{query}").content.decode()


def _link(text: str, mark: str) -> str:
    found = re.search(rf'<a[^>]*{mark}[^>]* href="([^"]+)"', text)
    assert found, text
    return html.unescape(found[1])


def test_filters_stand_in_the_address_and_go_away_one_by_one(
    town: Town, demand: Demand, sign_in: SignIn
) -> None:
    case, client = demand().case, sign_in("李春燕")
    near = f"where=estate-{town.estate.pk}"
    kept = _list(client, f"lens=area&{near}&kind=help")
    assert case.title in kept
    assert f"?lens=area&amp;{near}" in kept and "?lens=area&amp;kind=help" in kept
    assert f'<option value="estate-{town.estate.pk}" selected>' in kept
    assert case.title not in _list(client, f"lens=area&{near}&kind=complaint")
    assert "这样筛选没有诉求" in _list(client, "lens=area&kind=complaint")


@pytest.mark.parametrize(
    "spoilt", ["where=home-1", "where=estate-x", "what=ab", "state=gone", "kind=%27", "channel=x", "mine=2"]
)
def test_a_filter_that_makes_no_sense_is_left_out(demand: Demand, sign_in: SignIn, spoilt: str) -> None:
    case = demand().case
    page = _list(sign_in("李春燕"), f"lens=area&{spoilt}")
    assert case.title in page and "l-chips" not in page


def test_a_stranger_sees_nothing_through_a_filter(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    for lens in ("area", "all", "sent"):
        page = _list(sign_in("路人"), f"lens={lens}&where=estate-{town.estate.pk}")
        assert case.title not in page


def test_the_worklist_costs_few_statements(demand: Demand, sign_in: SignIn) -> None:
    for _number in range(3):
        demand()
    client = sign_in("李春燕")
    _list(client)
    with CaptureQueriesContext(connection) as seen:
        _list(client, "lens=area&kind=help")
    # One of them reads the places of the filter, which a process remembers outside of a test's transaction.
    assert len(seen) <= 10, "\n".join(query["sql"][:150] for query in seen)


def test_from_one_case_of_a_list_to_the_next_also_after_an_act(demand: Demand, sign_in: SignIn) -> None:
    first, second = demand().case, demand().case
    client = sign_in("陈冬至")
    page = _list(client, "lens=mine")
    address = html.unescape(re.findall(rf'href="(/cases/{first.pk}/[^"]+)"', page)[0])
    opened = client.get(address).content.decode()
    assert 'rel="prev"' not in opened and f"/cases/{second.pk}/?from=" in _link(opened, 'rel="next"')
    assert "/work/?lens=mine" in _link(opened, "data-key-back")
    there = f"http://testserver{address}"
    done = client.post(reverse("case_act", args=[first.pk, "sign"]), headers={"referer": there})
    assert done.status_code == 303 and done.headers["Location"] == address
    again = client.get(done.headers["Location"]).content.decode()
    assert f"/cases/{second.pk}/" in _link(again, 'rel="next"')
    last = client.get(_link(again, 'rel="next"')).content.decode()
    # The first one waits again, now for the answer: it comes round behind the second.
    assert f"/cases/{first.pk}/" in _link(last, 'rel="next"')
    assert "data-key-back" not in client.get(reverse("case", args=[first.pk])).content.decode()


def test_another_house_does_not_say_where_a_list_stood(demand: Demand, sign_in: SignIn) -> None:
    case, client = demand().case, sign_in("陈冬至")
    there = f"http://elsewhere.example/cases/{case.pk}/?from=lens%3Dmine"
    done = client.post(reverse("case_act", args=[case.pk, "sign"]), headers={"referer": there})
    assert done.headers["Location"] == reverse("case", args=[case.pk])
