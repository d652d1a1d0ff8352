"""Statements are counted and compared with the reviewed file beside this one."""

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, practice, queries, work
from linli.cases.queries import Sought
from linli.kernel.actor import RESIDENT
from tests.factories.cases import NOW, Scene, Walk, actor_of, take_in
from tests.factories.journal import attached

REVIEWED = tomllib.loads((Path(__file__).parent / "statements.toml").read_text())[connection.vendor]
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
MOST = {"register": 18, "lens": 8}


def statements(do: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        do()
    return [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(CONTROL)]


def _register(scene: Scene, words: str) -> Callable[[], object]:
    take_in(words, place=scene.town.unit)  # warms catalogue and calendar
    return lambda: take_in(words, place=scene.town.unit)


def _call_back(scene: Scene, *, solved: bool) -> Callable[[], object]:
    walk = Walk(scene).sign().answer()
    by = walk.holder()
    return lambda: walk.call_back(by=by, is_solved=solved)


def _unplaced(scene: Scene) -> int:
    return take_in("说不清的一件事情", place=scene.town.street).case.pk


def _prepare(scene: Scene, name: str) -> Callable[[], object]:
    """Everything before the sentence; what is returned is the sentence alone."""
    practice.amount("intake_minutes")  # warms the numbers of practice
    town, walk = scene.town, Walk(scene, "电梯停了" if name in ("approve", "send_back") else "助餐点关门了")
    key, grid, street = walk.key, scene.grid_worker, scene.street
    match name:
        case "register_placed":
            return _register(scene, "电梯停了")
        case "register_unplaced":
            return _register(scene, "说不清的一件事情")
        case "sign":
            return lambda: actions.sign(case_id=key, by=grid, now=NOW)
        case "note":
            return lambda: actions.note(case_id=key, words="去过", contacted=True, by=grid, now=NOW)
        case "answer":
            walk.sign()
            return lambda: actions.answer(case_id=key, answer="办了", outcome="solved", by=grid, now=NOW)
        case "approve":
            walk.sign().answer()
            return lambda: actions.approve(case_id=key, by=scene.community, now=NOW)
        case "send_back":
            walk.sign().answer()
            return lambda: actions.send_back(case_id=key, reason="再看", by=scene.community, now=NOW)
        case "call_back_solved":
            return _call_back(scene, solved=True)
        case "call_back_unsolved":
            return _call_back(scene, solved=False)
        case "place_by_hand":
            held = _unplaced(scene)
            return lambda: actions.place_by_hand(
                case_id=held,
                matter_id=scene.lift.pk,
                place_id=town.unit.pk,
                by=street,
                now=NOW,
                reason="问清了",
            )
        case "dispatch":
            held = take_in("电梯停了", within=town.street).case.pk
            return lambda: actions.dispatch(case_id=held, to_seat_id=town.street_desk.pk, by=street, now=NOW)
        case "decline":
            held = _unplaced(scene)
            return lambda: actions.decline(
                case_id=held, ground="statutory", words="请起诉", by=street, now=NOW
            )
        case "settle":
            held = _unplaced(scene)
            return lambda: actions.settle(case_id=held, answer="办了", by=street, now=NOW)
        case "withdraw":
            return lambda: actions.withdraw(case_id=key, reason="好了", by=RESIDENT, now=NOW)
        case "rate":
            walk.sign().answer()
            return lambda: actions.rate(report_id=walk.report.pk, solved=True, stars=5, words="好", now=NOW)
        case "timeline":
            case = walk.case
            return lambda: queries.timeline(case, scene.community)
    return _prepare_joining(scene, name) or _prepare_request(scene, name) or _prepare_lens(scene, name)


def _prepare_request(scene: Scene, name: str) -> Callable[[], object] | None:
    walk, by = Walk(scene, phone="").sign(), scene.grid_worker
    ask: dict[str, Any] = {"case_id": walk.key, "reason": "等配件", "by": by, "now": NOW}
    match name:
        case "ask_extension":
            return lambda: actions.ask_extension(days=3, **ask)
        case "grant_extension" | "refuse_extension":
            key = actions.ask_extension(days=3, **ask).pk
            if name == "grant_extension":
                return lambda: actions.grant(request_id=key, by=scene.street, now=NOW)
            return lambda: actions.refuse(request_id=key, words="不行", by=scene.street, now=NOW)
        case "grant_objection":
            key = actions.ask_objection(**ask).pk
            return lambda: actions.grant(request_id=key, by=scene.street, now=NOW)
        case "ask_info":
            return lambda: actions.ask_info(case_id=walk.key, question="哪里？", by=by, now=NOW)
        case "give_info":
            actions.ask_info(case_id=walk.key, question="哪里？", by=by, now=NOW)
            return lambda: actions.give_info(case_id=walk.key, words="三单元", by=RESIDENT, now=NOW)
        case "lens_requests":
            actions.ask_extension(days=3, **ask)
            return lambda: queries.to_decide(scene.street)
    return None


def _prepare_joining(scene: Scene, name: str) -> Callable[[], object] | None:
    street, place = scene.street, scene.town.unit
    match name:
        case "merge" | "split":
            one, two = (take_in("电梯停了", place=place).case.pk for _number in range(2))
            merge = partial(actions.merge, case_id=one, into_id=two, by=street, now=NOW, reason="同一件")
            if name == "merge":
                return merge
            merge()
            return lambda: actions.split(case_id=one, reason="错了", by=street, now=NOW)
        case "redo":
            key = Walk(scene).sign().answer().call_back().key
            return lambda: actions.redo(case_id=key, reason="又坏了", by=RESIDENT, now=NOW)
        case "pass_on_praise":
            key = take_in("感谢小王", place=place, kind="praise").case.pk
            seat = scene.town.grid_seat.pk
            return lambda: actions.pass_praise_on(
                case_id=key, to_seat_id=seat, words="谢", by=street, now=NOW
            )
        case "find":
            clerk = actor_of(scene.town.street_clerk)
            return lambda: queries.find(clerk, Sought("助餐点"))
        case "alike":
            case = take_in("电梯停了", place=place).case
            reader = actor_of(scene.town.street_clerk)
            return lambda: queries.alike(case, by=reader, now=NOW)
    return None


def _prepare_lens(scene: Scene, name: str) -> Callable[[], object]:
    clerk = actor_of(scene.town.street_clerk)
    if name == "lens_first":
        return lambda: queries.lens(clerk, "area", now=NOW)
    queries.lens(clerk, "area", now=NOW)
    if name == "lens_again":
        return lambda: queries.lens(clerk, "area", now=NOW)
    assert name == "counts"
    return lambda: queries.counts(clerk, NOW)


@pytest.mark.parametrize("name", list(REVIEWED))
def test_statements_are_as_reviewed(scene: Scene, name: str) -> None:
    with attached({tag.value: (work.tell_holder,) for tag in work.TELLING}):
        found = statements(_prepare(scene, name))
    assert len(found) == REVIEWED[name], "\n".join(found)
    assert len(found) <= MOST.get(name.partition("_")[0], 16)
