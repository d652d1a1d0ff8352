"""Lenses: what stands in them, page by page, and that the partial indexes serve them."""

from datetime import timedelta

import pytest
from django.db import connection

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.queries import lenses
from linli.cases.queries.reach import in_areas
from linli.cases.states import State
from linli.kernel.actor import Actor
from tests.factories.cases import NOW, Scene, Walk, hours, take_in


def _many(scene: Scene, live: int, still: int) -> None:
    """Cases at the street's desk: ``live`` with a clock, ``still`` history without."""
    town, rows = scene.town, []
    for number in range(live + still):
        case = Case(title=f"第{number}件", words="件", happened_at=NOW, registered_at=NOW, matter=scene.stall)
        case.lies_at(town.unit)
        case.goes_to(town.street_desk)
        case.from_history = number >= live
        if number < live:
            case.next_at = NOW + timedelta(minutes=number // 3)  # three share each time
        rows.append(case)
    Case.objects.bulk_create(rows)


def _walk(actor: Actor, name: str) -> list[Case]:
    rows: list[Case] = []
    after = ""
    for _page in range(20):
        part = queries.lens(actor, name, after=after, now=NOW)
        rows += part.rows
        after = part.next
        if not after:
            return rows
    raise AssertionError("no end")


@pytest.mark.parametrize(("live", "still"), [(0, 0), (25, 0), (26, 0), (60, 30), (24, 26), (0, 51), (25, 1)])
def test_pages_are_in_order_without_gap_or_double(scene: Scene, live: int, still: int) -> None:
    _many(scene, live, still)
    for name in ("area", "mine", "unplaced"):
        rows = _walk(scene.street, name)
        assert len(rows) == live + still
        far = NOW + timedelta(days=999)
        assert [(row.next_at or far, row.pk) for row in rows] == sorted(
            (row.next_at or far, row.pk) for row in rows
        )
        assert len({row.pk for row in rows}) == len(rows)
    assert [row.pk for row in _walk(scene.street, "all")] == sorted((row.pk for row in rows), reverse=True)


def test_history_is_never_late(scene: Scene) -> None:
    _many(scene, 3, 3)
    assert {row.from_history for row in queries.lens(scene.street, "late", now=NOW + hours(9)).rows} == {
        False
    }
    assert queries.counts(scene.street, NOW + hours(9))["late"] == 3


@pytest.mark.parametrize(
    "spoilt", ["x", "-", "20260305T020000000000-", "99999999T0-3", "-1e9", "’; DROP", "-" + "9" * 30]
)
def test_a_spoilt_key_is_the_first_page(scene: Scene, spoilt: str) -> None:
    _many(scene, 3, 0)
    assert len(queries.lens(scene.street, "area", after=spoilt, now=NOW).rows) == 3


def test_each_lens_holds_what_it_says(scene: Scene) -> None:
    unplaced = take_in("说不清的一件事情", place=scene.town.unit).case.pk
    stall = Walk(scene, "有人占道摆摊").key
    review = Walk(scene, "电梯停了").sign().answer().key
    waiting = Walk(scene).sign().answer().key
    closed = Walk(scene).sign().answer().call_back().key

    def keys(actor: Actor, name: str) -> set[int]:
        return {row.pk for row in queries.lens(actor, name, now=NOW).rows}

    assert keys(scene.community, "unplaced") == {unplaced}
    assert keys(scene.community, "review") == {review}
    assert keys(scene.community, "callbacks") == {waiting}
    assert keys(scene.community, "mine") == {unplaced, review, waiting}
    assert keys(scene.street, "mine") == keys(scene.street, "unit") == {stall}
    assert keys(scene.street, "area") == {unplaced, stall, review, waiting}
    assert keys(scene.street, "all") == {unplaced, stall, review, waiting, closed}
    assert keys(scene.property, "all") == {review}
    assert queries.counts(scene.community, NOW) == {
        "mine": 3, "unit": 3, "area": 4, "late": 0, "unplaced": 1, "callbacks": 1, "review": 1, "stuck": 0, "requests": 0,
        "parts": 0, "calls": 0, "supervisions": 0,
    }  # fmt: skip


def _plan(actor: Actor, name: str, *, ticking: bool) -> str:
    rows = lenses._open_rows(actor, name, NOW)
    assert rows is not None
    rows = rows.filter(next_at__isnull=not ticking)
    rows = rows.order_by("next_at", "id") if ticking else rows.order_by("id")
    return rows[:26].explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are read as SQLite writes them")
@pytest.mark.parametrize(
    ("who", "name", "index"),
    [
        ("street", "area", "cases_open_by_street"),
        ("community", "area", "cases_open_by_community"),
        ("grid_worker", "area", "cases_open_by_grid"),
        ("street", "mine", "cases_open_by_seat"),
        ("property", "mine", "cases_open_by_seat"),
        ("property", "unit", "cases_open_by_body"),
    ],
)
def test_a_lens_is_served_by_its_index_in_order(scene: Scene, who: str, name: str, index: str) -> None:
    plan = _plan(getattr(scene, who), name, ticking=True)
    assert index in plan and "TEMP B-TREE" not in plan, plan
    still = _plan(getattr(scene, who), name, ticking=False)
    assert index in still and "TEMP B-TREE" not in still, still


def test_an_actor_without_grants_costs_no_statement(scene: Scene) -> None:
    assert in_areas(Actor(scene.street.kind), "cases.read") == []


def test_a_case_is_late_when_its_next_time_has_passed(scene: Scene) -> None:
    walk = Walk(scene, "有人占道摆摊")
    assert queries.counts(scene.street, NOW)["late"] == 0
    assert queries.counts(scene.street, NOW + hours(60))["late"] == 1
    walk.sign()
    actions.note(case_id=walk.key, words="联系了", contacted=True, by=scene.street, now=walk.now)
    assert walk.case.next_at == walk.case.finish_due_at
    assert walk.case.state == State.IN_PROGRESS
