import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.journal.models import Entry
from linli.kernel.sheets import Column, workbook
from linli.places.lines import COLUMNS
from linli.places.models import EstateFacts, GridFacts, LaneFacts, Place

pytestmark = pytest.mark.django_db

TOWN: list[dict[str, object]] = [
    {"kind": "住户", "name": "501室", "parent": "临江街道/柳岸社区/柳岸花园/3栋/2单元", "floor": 5},
    {"kind": "区县", "name": "嘉禾区", "code": "511102000000"},
    {"kind": "街道", "name": "临江街道", "code": "511102001000", "parent": "511102000000"},
    {"kind": "社区", "name": "柳岸社区", "code": "511102001001", "parent": "临江街道", "phone": "0833-5550101"},
    {"kind": "网格", "name": "柳岸第一网格", "code": "511102001001001", "parent": "511102001001", "households": 320},
    {"kind": "网格", "name": "集贸市场专属网格", "code": "511102001001901", "parent": "511102001001",
     "grid_kind": "专属网格"},
    {"kind": "街巷", "name": "三公街9号至43号", "parent": "511102001001", "road": "三公街", "from_number": 9,
     "to_number": 43, "side": "单号"},
    {"kind": "小区", "name": "柳岸花园", "parent": "临江街道/柳岸社区", "estate_kind": "商品房",
     "grid": "511102001001001"},
    {"kind": "小区", "name": "梨园院落", "parent": "柳岸社区", "estate_kind": "平房院落", "lacks_manager": "是",
     "lacks_department": "是", "lacks_guard": "是", "grid": "511102001001001"},
    {"kind": "楼栋", "name": "3栋", "parent": "柳岸花园"},
    {"kind": "单元", "name": "2单元", "parent": "柳岸花园/3栋"},
    {"kind": "住户", "name": "7号", "parent": "梨园院落"},
    {"kind": "商铺", "name": "老李面馆", "parent": "柳岸社区", "road": "三公街", "road_number": 11,
     "grid": "511102001001901"},
    {"kind": "单位", "name": "柳岸小学", "parent": "柳岸社区"},
]  # fmt: skip


def put(tmp_path: Path, rows: list[dict[str, object]], name: str = "a.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(workbook([("地点", COLUMNS, rows)]))
    return path


def run(path: Path, *arguments: str, kind: str = "places") -> dict[str, Any]:
    out = StringIO()
    try:
        call_command(f"import_{kind}", str(path), "--json", *arguments, stdout=out, stderr=StringIO())
    except CommandError as error:
        assert error.returncode in (1, 2)
    answer = json.loads(out.getvalue().splitlines()[-1])
    assert list(answer) == ["read", "added", "already", "refused", "placed", "unplaced"]
    return dict(answer)


def faults(answer: dict[str, Any]) -> list[tuple[int, str]]:
    return [(one["line"], one["field"]) for one in answer["refused"]]


def test_a_town_comes_in_whatever_the_order_of_its_lines(tmp_path: Path) -> None:
    answer = run(put(tmp_path, TOWN))
    assert faults(answer) == []
    assert (answer["read"], answer["added"]) == (14, 14)
    home = Place.objects.get(name="501室")
    assert home.code == "511102001001-柳岸花园-3-2-501"
    assert home.floor == 5
    names = {key: Place.objects.get(pk=pk).name for key, pk in home.areas().items() if pk}
    assert names == {
        "county": "嘉禾区", "street": "临江街道", "community": "柳岸社区", "grid": "柳岸第一网格",
        "estate": "柳岸花园", "building": "3栋", "unit": "2单元",
    }  # fmt: skip
    shop = Place.objects.get(name="老李面馆")
    assert (shop.lane and shop.lane.name, shop.grid and shop.grid.code) == (
        "三公街9号至43号",
        "511102001001901",
    )
    assert EstateFacts.objects.get(place__name="梨园院落").lacks_guard
    assert GridFacts.objects.get(place__name="柳岸第一网格").households == 320
    assert LaneFacts.objects.get().side == "odd"
    assert Place.objects.get(name="7号").parent == Place.objects.get(name="梨园院落")
    entry = Entry.objects.get(tag="places.imported")
    assert len(entry.facts["added"]) == 14
    assert (entry.actor_kind, entry.actor_label) == ("import", "a.xlsx")


def test_a_second_run_adds_nothing_and_writes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, TOWN)
    run(path)
    answer = run(path)
    assert (answer["added"], answer["already"], answer["refused"]) == (0, 14, [])
    assert Entry.objects.filter(tag="places.imported").count() == 1


def test_a_dry_run_reports_the_same_and_leaves_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, TOWN)
    dry = run(path, "--dry-run")
    assert not Place.objects.exists()
    assert dry == run(path)


def test_other_facts_under_the_same_code_are_taken_over_and_named(tmp_path: Path) -> None:
    run(put(tmp_path, TOWN))
    changed = [dict(row) for row in TOWN]
    changed[7] |= {"grid": "511102001001901", "estate_kind": "老旧"}
    changed[6] |= {"side": "双号"}
    answer = run(put(tmp_path, changed))
    assert (answer["added"], answer["already"], answer["refused"]) == (0, 14, [])
    home = Place.objects.get(name="501室")
    assert home.grid is not None
    assert home.grid.code == "511102001001901"
    assert EstateFacts.objects.get(place__name="柳岸花园").kind == "old"
    assert Place.objects.get(name="老李面馆").lane is None
    entry = Entry.objects.filter(tag="places.imported").latest("pk")
    assert entry.facts["changed"] == ["511102001001-三公街9号至43", "511102001001-柳岸花园"]


