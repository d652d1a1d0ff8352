import io

import pytest
from django.test import Client

from linli.kernel.sheets import workbook
from linli.organisations.models import Role
from linli.people.models import Account
from linli.places import actions, queries
from linli.places.labels import spaced
from linli.places.lines import COLUMNS
from linli.places.models import DoorCode, Place
from tests.factories.towns import NOW, Town, small_town
from tests.places.test_actions import IMPORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = small_town()
    for role in Role.objects.filter(code="community-desk"):
        role.verbs = [*role.verbs, "places.edit"]
        role.save()
    return town


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=f"u-{name}"))
    return client


@pytest.fixture
def clerk(town: Town) -> Client:
    return signed_in("李春燕")


def test_the_tree_and_the_search(town: Town, clerk: Client) -> None:
    page = clerk.get("/places/").content.decode()
    assert "柳岸花园" in page
    assert f"/places/{town.estate.pk}/" in page
    assert "3栋2单元501室" in clerk.get("/places/", {"q": "501"}).content.decode()
    assert "没有找到" in clerk.get("/places/", {"q": "火星"}).content.decode()


def test_an_empty_town_says_what_to_do(town: Town, clerk: Client) -> None:
    Place.objects.update(closed_on=NOW.date())
    assert "先新增区县" in clerk.get("/places/").content.decode()


@pytest.mark.parametrize(
    "name", ["county", "street", "community", "grid", "estate", "building", "unit", "home"]
)
def test_every_kind_of_place_has_its_page(town: Town, clerk: Client, name: str) -> None:
    place = getattr(town, name)
    answer = clerk.get(f"/places/{place.pk}/")
    assert answer.status_code == 200
    assert place.code in answer.content.decode()


def test_a_clerk_adds_changes_and_closes(town: Town, clerk: Client) -> None:
    url = f"/places/{town.estate.pk}/add/building/"
    assert clerk.get(url).status_code == 200
    answer = clerk.post(url, {"name": "12栋", "code": "", "grid": town.grid.pk})
    made = Place.objects.get(name="12栋")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/places/{made.pk}/"
    assert clerk.post(url, {"name": "12栋", "code": ""}).status_code == 422
    assert clerk.post(url, {"name": "", "code": ""}).status_code == 422
    for what, typed in {
        "rename": {"name": "十二栋"}, "grid": {"grid": ""}, "address": {"road": "三公街", "number": "12"},
        "codes": {"kind": "lift", "label": "东"}, "close": {"reason": "拆除"},
    }.items():  # fmt: skip
        page = f"/places/{made.pk}/change/{what}/"
        assert clerk.get(page).status_code == 200
        assert clerk.post(page, typed).status_code == 303, what
    made.refresh_from_db()
    assert (made.name, made.grid, made.road_number) == ("十二栋", None, 12)
    assert made.closed_on is not None
    assert clerk.get(f"/places/{made.pk}/change/lane/").status_code == 404
    estate = {"kind": "mixed", "lacks_guard": "on"}
    assert clerk.post(f"/places/{town.estate.pk}/change/estate/", estate).status_code == 303
    assert clerk.post(f"/places/{town.community.pk}/change/phone/", {"phone": "0833-1"}).status_code == 303
    lane = {"name": "三公街1号至9号", "road": "三公街", "from_number": 1, "to_number": 9, "side": "odd"}
    assert clerk.post(f"/places/{town.community.pk}/add/lane/", lane).status_code == 303
    key = Place.objects.get(kind="lane").pk
    assert clerk.post(f"/places/{key}/change/lane/", lane | {"to_number": 99}).status_code == 303
    assert clerk.post(f"/places/{key}/change/lane/", lane | {"from_number": 100}).status_code == 422


def test_who_may_not_edit_sees_no_forms_and_changes_nothing(town: Town) -> None:
    reader = signed_in("陈冬至")
    page = reader.get(f"/places/{town.estate.pk}/").content.decode()
    assert "change/rename" not in page
    assert reader.get(f"/places/{town.estate.pk}/change/rename/").status_code == 403
    assert reader.post(f"/places/{town.estate.pk}/add/building/", {"name": "x"}).status_code == 403
    assert reader.get("/places/import/").status_code == 403
    assert reader.post(f"/places/{town.estate.pk}/codes/").status_code == 403


def test_codes_are_made_printed_and_retired(town: Town, clerk: Client) -> None:
    actions.set_phone(place_id=town.community.pk, phone="0833-5550101", by=IMPORT, now=NOW)
    assert clerk.post(f"/places/{town.estate.pk}/codes/", {"lifts": "0"}).status_code == 303
    code = DoorCode.objects.get()
    printed = f"/places/labels/print/?place={town.estate.pk}"
    sheet = clerk.get(printed).content.decode()
    for words in (spaced(code.code), "柳岸社区", "0833-5550101", "3栋2单元", "<svg", "<b>testserver</b>"):
        assert words in sheet
    assert code.code in clerk.get(f"/places/{town.estate.pk}/").content.decode()
    assert clerk.post(f"/places/codes/{code.pk}/retire/").status_code == 303
    assert queries.open_door(code.code) is None
    assert "还没有挂码" in clerk.get(printed).content.decode()


