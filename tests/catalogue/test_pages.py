"""The pages, as a plain browser asks for them."""

import pytest
from django.test import Client

from linli.catalogue import actions, queries
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
    for words in ("物业企业", "24小时", "01076", "电梯故障"):
        assert words in page
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
    assert "路灯不亮" in editor.get("/catalogue/street-lamp/").content.decode()


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


def test_a_reader_may_not_write(reader: Client) -> None:
    assert reader.get("/catalogue/street-lamp/edit/").status_code == 403
    assert reader.post("/catalogue/add/", {}).status_code == 403
    assert reader.post("/catalogue/street-lamp/end/", {"reason": "x"}).status_code == 403
