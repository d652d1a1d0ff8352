"""A resident reports by a door code or by saying where, and gets a slip."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions
from linli.cases.models import Channel, Report
from linli.organisations import queries as organisations
from linli.organisations.models import Duty, Seat
from linli.people.models import Account
from linli.places.models import Bulletin, BulletinKind, DoorCode
from tests.factories.pages import LIFT
from tests.factories.towns import Town, make_duty, make_role

REPORT = {"words": LIFT, "name": "张阿姨", "phone": "138 1234 5678", "is_secret": "on"}


def _typed(client: Client, address: str, **more: str) -> dict[str, str]:
    html = client.get(address).content.decode()
    token = re.search(r'name="token" value="(\w+)"', html)
    assert token
    return {**REPORT, "token": token[1], **more}


def test_the_page_of_a_door_code_shows_the_place_and_the_emergency_numbers(door: DoorCode) -> None:
    html = Client().get(reverse("report", args=[door.code])).content.decode()
    assert "柳岸花园 3栋2单元" in html
    assert "tel:119" in html
    assert html.index("tel:119") < html.index('name="words"')
    assert 'name="place_words"' not in html
    assert 'name="is_secret"' in html and "checked" in html


def test_a_report_by_code_gets_a_slip_with_number_code_and_times(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    sent = client.post(address, _typed(client, address))
    assert sent.status_code == 303
    html = client.get(sent.headers["Location"]).content.decode()
    report = Report.objects.select_related("case").get()
    assert report.case.place_id == door.place_id
    assert (report.channel, report.phone, report.is_secret) == (Channel.CODE, "13812345678", True)
    assert f"{report.receipt[:6]} {report.receipt[6:10]}" in html
    assert "data:image/png" in html
    assert "前" in html


def test_the_same_form_sent_twice_gives_the_same_slip(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    typed = _typed(client, address)
    first, second = client.post(address, typed), client.post(address, typed)
    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_a_form_sent_twice_from_another_browser_shows_no_query_code(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    typed = _typed(client, address)
    client.post(address, typed)
    other = Client()
    sent = other.post(address, typed)
    html = other.get(sent.headers["Location"]).content.decode()
    assert Report.objects.count() == 1
    assert "诉求已经登记" in html
    assert Report.objects.get().receipt[:6] not in html


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("words", "", "请写一写出了什么事"),
        ("words", "坏", "太短了"),
        ("words", "\u200b\u200b\u200b\u200b", "请写一写出了什么事"),
        ("words", "字" * 5001, "5000"),
        ("phone", "12", "电话号码不对"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_is_kept(
    door: DoorCode, field: str, value: str, why: str
) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    answer = client.post(address, _typed(client, address, **{field: value}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert "张阿姨" in html
    assert not Report.objects.exists()


def test_html_in_the_words_stays_words(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    answer = client.post(
        address, _typed(client, address, words="<script>alert(1)</script>电梯坏了", phone="1")
    )
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()


def test_an_unknown_code_says_what_to_do(town: Town) -> None:
    answer = Client().get(reverse("report", args=["NOSUCHCODE"]))
    assert answer.status_code == 404
    html = answer.content.decode()
    assert reverse("report_open") in html
    assert "假码" in html


def test_without_a_code_the_place_is_chosen_step_by_step(town: Town) -> None:
    html = Client().get(reverse("report_open")).content.decode()
    assert f"?place={town.street.code}" in html
    html = Client().get(reverse("report_open"), {"place": town.building.code}).content.decode()
    assert f"?place={town.unit.code}" in html
    assert 'name="place_words"' not in html
    html = Client().get(reverse("report_open"), {"place": town.unit.code}).content.decode()
    assert "501室" not in html  # homes are never listed


def test_a_home_is_not_shown_by_its_code(town: Town) -> None:
    html = Client().get(reverse("report_open"), {"place": town.home.code}).content.decode()
    assert "501室" not in html


def test_without_a_code_the_place_may_be_said_in_words(town: Town) -> None:
    client, address = Client(), reverse("report_open")
    client.post(address, _typed(client, address, place_words="柳岸花园3栋2单元门口"))
    case = Report.objects.select_related("case").get().case
    assert case.place_id == town.unit.pk
    assert case.place_words == "柳岸花园3栋2单元门口"


def test_a_place_nobody_knows_is_kept_in_words(town: Town) -> None:
    client, address = Client(), reverse("report_open")
    assert client.post(address, _typed(client, address, place_words="河边那棵大树下")).status_code == 303
    case = Report.objects.select_related("case").get().case
    assert (case.place_id, case.place_words) == (None, "河边那棵大树下")


def test_words_for_the_place_count_inside_the_chosen_one(town: Town) -> None:
    client, address = Client(), f"{reverse('report_open')}?place={town.community.code}"
    client.post(address, _typed(client, address, place_words="门口的小广场"))
    assert Report.objects.select_related("case").get().case.community_id == town.community.pk


def test_the_place_must_be_said_where_no_code_tells_it(town: Town) -> None:
    client, address = Client(), reverse("report_open")
    answer = client.post(address, _typed(client, address))
    assert answer.status_code == 422
    assert "请写一写在哪里" in answer.content.decode()


def test_a_slip_belongs_to_its_browser(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    sent = client.post(address, _typed(client, address))
    html = Client().get(sent.headers["Location"]).content.decode()
    assert Report.objects.get().receipt[:6] not in html


@pytest.fixture
def head(town: Town) -> Duty:
    """Somebody who volunteers for the building of the door code."""
    role = make_role("building-head", ["cases.neighbour"], name="楼栋长", is_volunteer=True)
    seat = Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")
    return make_duty(seat, "孙大雪")


def test_without_a_volunteer_there_is_nothing_to_choose(door: DoorCode) -> None:
    assert 'name="first"' not in Client().get(reverse("report", args=[door.code])).content.decode()


def test_the_reporter_chooses_whom_to_ask_first(door: DoorCode, head: Duty) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    html = client.get(address).content.decode()
    assert "先请楼栋长帮忙看看" in html and "直接找社区" in html
    assert html.index("tel:119") < html.index('name="first"')
    chosen = re.search(r'<input[^>]*name="first"[^>]*checked[^>]*>', html)
    assert chosen and 'value="office"' in chosen[0]
    sent = client.post(address, _typed(client, address, words="楼道脏，没人扫", first="neighbour"))
    html = client.get(sent.headers["Location"]).content.decode()
    assert "已请楼栋长先帮忙看看" in html and "前没有回音，就转给" in html
    report = Report.objects.select_related("case").get()
    assert report.case.asks_neighbours and report.case.wakes_at is not None
    assert (
        "已请楼栋长先帮忙看看"
        in client.get(reverse("progress"), {"receipt": report.receipt}).content.decode()
    )


@pytest.mark.parametrize("first", ["office", "", "nonsense"])
def test_straight_to_the_community_is_what_happens_otherwise(door: DoorCode, head: Duty, first: str) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    answer = client.post(address, _typed(client, address, words="楼道脏，没人扫", first=first))
    if first == "nonsense":
        assert answer.status_code == 422
    else:
        assert not Report.objects.select_related("case").get().case.asks_neighbours


def test_who_has_it_now_is_said_and_nobody_is_blamed(door: DoorCode, town: Town) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    client.post(address, _typed(client, address, words="楼道脏，没人扫"))
    report = Report.objects.select_related("case").get()
    now = timezone.now()
    desk = organisations.build_actor(Account.objects.get(username="u-李春燕"), now=now)
    grid = organisations.build_actor(Account.objects.get(username="u-王小满"), now=now)
    holder = grid if report.case.holder_id in grid.seats else desk
    case = actions.hand_up(case_id=report.case_id, reason="这里管不了", by=holder, now=now)
    html = client.get(reverse("progress"), {"receipt": report.receipt}).content.decode()
    assert case.holder_body is not None
    assert f"现在由{case.holder_body.name}接着办" in html and "这里管不了" not in html


def test_the_slip_says_who_serves_the_door_with_public_numbers_only(door: DoorCode, town: Town) -> None:
    town.community.phone = "88001010"
    town.community.save()
    town.property_company.phone = "88002020"
    town.property_company.save()
    town.grid_worker.person.phone = "13900001111"
    town.grid_worker.person.save()
    client, address = Client(), reverse("report", args=[door.code])
    sent = client.post(address, _typed(client, address))
    html = client.get(sent.headers["Location"]).content.decode()
    assert "<strong>网格员</strong> 姓王" in html and "tel:88001010" in html
    assert "王小满" not in html
    assert "安居物业公司" in html and "tel:88002020" in html
    assert "13900001111" not in html


def test_a_refused_form_comes_back_as_a_part_to_the_script(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    asked = {"HX-Request": "true"}
    answer = client.post(address, _typed(client, address, phone="12"), headers=asked)
    html = answer.content.decode()
    assert answer.status_code == 422 and html.lstrip().startswith("<form") and "<html" not in html
    answer = client.post(address, _typed(client, address), headers=asked)
    assert answer.status_code == 200 and "/report/done/" in answer.headers["HX-Redirect"]


def test_in_the_elder_view_how_to_reach_me_is_folded_until_needed(door: DoorCode) -> None:
    client, address = Client(), reverse("report", args=[door.code])
    assert '<details class="l-reach" open>' in client.get(address).content.decode()
    client.cookies["elder"] = "1"
    assert '<details class="l-reach">' in client.get(address).content.decode()
    answer = client.post(address, _typed(client, address, phone="12"))
    assert '<details class="l-reach" open>' in answer.content.decode()


def test_known_outages_stand_above_the_form(door: DoorCode, town: Town) -> None:
    now = timezone.now()
    Bulletin.objects.create(
        kind=BulletinKind.WATER, place=town.estate, title="清洗水箱停水", words="请提前备水。",
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2), made_at=now,
    )  # fmt: skip
    html = Client().get(reverse("report", args=[door.code])).content.decode()
    assert html.index("清洗水箱停水") < html.index('name="words"')
    assert "清洗水箱停水" not in Client().get(reverse("report_open")).content.decode()


def test_the_form_asks_the_board_for_what_is_like_it(door: DoorCode, town: Town) -> None:
    html = Client().get(reverse("report", args=[door.code])).content.decode()
    assert f'data-alike="{reverse("board_alike")}"' in html and f'data-place="{town.unit.code}"' in html
