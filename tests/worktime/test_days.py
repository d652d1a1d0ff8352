from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.journal.models import Entry
from linli.kernel.refusals import NotAllowed
from linli.worktime import actions, packaged, queries
from linli.worktime.clocks import ClockKind
from linli.worktime.events import SUBJECT, WorktimeEvent
from linli.worktime.models import Day, DayKind
from tests.factories.towns import NOW
from tests.factories.worktime import (
    DAYS_2026,
    HOLIDAYS_2026,
    SETTER,
    SETUP,
    STRANGER,
    WORKED_2026,
    local,
)

pytestmark = pytest.mark.django_db


def entries() -> list[Entry]:
    return list(Entry.objects.filter(subject=SUBJECT, tag=WorktimeEvent.DAYS_CHANGED).order_by("seq"))


def test_the_package_says_what_the_notice_of_2026_says() -> None:
    actions.fill_days(by=SETUP, now=NOW, first=2026, last=2026)
    rows = {day.date: day for day in Day.objects.all()}
    assert set(rows) == HOLIDAYS_2026 | WORKED_2026
    assert {day: row.kind == DayKind.WORK for day, row in rows.items()} == DAYS_2026.works
    assert rows[date(2026, 2, 17)].name == "春节"
    assert rows[date(2026, 2, 14)].name == "春节调休"
    assert all(row.is_official and row.source == packaged.SOURCE for row in rows.values())


def test_filling_all_years_is_one_entry_and_the_second_time_none() -> None:
    filled = actions.fill_days(by=SETUP, now=NOW)
    assert filled.added == Day.objects.count() > 700
    again = actions.fill_days(by=SETUP, now=NOW)
    assert (again.added, again.altered, again.already) == (0, 0, filled.added)
    [entry] = entries()
    assert entry.facts["days"] == filled.added
    assert (entry.facts["first"], entry.facts["last"]) == ("2004-01-01", "2026-10-10")
    assert queries.official_years() == set(range(2004, 2027))


def test_filling_leaves_alone_what_the_town_has_said() -> None:
    actions.set_day(
        day=date(2026, 2, 14), kind=DayKind.REST, name="", source="区政府通知", by=SETTER, now=NOW
    )
    actions.fill_days(by=SETUP, now=NOW, first=2026, last=2026)
    assert Day.objects.get(date=date(2026, 2, 14)).source == "区政府通知"


def test_a_year_without_official_days_is_not_filled_silently() -> None:
    with pytest.raises(actions.NoOfficialDays):
        actions.fill_days(by=SETUP, now=NOW, first=2026, last=2027)
    assert not Day.objects.exists() and not entries()


def test_a_year_is_foreseen_only_when_asked() -> None:
    actions.fill_days(by=SETUP, now=NOW, first=2027, last=2027, foresee=True)
    rows = {day.date: day for day in Day.objects.all()}
    assert len(rows) == 13  # 放假办法 Art. 2
    assert rows[date(2027, 2, 6)].name == "春节"
    assert not any(row.is_official for row in rows.values())
    assert 2027 not in queries.official_years()
    assert queries.is_predicted(datetime(2027, 3, 1, tzinfo=UTC))


def test_what_was_foreseen_gives_way() -> None:
    foreseen = [
        actions.DayRow(date(2026, 2, 14), DayKind.REST, "", packaged.FORESEEN, False),
        actions.DayRow(date(2026, 10, 1), DayKind.REST, "国庆节", packaged.FORESEEN, False),
    ]
    actions.put_days(rows=foreseen, by=SETUP, now=NOW)
    assert actions.fill_days(by=SETUP, now=NOW, first=2026, last=2026).altered == 2
    assert not Day.objects.filter(is_official=False).exists()


def test_setting_a_day_is_written_down_and_reckoned_with() -> None:
    monday = local("03-09 10:00")
    before = queries.due_at(monday, ClockKind.WORKING_DAYS, 1, None)
    assert before == local("03-10 18:00")
    actions.set_day(
        day=date(2026, 3, 10), kind=DayKind.REST, name="三月三", source="自治区通知", by=SETTER, now=NOW
    )
    [entry] = entries()
    assert (entry.actor_label, entry.happened_at) == ("设置", NOW)
    assert entry.facts["first"] == entry.facts["last"] == "2026-03-10"
    assert queries.due_at(monday, ClockKind.WORKING_DAYS, 1, None) == local("03-11 18:00")


def test_setting_a_day_to_what_it_is_writes_nothing() -> None:
    for _time in range(2):
        actions.set_day(
            day=date(2026, 3, 10), kind=DayKind.REST, name="三月三", source="通知", by=SETTER, now=NOW
        )
    assert len(entries()) == 1


