import io
from collections.abc import Mapping
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.organisations.models import Reach, Role, Seat
from linli.people.models import Account
from linli.worktime import actions
from linli.worktime.models import Day, DayKind, Season, Timetable
from tests.factories.towns import NOW, Town, make_duty, make_role, small_town
from tests.factories.worktime import SETUP

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    actions.fill_days(by=SETUP, now=NOW, first=2026, last=2026)
    actions.starting_timetables(by=SETUP, now=NOW)
    return small_town()


@pytest.fixture
def setter(town: Town) -> Client:
    """Signed in as somebody whose role may change days and hours."""
    role: Role = make_role("setter", ["worktime.edit"], reach=Reach.EVERYTHING)
    seat = Seat.objects.create(body=town.government, role=role, name="系统设置岗")
    return signed_in(make_duty(seat, "孙谷雨").person_id)


@pytest.fixture
def stranger(town: Town) -> Client:
    return signed_in(town.grid_worker.person_id)


def signed_in(person: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def seasons(*rows: Mapping[str, object], initial: int = 2) -> dict[str, object]:
    data: dict[str, object] = {"season-TOTAL_FORMS": max(len(rows), initial), "season-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"season-{number}-{key}": value for key, value in row.items()}
    return data


WINTER = {"from_day": "10-01", "to_day": "5月31日", "hours": "9:00-12:00 13:00-17:00"}
SUMMER = {"from_day": "06-01", "to_day": "09-30", "hours": "08:00-12:00"}


def test_a_year_shows_its_days(setter: Client) -> None:
    html = setter.get(reverse("days"), {"year": "2026"}).content.decode()
    assert "春节调休" in html and "chinesecalendar" in html
    # nine days of the Spring Festival stand in one line
    assert "02-15 星期日 至 02-23 星期一" in html
    assert html.count("<caption") == 12
    assert reverse("day", args=["2026-02-14"]) in html


def test_a_stranger_reads_the_year_without_links_to_change_it(stranger: Client) -> None:
    html = stranger.get(reverse("days"), {"year": "2026"}).content.decode()
    assert "春节调休" in html
    assert reverse("day", args=["2026-02-14"]) not in html
    assert reverse("days_import") not in html


@pytest.mark.parametrize("year", ["abc", "0", "99999", "²⁰²⁶", "-1", "9" * 6000])
def test_a_spoilt_year_shows_this_one(stranger: Client, year: str) -> None:
    assert stranger.get(reverse("days"), {"year": year}).status_code == 200


def test_a_year_without_official_days_is_marked_and_can_be_foreseen(setter: Client) -> None:
    assert "没有正式安排" in setter.get(reverse("days"), {"year": "2027"}).content.decode()
    assert setter.post(reverse("days_foresee"), {"year": "2027"}).status_code == 303
    assert Day.objects.filter(date__year=2027, is_official=False).count() == 13
    html = setter.get(reverse("days"), {"year": "2027"}).content.decode()
    assert "推算" in html and "没有正式安排" in html


def test_htmx_gets_the_part_of_the_year(setter: Client) -> None:
    html = setter.get(reverse("days"), {"year": "2026"}, headers={"HX-Request": "true"}).content.decode()
    assert "春节" in html and "<html" not in html


def test_setting_and_clearing_a_day(setter: Client) -> None:
    url = reverse("day", args=["2026-03-10"])
    assert "按普通星期算" in setter.get(url).content.decode()
    typed = {"kind": "rest", "name": "三月三", "source": "自治区通知", "is_official": "on"}
    response = setter.post(url, typed)
    assert (response.status_code, response.headers["Location"]) == (303, f"{reverse('days')}?year=2026")
    day = Day.objects.get(date=date(2026, 3, 10))
    assert (day.kind, day.name, day.is_official) == (DayKind.REST, "三月三", True)
    assert setter.post(reverse("day_clear", args=["2026-03-10"])).status_code == 303
    assert not Day.objects.filter(date=date(2026, 3, 10)).exists()
    assert setter.post(reverse("day_clear", args=["2026-03-10"])).status_code == 404


def test_a_day_without_a_source_is_refused_and_what_was_typed_is_kept(setter: Client) -> None:
    response = setter.post(
        reverse("day", args=["2026-03-10"]), {"kind": "rest", "name": "三月三", "source": ""}
    )
    assert response.status_code == 422
    assert "三月三" in response.content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "today", "1900-01-01", "9999-12-31"])
def test_a_day_that_is_none(setter: Client, day: str) -> None:
    assert setter.get(reverse("day", args=[day])).status_code == 404


