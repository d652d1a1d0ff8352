import gzip
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import lazy

from linli.kernel.sheets import (
    BadCell,
    BadFile,
    Column,
    Problem,
    Row,
    Tally,
    label_in_sheets,
    means,
    read,
    read_day,
    read_flag,
    read_moment,
    read_number,
    take_in,
    template,
    workbook,
)

_colour = lazy(lambda: "Red" if translation.get_language() == "en" else "红", str)


class Colour(TextChoices):
    RED = "r", _colour()  # type: ignore[no-untyped-call]


COLUMNS = (
    Column("code", ("编码",), required=True, max_length=20, example="0001"),
    Column("name", ("名称", "姓名"), required=True, help="写全称", example="柳岸花园"),
    Column("note", ("备注",)),
)


def taken(path: Path, columns: Sequence[Column] = COLUMNS, **mapping: str) -> tuple[list[Row], list[Problem]]:
    items = list(read(path, columns, mapping=mapping or None))
    return [i for i in items if isinstance(i, Row)], [i for i in items if isinstance(i, Problem)]


def put(tmp_path: Path, data: bytes | str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_that_offices_write_are_read(tmp_path: Path, encoding: str) -> None:
    rows, problems = taken(put(tmp_path, "备注,编码,名称\r\n好,1,柳岸\r\n".encode(encoding)))
    assert problems == []
    assert rows == [Row(2, {"code": "1", "name": "柳岸", "note": "好"})]


def test_a_byte_of_no_encoding_costs_its_row_only(tmp_path: Path) -> None:
    data = "code,name\n1,好\n2,".encode() + b"\xff\xff" + "\n3,也好\n".encode()
    rows, problems = taken(put(tmp_path, data))
    assert [row.line for row in rows] == [2, 4]
    assert [(p.line, p.field) for p in problems] == [(3, "name")]


def test_a_line_of_another_encoding_costs_its_row_only(tmp_path: Path) -> None:
    """Chinese in UTF-8 can often be read as GB18030 too: one line more must not tip the whole file."""
    head = "编码,名称,备注\n1,柳岸花园,好\n".encode()
    rows, problems = taken(put(tmp_path, head + "2,锦城小区,好\n".encode("gb18030") + "3,春城,好\n".encode()))
    assert [(row.line, row["name"]) for row in rows] == [(2, "柳岸花园"), (4, "春城")]
    assert [(p.line, p.field) for p in problems] == [(3, "name")]


def test_what_is_no_text_is_named_without_its_control_signs(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        read(put(tmp_path, b"\x1b[31mx,\xff\xfe\x9d\n1,2\n"), COLUMNS)
    assert "\x1b" not in str(refused.value)
    str(refused.value).encode()  # a terminal can be told


def test_marks_that_nobody_sees_are_left_out(tmp_path: Path) -> None:
    rows, problems = taken(put(tmp_path, "code,name\n\u202d0001\u202c,柳\u202e岸\u200b\n"))
    assert (rows, problems) == ([Row(2, {"code": "0001", "name": "柳岸", "note": ""})], [])


def test_utf16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="UTF-16"):
        read(put(tmp_path, "code,name\n1,好\n".encode("utf-16")), COLUMNS)


def test_a_ten_megabyte_cell_costs_its_row_only(tmp_path: Path) -> None:
    rows, problems = taken(put(tmp_path, f'code,name\n1,"{"长" * 4_000_000}"\n2,b\n'))
    assert [row["code"] for row in rows] == ["2"]
    assert [(p.line, p.field) for p in problems] == [(2, "name")]


def test_a_line_without_end_costs_itself_only(tmp_path: Path) -> None:
    rows, problems = taken(put(tmp_path, "code,name\n1,a\n2," + "x" * (33 * 1024 * 1024) + "\n3,c\n"))
    assert [(row.line, row["code"]) for row in rows] == [(2, "1"), (4, "3")]
    assert [p.line for p in problems] == [3]


def test_formulas_are_refused_and_signs_are_text(tmp_path: Path) -> None:
    data = "code,name,note\n1,=cmd|' /C calc'!A0,x\n2,+86,-\n3,@某人,====\n4, =SUM(A1),\n"
    rows, problems = taken(put(tmp_path, data))
    assert [row["name"] for row in rows] == ["+86", "@某人"]
    assert [(p.line, p.field) for p in problems] == [(2, "name"), (5, "name")]


def test_control_characters_are_refused_and_html_is_text(tmp_path: Path) -> None:
    rows, problems = taken(
        put(tmp_path, 'code,name\n1,a\x00b\n2,a\x1bb\n3,<b>粗</b>\n4,"一\n二\t三"\n5,\u200b净\n')
    )
    assert [(p.line, p.field) for p in problems] == [(2, "name"), (3, "name")]
    assert [row["name"] for row in rows] == ["<b>粗</b>", "一\n二\t三", "净"]
    assert rows[2].line == 7


def test_missing_doubled_and_unknown_headings_stop_before_the_first_row(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="名称"):
        read(put(tmp_path, "code,other\n1,2\n"), COLUMNS)
    with pytest.raises(BadFile, match="重复"):
        read(put(tmp_path, "code,名称,姓名\n1,2,3\n"), COLUMNS)
    with pytest.raises(BadFile):
        read(put(tmp_path, "code,name\n"), COLUMNS, mapping={"nothing": "x"})
    with pytest.raises(BadFile):
        read(put(tmp_path, "code,name\n"), COLUMNS, mapping={"note": "说明"})
    with pytest.raises(BadFile):
        read(put(tmp_path, ""), COLUMNS)
    with pytest.raises(BadFile):
        read(tmp_path / "none.csv", COLUMNS)


def test_a_mapping_names_the_heading(tmp_path: Path) -> None:
    rows, _ = taken(put(tmp_path, "id,name,label\n7,a,b\n"), code="id", note="label")
    assert rows[0].values == {"code": "7", "name": "a", "note": "b"}


def test_a_title_may_stand_above_the_headings(tmp_path: Path) -> None:
    rows, _ = taken(put(tmp_path, "临江街道台账,,\n,,\n 编码*,名 称,备注\n1,a,\n"))
    assert [(row.line, row["code"]) for row in rows] == [(4, "1")]


def test_rows_too_long_too_short_or_without_what_is_needed_are_named(tmp_path: Path) -> None:
    rows, problems = taken(
        put(tmp_path, "code,name,note\n1,a,b,c\n2\n,x,\n3,a\n4,a,,,\n\n , ,\n" + "9" * 21 + ",a,\n")
    )
    assert [row["code"] for row in rows] == ["3", "4"]
    assert [(p.line, p.field) for p in problems] == [(2, ""), (3, ""), (4, "code"), (9, "code")]


def test_a_quote_without_its_pair_costs_one_line(tmp_path: Path) -> None:
    rows, problems = taken(put(tmp_path, 'code,name,note\n1,a,b\n2,"c,d\n3,e,f\n4,"g\nh",i\n5,j,k\n'))
    assert [(row.line, row["code"]) for row in rows] == [(2, "1"), (4, "3"), (5, "4"), (7, "5")]
    assert [p.line for p in problems] == [3]


def test_a_quote_open_at_the_end_of_a_long_file_costs_one_line(tmp_path: Path) -> None:
    lines = [f"{number},a" for number in range(5000)]
    lines[1000] = '1000,"a'
    rows, problems = taken(put(tmp_path, "code,name\n" + "\n".join(lines) + "\n"))
    assert len(rows) == 4999
    assert [p.line for p in problems] == [1002]
    assert rows[-1].line == 5001


def test_a_file_cut_in_the_middle_gives_what_came_before(tmp_path: Path) -> None:
    rows, problems = taken(put(tmp_path, "code,name,note\n1,a,b\n2,c"))
    assert [row["code"] for row in rows] == ["1"]
    assert [p.line for p in problems] == [3]

    body = "code,name,note\n" + "".join(f"{n},名{n * 7919},{n * 104729}\n" for n in range(20_000))
    packed = gzip.compress(body.encode())
    rows, problems = taken(put(tmp_path, packed[: len(packed) // 2], "a.csv.gz"))
    assert len(rows) > 1000
    assert [row.line for row in rows] == list(range(2, len(rows) + 2))
    assert [p.line for p in problems] == [len(rows) + 2]
    assert rows[-1]["note"] == str((len(rows) - 1) * 104729)

    rows, problems = taken(put(tmp_path, packed, "b.csv.gz"))
    assert (len(rows), problems) == (20_000, [])


def _xlsx(path: Path, *rows: Sequence[object]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(line, place, value)
            elif value is not None:
                sheet.write(line, place, value)
    book.close()
    return path


def test_excel_gives_numbers_days_and_text_as_people_see_them(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path / "a.xlsx",
        ["台账"], ["编码", "名称", "备注"],
        [511102001001.0, date(2019, 2, 28), datetime.fromisoformat("2019-02-28 11:25:05")],
        [None, None, None], [3, "=1+1", 1.5], [511102199001011234.0, "x", True],
    )  # fmt: skip
    rows, problems = taken(path)
    assert [tuple(row.values.values()) for row in rows] == [
        ("511102001001", "2019-02-28", "2019-02-28 11:25:05"), ("3", "=1+1", "1.5"),
    ]  # fmt: skip
    assert [row.line for row in rows] == [3, 5]
    assert [(p.line, p.field) for p in problems] == [(6, "code")]


def test_a_formula_counts_by_its_result_and_is_refused_without_one(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        book.add_worksheet().write_formula("A2", "=1/0", None, "#DIV/0!")
        for line, cells in enumerate(
            [["一张表"], ["编码", "名称", "备注"], ["1", "甲"], ["2", "乙"], ["3", "丙"]]
        ):
            sheet.write_row(line, 0, cells)
        sheet.write_formula("C3", '="好"', None, "好")
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C5", "=VLOOKUP(A5,X:Y,2,0)", None, "#N/A")
    rows, problems = taken(path)
    assert rows == [Row(3, {"code": "1", "name": "甲", "note": "好"})]
    assert [(p.line, p.field) for p in problems] == [(4, "note"), (5, "note")]


def test_a_damaged_or_cut_workbook_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "a.xlsx", ["编码", "名称"], *(["1", f"名{n}"] for n in range(500)))
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:200] + b"\x00\x01" * 40 + whole[280:], whole[:4]):
        with pytest.raises(BadFile):
            read(put(tmp_path, damaged, "b.xlsx"), COLUMNS)


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _xlsx(tmp_path / "a.xlsx", ["编码", "名称"], *(["1", "a" * 1000] for _ in range(50)))
    monkeypatch.setattr("linli.kernel.sheets.excel.UNPACKED_LIMIT", 2000)
    with pytest.raises(BadFile, match="太大"):
        read(path, COLUMNS)
    monkeypatch.setattr("linli.kernel.sheets.delimited.UNPACKED_LIMIT", 2000)
    with pytest.raises(BadFile, match="太大"):
        list(read(put(tmp_path, gzip.compress(b"code,name\n" + b"1,a\n" * 2000), "b.gz"), COLUMNS))


def test_the_template_is_read_back_and_its_example_is_passed_over(tmp_path: Path) -> None:
    path = put(tmp_path, template(COLUMNS, sheet_name="房屋"), "t.xlsx")
    assert taken(path) == ([], [])


def test_what_is_written_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = [{"code": "007", "name": "=1+1", "note": datetime(2026, 3, 5, 2, 0, tzinfo=UTC)},
            {"code": 12, "name": "https://a.cn", "note": date(2026, 3, 5)}]  # fmt: skip
    path = put(tmp_path, workbook([("x", COLUMNS, rows)]), "w.xlsx")
    assert [tuple(row.values.values()) for row in taken(path)[0]] == [
        ("007", "=1+1", "2026-03-05 10:00:00"), ("12", "https://a.cn", "2026-03-05"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019/2/28 11:25:05", datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)),
        ("2019-02-14 20:00:00", datetime(2019, 2, 14, 12, tzinfo=UTC)),
        ("2019-02-14", datetime(2019, 2, 13, 16, tzinfo=UTC)),
        ("2019年2月14日 8:05", datetime(2019, 2, 14, 0, 5, tzinfo=UTC)),
        ("20190214", datetime(2019, 2, 13, 16, tzinfo=UTC)),
        ("2019-02-14T20:00:00Z", datetime(2019, 2, 14, 20, tzinfo=UTC)),
        ("2019-02-14T20:00:00.123+05:30", datetime(2019, 2, 14, 14, 30, tzinfo=UTC)),
    ],
)
def test_the_times_that_are_found_are_read_in_shanghai(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "2019-02-30", "2019-13-01", "2019-02-14 25:00:00", "0019-02-14", "9999-01-01", "昨天", "14/02/2019"],
)
def test_impossible_times_are_refused(text: str) -> None:
    with pytest.raises(BadCell) as refusal:
        read_moment(text, field="time")
    assert refusal.value.field == "time"


def test_cells_of_days_numbers_and_flags() -> None:
    assert read_day("2019-02-14 00:30") == date(2019, 2, 14)
    assert [read_number(text) for text in ("12", "12号", "12.0")] == [12, 12, 12]
    assert [read_flag(text) for text in ("是", "Yes", "", "否", "0")] == [True, True, False, False, False]
    for wrong in ("一", "1.5", "-1", "99999999999"):
        with pytest.raises(BadCell):
            read_number(wrong)
    with pytest.raises(BadCell):
        read_flag("大概")


@pytest.mark.django_db
def test_a_dry_run_reports_the_same_and_leaves_nothing() -> None:
    from linli.people.models import Person

    def add(rows: Sequence[Row], tally: Tally) -> None:
        for row in rows:
            Person.objects.create(name=row["name"])
            tally.added += 1

    items: list[Row | Problem] = [Row(2, {"name": "甲"}), Problem(3, "name", "?"), Row(4, {"name": "乙"})]
    dry = take_in(items, add, batch=2, dry_run=True)
    assert Person.objects.count() == 0
    assert take_in(items, add, batch=2) == dry
    assert Person.objects.count() == 2
    assert dry.as_json() == {
        "read": 3, "added": 2, "already": 0, "refused": [{"line": 3, "field": "name", "why": "?"}],
        "placed": 0, "unplaced": 0,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_choice_is_read_by_its_word_in_every_language_and_written_in_one(language: str) -> None:
    with translation.override(language):
        assert means("红", Colour.RED) and means("r", Colour.RED)
        assert not means("蓝", Colour.RED)
        assert label_in_sheets(Colour.RED) == "红"
        assert translation.get_language() == language
        assert means("Red", Colour.RED) is (language == "en")