def test_clearing_a_day() -> None:
    actions.set_day(day=date(2026, 3, 10), kind=DayKind.REST, name="", source="通知", by=SETTER, now=NOW)
    actions.clear_day(day=date(2026, 3, 10), by=SETTER, now=NOW)
    assert not Day.objects.exists()
    assert entries()[-1].facts["removed"] == 1
    with pytest.raises(actions.NoSuchDay):
        actions.clear_day(day=date(2026, 3, 10), by=SETTER, now=NOW)


@pytest.mark.parametrize(
    ("day", "name", "source", "field"),
    [
        (date(2026, 3, 10), "", " ", "source"),
        (date(2026, 3, 10), "", "据" * 121, "source"),
        (date(2026, 3, 10), "名" * 41, "通知", "name"),
        (date(1991, 12, 31), "", "通知", "date"),
    ],
)
def test_a_bad_day_is_refused(day: date, name: str, source: str, field: str) -> None:
    with pytest.raises(actions.BadDay) as refused:
        actions.set_day(day=day, kind=DayKind.REST, name=name, source=source, by=SETTER, now=NOW)
    assert refused.value.field == field
    assert not Day.objects.exists() and not entries()


def test_a_stranger_changes_no_day(tmp_path: Path) -> None:
    row = actions.DayRow(date(2026, 3, 10), DayKind.REST, "", "通知")
    with pytest.raises(NotAllowed):
        actions.put_days(rows=[row], by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.fill_days(by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.clear_day(day=row.date, by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.import_days(path=tmp_path / "days.csv", by=STRANGER, now=NOW)
    assert not Day.objects.exists() and not entries()


def test_a_local_holiday_does_not_make_its_year_official() -> None:
    actions.set_day(
        day=date(2027, 4, 9), kind=DayKind.REST, name="三月三", source="自治区通知", by=SETTER, now=NOW
    )
    assert queries.years_without_official_days(datetime(2027, 1, 5, tzinfo=UTC)) == [2027]


def test_warnings_for_years_without_official_days() -> None:
    actions.fill_days(by=SETUP, now=NOW)
    assert queries.years_without_official_days(local("11-30 23:00")) == []
    assert queries.years_without_official_days(local("12-01 00:00")) == [2027]
    in_2027 = datetime(2027, 1, 8, tzinfo=UTC)
    assert queries.years_without_official_days(local("11-20 10:00"), [in_2027]) == [2027]
    [finding] = queries.findings(local("12-05 10:00"))
    assert (finding.room, finding.level, finding.where) == ("worktime", "warning", "2027")
    assert list(queries.findings(local("06-05 10:00"))) == []


def test_a_warm_calendar_costs_no_statement() -> None:
    actions.fill_days(by=SETUP, now=NOW)
    queries.due_at(NOW, ClockKind.WORKING_DAYS, 15, None)
    with CaptureQueriesContext(connection) as statements:
        for kind in ClockKind:
            queries.due_at(NOW, kind, 15, None)
    assert len(statements) == 0


def test_another_process_sees_a_change_when_it_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    queries.due_at(NOW, ClockKind.WORKING_DAYS, 1, None)
    remembered = queries._kept
    actions.set_day(day=date(2026, 3, 6), kind=DayKind.REST, name="", source="通知", by=SETTER, now=NOW)
    monkeypatch.setattr(queries, "_kept", remembered)  # what a process that made no change still holds
    assert queries.due_at(NOW, ClockKind.WORKING_DAYS, 1, None) == local("03-06 18:00")
    monkeypatch.setattr(queries, "FRESH_FOR", 0)
    assert queries.due_at(NOW, ClockKind.WORKING_DAYS, 1, None) == local("03-09 18:00")


def test_days_between_counts_like_a_civil_period() -> None:
    actions.fill_days(by=SETUP, now=NOW, first=2026, last=2026)
    assert queries.days_between(date(2026, 2, 13), date(2026, 2, 25)) == 3
    assert queries.days_between(date(2026, 2, 25), date(2026, 2, 13)) == 0


def test_is_open() -> None:
    actions.fill_days(by=SETUP, now=NOW, first=2026, last=2026)
    actions.starting_timetables(by=SETUP, now=NOW)
    office, always = queries.timetable("office"), queries.timetable("always")
    assert queries.is_open(office, local("02-14 17:59"))
    assert not queries.is_open(office, local("02-14 18:00"))
    assert not queries.is_open(office, local("02-18 10:00"))
    assert queries.is_open(always, local("02-18 03:00"))
    assert queries.due_at(local("02-14 17:59"), ClockKind.ALWAYS, 2, always) - local(
        "02-14 17:59"
    ) == timedelta(minutes=2)
