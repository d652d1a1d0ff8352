"""Ladders as a sheet: taken in, handed out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from linli.kernel.sheets import workbook
from linli.organisations.models import LadderStep
from linli.organisations.sheet import LADDER_COLUMNS
from linli.people.models import Account
from tests.factories.towns import Town, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return small_town()


@pytest.fixture
def setter(town: Town) -> Client:
    Account.objects.create(username="setter", is_superuser=True)
    return _client("setter")


def _client(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def _send(client: Client, rows: list[dict[str, object]], do: str = "keep") -> str:
    sheet = SimpleUploadedFile("ladders.xlsx", workbook([("x", LADDER_COLUMNS, rows)]))
    answer = client.post("/organisations/ladder/import/", {"file": sheet, "do": do})
    return answer.content.decode()


def _steps() -> list[tuple[str, str, str]]:
    rows = LadderStep.objects.order_by("category", "position")
    return list(rows.values_list("area__code", "category", "role__code"))


def test_a_sheet_is_tried_then_sets_the_ladders_it_names(town: Town, setter: Client) -> None:
    steps = f"{town.grid_seat.role.name}、{town.street_desk.role.code}"
    rows: list[dict[str, object]] = [
        {"area": town.street.code, "category": "01", "roles": steps},
        {"area": town.street.code, "roles": "没有的角色"},
        {"area": "没有的地方", "roles": steps},
        {"area": town.street.code, "category": "01", "roles": steps},
    ]
    said = _send(setter, rows, "try")
    assert (
        "什么都没有写入" in said
        and "没有叫 没有的角色 的角色" in said
        and "没有编码为 没有的地方 的地点" in said
    )
    assert "在表里已经写过一行" in said
    assert not _steps()
    assert "新增或修改 1" in _send(setter, rows)
    assert _steps() == [
        (town.street.code, "01", town.grid_seat.role.code),
        (town.street.code, "01", town.street_desk.role.code),
    ]


def test_what_is_handed_out_is_taken_in_again_without_a_change(town: Town, setter: Client) -> None:
    _send(setter, [{"roles": town.grid_seat.role.name}])
    with translation.override("en"):
        handed_out = setter.get("/organisations/ladder/export/")
    again = SimpleUploadedFile("again.xlsx", handed_out.content)
    said = setter.post("/organisations/ladder/import/", {"file": again, "do": "keep"}).content.decode()
    assert "新增或修改 0，原来就有 1" in said
    assert "区域编码" in setter.get("/organisations/ladder/export/?as=csv").content.decode()
    assert setter.get("/organisations/ladder/import/template/").status_code == 200


def test_a_row_without_steps_clears(town: Town, setter: Client) -> None:
    _send(setter, [{"area": town.estate.code, "roles": town.grid_seat.role.name}])
    assert _steps()
    assert "新增或修改 1" in _send(setter, [{"area": town.estate.code}])
    assert not _steps()


def test_strangers_take_no_ladders_in(town: Town) -> None:
    client = _client("u-王小满")
    assert client.get("/organisations/ladder/import/").status_code == 403
    assert client.post("/organisations/ladder/import/", {"do": "keep"}).status_code == 403
