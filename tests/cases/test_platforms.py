"""Orders of another platform: in once, brought up to date, answered out in its own columns."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from linli.cases import actions, answers, platforms, queries, work
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Channel, Platform, Report
from linli.cases.states import State
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel import sheets
from linli.kernel.actor import RESIDENT
from linli.kernel.refusals import NotAllowed, NotFound
from linli.kernel.sheets import BadFile, Tally
from linli.notices.models import Letter
from tests.factories.cases import NOW, SERVICE, STRANGER, Scene, Walk, actor_of, hours
from tests.factories.journal import attached

HEAD = (
    "工单编号,来源渠道,工单类型,问题分类,标题,主要内容,来电人,联系方式,是否保密,"
    "被反映街乡镇,被反映社区(村),小区点位,派单时间,办理时限,催办标记"
)
ROW = "W001,电话,投诉,,占道摆摊,路口占道摆摊没人管,周大寒,13812345678,否,,,柳岸花园,2026-03-05 08:00:00,2026-03-07 18:00:00,"


@pytest.fixture
def city(scene: Scene) -> Platform:
    assert actions.starting_platforms(by=SERVICE, now=NOW) == 1
    assert actions.starting_platforms(by=SERVICE, now=NOW) == 0
    return Platform.objects.get(code="city-12345")


@pytest.fixture
def clerk(scene: Scene) -> Any:
    """The street's clerk, whose seat exchanges orders too."""
    role = scene.town.street_desk.role
    role.verbs = [*role.verbs, "cases.platform"]
    role.save()
    return actor_of(scene.town.street_clerk)


def take_in(scene: Scene, city: Platform, folder: Path, *rows: str, **more: Any) -> Tally:
    path = folder / "sheet.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    given = {"platform": city, "within": scene.town.street, "by": SERVICE, "now": NOW, **more}
    return actions.take_in_sheet(path=path, **given)


def _tags(case: Case) -> list[str]:
    return [entry.tag for entry in journal.entries_of(case)]


def test_a_row_keeps_its_number_and_deadline_and_starts_our_clocks(
    scene: Scene, city: Platform, tmp_path: Path
) -> None:
    tally = take_in(scene, city, tmp_path, ROW)
    assert (tally.added, tally.placed, tally.refused) == (1, 1, [])
    report = Report.objects.select_related("case").get()
    case = report.case
    assert (report.source, report.outer_number, report.channel) == ("city-12345", "W001", Channel.PLATFORM)
    assert (report.name, report.phone, report.is_secret) == ("周大寒", "13812345678", False)
    assert case.outer_due_at == datetime(2026, 3, 7, 10, tzinfo=UTC)
    assert case.happened_at == datetime(2026, 3, 5, 0, tzinfo=UTC)
    assert (case.state, case.registered_at, case.estate) == (State.DISPATCHED, NOW, scene.town.estate)
    assert case.lead == scene.town.street_office and case.finish_due_at is not None


def test_the_same_sheet_again_changes_nothing(scene: Scene, city: Platform, tmp_path: Path) -> None:
    take_in(scene, city, tmp_path, ROW)
    written = Entry.objects.count()
    tally = take_in(scene, city, tmp_path, ROW, now=NOW + hours(24))
    assert (tally.added, tally.already, tally.notes) == (0, 1, [])
    assert Entry.objects.count() == written


def test_a_new_deadline_and_an_urge_are_noted_not_doubled(
    scene: Scene, city: Platform, tmp_path: Path
) -> None:
    take_in(scene, city, tmp_path, ROW)
    changed = ROW.replace("2026-03-07 18:00:00,", "2026-03-06,催办")
    with attached({CaseEvent.OUTER_CHANGED.value: (work.tell_holder,)}):
        tally = take_in(scene, city, tmp_path, changed, now=NOW + hours(1))
    assert (tally.added, tally.already) == (0, 1) and "1" in tally.notes[0]
    case = Case.objects.get()
    assert case.outer_due_at == datetime(2026, 3, 6, 15, 59, 59, tzinfo=UTC)
    last = list(journal.entries_of(case))[-1]
    assert (last.tag, last.facts["mark"], last.facts["to"]) == (
        CaseEvent.OUTER_CHANGED,
        "催办",
        case.holder_id,
    )
    take_in(scene, city, tmp_path, changed, now=NOW + hours(2))
    assert _tags(case).count(CaseEvent.OUTER_CHANGED) == 1  # the same day, the same mark
    take_in(scene, city, tmp_path, changed, now=NOW + hours(24))
    assert _tags(case).count(CaseEvent.OUTER_CHANGED) == 2


