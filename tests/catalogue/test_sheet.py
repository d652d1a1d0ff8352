"""Import and export by sheet."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.catalogue import actions, limits, queries, starting
from linli.catalogue.models import Matter
from linli.catalogue.sheet import cells_of, facts_from, split_words
from linli.kernel.actor import importer
from tests.factories.catalogue import make_categories
from tests.factories.towns import NOW


@pytest.mark.parametrize("text", ["30分钟", "2小时", "4工作小时", "90工作分钟", "5个工作日", "7天"])
def test_limits_read_what_they_say(text: str) -> None:
    assert limits.say(*limits.read(text)) == text


@pytest.mark.parametrize("text", ["", "0天", "两天", "3周", "-1天"])
def test_other_limits_are_not_understood(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        limits.read(text)


def test_words_are_parted_and_each_kept_once() -> None:
    assert split_words("停水、没水\n停水,断水;电梯…坏/停") == ("停水", "没水", "断水", "电梯…坏/停")


def test_a_row_is_read_back_as_the_same_facts() -> None:
    for facts in starting.matters():
        cells = {key: _text(value) for key, value in cells_of(facts).items()}
        assert facts_from(cells) == facts


def _text(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


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
