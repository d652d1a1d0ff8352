"""The pages, as a plain browser asks for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from linli.catalogue import actions, queries
from linli.catalogue.facts import facts_of
from linli.kernel.actor import importer
from linli.organisations.models import Duty, Reach, Seat
from linli.people.models import Account
from tests.factories.towns import NOW, Town, make_duty, make_role, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    actions.starting_catalogue(by=importer("起始目录"), now=NOW)
    return small_town()


def browser(duty: Duty) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=duty.person))
    return client


@pytest.fixture
def editor(town: Town) -> Client:
    role = make_role("catalogue-editor", ["catalogue.edit"], reach=Reach.EVERYTHING)
    seat = Seat.objects.create(body=town.government, role=role, name="目录管理岗")
    return browser(make_duty(seat, "目录员"))


@pytest.fixture
def reader(town: Town) -> Client:
    return browser(town.grid_worker)


def test_a_visitor_must_sign_in(town: Town) -> None:
    assert Client().get("/catalogue/").status_code == 302


def test_the_list_is_found_through_words(reader: Client) -> None:
    page = reader.get("/catalogue/", {"q": "路灯"}).content.decode()
    assert "路灯不亮" in page
    assert "电梯困人" not in page
    assert "新增事项" not in page


def test_the_box_says_where_a_sentence_goes_and_why(reader: Client) -> None:
    page = reader.post("/catalogue/", {"words": "楼下路灯不亮"}).content.decode()
    assert "/catalogue/street-lamp/" in page
    assert "路灯…不亮" in page


def test_the_card_shows_facts_in_plain_words(reader: Client) -> None:
    page = reader.get("/catalogue/lift-fault/").content.decode()
    for words in ("物业企业", "24小时", "01076", "电梯故障", '<dd class="col-sm-9">是</dd>'):
        assert words in page
    assert "市场监督管理局、社区" in page
    assert "True" not in page
    assert reader.get("/catalogue/nothing/").status_code == 404


def test_an_editor_changes_a_matter(editor: Client) -> None:
    form = editor.get("/catalogue/street-lamp/edit/").context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in data.items() if value not in (False, None)}
    same = editor.post("/catalogue/street-lamp/edit/", sent)
    assert same.status_code == 422
    done = editor.post("/catalogue/street-lamp/edit/", {**sent, "name": "路灯坏了"})
    assert done.status_code == 303
    matter = queries.by_code("street-lamp")
    assert matter is not None
    assert (matter.name, matter.version) == ("路灯坏了", 2)
    told = editor.get("/catalogue/street-lamp/history/").content.decode()
    for words in ("路灯不亮", "路灯坏了", "目录员：修改事项", "载入起始目录"):
        assert words in told
    compared = editor.get("/catalogue/street-lamp/history/", {"old": "1", "new": "2"})
    assert [(one.before, one.after) for one in compared.context["changes"]] == [("路灯不亮", "路灯坏了")]
    same = editor.get("/catalogue/street-lamp/history/", {"old": "1", "new": "1"})
    assert same.context["changes"] == []


def test_an_editor_adds_and_ends_a_matter(editor: Client) -> None:
    sent = {
        "code": "well", "name": "古井保护", "category": "030102", "words": "古井、老井", "urgency": "ordinary",
        "lead": "street", "department": "", "first_rung": "1", "duty_list": "basic", "finish": "5个工作日、紧急2小时",
        "skips": ["0"], "co_handlers": ["community", "department:dept-parks"], "evidence": "现场照片",
        "national_system": "GB/T 47678.5-2026",
    }  # fmt: skip
    assert editor.post("/catalogue/add/", {**sent, "finish": "五天"}).status_code == 422
    assert editor.post("/catalogue/add/", sent).status_code == 303
    well = queries.by_code("well")
    assert well is not None
    assert well.limits == {"ordinary": {"finish": ["working_days", 5]}, "danger": {"finish": ["always", 120]}}
    assert (well.skips, well.co_handlers) == ([0], ["community", "department:dept-parks"])
    assert not well.asks_volunteers()
    assert editor.post("/catalogue/well/end/", {"reason": ""}).status_code == 422
    assert editor.post("/catalogue/well/end/", {"reason": "不用了"}).status_code == 303
    assert queries.by_code("well") is None


def test_an_editor_plans_a_change_and_takes_it_back(editor: Client) -> None:
    form = editor.get("/catalogue/street-lamp/edit/").context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in data.items() if value not in (False, None)}
    assert editor.post("/catalogue/street-lamp/edit/", {**sent, "since": "2020-01-01"}).status_code == 422
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    done = editor.post("/catalogue/street-lamp/edit/", {**sent, "name": "路灯坏了", "since": later})
    assert done.status_code == 303
    card = editor.get("/catalogue/street-lamp/")
    assert card.context["matter"].name == "路灯不亮"
    assert card.context["planned"].name == "路灯坏了"
    assert later in editor.get("/catalogue/street-lamp/edit/").content.decode()
    assert editor.post("/catalogue/street-lamp/take-back/", {"back-reason": ""}).status_code == 422
    assert editor.post("/catalogue/street-lamp/take-back/", {"back-reason": "写错了"}).status_code == 303
    card = editor.get("/catalogue/street-lamp/")
    assert card.context["planned"] is None
    told = editor.get("/catalogue/street-lamp/history/").content.decode()
    assert "没有生效过" in told
    assert "写错了" in told
    assert editor.post("/catalogue/street-lamp/take-back/", {"back-reason": "再来"}).status_code == 422


def test_the_national_kinds_are_a_second_way_in(reader: Client) -> None:
    page = reader.get("/catalogue/", {"by": "national"})
    shelves = page.context["shelves"]
    assert [shelf.code for shelf in shelves] == [f"{number:02}" for number in range(1, 11)]
    assert "street-lamp" in {matter.code for matter in shelves[0].matters}
    assert [shelf.count for shelf in page.context["components"]] == [76, 44, 16, 14, 3]
    found = reader.get("/catalogue/", {"by": "national", "q": "路灯"}).context["shelves"]
    assert [(shelf.code, [one.code for one in shelf.matters]) for shelf in found] == [("01", ["street-lamp"])]


def test_residents_read_the_catalogue_without_an_account(town: Town) -> None:
    page = Client().get("/catalogue/public/")
    assert page.status_code == 200
    words = page.content.decode()
    for said in ("路灯不亮", "城市照明管理规定", "7天内办结", "小区物业", "网格"):
        assert said in words
    found = Client().get("/catalogue/public/", {"q": "电梯困人"}).content.decode()
    assert "电梯困人" in found
    assert "路灯不亮" not in found


def test_residents_see_only_what_holds_today(town: Town, editor: Client) -> None:
    assert editor.post("/catalogue/street-lamp/end/", {"reason": "不用了"}).status_code == 303
    assert "路灯不亮" not in Client().get("/catalogue/public/").content.decode()


def test_the_public_page_takes_few_statements(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Client().get("/catalogue/public/")
    with django_assert_max_num_queries(3):
        Client().get("/catalogue/public/")


def test_a_reader_may_not_write(reader: Client) -> None:
    assert reader.get("/catalogue/street-lamp/edit/").status_code == 403
    assert reader.post("/catalogue/add/", {}).status_code == 403
    assert reader.post("/catalogue/street-lamp/end/", {"reason": "x"}).status_code == 403
    assert reader.post("/catalogue/street-lamp/take-back/", {"back-reason": "x"}).status_code == 403


def test_an_earlier_version_is_taken_up_again(editor: Client) -> None:
    first = editor.get("/catalogue/street-lamp/edit/").context["form"]
    standing = queries.versions("street-lamp").filter(valid_to=None).get()
    actions.change_matter(facts=replace(facts_of(standing), name="路灯全灭"), by=importer("改"), now=NOW)
    assert "?version=1" in editor.get("/catalogue/street-lamp/history/").content.decode()
    form = editor.get("/catalogue/street-lamp/edit/?version=1").context["form"]
    assert form.initial["name"] == first.initial["name"]
    assert editor.get("/catalogue/street-lamp/edit/?version=x").context["form"].initial["name"] == "路灯全灭"