def test_a_dry_run_tells_the_same_and_keeps_nothing(scene: Scene, city: Platform, tmp_path: Path) -> None:
    bad = ROW.replace("W001", "W002").replace("2026-03-07 18:00:00", "下周")
    tally = take_in(scene, city, tmp_path, ROW, bad, dry_run=True)
    assert (tally.read, tally.added) == (2, 1)
    assert [(one.line, one.field) for one in tally.refused] == [(3, "due")]
    assert not Case.objects.exists()


def test_rows_without_a_number_are_refused_by_line(scene: Scene, city: Platform, tmp_path: Path) -> None:
    tally = take_in(scene, city, tmp_path, ROW.replace("W001", ""), ROW)
    assert [(one.line, one.field) for one in tally.refused] == [(2, "id")]
    with pytest.raises(BadFile):
        path = tmp_path / "other.csv"
        path.write_text("甲,乙\n1,2", encoding="utf-8")
        actions.take_in_sheet(platform=city, path=path, within=None, by=SERVICE, now=NOW)


def test_only_who_exchanges_orders_there_takes_them_in(
    scene: Scene, city: Platform, clerk: Any, tmp_path: Path
) -> None:
    for by in (STRANGER, RESIDENT, scene.community):
        with pytest.raises(NotAllowed):
            take_in(scene, city, tmp_path, ROW, by=by)
    with pytest.raises(NotAllowed):
        take_in(scene, city, tmp_path, ROW, by=clerk, within=None)
    assert take_in(scene, city, tmp_path, ROW, by=clerk).added == 1
    report = Report.objects.get()
    for by, why in ((STRANGER, NotAllowed), (SERVICE, None)):
        given: dict[str, Any] = {
            "report_id": report.pk,
            "due_at": NOW,
            "mark": "",
            "by": by,
            "now": NOW,
        }
        if why:
            with pytest.raises(why):
                actions.update_outer(**given)
        else:
            assert actions.update_outer(**given)
    with pytest.raises(NotFound):
        actions.update_outer(report_id=9_999_999, due_at=None, mark="", by=SERVICE, now=NOW)


def _answered(scene: Scene, city: Platform, folder: Path) -> Report:
    take_in(scene, city, folder, ROW)
    report = Report.objects.get()
    walk = Walk.__new__(Walk)
    walk.scene, walk.now, walk.key, walk.report = scene, NOW, report.case_id, report
    walk.sign().answer()
    return Report.objects.select_related("case").get()


def test_an_answer_goes_out_in_the_columns_of_the_platform(
    scene: Scene, city: Platform, clerk: Any, tmp_path: Path
) -> None:
    assert queries.answers_to_send(clerk, city) == []
    take_in(scene, city, tmp_path, ROW)
    assert [one.outer_number for one in queries.orders(clerk, city)] == ["W001"]
    assert queries.answers_to_send(clerk, city) == []
    Report.objects.all().delete()
    Case.objects.all().delete()
    report = _answered(scene, city, tmp_path)
    assert queries.orders(clerk, city) == []
    (row,) = queries.answers_to_send(clerk, city)
    cells = answers.cells_of(row, city.columns_out)
    said = {title: cells[f"{place}"] for place, (title, _key) in enumerate(city.columns_out)}
    assert said["工单编号"] == "W001" and said["回复内容"] == "周末也开了。"
    assert said["办理结果"] == "已解决" and said["是否满意"] == "未评价"
    assert said["办结时间"] == report.case.answered_at
    for stranger in (STRANGER, scene.community, scene.property):
        assert queries.answers_to_send(stranger, city) == []


