"""A clock has run out: the seat, then the heads of its body, then who coordinates; each once, written down, by letter."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from linli.cases import actions, clocks, work
from linli.cases.drafts import Draft
from linli.cases.events import CaseEvent
from linli.cases.models import AskOutcome, Case, NeighbourAsk
from linli.cases.queries import late
from linli.cases.work import reminding
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import TIMER
from linli.kernel.refusals import NotFound
from linli.notices.models import Letter
from linli.organisations.models import Seat
from tests.cases.test_statements import statements
from tests.factories.cases import NOW, SERVICE, Scene, Walk, hours, take_in
from tests.factories.together import Helpers, ask, at_work, blow, call_of, make_helpers
from tests.factories.towns import make_duty, make_role


@pytest.fixture
def helpers(scene: Scene) -> Helpers:
    return make_helpers(scene)


def _run(now: datetime) -> None:
    """The work, if it is due, and the letters that follow."""
    seen = Entry.objects.count()
    if work.REMINDING.is_due(now):
        work.REMINDING.run(now)
    for entry in Entry.objects.order_by("pk")[seen:]:
        for _again in range(2):
            work.tell_reminded(entry, now)


def _reminders(case: Case) -> list[dict[str, Any]]:
    return [told.facts for told in journal.entries_of(case) if told.tag == CaseEvent.REMINDED]


def _told() -> list[str]:
    return [letter.recipient.name for letter in Letter.objects.order_by("pk")]


def test_step_by_step_up_to_who_coordinates(helpers: Helpers) -> None:
    case, town = take_in("门口占道摆摊", place=helpers.scene.town.unit).case, helpers.scene.town
    due = case.next_at
    assert due is not None and due == case.sign_due_at
    _run(due - timedelta(seconds=1))
    assert _reminders(case) == []
    _run(due)
    _run(due)
    assert _reminders(case) == [
        {"level": 1, "clock": "sign_due_at", "to": town.street_desk.pk, "body": town.street_office.pk}
    ]
    assert _told() == ["赵立秋"]
    assert "签收超期，请马上办" in Letter.objects.latest("pk").subject
    _run(due + hours(3.9))
    assert len(_reminders(case)) == 1
    _run(due + hours(4))
    assert _told() == ["赵立秋", "冯大雪"]
    _run(due + hours(24))
    assert _told() == ["赵立秋", "冯大雪", "钱小寒"]
    assert [(one["level"], one["to"]) for one in _reminders(case)] == [
        (1, town.street_desk.pk),
        (2, None),
        (3, helpers.county_desk.pk),
    ]
    assert not work.REMINDING.is_due(due + hours(999))


def test_a_new_clock_begins_anew(helpers: Helpers) -> None:
    case = take_in("门口占道摆摊", place=helpers.scene.town.unit).case
    assert case.next_at is not None
    _run(case.next_at)
    signed = actions.sign(case_id=case.pk, by=helpers.street, now=case.next_at + hours(1))
    assert (signed.reminded, signed.next_at) == (0, signed.contact_due_at)
    assert signed.next_at is not None
    _run(signed.next_at)
    assert [one["clock"] for one in _reminders(case)] == ["sign_due_at", "contact_due_at"]
    again = Case.objects.get(pk=case.pk)
    clocks.set_next(again)
    assert again.reminded == 1


def test_an_empty_seat_has_its_heads_told_at_once(helpers: Helpers) -> None:
    case = take_in("门口占道摆摊", place=helpers.scene.town.unit).case
    duty = helpers.scene.town.street_clerk
    duty.ends_on = NOW.date() - timedelta(days=1)
    duty.save()
    assert case.next_at is not None
    _run(case.next_at)
    assert _told() == ["冯大雪"]


def test_at_the_top_nobody_stands_above(helpers: Helpers) -> None:
    case = take_in("说不清的一件事情").case
    assert case.holder == helpers.county_desk and case.next_at is not None
    for wait in (0, 4, 24, 48):
        _run(case.next_at + hours(wait))
    assert [one["to"] for one in _reminders(case)] == [helpers.county_desk.pk, None, None]
    assert set(_told()) == {"钱小寒"}


def test_nobody_is_late_at_neighbours(helpers: Helpers) -> None:
    town = helpers.scene.town
    role = make_role("building-head", ["cases.neighbour"], is_volunteer=True)
    head = Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")
    make_duty(head, "何清明")
    case = take_in("食堂的助餐点周末能不能开", place=town.unit, asks_neighbours=True).case
    ask_ = NeighbourAsk.objects.get(case=case, outcome="")
    assert case.wakes_at == ask_.asked_until
    assert not work.REMINDING.is_due(NOW + timedelta(days=99))
    assert not actions.remind_case(case_id=case.pk, by=TIMER, now=NOW + timedelta(days=99))
    gone = actions.go_on_without(case_id=case.pk, by=TIMER, now=ask_.asked_until)
    ask_.refresh_from_db()
    assert ask_.outcome == AskOutcome.SILENT and gone.next_at is not None
    _run(gone.next_at)
    assert len(_reminders(case)) == 1


def test_history_and_closed_cases_remind_nobody(helpers: Helpers) -> None:
    draft = Draft(words="电梯停了", place=helpers.scene.town.unit, happened_at=NOW - timedelta(days=900))
    old = actions.register_history(draft=draft, by=SERVICE, now=NOW).case
    closed = Walk(helpers.scene).sign().answer().call_back()
    far = NOW + timedelta(days=99)
    assert not work.REMINDING.is_due(far)
    for key in (old.pk, closed.key):
        assert not actions.remind_case(case_id=key, by=TIMER, now=far)
    with pytest.raises(NotFound):
        actions.remind_case(case_id=987_654, by=TIMER, now=far)


def test_who_helps_is_reminded_then_their_head(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    part = ask(helpers, case, due_at=NOW + hours(2))
    whistle = blow(helpers, case, bodies=[helpers.fire.pk])  # to be answered within two hours
    for wait in (1.9, 2, 2, 6, 6, 99):
        actions.remind_part(part_id=part.pk, by=TIMER, now=NOW + hours(wait))
        actions.remind_call(call_id=call_of(whistle, helpers.fire).pk, by=TIMER, now=NOW + hours(wait))
    levels = [(one["clock"], one["level"], one["to"], one["body"]) for one in _reminders(case)]
    desk, fire = scene.department_desk, helpers.fire_desk
    assert sorted(levels, key=str) == sorted(
        [
            ("part", 1, desk.pk, desk.body_id), ("part", 2, None, desk.body_id),
            ("call", 1, fire.pk, fire.body_id), ("call", 2, None, fire.body_id),
        ],
        key=str,
    )  # fmt: skip
    for entry in Entry.objects.filter(tag=CaseEvent.REMINDED):
        work.tell_reminded(entry, NOW)
    assert sorted(_told()) == sorted(
        ["孙白露", "卫立冬", "沈小雪", "沈小雪"]
    )  # the fire brigade has no head: its desk


def test_what_has_ended_reminds_nobody(helpers: Helpers) -> None:
    case = at_work(helpers.scene)
    part = ask(helpers, case, due_at=NOW + hours(2))
    whistle = blow(helpers, case, bodies=[helpers.fire.pk])
    call = call_of(whistle, helpers.fire)
    actions.arrive(call_id=call.pk, by=helpers.firefighter, now=NOW + hours(1))
    actions.return_part(part_id=part.pk, reason="不归我们", by=helpers.scene.bureau, now=NOW + hours(1))
    far = NOW + hours(99)
    assert not any(late.parts_to_remind(level, far) or late.calls_to_remind(level, far) for level in (0, 1))
    assert not actions.remind_part(part_id=part.pk, by=TIMER, now=NOW + hours(99))
    assert not actions.remind_call(call_id=call.pk, by=TIMER, now=NOW + hours(99))


def test_looking_only_reads_through_partial_indexes(helpers: Helpers) -> None:
    take_in("门口占道摆摊", place=helpers.scene.town.unit)
    late.is_anybody_to_remind(NOW)
    found = statements(lambda: late.is_anybody_to_remind(NOW))
    assert len(found) == 7
    assert all(sql.startswith("SELECT") for sql in found)
    if connection.vendor == "sqlite":
        for rows in (
            late.cases_to_remind(0, NOW),
            late.parts_to_remind(1, NOW),
            late.calls_to_remind(0, NOW),
        ):
            plan = rows.explain()
            assert "to_remind" in plan and "SCAN" not in plan.replace("SCAN CONSTANT ROW", ""), plan


def test_many_are_reminded_in_one_round(helpers: Helpers) -> None:
    case = take_in("门口占道摆摊", place=helpers.scene.town.unit).case
    rows = []
    for number in range(reminding.BATCH + 20):
        one = Case.objects.get(pk=case.pk)
        one.pk, one.title = None, f"第{number}件"
        rows.append(one)
    Case.objects.bulk_create(rows)
    work.remind(NOW + timedelta(days=2))
    assert set(Case.objects.values_list("reminded", flat=True)) == {1}
    work.remind(NOW + timedelta(days=2))
    assert set(Case.objects.values_list("reminded", flat=True)) == {2}
