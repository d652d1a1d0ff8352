"""外来工单: a sheet is tried, taken in, answered, downloaded, confirmed, and taken back."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions
from linli.cases.models import Case, Platform, Report
from linli.kernel import sheets
from linli.kernel.actor import Actor, ActorKind
from linli.organisations import queries as organisations
from linli.organisations.models import Duty, Role
from linli.people.models import Account
from tests.factories.towns import LONG_AGO, Town

SignIn = Callable[[str], Client]
FOUNDER = Actor(ActorKind.SERVICE, label="test")
HEAD = "工单编号,标题,主要内容,来电人,联系方式,小区点位,派单时间,办理时限"
ROW = "W001,路灯不亮,柳岸花园门口路灯不亮,周大寒,13812345678,柳岸花园,2026-03-05 08:00,2026-03-07 18:00"
BAD = "W002,路灯不亮,路灯不亮,,,,2026-03-05 08:00,下周"


@pytest.fixture
def city(town: Town) -> Platform:
    actions.starting_platforms(by=FOUNDER, now=timezone.now())
    role = town.street_desk.role
    role.verbs = [*role.verbs, "cases.platform"]
    role.save()
    return Platform.objects.get()


def _sheet(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("今天.csv", "\n".join([HEAD, *rows]).encode(), "text/csv")


def _send(client: Client, *rows: str, dry: bool = False) -> Any:
    area = re.search(
        r'name="area" value="(\d*)"', client.get(reverse("platform", args=["city-12345"])).content.decode()
    )
    assert area
    typed = {"area": area[1], "file": _sheet(*rows), **({"dry_run": "on"} if dry else {})}
    return client.post(reverse("platform", args=["city-12345"]), typed)


def _answer(report: Report) -> None:
    now = timezone.now()
    duty = Duty.objects.filter(seat=report.case.holder, starts_on__gte=LONG_AGO).first()
    assert duty is not None
    by = organisations.build_actor(Account.objects.get(person=duty.person), now=now)
    actions.sign(case_id=report.case_id, by=by, now=now)
    Case.objects.filter(pk=report.case_id).update(matter=None)  # a matter that asks no review
    actions.answer(case_id=report.case_id, answer="灯泡换好了", outcome="solved", by=by, now=now)


def test_a_sheet_is_tried_before_it_is_taken_in(city: Platform, sign_in: SignIn) -> None:
    client = sign_in("赵立秋")
    html = _send(client, ROW, BAD, dry=True).content.decode()
    assert "什么都没有收进来" in html and "新收 1" in html and "办理时限" in html and "下周" in html
    assert "<td>3</td>" in html and not Case.objects.exists()
    html = _send(client, ROW, BAD).content.decode()
    assert "新收 1" in html and "退回 1" in html and "W001" in html
    case = Case.objects.get()
    assert case.outer_due_at is not None and not case.from_history
    assert "来过的 1" in _send(client, ROW).content.decode()
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "来源工单" in page and "W001" in page and "来源平台时限" in page
    listed = client.get(reverse("worklist"), {"lens": "area"}).content.decode()
    assert case.title in listed


def test_a_file_that_is_no_sheet_is_refused(city: Platform, sign_in: SignIn) -> None:
    client, address = sign_in("赵立秋"), reverse("platform", args=["city-12345"])
    assert client.post(address, {}).status_code == 422
    bad = SimpleUploadedFile("x.csv", "甲,乙\n1,2".encode(), "text/csv")
    area = str(organisations_area(client, address))
    answer = client.post(address, {"file": bad, "area": area})
    assert answer.status_code == 422 and "缺少标题" in answer.content.decode()


def organisations_area(client: Client, address: str) -> str:
    found = re.search(r'name="area" value="(\d*)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_answers_are_downloaded_confirmed_and_taken_back(city: Platform, sign_in: SignIn) -> None:
    client = sign_in("赵立秋")
    _send(client, ROW)
    report = Report.objects.select_related("case__holder").get()
    _answer(report)
    here = reverse("platform", args=["city-12345"])
    html = client.get(here).content.decode()
    stamp = re.search(r'name="answer" value="([\d.]+)"', html)
    assert stamp and "灯泡换好了" in html
    typed = {"answer": [stamp[1]]}
    for ending, more in (("xlsx", {}), ("csv", {"as": "csv"})):
        file = client.post(reverse("platform_answers", args=["city-12345"]), {**typed, **more})
        assert file.status_code == 200 and ending in file.headers["Content-Disposition"]
        assert _numbers(file.content, ending) == ["W001"]
    report.refresh_from_db()
    assert report.answered_out_at is None  # a download is no confirmation
    sent = reverse("platform_sent", args=["city-12345"])
    assert client.post(sent, {"answer": [f"{report.pk}.1"]}).status_code == 422
    assert client.post(sent, typed).status_code == 303
    html = client.get(here).content.decode()
    assert "没有等着报回的答复" in html and "最近报回的" in html
    assert client.post(sent, typed).status_code == 422  # pressed twice
    assert "答复已报回" in client.get(reverse("case", args=[report.case_id])).content.decode()
    at = re.search(r'name="sent_at" value="([^"]+)"', html)
    assert at
    undo = reverse("platform_undo", args=["city-12345"])
    assert client.post(undo, {"sent_at": "nonsense"}).status_code == 422
    assert client.post(undo, {"sent_at": at[1]}).status_code == 303
    report.refresh_from_db()
    assert report.answered_out_at is None
    nothing = client.post(reverse("platform_answers", args=["city-12345"]), {"answer": ["x", "1.", "9.9"]})
    assert nothing.status_code == 422


def _numbers(content: bytes, ending: str) -> list[str]:
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=f".{ending}") as file:
        file.write(io.BytesIO(content).read())
        file.flush()
        rows = sheets.read(file.name, [sheets.Column("number", ("工单编号",))])
        return [row["number"] for row in rows if isinstance(row, sheets.Row)]


def test_only_who_exchanges_orders_comes_in(city: Platform, sign_in: SignIn) -> None:
    for who in ("王小满", "李春燕", "陈冬至", "路人"):
        client = sign_in(who)
        assert client.get(reverse("platforms")).status_code == 403
        assert client.get(reverse("platform", args=["city-12345"])).status_code == 403
        for name in ("platform", "platform_answers", "platform_sent", "platform_undo", "platform_columns"):
            assert client.post(reverse(name, args=["city-12345"]), {}).status_code == 403, name
    client = sign_in("赵立秋")
    assert client.get(reverse("platforms")).headers["Location"] == reverse("platform", args=["city-12345"])
    assert client.get(reverse("platform", args=["nowhere"])).status_code == 404
    assert client.get(reverse("platform_columns", args=["city-12345"])).status_code == 403
    assert "外来工单" in client.get(reverse("worklist")).content.decode()


def test_the_keeper_changes_the_headings(city: Platform, town: Town, sign_in: SignIn) -> None:
    role = Role.objects.get(pk=town.street_desk.role_id)
    role.reach, role.verbs = "everything", [*role.verbs, "cases.practice"]
    role.save()
    client, address = sign_in("赵立秋"), reverse("platform_columns", args=["city-12345"])
    html = client.get(address).content.decode()
    assert 'value="工单编号"' in html and "首次联系时间=首次联系时间" in html
    typed = {
        "name": "市热线",
        "is_on": "on",
        "in_id": "编号",
        "in_words": "内容",
        "columns_out": "编号＝工单编号\n答复=答复内容",
    }
    assert client.post(address, {**typed, "columns_out": "编号=什么"}).status_code == 422
    assert client.post(address, {**typed, "in_id": ""}).status_code == 422
    assert client.post(address, typed).status_code == 303
    city.refresh_from_db()
    assert city.columns_in == {"id": "编号", "words": "内容"}
    assert city.columns_out == [["编号", "number"], ["答复", "answer"]]
