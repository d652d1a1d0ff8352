import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.journal.models import Entry
from linli.kernel import sheets
from linli.kernel.sheets import BadFile
from linli.worktime import actions, daysheet, queries
from linli.worktime.models import Day, DayKind
from tests.factories.towns import NOW
from tests.factories.worktime import SETTER

pytestmark = pytest.mark.django_db

NOTICE = """date,kind,name,source
2027-01-01,rest,元旦,国办发明电〔2026〕9号
2027-01-02,休息,元旦,国办发明电〔2026〕9号
2027-01-03,放假,元旦,国办发明电〔2026〕9号
2027年5月1日,休,劳动节,国办发明电〔2026〕9号
2027/10/1,rest,国庆节,国办发明电〔2026〕9号
2027-10-09,上班,国庆节调休,国办发明电〔2026〕9号
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "days.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_notice_comes_in_once_under_one_entry(tmp_path: Path) -> None:
    path = write(tmp_path, NOTICE)
    tally = actions.import_days(path=path, by=SETTER, now=NOW)
    assert (tally.read, tally.added, tally.already, tally.refused) == (6, 6, 0, [])
    assert Day.objects.get(date=date(2027, 10, 9)).kind == DayKind.WORK
    assert Day.objects.get(date=date(2027, 5, 1)).name == "劳动节"
    assert 2027 in queries.official_years()
    again = actions.import_days(path=path, by=SETTER, now=NOW)
    assert (again.added, again.already) == (0, 6)
    assert Entry.objects.count() == 1


def test_gb18030_and_excel(tmp_path: Path) -> None:
    text = NOTICE.replace("date,kind,name,source", "日期,类型,名称,依据")
    assert actions.import_days(path=write(tmp_path, text, "gb18030"), by=SETTER, now=NOW).added == 6
    row = {"date": date(2027, 2, 5), "kind": "休息", "name": "春节", "source": "通知"}
    book = tmp_path / "days.xlsx"
    book.write_bytes(sheets.workbook([("日历", daysheet.COLUMNS, [row])]))
    assert actions.import_days(path=book, by=SETTER, now=NOW).added == 1
    assert Day.objects.get(date=date(2027, 2, 5)).name == "春节"


def test_bad_rows_are_told_by_line_and_good_ones_are_in(tmp_path: Path) -> None:
    text = (
        "日期,类型,名称,依据\n"
        "2027-02-30,休息,春节,通知\n"
        "2027-02-06,也许,春节,通知\n"
        "2027-02-07,休息,春节,\n"
        "2027-02-08,休息,春节,通知\n"
        "2027-02-08,上班,春节,通知\n"
        "2027-02-08,休息,春节,通知\n"
        "1950-02-08,休息,春节,通知\n"
    )
    tally = actions.import_days(path=write(tmp_path, text), by=SETTER, now=NOW)
    assert [(found.line, found.field) for found in tally.refused] == [
        (2, "date"),
        (3, "kind"),
        (4, "source"),
        (6, "date"),
        (8, "date"),
    ]
    assert "第 5 行" in tally.refused[3].why
    assert (tally.read, tally.added, tally.already) == (7, 1, 1)
    assert [str(day.date) for day in Day.objects.all()] == ["2027-02-08"]


def test_an_unusable_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        actions.import_days(path=write(tmp_path, "a,b\n1,2\n"), by=SETTER, now=NOW)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, NOTICE)
    call_command("import_days", str(path), "--json", "--dry-run")
    assert not Day.objects.exists()
    call_command("import_days", str(path), "--json")
    said = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert (said["read"], said["added"], said["refused"]) == (6, 6, [])
    assert Entry.objects.get().actor_label == "days.csv"


def test_the_command_says_when_rows_were_refused(tmp_path: Path) -> None:
    path = write(tmp_path, NOTICE + "2027-13-01,休息,,通知\n")
    with pytest.raises(CommandError) as stopped:
        call_command("import_days", str(path))
    assert stopped.value.returncode == 1
    assert Day.objects.count() == 6