def test_a_file_of_days_is_taken_and_told_line_by_line(setter: Client) -> None:
    text = "日期,类型,名称,依据\n2027-01-01,休息,元旦,通知\n2027-01-32,休息,元旦,通知\n"
    file = SimpleUploadedFile("days.csv", text.encode("gb18030"))
    tried = setter.post(reverse("days_import"), {"file": file})
    assert "什么都没有写入" in tried.content.decode()
    assert not Day.objects.filter(date=date(2027, 1, 1)).exists()
    file.seek(0)
    response = setter.post(reverse("days_import"), {"file": file, "do": "keep"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "2027-01-32" in html and "日期" in html
    assert Day.objects.filter(date=date(2027, 1, 1)).exists()
    handed_out = setter.get(reverse("days_export"), {"year": "2027", "as": "csv"}).content.decode()
    assert "2027-01-01,休息,元旦,通知" in handed_out


def test_an_unusable_file_is_refused(setter: Client) -> None:
    file = SimpleUploadedFile("days.csv", b"\x00\x01\x02nothing")
    assert setter.post(reverse("days_import"), {"file": file}).status_code == 422
    assert setter.post(reverse("days_import"), {}).status_code == 422
    large = SimpleUploadedFile("days.csv", b"x" * (20 * 1024 * 1024 + 1))
    assert "20 兆" in setter.post(reverse("days_import"), {"file": large}).content.decode()


def test_the_template_can_be_taken_in_again(setter: Client) -> None:
    response = setter.get(reverse("days_template"))
    assert response.content.startswith(b"PK")
    file = io.BytesIO(response.content)
    file.name = "days.xlsx"
    assert setter.post(reverse("days_import"), {"file": file}).status_code == 200


def test_timetables_are_listed(stranger: Client) -> None:
    html = stranger.get(reverse("timetables")).content.decode()
    assert "机关作息" in html and "14:30–18:30" in html and "周二" in html and "从不关门" in html
    assert reverse("timetable", args=["office"]) not in html


def test_editing_a_timetable(setter: Client) -> None:
    url = reverse("timetable", args=["office"])
    assert "08:00-12:00, 14:00-18:00" in setter.get(url).content.decode()
    third = {"from_day": "", "to_day": "", "hours": ""}
    response = setter.post(url, {"name": "机关", "note": "", **seasons(WINTER, SUMMER, third)})
    assert (response.status_code, response.headers["Location"]) == (303, reverse("timetables"))
    rows = list(Season.objects.filter(timetable__code="office").order_by("from_day"))
    assert [(row.from_day, row.to_day) for row in rows] == [("06-01", "09-30"), ("10-01", "05-31")]
    assert rows[1].hours == [["09:00", "12:00"], ["13:00", "17:00"]]


def test_removing_a_season_and_shifting_the_week(setter: Client) -> None:
    whole = {**WINTER, "from_day": "01-01", "to_day": "12-31", "weekdays": ["2", "6"]}
    data = seasons(whole, {**SUMMER, "DELETE": "on"})
    assert setter.post(reverse("timetable", args=["office"]), {"name": "机关", **data}).status_code == 303
    row = Season.objects.get(timetable__code="office")
    assert row.weekdays == [2, 6]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([WINTER, {**SUMMER, "hours": "八点到十二点"}], "看不懂这个时间"),
        ([WINTER, {**SUMMER, "to_day": "09-31"}], "没有这一天"),
        ([WINTER, {**SUMMER, "hours": "08:00-12:00, 11:00-18:00"}], "11:00-18:00"),
        ([WINTER, {**SUMMER, "to_day": "09-29"}], "09-30 没有安排"),
        ([WINTER, {**SUMMER, "from_day": "05-31"}], "从 05-31 起"),
        ([{}, {}], "必填"),
    ],
)
def test_what_is_wrong_with_the_hours_is_said_beside_them(
    setter: Client, rows: list[Mapping[str, object]], words: str
) -> None:
    data = {"name": "机关", "note": "", **seasons(*rows)}
    response = setter.post(reverse("timetable", args=["office"]), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Season.objects.filter(timetable__code="office").count() == 2


def test_always_open_needs_no_seasons(setter: Client) -> None:
    data = {"name": "机关", "is_always_open": "on", **seasons({}, {})}
    assert setter.post(reverse("timetable", args=["office"]), data).status_code == 303
    assert Timetable.objects.get(code="office").is_always_open


def test_a_spoilt_form_is_refused(setter: Client) -> None:
    assert setter.post(reverse("timetable", args=["office"]), {"name": "机关"}).status_code == 422
    assert setter.get(reverse("timetable", args=["nothing"])).status_code == 404


def test_a_stranger_changes_nothing(stranger: Client) -> None:
    before = (Day.objects.count(), Season.objects.count())
    for name, args in (("day", ["2026-03-10"]), ("days_import", []), ("timetable", ["office"])):
        assert stranger.get(reverse(name, args=args)).status_code == 403
        assert stranger.post(reverse(name, args=args), {"kind": "rest", "source": "x"}).status_code == 403
    assert stranger.post(reverse("day_clear", args=["2026-02-14"])).status_code == 403
    assert stranger.post(reverse("days_foresee"), {"year": "2027"}).status_code == 403
    assert (Day.objects.count(), Season.objects.count()) == before


def test_no_write_on_get(setter: Client) -> None:
    assert setter.get(reverse("day_clear", args=["2026-02-14"])).status_code == 405
    assert setter.get(reverse("days_foresee")).status_code == 405
    assert Day.objects.filter(date=date(2026, 2, 14)).exists()


def test_sign_in_is_asked_for(town: Town) -> None:
    for name in ("days", "timetables", "days_import", "days_template"):
        assert Client().get(reverse(name)).status_code == 302
