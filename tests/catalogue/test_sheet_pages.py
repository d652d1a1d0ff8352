"""The catalogue as a sheet, on its pages: tried, taken in, handed out, and taken in again without a change."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.catalogue import actions, queries, sheet
from linli.catalogue.models import Matter
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.sheets import workbook
from linli.people.models import Account
from tests.factories.towns import NOW, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def setter() -> Client:
    small_town()
    actions.starting_catalogue(by=Actor(ActorKind.SERVICE, "test"), now=NOW)
    client = Client()
    client.force_login(
        Account.objects.create(username="setter", is_superuser=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def _file(rows: list[dict[str, object]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("catalogue.xlsx", workbook([("x", sheet.COLUMNS, rows)]))


def test_a_sheet_is_tried_first_and_bad_lines_are_named(setter: Client) -> None:
    rows: list[dict[str, object]] = [
        {"code": "kite", "name": "风筝缠线", "category": "010301", "words": "风筝缠线", "lead": "物业企业"},
        {"code": "bad", "name": "坏的", "category": "010301", "words": "坏", "lead": "没有这个"},
    ]
    tried = setter.post("/catalogue/import/", {"file": _file(rows), "do": "try"}).content.decode()
    assert "什么都没有写入" in tried
    assert "没有这个选项" in tried
    assert "主办" in tried
    assert queries.by_code("kite", on=NOW.date()) is None
    kept = setter.post("/catalogue/import/", {"file": _file(rows), "do": "keep"}).content.decode()
    assert "新增或修改 1" in kept
    assert Matter.objects.filter(code="kite").exists()


def test_what_is_handed_out_is_taken_in_again_without_a_change(setter: Client) -> None:
    before = Matter.objects.count()
    handed_out = setter.get("/catalogue/export/")
    assert handed_out.content[:2] == b"PK"
    again = SimpleUploadedFile("again.xlsx", io.BytesIO(handed_out.content).read())
    told = setter.post("/catalogue/import/", {"file": again, "do": "keep"}).content.decode()
    assert "新增或修改 0" in told
    assert "退回 0" in told
    assert Matter.objects.count() == before
    assert setter.get("/catalogue/import/template/").content[:2] == b"PK"
    assert "事项编码" in setter.get("/catalogue/export/?as=csv").content.decode()


def test_those_who_may_not_edit_take_nothing_in(setter: Client) -> None:
    client = Client()
    client.force_login(
        Account.objects.get(username="u-王小满"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/catalogue/import/").status_code == 403
    assert client.post("/catalogue/import/", {"do": "keep"}).status_code == 403
    assert client.get("/catalogue/export/").status_code == 200