def test_labels_are_chosen_by_estate_and_building(town: Town, clerk: Client) -> None:
    actions.add_place(kind="building", name="4栋", parent=town.estate, by=IMPORT, now=NOW)
    chosen = clerk.get("/places/labels/").content.decode()
    assert f"?place={town.estate.pk}" in chosen
    assert (
        clerk.post(
            f"/places/{town.estate.pk}/codes/", {"building": town.building.pk, "lifts": "2"}
        ).status_code
        == 303
    )
    assert sorted(DoorCode.objects.values_list("kind", "label")) == [
        ("lift", "1 号电梯"), ("lift", "2 号电梯"), ("unit", ""),
    ]  # fmt: skip
    offered = clerk.get(f"/places/labels/?place={town.estate.pk}").content.decode()
    assert "4栋" in offered
    assert "缺 1 个" not in offered
    asked = f"/places/labels/print/?place={town.estate.pk}&building={town.building.pk}&kind=lift&layout=a4-21"
    printed = clerk.get(asked).content.decode()
    assert printed.count('class="l-label"') == 2
    assert "l-labels-a4-21" in printed


def test_a_torn_code_is_replaced_and_printed(town: Town, clerk: Client) -> None:
    [old] = actions.make_door_codes(place_ids=[town.unit.pk], by=IMPORT, now=NOW)
    answer = clerk.post(f"/places/codes/{old.pk}/replace/")
    [new] = DoorCode.objects.filter(retired_at=None)
    assert (new.place_id, new.kind, queries.open_door(old.code)) == (town.unit.pk, old.kind, None)
    printed = clerk.get(answer.headers["Location"]).content.decode()
    assert printed.count('class="l-label"') == 1
    assert spaced(new.code) in printed


def test_labels_are_for_those_who_keep_the_place(town: Town) -> None:
    reader = signed_in("陈冬至")
    assert reader.get("/places/labels/").status_code == 403
    assert reader.get(f"/places/labels/?place={town.estate.pk}").status_code == 403
    assert reader.get(f"/places/labels/print/?place={town.estate.pk}").status_code == 403
    [code] = actions.make_door_codes(place_ids=[town.unit.pk], by=IMPORT, now=NOW)
    assert reader.post(f"/places/codes/{code.pk}/replace/").status_code == 403
    assert queries.open_door(code.code) is not None


def test_children_come_fifty_at_a_time(town: Town, clerk: Client) -> None:
    for number in range(60):
        actions.add_place(kind="building", name=f"{number + 100}栋", parent=town.estate, by=IMPORT, now=NOW)
    first = queries.children_slice(town.estate)
    second = queries.children_slice(town.estate, after=first.next)
    assert (len(first.rows), len(second.rows), second.next) == (50, 11, "")
    page = clerk.get(f"/places/{town.estate.pk}/", {"after": first.next}).content.decode()
    assert "159栋" in page
    assert "100栋" not in page


def test_a_building_is_seen_floor_by_floor(town: Town, clerk: Client) -> None:
    seen = queries.floors(town.building)
    assert seen is not None
    assert [(number, cells) for number, cells in seen.rows] == [(5, [[town.home]])]
    assert "楼层图" in clerk.get(f"/places/{town.building.pk}/").content.decode()


def test_a_sheet_is_tried_and_taken_in(town: Town, clerk: Client) -> None:
    rows = [{"kind": "小区", "name": "新园", "estate_kind": "商住", "parent": "柳岸社区"},
            {"kind": "小区", "name": "坏园", "estate_kind": "不明", "parent": "柳岸社区"},
            {"kind": "社区", "name": "越界社区", "code": "511102001009", "parent": "511102001000"}]  # fmt: skip

    def send(**typed: str) -> str:
        file = io.BytesIO(workbook([("x", COLUMNS, rows)]))
        file.name = "a.xlsx"
        return clerk.post("/places/import/", {"file": file, **typed}).content.decode()

    assert clerk.get("/places/import/").status_code == 200
    assert "什么都没有写入" in send(dry_run="on")
    assert not Place.objects.filter(name="新园").exists()
    page = send()
    assert "新增 1" in page
    assert "小区类型" in page
    assert "没有办理这一步的权限" in page
    assert Place.objects.filter(name="新园").exists()
    assert not Place.objects.filter(name="越界社区").exists()
    broken = io.BytesIO(b"PK\x03\x04broken")
    broken.name = "b.xlsx"
    assert clerk.post("/places/import/", {"file": broken}).status_code == 422
    assert clerk.get("/places/import/template.xlsx").content[:2] == b"PK"


def test_the_admin_only_shows(town: Town) -> None:
    Account.objects.create(username="root", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(Account.objects.get(username="root"))
    assert client.get("/setup/admin/places/place/").status_code == 200
    assert client.get("/setup/admin/places/place/add/").status_code == 403


def test_what_is_handed_out_is_taken_in_again_without_a_change(town: Town) -> None:
    Account.objects.create(username="u-setter", is_superuser=True)
    setter = signed_in("setter")
    handed_out = setter.get(f"/places/export/?place={town.community.pk}")
    again = io.BytesIO(handed_out.content)
    again.name = "again.xlsx"
    told = setter.post("/places/import/", {"file": again}).content.decode()
    assert "新增 0" in told
    assert "退回 0" in told
    assert "501室" not in setter.get("/places/export/?as=csv").content.decode()
    assert signed_in("陈冬至").get("/places/export/").status_code == 403


def test_a_row_of_buildings_is_added_in_one_go_or_not_at_all(town: Town, clerk: Client) -> None:
    add = f"/places/{town.estate.pk}/add/building/"
    assert clerk.post(add, {"name": "11-13栋、东配楼"}).status_code == 303
    names = set(Place.objects.filter(parent=town.estate).values_list("name", flat=True))
    assert {"11栋", "12栋", "13栋", "东配楼"} <= names
    assert clerk.post(add, {"name": "14栋、3栋"}).status_code in (409, 422)
    assert not Place.objects.filter(parent=town.estate, name="14栋").exists()