def test_confirmed_answers_are_gone_and_may_be_taken_back(
    scene: Scene, city: Platform, clerk: Any, tmp_path: Path
) -> None:
    report, later = _answered(scene, city, tmp_path), NOW + hours(5)
    stamped = [(report.pk, queries.stamp(report))]
    for by in (STRANGER, scene.community):
        with pytest.raises(actions.AnswerChanged):
            actions.answers_went_out(platform=city, answers=stamped, by=by, now=later)
    with pytest.raises(actions.AnswerChanged):
        actions.answers_went_out(platform=city, answers=[(report.pk, 1)], by=clerk, now=later)
    assert actions.answers_went_out(platform=city, answers=stamped, by=clerk, now=later) == 1
    assert queries.answers_to_send(clerk, city) == []
    assert queries.batches_sent(clerk, city) == [(later, 1)]
    assert _tags(report.case)[-1] == CaseEvent.ANSWERED_OUT
    with pytest.raises(actions.AnswerChanged):
        actions.answers_went_out(platform=city, answers=stamped, by=clerk, now=later)
    with pytest.raises(NotAllowed):
        actions.undo_answers_out(platform=city, sent_at=later, by=scene.community, now=later)
    assert actions.undo_answers_out(platform=city, sent_at=later, by=clerk, now=later) == 1
    assert _tags(report.case)[-1] == CaseEvent.ANSWERED_OUT_UNDONE
    assert [row.pk for row in queries.answers_to_send(clerk, city)] == [report.pk]
    with pytest.raises(actions.NothingSentBack):
        actions.undo_answers_out(platform=city, sent_at=later, by=clerk, now=later)


def test_a_new_answer_goes_out_again(scene: Scene, city: Platform, clerk: Any, tmp_path: Path) -> None:
    report = _answered(scene, city, tmp_path)
    stamped = [(report.pk, queries.stamp(report))]
    actions.answers_went_out(platform=city, answers=stamped, by=clerk, now=NOW + hours(5))
    walk = Walk.__new__(Walk)
    walk.scene, walk.now, walk.key, walk.report = scene, NOW + hours(6), report.case_id, report
    walk.call_back(is_solved=False).sign().answer()
    assert [row.pk for row in queries.answers_to_send(clerk, city)] == [report.pk]


def test_a_closed_case_that_the_platform_wants_done_again_begins_anew(
    scene: Scene, city: Platform, clerk: Any, tmp_path: Path
) -> None:
    report = _answered(scene, city, tmp_path)
    again = f"{ROW}重办"
    take_in(scene, city, tmp_path, again, now=NOW + hours(3))  # not closed yet: its holder is told
    assert _tags(report.case)[-1] == CaseEvent.OUTER_CHANGED
    walk = Walk.__new__(Walk)
    walk.scene, walk.now, walk.key, walk.report = scene, NOW + hours(4), report.case_id, report
    walk.call_back()
    tally = take_in(scene, city, tmp_path, again, now=NOW + hours(30))
    case = walk.case
    assert (tally.added, case.state, case.redone) == (0, State.DISPATCHED, 1)
    assert _tags(case)[-2:] == [CaseEvent.REDONE, CaseEvent.OUTER_CHANGED]
    assert case.next_at is not None and Case.objects.count() == 1


def test_a_layout_is_set_by_who_keeps_the_town(scene: Scene, city: Platform) -> None:
    given: dict[str, Any] = {
        "code": "county", "name": "县热线", "columns_in": {"id": "编号", "words": "内容"},
        "columns_out": [("编号", "number"), ("答复", "answer")], "now": NOW,
    }  # fmt: skip
    for by in (STRANGER, scene.street, RESIDENT):
        with pytest.raises(NotAllowed):
            actions.set_platform(**given, by=by)
    row = actions.set_platform(**given, by=SERVICE)
    assert (row.name, row.columns_out[1]) == ("县热线", ["答复", "answer"])
    assert Entry.objects.filter(subject="cases.platforms", tag=CaseEvent.PLATFORM_SET).count() == 2
    for wrong in (
        {"columns_in": {"id": "编号", "nonsense": "内容"}},
        {"columns_in": {"words": "内容"}},
        {"columns_in": {"id": "编号"}},
        {"columns_in": {"id": "编号", "words": "编号"}},
        {"columns_out": [("答复", "answer")]},
        {"columns_out": [("编号", "number"), ("", "answer")]},
        {"columns_out": [("编号", "number"), ("答复", "nonsense")]},
    ):
        with pytest.raises(actions.BadLayout):
            actions.set_platform(**{**given, **wrong}, by=SERVICE)
    with pytest.raises(actions.WordsMissing):
        actions.set_platform(**{**given, "name": " "}, by=SERVICE)


def test_every_starting_layout_stands() -> None:
    for layout in platforms.STARTING:
        assert platforms.fault_of(layout.columns_in, list(layout.columns_out)) == ""


