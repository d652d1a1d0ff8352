"""Lenses: what stands in them, page by page, and that the partial indexes serve them."""

from datetime import timedelta

import pytest
from django.db import connection

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.queries import lenses
from linli.cases.queries.filters import Filters
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


@pytest.mark.parametrize(
    ("live", "still"), [(0, 0), (50, 0), (51, 0), (110, 60), (49, 51), (0, 101), (50, 1)]
)
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
        "mine": 3, "unit": 3, "area": 4, "sent": 0, "late": 0, "unplaced": 1, "callbacks": 1, "review": 1, "stuck": 0, "requests": 0,
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
        ("community", "sent", "cases_open_by_sender"),
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


def test_what_was_handed_up_stays_in_sight_of_who_did(scene: Scene) -> None:
    walk = Walk(scene, "助餐点关门了").sign()
    assert queries.counts(scene.grid_worker, NOW)["sent"] == 0
    actions.hand_up(case_id=walk.key, reason="办不了", by=scene.grid_worker, now=NOW)
    assert [row.pk for row in queries.lens(scene.grid_worker, "sent", now=NOW).rows] == [walk.key]
    assert queries.counts(scene.grid_worker, NOW)["sent"] == 1
    assert queries.lens(scene.community, "sent", now=NOW).rows == []
    assert queries.lens(scene.property, "sent", now=NOW).rows == []
    actions.pull_back(case_id=walk.key, reason="我来", by=scene.grid_worker, now=NOW)
    assert queries.counts(scene.grid_worker, NOW)["sent"] == 0


@pytest.mark.parametrize(
    ("filters", "is_in"),
    [
        (Filters(), True),
        (Filters(state="dispatched"), True),
        (Filters(state="in_review"), False),
        (Filters(kind="help", urgency="ordinary"), True),
        (Filters(kind="complaint"), False),
        (Filters(urgency="danger"), False),
        (Filters(channel="import"), False),
        (Filters(category="99"), False),
        (Filters(is_mine=True), False),
    ],
)
def test_filters_narrow_a_lens(scene: Scene, filters: Filters, is_in: bool) -> None:
    key = Walk(scene, "助餐点关门了").key
    for name in ("area", "all"):
        rows = queries.lens(scene.street, name, filters=filters, now=NOW).rows
        assert [row.pk for row in rows] == ([key] if is_in else [])


def test_a_list_is_narrowed_to_a_place(scene: Scene) -> None:
    case = Walk(scene, "助餐点关门了").case

    def found(actor: Actor, level: str, place: int | None) -> list[int]:
        filters = Filters(level=level, place=place or 0)
        return [row.pk for row in queries.lens(actor, "area", filters=filters, now=NOW).rows]

    assert found(scene.street, "community", case.community_id) == [case.pk]
    assert found(scene.street, "estate", case.estate_id) == [case.pk]
    assert found(scene.street, "estate", case.community_id) == []
    assert found(scene.property, "community", case.community_id) == []  # no filter widens what may be read


def test_a_filtered_list_is_still_served_in_order(scene: Scene) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are read as SQLite writes them")
    filters = Filters(level="community", place=scene.town.community.pk, state="dispatched", category="01")
    rows = lenses._rows(scene.street, "area", filters, NOW)
    assert rows is not None
    plan = rows.filter(next_at__isnull=False).order_by("next_at", "id")[:51].explain()
    assert "cases_open_by_" in plan and "TEMP B-TREE" not in plan, plan


def test_the_places_to_choose_are_those_one_reads(scene: Scene) -> None:
    names = {one.key for one in queries.places_to_choose(scene.community)}
    assert scene.town.community.pk in names and scene.town.estate.pk in names
    assert scene.town.street.pk not in names
    assert {one.level for one in queries.places_to_choose(scene.property)} <= {"street"}


@pytest.mark.parametrize(("live", "still"), [(3, 0), (2, 2), (0, 3)])
@pytest.mark.parametrize("name", ["area", "all"])
def test_each_case_of_a_list_has_its_neighbours(scene: Scene, name: str, live: int, still: int) -> None:
    _many(scene, live, still)
    rows = _walk(scene.street, name)
    keys: list[int | None] = [None, *(row.pk for row in rows), None]
    for number, row in enumerate(rows):
        place = queries.place_in(name, row)
        told = queries.beside(scene.street, name, place, but=row.pk, now=NOW)
        assert tuple(one and one.pk for one in told) == (keys[number], keys[number + 2])


def test_after_a_case_moved_its_old_place_still_leads_on(scene: Scene) -> None:
    _many(scene, 3, 0)
    first, second, _third = _walk(scene.street, "area")
    place = queries.place_in("area", first)
    Case.objects.filter(pk=first.pk).update(next_at=NOW + timedelta(days=9))
    told = queries.beside(scene.street, "area", place, but=first.pk, now=NOW)
    assert told == (None, second)
    assert queries.beside(scene.property, "area", place, but=0, now=NOW) == (None, None)
    assert queries.beside(scene.street, "area", "spoilt", but=0, now=NOW) == (None, None)
