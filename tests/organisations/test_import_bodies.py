import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.kernel.sheets import read
from linli.organisations.models import Body, Duty, Seat, Service
from linli.organisations.sheet import COLUMNS
from linli.people import queries as people
from linli.people.models import Person
from tests.factories.towns import small_town

pytestmark = pytest.mark.django_db
TITLES = {column.key: column.title for column in COLUMNS}


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(TITLES.values()))
        writer.writeheader()
        writer.writerows({TITLES[key]: value for key, value in row.items()} for row in rows)
    return path


def run(path: Path, *more: str) -> dict[str, Any]:
    out = StringIO()
    try:
        call_command("import_bodies", str(path), "--json", *more, stdout=out, stderr=StringIO())
    except CommandError as error:
        assert error.returncode == 1
    told: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return told


GOOD = [
    {"row": "单位", "code": "b2", "name": "柳岸小区支部", "kind": "党支部", "parent": "b1", "founding": "单独建",
     "area": "511102001001-E1"},
    {"row": "单位", "code": "b1", "name": "临江街道党工委", "kind": "党工委", "area": "511102001000"},
    {"row": "单位", "code": "p9", "name": "新物业", "kind": "物业企业", "serves": "511102001001-E1-3",
     "phone": "0833-2123456"},
    {"row": "岗位", "code": "511102-community", "role": "网格员", "area": "511102001001-E1"},
    {"row": "任职", "code": "511102-community", "role": "grid-worker", "area": "511102001001-E1",
     "person": "孙芒种", "phone": "138 1234 5678", "starts_on": "2026年1月1日"},
    {"row": "任职", "code": "511102-community", "role": "网格员", "area": "511102001001-E1",
     "person": "钱立夏", "person_code": "P7", "starts_on": "2026/1/1", "ends_on": "2026-06-30", "lead": "B"},
]  # fmt: skip


def test_bodies_seats_and_duties_come_in_once(tmp_path: Path) -> None:
    small_town()
    path = write(tmp_path / "bodies.csv", GOOD)
    assert run(path, "--dry-run")["added"] == 6
    assert not Body.objects.filter(code="b1").exists()
    first = run(path)
    assert (first["read"], first["added"], first["already"], first["refused"]) == (6, 6, 0, [])
    assert Body.objects.get(code="b2").parent == Body.objects.get(code="b1")
    assert Service.objects.filter(body__code="p9", place__code="511102001001-E1-3").count() == 1
    duty = Duty.objects.get(person__name="孙芒种")
    assert (duty.seat.name, duty.is_lead, str(duty.starts_on)) == ("柳岸花园网格员", True, "2026-01-01")
    assert [person.name for person in people.find_by_phone("13812345678")] == ["孙芒种"]
    assert not Duty.objects.get(person__code="P7").is_lead
    counts = [model.objects.count() for model in (Body, Seat, Duty, Person)]
    second = run(path)
    assert (second["added"], second["already"], second["refused"]) == (0, 6, [])
    assert counts == [model.objects.count() for model in (Body, Seat, Duty, Person)]


def test_each_bad_row_is_named_by_line_and_column(tmp_path: Path) -> None:
    small_town()
    seat = {"code": "511102-community", "role": "网格员", "area": "511102001001001"}
    duty = {"row": "任职", **seat, "person": "某人", "phone": "13812345678", "starts_on": "2026-01-01"}
    rows = [
        ({"row": "别的", "code": "x"}, "row"),
        ({"row": "单位", "code": "u1", "name": "甲", "kind": "党支部", "parent": "nowhere"}, "parent"),
        ({"row": "单位", "code": "u2", "name": "乙", "kind": "党支部", "parent": "u3"}, "parent"),
        ({"row": "单位", "code": "u3", "name": "丙", "kind": "党支部", "parent": "u2"}, "parent"),
        ({"row": "单位", "code": "u4", "name": "丁", "kind": "党支部", "parent": "511102-gov"}, "parent"),
        ({"row": "单位", "code": "u5", "name": "戊", "kind": "服务队", "area": "999"}, "area"),
        ({"row": "单位", "code": "u6", "name": "己", "kind": "飞船"}, "kind"),
        ({"row": "单位", "code": "u7", "kind": "服务队"}, "name"),
        ({"row": "单位", "code": "u8", "name": "庚", "kind": "党支部", "founding": "融合建"}, "founding"),
        ({"row": "单位", "code": "511102-gov", "name": "另一个名字", "kind": "区县政府"}, "name"),
        ({"row": "单位", "code": "u9", "name": "辛", "kind": "服务队"}, ""),
        ({"row": "单位", "code": "u9", "name": "辛", "kind": "服务队"}, "code"),
        ({"row": "岗位", "code": "511102-community", "role": "船长"}, "role"),
        ({"row": "岗位", "code": "nowhere", "role": "网格员"}, "code"),
        (duty | {"ends_on": "2025-12-31"}, "ends_on"),
        (duty | {"starts_on": "2026-02-30"}, "starts_on"),
        (duty | {"starts_on": ""}, "starts_on"),
        (duty | {"phone": ""}, "person_code"),
        (duty | {"phone": "123456789012"}, "phone"),
        (duty | {"area": "511102001001-E1"}, "role"),
        (duty | {"lead": "C"}, "lead"),
        (duty, "lead"),
    ]
    told = run(write(tmp_path / "bad.csv", [row for row, _ in rows]))
    wanted = [(line, field) for line, (_, field) in enumerate(rows, start=2) if field]
    assert [(one["line"], one["field"]) for one in told["refused"]] == wanted
    assert told["added"] == 1 and Body.objects.filter(code="u9").exists()
    assert not Person.objects.filter(name="某人").exists()


def test_a_circle_through_what_is_there_is_found(tmp_path: Path) -> None:
    small_town()
    row = {
        "row": "单位",
        "code": "511102-gov",
        "name": "嘉禾区政府",
        "kind": "区县政府",
        "parent": "511102-street",
    }
    told = run(write(tmp_path / "circle.csv", [row]))
    assert [(one["line"], one["field"]) for one in told["refused"]] == [(2, "parent")]


def test_a_circle_that_a_seat_or_a_joined_body_leads_into_is_found(tmp_path: Path) -> None:
    """Seats found bodies that stand further down the sheet: there too a circle is a row's fault, not a crash."""
    rows = [
        {"row": "岗位", "code": "a", "role": "property-desk"},
        {"row": "单位", "code": "a", "name": "甲", "kind": "物业企业", "parent": "b"},
        {"row": "单位", "code": "b", "name": "乙", "kind": "物业企业", "parent": "a"},
        {"row": "单位", "code": "c", "name": "丙", "kind": "党支部", "founding": "融合建", "joined_by": "d"},
        {"row": "单位", "code": "d", "name": "丁", "kind": "党支部", "founding": "融合建", "joined_by": "c"},
    ]
    told = run(write(tmp_path / "circles.csv", rows))
    assert told["added"] == 0
    assert [one["line"] for one in told["refused"]] == [2, 3, 4, 5, 6]
    assert not Body.objects.filter(code__in="abcd").exists()


def test_the_template_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    call_command("import_bodies", "--template", str(path), stderr=StringIO())
    assert list(read(path, COLUMNS)) == []  # the example row is nobody's
