"""Import and export by sheet."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from linli.catalogue import actions, limits, queries, starting
from linli.catalogue.models import Matter
from linli.catalogue.sheet import cells_of, facts_from, split_words
from linli.kernel.actor import importer
from tests.factories.catalogue import lamp, make_categories
from tests.factories.towns import NOW


@pytest.mark.parametrize("text", ["30分钟", "2小时", "4工作小时", "90工作分钟", "5个工作日", "7天"])
def test_limits_read_what_they_say(text: str) -> None:
    assert limits.say(*limits.read(text)) == text


@pytest.mark.parametrize("text", ["", "0天", "两天", "3周", "-1天"])
def test_other_limits_are_not_understood(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        limits.read(text)


@pytest.mark.parametrize(
    ("text", "limits_at"),
    [
        ("", {}),
        ("7天", {"ordinary": ("calendar_days", 7)}),
        ("5个工作日、紧急2小时", {"ordinary": ("working_days", 5), "danger": ("always", 120)}),
        ("水电气热 24小时;复杂15天", {"basic": ("always", 1440), "complex": ("calendar_days", 15)}),
    ],
)
def test_limits_are_read_by_urgency(text: str, limits_at: dict[str, tuple[str, int]]) -> None:
    assert limits.read_each(text, "ordinary") == limits_at
    assert limits.read_each(limits.say_each(limits_at, "ordinary"), "ordinary") == limits_at


def test_an_urgency_that_is_named_twice_is_not_understood() -> None:
    with pytest.raises(ValueError, match=r"^"):
        limits.read_each("7天、一般5天", "ordinary")


def test_words_are_parted_and_each_kept_once() -> None:
    assert split_words("停水、没水\n停水,断水;电梯…坏/停") == ("停水", "没水", "断水", "电梯…坏/停")


def test_a_row_is_read_back_as_the_same_facts() -> None:
    for facts in starting.matters():
        cells = {key: _text(value) for key, value in cells_of(facts).items()}
        assert facts_from(cells) == facts


def _text(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def test_a_row_reads_the_same_whatever_the_language_of_the_reader() -> None:
    with override("en"):
        in_english = cells_of(lamp())
        assert facts_from({key: _text(value) for key, value in in_english.items()}) == lamp()
    assert in_english == cells_of(lamp())


def test_limits_co_handlers_and_rungs_survive_the_sheet() -> None:
    facts = lamp(
        limits={"ordinary": {"finish": ("working_days", 3)}, "danger": {"finish": ("always", 60)}},
        co_handlers=("street", "department:dept-power"), skips=(0, 1), first_rung=2, evidence="现场照片",
        national_code="0112", national_system="GB/T 30428.2-2013", is_local=False,
    )  # fmt: skip
    cells = cells_of(facts)
    assert (cells["finish"], cells["co_handlers"], cells["skips"]) == (
        "3个工作日、紧急1小时", "街道(乡镇)、dept-power", "志愿者、网格",
    )  # fmt: skip
    assert facts_from({key: _text(value) for key, value in cells.items()}) == facts


@pytest.mark.django_db
def test_what_is_exported_comes_in_again_without_a_change(tmp_path: Path) -> None:
    actions.starting_catalogue(by=importer("起始目录"), now=NOW)
    for name in ("matters.csv", "matters.xlsx"):
        call_command("export_matters", tmp_path / name)
        call_command("import_matters", tmp_path / name, verbosity=0)
    assert set(Matter.objects.values_list("version", flat=True)) == {1}


@pytest.mark.django_db
def test_good_rows_come_in_and_bad_ones_are_named_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_categories()
    file = tmp_path / "matters.csv"
    file.write_text(
        "事项编码,事项名称,分类编码,居民的说法,主办,部门编码,办结时限\n"
        "a-lamp,路灯,920101,路灯不亮、没有路灯,部门,dept-urban-management,3个工作日\n"
        "b-lamp,路灯,920101,灯,部门,dept-urban-management,\n"
        "c-lamp,路灯,920101,路灯坏,社区,,\n"
        "d-lamp,路灯,920101,路灯坏,街道(乡镇),,三天\n"
    )
    with pytest.raises(CommandError):
        call_command("import_matters", file, "--json")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["read"], told["added"], told["already"]) == (4, 1, 0)
    assert [(one["line"], one["field"]) for one in told["refused"]] == [
        (3, "words"),
        (4, "lead"),
        (5, "finish"),
    ]
    matter = queries.by_code("a-lamp")
    assert matter is not None
    assert matter.limits == {"ordinary": {"finish": ["working_days", 3]}}
    assert matter.limit("finish") == ("working_days", 3)
    assert matter.limit("finish", "danger") == ("always", 120)


@pytest.mark.django_db
def test_a_doubled_code_and_swapped_columns_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_categories()
    file = tmp_path / "matters.csv"
    file.write_text(
        "事项编码,事项名称,分类编码,居民的说法,主办,部门编码\n"
        "a-lamp,路灯,920101,路灯不亮、没有路灯,部门,dept-urban-management\n"
        "a-lamp,另一种路灯,920101,路灯不亮、没有路灯,部门,dept-urban-management\n"
        "坏路灯,b-lamp,920101,路灯坏了,部门,dept-urban-management\n"
    )
    with pytest.raises(CommandError):
        call_command("import_matters", file, "--json")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [(one["line"], one["field"]) for one in told["refused"]] == [(3, "code"), (4, "code")]
    assert list(Matter.objects.values_list("code", "name", "version")) == [("a-lamp", "路灯", 1)]


@pytest.mark.parametrize(
    ("typed", "limit"),
    [
        ("2 hours", ("always", 120)),
        ("5 working days", ("working_days", 5)),
        ("4 office hours", ("office_hours", 240)),
        ("1 day", ("calendar_days", 1)),
    ],
)
def test_a_limit_may_be_typed_in_english(typed: str, limit: tuple[str, int]) -> None:
    assert limits.read(typed) == limit


def test_a_sheet_is_written_in_chinese_whatever_its_reader_speaks() -> None:
    of_urgency = {"danger": ("always", 120), "ordinary": ("working_days", 5)}
    with override("en"):
        written = limits.say_each(of_urgency, "ordinary")
        assert limits.read_each(written, "ordinary") == of_urgency
    assert written.startswith("5个工作日、")