def test_bad_lines_are_named_and_the_good_ones_are_in(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        *TOWN,
        {"kind": "网格", "name": "错网格", "code": "511102001002001", "parent": "柳岸社区"},  # 16: of another community
        {"kind": "网格", "name": "短网格", "code": "51110200100100", "parent": "柳岸社区"},  # 17
        {"kind": "小区", "name": "无类型", "parent": "柳岸社区"},  # 18
        {"kind": "小区", "name": "怪小区", "parent": "柳岸社区", "estate_kind": "别墅"},  # 19
        {"kind": "住户", "name": "无单元", "parent": "柳岸花园"},  # 20
        {"kind": "单元", "name": "1单元", "parent": "柳岸花园/9栋"},  # 21
        {"kind": "广场", "name": "广场", "parent": "柳岸社区"},  # 22
        {"kind": "街巷", "name": "倒街", "parent": "柳岸社区", "road": "倒街", "from_number": 9, "to_number": 1},  # 23
        {"kind": "住户", "name": "8号", "parent": "梨园院落", "floor": "五"},  # 24
        {"kind": "楼栋", "name": "3栋", "parent": "柳岸花园"},  # 25: the same code
        {"kind": "小区", "name": "柳岸花园", "code": "另一个", "parent": "柳岸社区", "estate_kind": "老旧"},  # 26
        {"kind": "楼栋", "name": "5栋", "parent": "柳岸花园", "grid": "511102001001009"},  # 27
        {"kind": "社区", "name": "越界社区", "code": "511102002001", "parent": "临江街道"},  # 28
        {"kind": "住户", "name": "9号", "parent": "柳岸社区"},  # 29: no road
        {"kind": "住户", "name": "9号", "parent": "柳岸社区", "road": "四公街", "road_number": 9},
    ]  # fmt: skip
    answer = run(put(tmp_path, rows))
    assert faults(answer) == [
        (16, "code"), (17, "code"), (18, "estate_kind"), (19, "estate_kind"), (20, "parent"), (21, "parent"),
        (22, "kind"), (23, "to_number"), (24, "floor"), (25, "name"), (26, "name"), (27, "grid"), (28, "code"),
        (29, "road"),
    ]  # fmt: skip
    assert answer["added"] == 15
    assert answer["read"] == 29


def test_a_run_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    run(put(tmp_path, TOWN[1:8]))
    answer = run(put(tmp_path, TOWN))
    assert (answer["added"], answer["already"]) == (7, 7)


def test_a_place_above_may_be_given_for_the_whole_sheet(tmp_path: Path) -> None:
    run(put(tmp_path, TOWN))
    rows: list[dict[str, object]] = [{"kind": "小区", "name": "新园", "estate_kind": "商住"},
                                     {"kind": "楼栋", "name": "1栋", "parent": "新园"}]  # fmt: skip
    answer = run(put(tmp_path, rows), "--place", "511102001001")
    assert answer["added"] == 2
    assert run(put(tmp_path, rows), "--place", "nowhere")["refused"][0]["line"] == 0


def test_the_template_opens_with_every_column_and_imports_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    call_command("import_places", "--template", str(path), stderr=StringIO())
    assert run(path)["read"] == 0


DIVISIONS = """code,parent,name,level
510000000000,,川省,1
511100000000,510000000000,乐市,2
511102000000,511100000000,中区,3
441900000000,440000000000,莞市,2
440000000000,,粤省,1
441900000000,441900000000,辖区,3
441900003000,441900000000,东城,4
511102001000,511102000000,临江街道,4
511102001001,511102001000,柳岸社区,5
"""
BAD = """511102001002,511102009000,无上级,5
5111020010,511102001000,短,5
511102001003,511102001000,级别,9
511102001004,511102001000,不合,4
511102001001,511102001000,重复,5
511102001005,511102000000,<b>跳级</b>,5
=1+1,511102001000,公式,5
511102001006,511102001000,,5
"""


def test_divisions_come_in_once_with_every_bad_line_named(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(DIVISIONS + BAD)
    answer = run(path, kind="divisions")
    assert (answer["read"], answer["added"], answer["already"]) == (17, 10, 0)
    assert faults(answer) == [
        (11, "parent"), (12, "code"), (13, "level"), (14, "level"), (15, "code"), (17, "code"), (18, "name"),
    ]  # fmt: skip
    path.write_text(DIVISIONS.replace("柳岸社区", "新柳社区"))
    answer = run(path, kind="divisions")
    assert (answer["added"], answer["already"], answer["refused"]) == (0, 9, [])


def test_divisions_of_a_prefix(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(DIVISIONS)
    answer = run(path, "--prefix", "5111", kind="divisions")
    assert (answer["read"], answer["added"], answer["refused"]) == (4, 4, [])
    assert answer == run(path, "--prefix", "5111", "--dry-run", kind="divisions") | {"added": 4, "already": 0}


def test_a_file_without_the_headings_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(workbook([("x", (Column("a"),), [{"a": "1"}])]))
    with pytest.raises(CommandError) as error:
        call_command("import_divisions", str(path), stderr=StringIO())
    assert error.value.returncode == 2


def test_a_name_stands_on_one_line(tmp_path: Path) -> None:
    broken: dict[str, object] = {
        "kind": "小区",
        "name": "断行\n小区",
        "parent": "柳岸社区",
        "estate_kind": "老旧",
    }
    assert faults(run(put(tmp_path, [*TOWN, broken]))) == []
    assert Place.objects.filter(name="断行 小区").exists()