def test_answers_are_written_by_a_command(scene: Scene, city: Platform, tmp_path: Path) -> None:
    report = _answered(scene, city, tmp_path)
    for name in ("out.xlsx", "out.csv"):
        call_command("export_answers", str(tmp_path / name), "--platform", "city-12345")
    assert Report.objects.get().answered_out_at is None
    columns = [sheets.Column("number", ("工单编号",)), sheets.Column("answer", ("回复内容",))]
    for name in ("out.xlsx", "out.csv"):
        (row,) = [one for one in sheets.read(tmp_path / name, columns) if isinstance(one, sheets.Row)]
        assert (row["number"], row["answer"]) == ("W001", "周末也开了。")
    call_command("export_answers", str(tmp_path / "out.csv"), "--platform", "city-12345", "--confirm")
    report.refresh_from_db()
    assert report.answered_out_at is not None
    with pytest.raises(CommandError):
        call_command("export_answers", str(tmp_path / "out.txt"), "--platform", "city-12345")
    with pytest.raises(CommandError):
        call_command("export_answers", str(tmp_path / "out.csv"), "--platform", "nowhere")


def _register_of(path: Path) -> list[dict[str, str]]:
    columns = [
        sheets.Column(key, (title,))
        for key, title in (("name", "诉求人"), ("phone", "联系方式"), ("title", "标题"))
    ]
    return [row.values for row in sheets.read(path, columns) if isinstance(row, sheets.Row)]


def test_the_register_is_written_for_a_reason_and_numbers_are_masked(scene: Scene, tmp_path: Path) -> None:
    Walk(scene)
    path = tmp_path / "register.csv"
    with pytest.raises(CommandError):
        call_command("export_cases", str(path), "--reason", " ")
    assert not path.exists()
    call_command("export_cases", str(path), "--reason", "月度分析")
    assert _register_of(path)[0]["phone"] == "138****5678"
    call_command("export_cases", str(path), "--reason", "核对电话", "--with-numbers")
    assert _register_of(path)[0]["phone"] == "13812345678"
    entry = Entry.objects.filter(tag=CaseEvent.EXPORTED).latest("id")
    assert (entry.facts["with_numbers"], entry.facts["count"]) == (True, 1)


def test_an_operator_gets_only_what_they_may_see(scene: Scene, tmp_path: Path) -> None:
    Walk(scene)
    Walk(scene, "电梯停了", is_secret=True)
    path = tmp_path / "register.xlsx"
    call_command("export_cases", str(path), "--reason", "看看", "--as", "u-陈冬至", "--with-numbers")
    (row,) = _register_of(path)
    assert (row["title"], row["name"], row["phone"]) == ("电梯停了", "", "")
    with pytest.raises(CommandError):
        call_command("export_cases", str(path), "--reason", "看看", "--as", "nobody")
    with pytest.raises(NotAllowed):
        actions.tell_of_export(reason="看看", with_numbers=False, count=0, by=STRANGER, now=NOW)


def test_who_holds_the_case_hears_that_the_platform_urges(
    scene: Scene, city: Platform, tmp_path: Path
) -> None:
    take_in(scene, city, tmp_path, ROW)
    take_in(scene, city, tmp_path, f"{ROW}催办", now=NOW + hours(1))
    entry = Entry.objects.get(tag=CaseEvent.OUTER_CHANGED)
    work.tell_holder(entry, NOW)
    letters = list(Letter.objects.filter(entry_key=entry.pk))
    assert [letter.recipient.name for letter in letters] == ["赵立秋"]
    assert "来源平台催办" in letters[0].subject


def test_the_outer_deadline_counts_among_those_that_press(
    scene: Scene, city: Platform, tmp_path: Path
) -> None:
    near = ROW.replace("2026-03-07 18:00:00", f"{NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}")
    take_in(scene, city, tmp_path, near)
    case = Case.objects.get()
    assert case.outer_due_at is not None and case.next_at == case.outer_due_at
    promised = case.finish_due_at
    moved = ROW.replace("2026-03-07 18:00:00", f"{NOW + timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}")
    take_in(scene, city, tmp_path, moved)
    case.refresh_from_db()
    assert case.next_at == case.outer_due_at and case.finish_due_at == promised


def test_the_daily_sheet_comes_in_by_a_command(scene: Scene, city: Platform, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([HEAD, ROW]), encoding="utf-8")
    given = ("--platform", "city-12345", "--live", "--place", scene.town.street.code, "--json")
    call_command("import_cases", str(path), *given)
    call_command("import_cases", str(path.rename(tmp_path / "renamed.csv")), *given)
    report = Report.objects.select_related("case").get()
    assert report.outer_number == "W001" and report.case.outer_due_at is not None
    assert not report.case.from_history
    with pytest.raises(CommandError):
        call_command("import_cases", str(tmp_path / "renamed.csv"), "--platform", "nowhere")
