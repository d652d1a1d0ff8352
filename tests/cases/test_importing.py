"""`linli import cases`: any hotline's sheet, whatever its state; what was good is in, once."""

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import queries, work
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Channel, DemandKind, Report
from linli.cases.states import State
from linli.catalogue import actions as catalogue
from linli.catalogue import queries as matters
from linli.journal import queries as journal
from linli.journal.models import Delivery
from linli.kernel import sheets
from linli.kernel.actor import importer
from linli.organisations.models import Seat
from tests.factories.cases import NOW, Scene
from tests.factories.journal import attached

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEAD = "id,title,time,text,label,channel,place,reply"
GOOD = "7,电梯停了,2019/2/28 11:25:05,三单元的电梯停了两天,投诉,电话,柳岸花园,已经修好"


def run(path: Path, *words: str, place: str = "") -> tuple[int, dict[str, Any]]:
    """Exit code and the last line as JSON."""
    out, code = io.StringIO(), 0
    try:
        where = ["--place", place] if place else []
        call_command("import_cases", str(path), "--json", *where, *words, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        code = error.returncode
    return code, json.loads(out.getvalue().splitlines()[-1])


def write(folder: Path, *lines: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def test_a_row_becomes_history_with_its_own_times(scene: Scene, tmp_path: Path) -> None:
    code, said = run(write(tmp_path, HEAD, GOOD), place=scene.town.street.code)
    assert (code, said["added"], said["placed"]) == (0, 1, 1)
    case, report = Case.objects.get(), Report.objects.get()
    assert case.registered_at == case.happened_at == datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)
    assert (case.kind, case.matter, case.estate) == (DemandKind.COMPLAINT, scene.lift, scene.town.estate)
    assert (case.state, case.from_history, case.next_at) == (State.DISPATCHED, True, None)
    assert (report.source, report.outer_number, report.channel) == ("rows.csv", "7", Channel.PHONE)
    assert [entry.tag for entry in journal.entries_of(case)] == [
        CaseEvent.REGISTERED,
        CaseEvent.EARLIER_REPLY,
    ]
    assert not Delivery.objects.exists()
    assert queries.counts(scene.street, NOW)["late"] == 0


def test_where_nobody_takes_work_in_nothing_is_imported(scene: Scene, tmp_path: Path) -> None:
    Seat.objects.filter(role__is_desk=True).update(ended_on=NOW.date())
    code, said = run(write(tmp_path, HEAD, GOOD), place=scene.town.street.code)
    assert (code, said["added"], Case.objects.count()) == (2, 0, 0)
    assert "受理岗" in said["refused"][0]["why"]


def test_a_second_run_adds_nothing_and_resumes(scene: Scene, tmp_path: Path) -> None:
    rows = [GOOD.replace("7,", f"{number},", 1) for number in range(10, 30)]
    run(write(tmp_path, HEAD, *rows[:12]))
    code, said = run(write(tmp_path, HEAD, *rows))
    assert (code, said["read"], said["added"], said["already"]) == (0, 20, 8, 12)
    assert run(write(tmp_path, HEAD, *rows))[1]["added"] == 0
    assert Case.objects.count() == 20


def test_rows_without_numbers_are_known_by_what_they_say(scene: Scene, tmp_path: Path) -> None:
    path = write(tmp_path, "title,text", "甲,电梯停了", "乙,电梯停了", "甲,电梯停了")
    code, said = run(path)
    assert (code, said["added"]) == (1, 2)
    assert said["refused"][0]["line"] == 4 and "第 2 行" in said["refused"][0]["why"]
    assert run(path)[1]["already"] == 2


def test_a_number_that_comes_twice_is_named(scene: Scene, tmp_path: Path) -> None:
    code, said = run(write(tmp_path, HEAD, GOOD, GOOD.replace("电梯", "路灯")))
    assert (code, said["added"]) == (1, 1)
    assert said["refused"] == [{"line": 3, "field": "id", "why": "编号重复：第 2 行已经有了"}]


BAD = {
    "date": ("8,停电,2019/13/45 25:61:00,没电,咨询,电话,,", "time"),
    "future": ("8,停电,2049-01-01,没电,咨询,电话,,", "time"),
    "swapped": ("8,停电,家里停电两天了,2019-01-01,咨询,电话,,", "time"),
    "kind": ("8,停电,2019-01-01,没电,这一列放的是很长的一段内容,电话,,", "kind"),
    "place": ("8,停电,2019-01-01,没电,咨询,电话,511102999999,", "place"),
    "formula": ("8,停电,2019-01-01,=HYPERLINK(A1),咨询,电话,,", "words"),
    "control": ("8,停电,2019-01-01,没\x07电,咨询,电话,,", "words"),
    "empty": ("8,,2019-01-01,,咨询,电话,,", "words"),
    "huge": (f"8,停电,2019-01-01,{'长' * 200_000},咨询,电话,,", "words"),
    "long": (f"8,停电,2019-01-01,{'长' * 30_000},咨询,电话,,", "words"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_row_is_named_and_the_others_are_in(scene: Scene, tmp_path: Path, what: str) -> None:
    line, field = BAD[what]
    code, said = run(write(tmp_path, HEAD, GOOD, line, GOOD.replace("7,", "9,", 1)))
    assert (code, said["added"]) == (1, 2)
    assert [(one["line"], one["field"]) for one in said["refused"]] == [(3, field)], said["refused"]
    assert set(Report.objects.values_list("outer_number", flat=True)) == {"7", "9"}


def test_html_is_kept_as_it_was_said(scene: Scene, tmp_path: Path) -> None:
    run(write(tmp_path, HEAD, "8,<b>电梯</b>,2019-01-01,<script>alert(1)</script>电梯停了,咨询,电话,,"))
    case = Case.objects.get()
    assert (case.title, case.words) == ("<b>电梯</b>", "<script>alert(1)</script>电梯停了")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_told_apart(scene: Scene, tmp_path: Path, encoding: str) -> None:
    assert run(write(tmp_path, HEAD, GOOD, encoding=encoding))[1]["added"] == 1
    assert Case.objects.get().title == "电梯停了"


def test_broken_bytes_are_a_row_of_their_own(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(
        f"{HEAD}\n{GOOD}\n8,".encode() + b"\xff\xfe\xfa" + ",2019-01-01,电梯停了,咨询,电话,,\n".encode()
    )
    code, said = run(path)
    assert (code, said["added"]) == (1, 1)
    assert said["refused"][0]["line"] == 3


@pytest.mark.parametrize("cut", [30, 60, 200])
def test_a_file_that_ends_in_the_middle_keeps_what_was_whole(scene: Scene, tmp_path: Path, cut: int) -> None:
    rows = [GOOD.replace("7,", f"{number},", 1) for number in range(40)]
    whole = "\n".join([HEAD, *rows]).encode()
    path = tmp_path / "rows.csv"
    path.write_bytes(whole[:-cut])
    said = run(path)[1]
    assert said["added"] == Case.objects.count() < 40
    assert said["read"] == said["added"] + len(said["refused"])
    path.write_bytes(whole)
    said = run(path)[1]
    assert Case.objects.count() == 40 and not said["refused"]


def test_a_packed_file_that_was_cut_says_where(scene: Scene, tmp_path: Path) -> None:
    rows = [GOOD.replace("7,", f"{number},", 1) for number in range(3000)]
    packed = gzip.compress("\n".join([HEAD, *rows]).encode())
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(packed[: len(packed) // 20])
    code, said = run(path)
    assert code == 1 and said["refused"]
    assert said["added"] == Case.objects.count()


@pytest.mark.parametrize("what", ["missing", "empty", "picture", "headings", "place"])
def test_a_file_that_cannot_be_used_changes_nothing(scene: Scene, tmp_path: Path, what: str) -> None:
    path = tmp_path / "rows.csv"
    if what != "missing":
        content = {
            "empty": b"",
            "picture": b"\x89PNG\r\n\x1a\n" + bytes(99),
            "headings": "甲,乙\n1,2".encode(),
        }
        path.write_bytes(content.get(what, f"{HEAD}\n{GOOD}".encode()))
    code, said = run(path, place="999999000000" if what == "place" else "")
    assert (code, said["added"]) == (2, 0)
    assert not Case.objects.exists()


def test_excel_comes_in_too(scene: Scene, tmp_path: Path) -> None:
    columns = [
        sheets.Column("工单编号"),
        sheets.Column("主要内容"),
        sheets.Column("来电时间"),
        sheets.Column("办结时间"),
    ]
    rows: list[dict[str, object]] = [
        {"工单编号": "A1", "主要内容": "电梯停了", "来电时间": datetime(2020, 1, 2, 3, 4, tzinfo=UTC)},
        {"工单编号": "A2", "主要内容": "路灯不亮", "来电时间": "2020-01-02", "办结时间": "2020-01-05"},
        {"工单编号": "A3", "主要内容": "路灯不亮", "来电时间": "2020-01-02", "办结时间": "2019-01-05"},
    ]
    path = tmp_path / "rows.xlsx"
    path.write_bytes(sheets.workbook([("诉求", columns, rows)]))
    code, said = run(path, place=scene.town.street.code)
    assert (code, said["added"]) == (1, 2)
    assert said["refused"][0]["line"] == 4 and said["refused"][0]["field"] == "closed_at"
    assert Case.objects.get(reports__outer_number="A2").state == State.CLOSED


def test_columns_are_mapped_by_name(scene: Scene, tmp_path: Path) -> None:
    path = write(tmp_path, "号,说的话,什么时候", "1,电梯停了,07/31/2010")
    assert run(path)[0] == 2
    code, _said = run(
        path, "--map", "words=说的话", "--map", "time=什么时候", "--map", "id=号", "--source", "老系统"
    )
    assert code == 0
    assert Case.objects.get().registered_at == datetime(2010, 7, 30, 16, tzinfo=UTC)
    assert Report.objects.get().source == "老系统"


def test_a_dry_run_writes_nothing(scene: Scene, tmp_path: Path) -> None:
    assert run(write(tmp_path, HEAD, GOOD), "--dry-run")[1]["added"] == 1
    assert not Case.objects.exists()


def _whole_catalogue(scene: Scene) -> None:
    """The starting catalogue instead of the four matters of the scene."""
    from linli.catalogue.models import Matter

    Matter.objects.all().delete()
    catalogue.starting_catalogue(by=importer("起始目录"), now=NOW)
    matters.forget()


def _ends_of(path: Path, folder: Path) -> tuple[Path, int]:
    """The first and the last rows of a real file: both of its ways to write a time. The whole takes a minute."""
    text = path.read_bytes()
    if path.suffix == ".gz":
        text = gzip.decompress(text)
    heading, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    part = folder / "part.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows[:75], *rows[-75:]])
    return part, 150


@pytest.mark.skipif(
    not SHARED.exists(), reason="needs the real messages, which are not part of this repository"
)
@pytest.mark.parametrize("name", ["hotline_fuzhou.csv", "messages_stream.csv.gz"])
def test_every_row_of_a_real_file_is_registered_once(scene: Scene, name: str, tmp_path: Path) -> None:
    """Without departments nothing of theirs has a lead; the words of at least a third must be known all the same."""
    _whole_catalogue(scene)
    path, rows = _ends_of(SHARED / name, tmp_path)
    code, said = run(path, place=scene.town.street.code)
    assert (code, said["read"], said["added"], said["refused"]) == (0, rows, rows, [])
    assert Case.objects.filter(matter__isnull=False).count() >= rows / 3
    assert not Case.objects.filter(state=State.REGISTERED, unplaced_why="").exists()
    assert not Case.objects.filter(holder__isnull=True).exists()
    assert run(path, place=scene.town.street.code)[1]["added"] == 0


def test_a_renamed_file_adds_nothing(scene: Scene, tmp_path: Path) -> None:
    rows = [GOOD.replace("7,", f"{number},", 1) for number in range(5)]
    run(write(tmp_path, HEAD, *rows))
    for name in ("六月.csv", "rows (1).csv"):
        code, said = run(write(tmp_path, HEAD, *rows, name=name))
        assert (code, said["added"], said["already"]) == (0, 0, 5)
    assert set(Report.objects.values_list("source", flat=True)) == {"rows.csv"}


def test_rows_without_numbers_are_known_under_another_name_too(scene: Scene, tmp_path: Path) -> None:
    run(write(tmp_path, "title,text", "甲,电梯停了", "乙,电梯停了"))
    said = run(write(tmp_path, "title,text", "丙,路灯灭了", "乙,电梯停了", name="new.csv"))[1]
    assert (said["added"], said["already"]) == (1, 1)


def test_the_same_number_of_another_system_is_another_demand(scene: Scene, tmp_path: Path) -> None:
    run(write(tmp_path, HEAD, GOOD))
    other = "7,路灯不亮,2019/3/1 9:00:00,路口的路灯不亮,投诉,电话,柳岸花园,"
    assert run(write(tmp_path, HEAD, other, name="other.csv"))[1]["added"] == 1
    code, said = run(write(tmp_path, HEAD, other.replace("路灯", "水管")))
    assert (code, said["added"], said["refused"][0]["field"]) == (1, 0, "id")
    assert "--source" in said["refused"][0]["why"]
    assert run(write(tmp_path, HEAD, other.replace("路灯", "水管")), "--source", "第三个")[1]["added"] == 1


def test_a_row_that_was_cut_off_is_known_when_it_is_whole(scene: Scene, tmp_path: Path) -> None:
    run(write(tmp_path, HEAD, GOOD.replace("三单元的电梯停了两天", "三单元的电梯")))
    assert run(write(tmp_path, HEAD, GOOD))[1]["already"] == 1


def test_live_rows_start_clocks_and_letters_now(scene: Scene, tmp_path: Path) -> None:
    with attached({tag.value: (work.tell_holder,) for tag in work.TELLING}):
        code, said = run(write(tmp_path, HEAD, GOOD), "--live", place=scene.town.street.code)
        assert (code, said["added"], said["placed"]) == (0, 1, 1)
        assert Delivery.objects.exists()
    case, report = Case.objects.get(), Report.objects.get()
    assert case.happened_at == datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)
    assert not case.from_history and case.registered_at > NOW and case.registered_at == report.received_at
    assert case.finish_due_at is not None and case.next_at is not None
    assert [entry.tag for entry in journal.entries_of(case)] == [
        CaseEvent.REGISTERED,
        CaseEvent.DISPATCHED,
        CaseEvent.EARLIER_REPLY,
    ]
    again = run(write(tmp_path, HEAD, GOOD, name="renamed.csv"), "--live", place=scene.town.street.code)[1]
    assert (again["added"], again["already"]) == (0, 1)


def test_what_was_finished_there_stays_history_in_a_live_import(scene: Scene, tmp_path: Path) -> None:
    run(write(tmp_path, f"{HEAD},办结时间", f"{GOOD},2019-03-02"), "--live")
    case = Case.objects.get()
    assert (case.state, case.from_history, case.next_at) == (State.CLOSED, True, None)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(
        st.tuples(st.sampled_from(["a.csv", "b.csv", "c.csv"]), st.sets(st.integers(0, 9), min_size=1)),
        min_size=1,
        max_size=4,
    )
)
def test_however_rows_are_spread_over_files_each_is_taken_once(
    scene: Scene, tmp_path: Path, files: list[tuple[str, set[int]]]
) -> None:
    """A law: what is registered are the rows that came, each once, in whatever files and in whatever order."""
    for name, numbers in files:
        rows = [GOOD.replace("7,电梯停了", f"{number},第{number}部电梯停了", 1) for number in sorted(numbers)]
        code, said = run(write(tmp_path, HEAD, *rows, name=name))
        assert (code, said["added"] + said["already"]) == (0, len(numbers))
    came = {number for _name, numbers in files for number in numbers}
    numbers_kept = sorted(
        int(number or -1) for number in Report.objects.values_list("outer_number", flat=True)
    )
    assert numbers_kept == sorted(came)
    Report.objects.all().delete()
    Case.objects.all().delete()
