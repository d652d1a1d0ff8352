"""Bodies, seats and duties as a sheet, on its pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.kernel.sheets import workbook
from linli.organisations.models import Body, Duty, Seat
from linli.organisations.sheet import COLUMNS
from linli.people.models import Account
from tests.factories.towns import Town, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return small_town()


def _client(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def setter(town: Town) -> Client:
    Account.objects.create(username="setter", is_superuser=True)
    return _client("setter")


def _file(rows: list[dict[str, object]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("chart.xlsx", workbook([("x", COLUMNS, rows)]))


def test_a_sheet_is_tried_then_taken_in_and_bad_lines_are_named(town: Town, setter: Client) -> None:
    rows: list[dict[str, object]] = [
        {"row": "单位", "code": "dept-fire", "name": "消防救援大队", "kind": "部门"},
        {"row": "岗位", "code": "dept-fire", "role": "没有的角色"},
    ]
    tried = setter.post("/organisations/import/", {"file": _file(rows)}).content.decode()
    assert "什么都没有写入" in tried
    assert "没有叫 没有的角色 的角色" in tried
    assert not Body.objects.filter(code="dept-fire").exists()
    kept = setter.post("/organisations/import/", {"file": _file(rows), "do": "keep"}).content.decode()
    assert "新增或修改 1" in kept
    assert Body.objects.filter(code="dept-fire").exists()


def test_what_is_handed_out_is_taken_in_again_without_a_change(town: Town, setter: Client) -> None:
    counts = [model.objects.count() for model in (Body, Seat, Duty)]
    handed_out = setter.get("/organisations/export/")
    again = SimpleUploadedFile("again.xlsx", handed_out.content)
    told = setter.post("/organisations/import/", {"file": again, "do": "keep"}).content.decode()
    assert "新增或修改 0" in told, told[told.find('id="result"') :][:3000]
    assert "退回 0" in told
    assert [model.objects.count() for model in (Body, Seat, Duty)] == counts
    assert "王小满" in setter.get("/organisations/export/?as=csv").content.decode()


def test_strangers_take_nothing_in_or_out(town: Town) -> None:
    client = _client("u-王小满")
    assert client.get("/organisations/import/").status_code == 403
    assert client.post("/organisations/import/", {"do": "keep"}).status_code == 403
    assert client.get("/organisations/export/").status_code == 403
