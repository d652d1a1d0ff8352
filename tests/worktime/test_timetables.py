from collections.abc import Sequence
from typing import Any

import pytest

from linli.journal.models import Entry
from linli.kernel.refusals import NotAllowed, NotFound
from linli.worktime import actions, queries
from linli.worktime.clocks import ClockKind
from linli.worktime.events import SUBJECT, WorktimeEvent
from linli.worktime.models import Season, Timetable
from linli.worktime.seasons import Draft, faults, read_day, read_hours
from tests.factories.towns import NOW
from tests.factories.worktime import SETTER, SETUP, STRANGER, local

DAY = (("09:00", "12:00"), ("14:00", "17:30"))
SHORT = (Draft((("09:00", "12:00"),)),)


@pytest.fixture
def office(db: None) -> Timetable:
    actions.starting_timetables(by=SETUP, now=NOW)
    return Timetable.objects.get(code="office")


def edit(code: str = "office", **extra: Any) -> Timetable:
    facts: dict[str, Any] = {"name": "机关作息", "seasons": SHORT, "by": SETTER, "now": NOW, **extra}
    return actions.edit_timetable(code=code, **facts)


def changes() -> list[Entry]:
    return list(Entry.objects.filter(subject=SUBJECT, tag=WorktimeEvent.TIMETABLE_CHANGED).order_by("seq"))


def test_starting_timetables_come_once_and_are_sound(office: Timetable) -> None:
    assert sorted(Timetable.objects.values_list("code", flat=True)) == ["always", "community", "office"]
    assert actions.starting_timetables(by=SETUP, now=NOW) == []
    assert [entry.facts["codes"] for entry in changes()] == [["office", "community", "always"]]
    assert not [finding for finding in queries.findings(NOW) if finding.level == "fault"]
    assert queries.timetable("always") and not queries.timetable("nothing")


def test_starting_timetables_leave_an_edited_one_alone(office: Timetable) -> None:
    edit(name="改过的")
    Timetable.objects.get(code="community").delete()
    assert [table.code for table in actions.starting_timetables(by=SETUP, now=NOW)] == ["community"]
    assert Timetable.objects.get(code="office").name == "改过的"


def test_editing_is_written_down_and_reckoned_with(office: Timetable) -> None:
    start = local("03-05 10:00")
    assert queries.due_at(start, ClockKind.WORKING_DAYS, 1, office) == local("03-06 18:00")
    edit(note="区政办通知")
    assert queries.due_at(start, ClockKind.WORKING_DAYS, 1, office) == local("03-06 12:00")
    assert changes()[-1].facts["codes"] == ["office"]
    assert Timetable.objects.get(code="office").note == "区政办通知"


def test_a_key_will_do(office: Timetable) -> None:
    start = local("03-05 10:00")
    assert queries.due_at(start, ClockKind.WORKING_DAYS, 1, office.pk) == local("03-06 18:00")
    with pytest.raises(Timetable.DoesNotExist):
        queries.due_at(start, ClockKind.WORKING_DAYS, 1, 10**9)


@pytest.mark.django_db
def test_without_any_timetable_the_usual_hours_hold() -> None:
    assert queries.due_at(local("03-05 11:30"), ClockKind.OFFICE_HOURS, 60, None) == local("03-05 14:30")


def test_no_timetable_means_the_office(office: Timetable) -> None:
    assert queries.due_at(local("06-05 11:30"), ClockKind.OFFICE_HOURS, 60, None) == local("06-05 15:00")


def test_editing_to_what_it_is_writes_nothing(office: Timetable) -> None:
    edit()
    before = len(changes())
    edit()
    assert len(changes()) == before


def test_always_open_keeps_no_seasons(office: Timetable) -> None:
    edit(is_always_open=True)
    assert not Season.objects.filter(timetable=office).exists()
    assert queries.is_open(office, local("03-08 03:00"))


def test_refusals(office: Timetable) -> None:
    with pytest.raises(NotFound):
        edit("nothing")
    with pytest.raises(NotAllowed):
        edit(by=STRANGER)
    with pytest.raises(NotAllowed):
        actions.starting_timetables(by=STRANGER, now=NOW)
    with pytest.raises(actions.NameMissing):
        edit(name=" ")
    with pytest.raises(actions.BadSeasons) as refused:
        edit(seasons=[Draft(DAY), Draft(DAY, "06-01", "09-30")])
    assert [(fault.line, fault.field) for fault in refused.value.faults] == [(2, "from_day")]
    assert len(changes()) == 1
    assert Season.objects.filter(timetable=office).count() == 2


def test_a_broken_timetable_is_a_fault(office: Timetable) -> None:
    Season.objects.filter(timetable=office, from_day="06-01").delete()
    [finding] = [finding for finding in queries.findings(NOW) if finding.level == "fault"]
    assert finding.where == "office"
    assert "06-01" in finding.what


@pytest.mark.parametrize(
    ("drafts", "where"),
    [
        ((Draft(DAY),), []),
        ((Draft(DAY, "10-01", "05-31"), Draft(DAY, "06-01", "09-30")), []),
        ((), [(0, "from_day")]),
        ((Draft(DAY, "01-01", "12-30"),), [(0, "from_day")]),
        ((Draft(DAY, "03-01", "02-28"),), [(0, "from_day")]),  # 29 February has no hours
        ((Draft(DAY), Draft(DAY, "02-01", "02-03")), [(2, "from_day")]),
        ((Draft(DAY, "02-30", "12-31"),), [(1, "from_day")]),
        ((Draft(DAY, "01-01", "1-1"),), [(1, "to_day")]),
        ((Draft(()),), [(1, "hours")]),
        ((Draft((("14:00", "17:30"), ("09:00", "12:00"))),), [(1, "hours")]),
        ((Draft((("09:00", "12:00"), ("11:59", "17:30"))),), [(1, "hours")]),
        ((Draft((("12:00", "09:00"),)),), [(1, "hours")]),
        ((Draft((("09:00", "09:00"),)),), [(1, "hours")]),
        ((Draft((("22:00", "24:30"),)),), [(1, "hours")]),
        ((Draft((("00:00", "24:00"),)),), []),
        ((Draft(DAY, weekdays=(1, 8)),), [(1, "weekdays")]),
        ((Draft(DAY, weekdays=(2, 2)),), [(1, "weekdays")]),
    ],
)
def test_what_is_wrong_with_seasons(drafts: Sequence[Draft], where: list[tuple[int, str]]) -> None:
    assert [(fault.line, fault.field) for fault in faults(drafts)] == where


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("08:00-12:00, 14:00-18:00", (("08:00", "12:00"), ("14:00", "18:00"))),
        ("8:00—12:00、14:00至18:00", (("08:00", "12:00"), ("14:00", "18:00"))),
        ("00:00-24:00", (("00:00", "24:00"),)),
        ("早上八点", None),
        ("08:00-12:00 and", None),
        ("08:00", None),
        ("25:00-26:00", None),
        ("", None),
    ],
)
def test_reading_hours(words: str, pairs: tuple[tuple[str, str], ...] | None) -> None:
    assert read_hours(words) == pairs


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("06-01", "06-01"),
        ("6月1日", "06-01"),
        ("6/1", "06-01"),
        ("02-29", "02-29"),
        ("02-30", None),
        ("夏天", None),
    ],
)
def test_reading_a_day_of_the_year(words: str, day: str | None) -> None:
    assert read_day(words) == day
