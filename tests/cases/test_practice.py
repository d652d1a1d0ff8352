"""Numbers of local practice: what holds, who changes them, and that what runs by them follows."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries
from linli.cases.actions import TooLittle, TooMuch, UnknownPractice, WordsMissing
from linli.cases.actions.checking import TriedJustNow
from linli.cases.models import CallBack, Practice
from linli.cases.practice import RULES
from linli.cases.queries import practice
from linli.cases.states import State
from linli.journal import queries as journal
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, Refusal
from tests.factories.cases import NOW, STRANGER, Scene, Walk, hours, take_in

KEEPER = Actor(
    ActorKind.PERSON, label="系统维护", grants=frozenset({Grant("cases.practice", Over.EVERYTHING)})
)


def _set(key: str, amount: int, *, by: Actor = KEEPER, source: str = "县办〔2026〕3号") -> Practice:
    return actions.set_practice(key=key, amount=amount, source=source, by=by, now=NOW)


def test_what_nobody_changed_is_as_the_rules_say(db: None) -> None:
    assert {key: practice.amount(key) for key in RULES} == {key: rule.amount for key, rule in RULES.items()}
    with pytest.raises(KeyError):
        practice.amount("no_such")


def test_a_change_holds_at_once_and_is_written_down(db: None) -> None:
    assert practice.amount("info_days") == 5
    _set("info_days", 7)
    _set("info_days", 9, source="市办〔2026〕5号")
    assert practice.amount("info_days") == 9
    first, last = journal.entries_of(practice.SUBJECT)
    assert (first.tag, first.facts) == ("cases.practice_set", {"key": "info_days", "was": 5, "amount": 7})
    assert (last.facts["was"], last.facts["amount"], last.text) == (7, 9, "市办〔2026〕5号")
    shown = {one.rule.key: one for one in practice.standing()}
    assert shown["info_days"].source == "市办〔2026〕5号" and shown["info_days"].changed == last
    assert shown["info_times"].changed is None and shown["info_times"].amount == 2


def test_a_number_at_hand_costs_no_statement(db: None) -> None:
    practice.amount("info_days")
    with CaptureQueriesContext(connection) as seen:
        practice.amount("info_days")
        practice.amount("redo_days")
    assert not seen.captured_queries


def test_what_another_process_changed_is_seen_after_a_minute(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.amount("info_days")
    Practice.objects.create(key="info_days", amount=8)
    assert practice.amount("info_days") == 5
    monkeypatch.setattr("linli.cases.practice.FRESH_FOR", 0.0)
    assert practice.amount("info_days") == 8


def test_refusals_change_nothing(db: None) -> None:
    wrong: tuple[tuple[type[Refusal], Callable[[], object]], ...] = (
        (UnknownPractice, lambda: _set("no_such", 3)),
        (TooLittle, lambda: _set("info_days", 0)),
        (TooMuch, lambda: _set("info_days", 16)),
        (WordsMissing, lambda: _set("info_days", 7, source=" ")),
        (NotAllowed, lambda: _set("info_days", 7, by=STRANGER)),
        (NotAllowed, lambda: _set("info_days", 7, by=_only_here())),
    )
    for refusal, say in wrong:
        with pytest.raises(refusal):
            say()
    assert not Practice.objects.exists() and journal.entries_of(practice.SUBJECT) == []


def _only_here() -> Actor:
    return replace(KEEPER, grants=frozenset({Grant("cases.practice", Over.AREA, 1)}))


def test_the_clocks_go_by_the_numbers(scene: Scene) -> None:
    _set("intake_minutes", 60)
    held = take_in("说不清的一件事情", place=scene.town.street).case
    assert held.intake_due_at == NOW + hours(1)
    _set("callback_days", 1)
    due = Walk(scene).sign().answer().case.callback_due_at
    _set("callback_days", 2)
    later = Walk(scene).sign().answer().case.callback_due_at
    assert due is not None and later is not None and later > due


def test_tries_of_a_call_back_leave_a_gap(scene: Scene) -> None:
    walk = Walk(scene).sign().answer().call_back(is_reached=False)
    walk.now -= hours(1.1)  # a walk calls three hours later
    with pytest.raises(TriedJustNow, match="以后再试才算一次"):
        walk.call_back(is_reached=False)
    walk.now -= hours(3)
    walk.call_back()  # whoever calls back is heard at once
    assert walk.case.state == State.CLOSED and CallBack.objects.count() == 2


def test_the_tries_of_a_call_back_go_by_the_number(scene: Scene) -> None:
    _set("callback_tries", 1)
    walk = Walk(scene).sign().answer().call_back(is_reached=False)
    assert walk.case.state == State.CLOSED and CallBack.objects.count() == 1
    assert queries.visible_to(scene.street).filter(pk=walk.key).exists()
