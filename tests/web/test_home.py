"""The home pages and the switches."""

import re

import pytest
from django.test import Client

from linli.organisations.models import Seat
from linli.people.models import Account
from tests.factories.towns import make_duty, make_role, small_town

pytestmark = pytest.mark.django_db


def test_a_resident_reads_what_can_be_done_and_whom_to_call(client: Client, settings: object) -> None:
    settings.TOWN_PHONE = "0571-12345678"  # type: ignore[attr-defined]
    html = client.get("/").content.decode()
    assert "有事请找我们" in html
    assert 'href="tel:0571-12345678"' in html
    assert 'href="tel:119"' in html


def test_a_resident_s_page_has_one_small_script_that_waits_and_no_session(client: Client) -> None:
    response = client.get("/")
    scripts = re.findall(r"<script[^>]*>", response.content.decode())
    assert len(scripts) == 1
    assert re.search(r"/resident(\.[0-9a-f]{12})?\.js\" defer>", scripts[0])
    assert "sessionid" not in response.cookies


def test_a_worker_is_sent_to_the_worklist(client: Client) -> None:
    client.force_login(Account.objects.create_user("wang"))
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (303, "/work/")


def test_a_building_head_is_sent_to_what_neighbours_ask(client: Client) -> None:
    town = small_town()
    role = make_role("building-head", ["cases.neighbour"], is_volunteer=True)
    seat = Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")
    client.force_login(Account.objects.get(person=make_duty(seat, "孙大雪").person))
    assert client.get("/").headers["Location"] == "/work/neighbours/"


def test_help_is_open_to_everybody(client: Client) -> None:
    assert client.get("/help/").status_code == 200


def test_the_elder_view_is_switched_by_a_post_and_remembered(client: Client) -> None:
    assert 'class=""' in client.get("/").content.decode()
    response = client.post("/elder/", {"on": "1", "next": "/help/"})
    assert (response.status_code, response.headers["Location"]) == (303, "/help/")
    assert 'class="l-elder"' in client.get("/help/").content.decode()
    client.post("/elder/", {"on": "0"})
    assert 'class="l-elder"' not in client.get("/help/").content.decode()


def test_nothing_is_switched_by_a_get(client: Client) -> None:
    assert client.get("/elder/").status_code == 405


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_the_switch_never_leads_away(client: Client, away: str) -> None:
    assert client.post("/elder/", {"on": "1", "next": away}).headers["Location"] == "/"


def test_the_language_is_switched_without_signing_in(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "/help/"})
    assert response.headers["Location"] == "/help/"
    assert '<html lang="en"' in client.get("/help/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/help/"})
    assert '<html lang="zh-Hans"' in client.get("/help/").content.decode()
