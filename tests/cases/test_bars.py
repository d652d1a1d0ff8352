"""Bars of clocks: what is used, paused, left and late, in the time in which the clock runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from linli.cases import actions
from linli.cases.bars import Stretch, draw, minutes
from linli.cases.models import HoldKind
from linli.cases.queries import case_for
from linli.cases.queries.bars import bar_of_part, bars_of
from linli.worktime.clocks import Calendar, ClockKind, Days, Hours, Pause, due_at
from tests.factories.cases import Scene, Walk, hours

OFFICE, DAYS, ALWAYS = ClockKind.OFFICE_HOURS, ClockKind.WORKING_DAYS, ClockKind.ALWAYS
# 8:00 to 12:00 and 14:00 to 18:00 in Shanghai, Monday to Friday.
CALENDAR = Calendar(Days({}), (Hours(pairs=((480, 720), (840, 1080))),))
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 8:00 in Shanghai


def _at(hour: float, days: int = 0) -> datetime:
    """So many hours after 8:00 in Shanghai, ``days`` after Monday."""
    return MONDAY + timedelta(days=days, hours=hour)


def _shares(drawing: object) -> list[tuple[Stretch, float]]:
    return [(piece.of, round(piece.share, 4)) for piece in drawing.pieces]  # type: ignore[attr-defined]


def test_office_minutes_are_counted_and_nights_are_not() -> None:
    assert minutes(_at(0), _at(24), OFFICE, CALENDAR) == 480
    assert minutes(_at(3), _at(7), OFFICE, CALENDAR) == 120  # the noon rest is out
    assert minutes(_at(0, 5), _at(0, 7), DAYS, CALENDAR) == 0  # a weekend
    assert minutes(_at(0), _at(24), ALWAYS, CALENDAR) == 1440
    assert minutes(_at(5), _at(1), ALWAYS, CALENDAR) == 0


def test_a_bar_runs_over_working_minutes() -> None:
    drawing = draw(_at(2), _at(2, 1), OFFICE, CALENDAR, at=_at(10))
    assert _shares(drawing) == [(Stretch.USED, 0.75), (Stretch.LEFT, 0.25)]
    assert (drawing.used, drawing.left, drawing.late, drawing.per_cent) == (0.75, 120, 0, 75)


def test_what_is_late_follows_what_was_given() -> None:
    drawing = draw(_at(0), _at(2), ALWAYS, CALENDAR, at=_at(8))
    assert _shares(drawing) == [(Stretch.USED, 0.25), (Stretch.LATE, 0.75)]
    assert (drawing.used, drawing.late) == (1.0, 360)


def test_a_pause_stands_where_it_was() -> None:
    pause = Pause(_at(1), _at(3))
    due = due_at(_at(0), ALWAYS, 240, CALENDAR, [pause])
    drawing = draw(_at(0), due, ALWAYS, CALENDAR, at=_at(4), pauses=[pause])
    assert [piece.of for piece in drawing.pieces] == ["used", "paused", "used", "left"]
    assert drawing.used == 0.5 and drawing.left == 120


def test_a_standing_pause_keeps_what_was_left() -> None:
    drawing = draw(_at(0), _at(4), ALWAYS, CALENDAR, at=_at(40), pauses=[Pause(_at(1))])
    assert [piece.of for piece in drawing.pieces] == ["used", "paused", "left"]
    assert (drawing.left, drawing.late, drawing.used) == (180, 0, 0.25)


def test_a_clock_in_which_nobody_works_counts_every_minute() -> None:
    drawing = draw(_at(0, 5), _at(12, 5), OFFICE, CALENDAR, at=_at(6, 5))
    assert drawing.used == 0.5


@pytest.mark.parametrize("at", [-1.0, 0.0, 1.5, 4.0, 9.0, 400.0])
@pytest.mark.parametrize("pauses", [[], [Pause(_at(1), _at(2))], [Pause(_at(0), _at(1)), Pause(_at(3))]])
@pytest.mark.parametrize("kind", list(ClockKind))
def test_the_parts_of_a_bar_fill_it(kind: ClockKind, at: float, pauses: list[Pause]) -> None:
    drawing = draw(_at(0), _at(2, 1), kind, CALENDAR, at=_at(at), pauses=pauses)
    assert sum(piece.share for piece in drawing.pieces) == pytest.approx(1)
    assert sum(piece.width for piece in drawing.pieces) == 1000
    place = 0.0
    for piece in drawing.pieces:
        assert piece.start == pytest.approx(place) and piece.share > 0
        place += piece.share
    assert 0 <= drawing.used <= 1


def _bars(walk: Walk, at: datetime) -> dict[str, object]:
    return {bar.name: bar for bar in bars_of(case_for(walk.scene.community, walk.case.pk), at)}


def test_the_clocks_of_a_case_on_its_way(scene: Scene) -> None:
    walk = Walk(scene)
    bars = _bars(walk, walk.now)
    assert list(bars) == ["sign", "contact", "finish"]
    assert {bar.tone for bar in bars.values()} == {"calm"}  # type: ignore[attr-defined]
    walk.sign()
    signed = _bars(walk, walk.later())["sign"]
    assert signed.done_at == walk.case.signed_at and signed.tone == "done"  # type: ignore[attr-defined]
    late = _bars(walk, walk.now + timedelta(days=90))["finish"]
    assert late.tone == "late" and late.drawing.late > 0  # type: ignore[attr-defined]


def test_a_hold_stops_the_bar_and_a_close_ends_it(scene: Scene) -> None:
    walk = Walk(scene).sign()
    asked = actions.ask_hold(
        case_id=walk.case.pk, kind=HoldKind.MONEY, plan="等款", review_on=timezone.localdate(walk.now) + timedelta(days=20),
        reason="要等", by=walk.holder(), now=walk.later(),
    )  # fmt: skip
    actions.grant(request_id=asked.pk, words="", by=scene.street, now=walk.later())
    bar = _bars(walk, walk.now + timedelta(days=3))["finish"]
    assert bar.stands and bar.tone == "stands" and bar.was_paused  # type: ignore[attr-defined]
    done = Walk(scene, "食堂助餐点的饭菜凉了").sign().answer()
    assert "callback" in _bars(done, done.later())
    done.call_back()
    bars = _bars(done, done.later())
    assert {bar.tone for bar in bars.values()} == {"done"}  # type: ignore[attr-defined]


def test_a_part_has_a_clock_of_its_own(scene: Scene) -> None:
    walk = Walk(scene).sign()
    part = actions.ask_part(
        case_id=walk.case.pk, seat_id=scene.department_desk.pk, task="来看看", due_at=None,
        by=walk.holder(), now=walk.later(),
    )  # fmt: skip
    assert bar_of_part(part, part.asked_at + hours(1)).tone == "calm"
    assert bar_of_part(part, part.due_at + hours(24)).tone == "late"
