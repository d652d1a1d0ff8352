"""Questions to the resident and holds: what stops the promise, for how long, and what goes on by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, clocks, queries, work
from linli.cases.actions import AskedEnough, ContactFirst, NotYetTime, WordsMissing
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Pause, PauseWhy
from linli.cases.states import NoSuchMove, State
from linli.cases.work import waking
from linli.catalogue import queries as catalogue
from linli.journal import queries as journal
from linli.journal import reacting
from linli.journal.models import Entry
from linli.kernel.actor import RESIDENT, TIMER
from linli.kernel.refusals import NotAllowed, NotFound
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind
from linli.worktime.clocks import Pause as Standstill
from linli.worktime.events import WorktimeEvent
from linli.worktime.models import Day, DayKind
from tests.cases.says.requests import DECIDER, REVIEW_ON
from tests.factories.cases import NOW, STRANGER, Scene, Walk, hours, take_in
from tests.factories.journal import attached

ASKED_AT = NOW + hours(2)
# The Shanghai midnight that begins the day of review.
REVIEW_AT = datetime(2026, 3, 31, 16, tzinfo=UTC)


def _asked(scene: Scene, walk: Walk, *, at: datetime = ASKED_AT) -> Case:
    """A question sent to the resident after a first contact."""
    by = walk.holder()
    actions.note(case_id=walk.key, words="打过电话", contacted=True, by=by, now=at)
    return actions.ask_info(case_id=walk.key, question="哪个单元？", by=by, now=at)


def _held(scene: Scene, walk: Walk, *, at: datetime = ASKED_AT) -> Case:
    request = actions.ask_hold(
        case_id=walk.key, kind="season", plan="开春刷漆", review_on=REVIEW_ON, reason="天冷刷不了",
        by=walk.holder(), now=at,
    )  # fmt: skip
    return actions.grant(request_id=request.pk, by=DECIDER, now=at).case


def _reckoned(case: Case, *stood: tuple[datetime, datetime]) -> datetime:
    assert case.promised_from is not None and case.matter is not None
    kind, amount = case.matter.limit("finish", case.urgency)
    return worktime.due_at(case.promised_from, kind, amount, None, [Standstill(*pair) for pair in stood])


def test_a_question_stops_the_promise_until_it_is_answered(scene: Scene) -> None:
    walk = Walk(scene).sign()
    before = walk.case
    case = _asked(scene, walk)
    until = ASKED_AT + timedelta(days=5)
    assert (case.state, case.came_from) == (State.AWAITING_INFO, State.IN_PROGRESS)
    assert case.wakes_at == case.next_at == until
    assert "finish_due_at" not in clocks.running(case)
    pause = Pause.objects.get()
    assert (pause.why, pause.question, pause.at_most_until) == (PauseWhy.INFO, "哪个单元？", until)
    assert journal.entries_of(case)[-1].text == "哪个单元？"

    answered = ASKED_AT + timedelta(days=3)
    case = actions.give_info(case_id=walk.key, words="三单元", by=RESIDENT, now=answered)
    assert (case.state, case.wakes_at) == (State.IN_PROGRESS, None)
    pause.refresh_from_db()
    assert (pause.ends_at, pause.reply) == (answered, "三单元")
    assert case.finish_due_at == case.next_at == _reckoned(walk.case, (ASKED_AT, answered))
    assert before.finish_due_at is not None and case.finish_due_at is not None
    assert case.finish_due_at > before.finish_due_at
    entry = journal.entries_of(case)[-1]
    assert (entry.tag, entry.text, entry.facts["to"]) == (CaseEvent.INFO_GIVEN, "三单元", case.holder_id)


def test_staff_write_down_what_the_resident_said(scene: Scene) -> None:
    walk = Walk(scene).sign()
    _asked(scene, walk)
    with pytest.raises(NotAllowed):
        actions.give_info(case_id=walk.key, words="三单元", by=STRANGER, now=ASKED_AT)
    with pytest.raises(WordsMissing):
        actions.give_info(case_id=walk.key, words=" ", by=scene.street, now=ASKED_AT)
    assert actions.give_info(case_id=walk.key, words="三", by=scene.street, now=ASKED_AT).state == (
        State.IN_PROGRESS
    )


def test_the_intake_desk_asks_and_begins_anew(scene: Scene) -> None:
    case = take_in("说不清的一件事情", place=scene.town.unit, phone="").case
    asked = actions.ask_info(case_id=case.pk, question="什么事？", by=scene.community, now=ASKED_AT)
    assert asked.came_from == State.REGISTERED and "intake_due_at" not in clocks.running(asked)
    back = actions.give_info(case_id=case.pk, words="电梯坏了", by=RESIDENT, now=NOW + timedelta(days=2))
    assert back.state == State.REGISTERED
    assert back.intake_due_at is not None and back.intake_due_at > NOW + timedelta(days=2)
    placed = actions.place_by_hand(
        case_id=case.pk, matter_id=scene.meal.pk, place_id=scene.town.unit.pk, by=scene.community,
        now=NOW + timedelta(days=2, hours=1),
    )  # fmt: skip
    assert placed.finish_due_at == _reckoned(placed, (ASKED_AT, NOW + timedelta(days=2)))


def test_nobody_is_asked_before_they_were_spoken_with(scene: Scene) -> None:
    walk = Walk(scene).sign()
    with pytest.raises(ContactFirst):
        actions.ask_info(case_id=walk.key, question="哪里？", by=scene.grid_worker, now=ASKED_AT)
    offered = {offer.name for offer in queries.offers(walk.case, scene.grid_worker, ASKED_AT)}
    assert "ask_info" not in offered
    silent = Walk(scene, phone="").sign()
    assert actions.ask_info(
        case_id=silent.key, question="哪里？", by=scene.grid_worker, now=ASKED_AT
    ).state == (State.AWAITING_INFO)


def test_a_resident_is_asked_twice_at_most(scene: Scene) -> None:
    walk = Walk(scene).sign()
    for _turn in range(2):
        _asked(scene, walk)
        actions.give_info(case_id=walk.key, words="三单元", by=RESIDENT, now=ASKED_AT)
    with pytest.raises(AskedEnough):
        _asked(scene, walk)
    assert "ask_info" not in {one.name for one in queries.offers(walk.case, scene.grid_worker, ASKED_AT)}


def test_refusals_of_a_question(scene: Scene) -> None:
    walk = Walk(scene, phone="").sign()
    say = {"case_id": walk.key, "question": "哪里？", "now": ASKED_AT}
    with pytest.raises(NotAllowed):
        actions.ask_info(**{**say, "by": STRANGER})  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.ask_info(**{**say, "case_id": 987_654, "by": scene.grid_worker})  # type: ignore[arg-type]
    with pytest.raises(WordsMissing):
        actions.ask_info(**{**say, "question": "", "by": scene.grid_worker})  # type: ignore[arg-type]
    with pytest.raises(NoSuchMove):
        actions.give_info(case_id=walk.key, words="三", by=RESIDENT, now=ASKED_AT)
    with pytest.raises(NoSuchMove):
        actions.resume(case_id=walk.key, by=scene.grid_worker, now=ASKED_AT)
    assert not Pause.objects.exists()


def test_a_neighbour_is_not_waited_for_while_the_resident_is_asked(scene: Scene) -> None:
    case = take_in("说不清的一件事情", place=scene.town.unit, phone="").case
    Case.objects.filter(pk=case.pk).update(wakes_at=NOW + hours(4))
    actions.ask_info(case_id=case.pk, question="什么事？", by=scene.community, now=ASKED_AT)
    back = actions.give_info(case_id=case.pk, words="电梯", by=RESIDENT, now=ASKED_AT)
    assert back.wakes_at is None


def test_no_reply_sends_the_case_back_by_itself(scene: Scene) -> None:
    walk = Walk(scene).sign()
    until = _asked(scene, walk).wakes_at
    assert until is not None
    with pytest.raises(NotYetTime):
        actions.go_on_without_info(case_id=walk.key, by=TIMER, now=until - hours(1))
    with pytest.raises(NotAllowed):
        actions.go_on_without_info(case_id=walk.key, by=scene.grid_worker, now=until)
    assert not work.is_anything_waking(until - hours(1))
    late = until + timedelta(days=2)  # the worker was away: the pause is bounded all the same
    assert work.is_anything_waking(late)
    work.move_on(late)
    case = walk.case
    assert (case.state, case.wakes_at) == (State.IN_PROGRESS, None)
    assert case.finish_due_at == _reckoned(case, (ASKED_AT, until))
    assert journal.entries_of(case)[-1].tag == CaseEvent.INFO_MISSED
    assert not work.is_anything_waking(late)


def test_a_hold_lasts_until_its_day_of_review(scene: Scene) -> None:
    walk = Walk(scene).sign()
    case = _held(scene, walk)
    assert (case.state, case.wakes_at, case.next_at) == (State.ON_HOLD, REVIEW_AT, REVIEW_AT)
    pause = Pause.objects.get()
    assert (pause.at_most_until, pause.approver_key) == (REVIEW_AT, DECIDER.person_id)
    assert journal.entries_of(case)[-1].tag == CaseEvent.HELD_OVER
    work.move_on(REVIEW_AT + hours(30))
    case = walk.case
    assert case.state == State.IN_PROGRESS
    assert case.finish_due_at == _reckoned(case, (ASKED_AT, REVIEW_AT))
    assert journal.entries_of(case)[-1].tag == CaseEvent.RESUMED


def test_a_hold_is_ended_sooner_or_by_an_answer(scene: Scene) -> None:
    walk = Walk(scene).sign()
    _held(scene, walk)
    with pytest.raises(NotAllowed):
        actions.resume(case_id=walk.key, by=STRANGER, now=ASKED_AT)
    sooner = ASKED_AT + timedelta(days=4)
    case = actions.resume(case_id=walk.key, by=scene.grid_worker, now=sooner)
    assert case.finish_due_at == _reckoned(walk.case, (ASKED_AT, sooner)) and case.wakes_at is None

    lift = Walk(scene, "电梯停了").sign()
    _held(scene, lift)
    done = actions.answer(case_id=lift.key, answer="换好了", outcome="solved", by=scene.property, now=sooner)
    assert (done.state, done.wakes_at) == (State.IN_REVIEW, None)
    assert done.finish_due_at == _reckoned(lift.case, (ASKED_AT, sooner))
    assert not Pause.objects.filter(ends_at__isnull=True).exists()


def test_a_case_taken_back_wakes_no_more(scene: Scene) -> None:
    walk = Walk(scene).sign()
    _held(scene, walk)
    case = actions.withdraw(case_id=walk.key, reason="不用了", by=RESIDENT, now=ASKED_AT + hours(1))
    assert (case.state, case.wakes_at, case.next_at) == (State.WITHDRAWN, None, None)
    assert not Pause.objects.filter(ends_at__isnull=True).exists()
    assert not work.is_anything_waking(REVIEW_AT)


def test_a_hold_granted_too_late_stays_undone(scene: Scene) -> None:
    walk = Walk(scene).sign()
    request = actions.ask_hold(
        case_id=walk.key, kind="season", plan="开春刷漆", review_on=date(2026, 3, 6), reason="冷",
        by=scene.grid_worker, now=NOW,
    )  # fmt: skip
    with pytest.raises(actions.WrongReviewDate):
        actions.grant(request_id=request.pk, by=DECIDER, now=NOW + timedelta(days=1))
    assert walk.case.state == State.IN_PROGRESS and not Pause.objects.exists()


def test_one_case_that_cannot_go_on_keeps_no_other_waiting(scene: Scene) -> None:
    bad, good = Walk(scene).sign(), Walk(scene).sign()
    _asked(scene, good)
    Case.objects.filter(pk=bad.key).update(state=State.REGISTERED, wakes_at=ASKED_AT)  # nobody was asked
    now = ASKED_AT + timedelta(days=6)
    with pytest.raises(actions.NobodyAsked):
        work.move_on(now)
    assert (good.case.state, bad.case.state) == (State.IN_PROGRESS, State.REGISTERED)


def test_many_cases_go_on_in_batches(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "BATCH", 2)
    walks = [Walk(scene).sign() for _number in range(5)]
    for walk in walks:
        _asked(scene, walk)
    work.move_on(ASKED_AT + timedelta(days=6))
    assert {walk.case.state for walk in walks} == {State.IN_PROGRESS}


def test_nothing_is_written_while_nothing_wakes(scene: Scene) -> None:
    _held(scene, Walk(scene).sign())
    with CaptureQueriesContext(connection) as seen:
        assert not work.is_anything_waking(NOW + hours(3))
    assert len(seen) == 1 and seen.captured_queries[0]["sql"].startswith("SELECT")


def test_the_outer_deadline_is_minded_and_never_moved(scene: Scene) -> None:
    walk = Walk(scene).sign()
    outer = NOW + hours(5)
    Case.objects.filter(pk=walk.key).update(outer_due_at=outer)
    case = _held(scene, walk)
    assert (case.next_at, case.outer_due_at) == (outer, outer)
    case = actions.resume(case_id=walk.key, by=scene.grid_worker, now=NOW + timedelta(days=3))
    assert (case.next_at, case.outer_due_at) == (outer, outer)
    walk.answer()
    assert walk.case.next_at == walk.case.callback_due_at and walk.case.outer_due_at == outer


def test_the_calendar_reckons_pauses_and_granted_days_too(scene: Scene) -> None:
    walk, held = Walk(scene).sign(), Walk(scene).sign()
    request = actions.ask_extension(
        case_id=walk.key, days=2, reason="等配件", by=scene.grid_worker, now=ASKED_AT
    )
    actions.grant(request_id=request.pk, by=DECIDER, now=ASKED_AT)
    _asked(scene, walk)
    answered = ASKED_AT + timedelta(days=1)
    actions.give_info(case_id=walk.key, words="三单元", by=RESIDENT, now=answered)
    _held(scene, held)
    still = held.case
    Day.objects.update_or_create(
        date=date(2026, 3, 12), defaults={"kind": DayKind.REST, "name": "临时放假", "source": "通知"}
    )
    worktime.forget()
    assert actions.reckon_deadlines(by=TIMER, now=answered) == 1
    case = walk.case
    limit = _reckoned(case, (ASKED_AT, answered))
    assert case.finish_due_at == worktime.due_at(limit, ClockKind.WORKING_DAYS, 2, None)
    assert held.case.finish_due_at == still.finish_due_at  # stands still: reckoned when it ends
    assert actions.reckon_deadlines(by=TIMER, now=answered) == 0
    resumed = actions.resume(case_id=held.key, by=scene.grid_worker, now=answered)
    assert resumed.finish_due_at == _reckoned(held.case, (ASKED_AT, answered))


def test_the_calendar_reckons_a_call_back_that_no_further_try_has_set(scene: Scene) -> None:
    first = Walk(scene).sign().answer()
    tried = Walk(scene).sign().answer().call_back(is_reached=False)
    before = tried.case.callback_due_at
    old = first.case.callback_due_at
    for day in (6, 9):
        Day.objects.update_or_create(
            date=date(2026, 3, day), defaults={"kind": DayKind.REST, "name": "临时放假", "source": "通知"}
        )
    worktime.forget()
    assert actions.reckon_deadlines(by=TIMER, now=first.now) == 1
    found = first.case.callback_due_at
    assert found is not None and old is not None and found > old
    assert tried.case.callback_due_at == before


def test_deadlines_are_reckoned_in_transactions_of_their_own(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.cases.actions.reckoning.BATCH", 2)
    walks = [Walk(scene) for _number in range(5)]
    Day.objects.update_or_create(
        date=date(2026, 3, 12), defaults={"kind": DayKind.REST, "name": "临时放假", "source": "通知"}
    )
    worktime.forget()
    before = Entry.objects.count()
    assert actions.reckon_deadlines(by=TIMER, now=NOW) == 5
    assert Entry.objects.count() == before + len(walks)


def test_the_calendar_is_reckoned_outside_the_delivery(scene: Scene) -> None:
    """A delivery's own transaction around it would make one of all the batches."""
    with attached({WorktimeEvent.DAYS_CHANGED.value: (work.reckon_anew,)}):
        assert reacting.is_alone(reacting.name_of(work.reckon_anew))


def test_an_extension_asked_before_a_question_is_granted_while_it_waits(scene: Scene) -> None:
    walk = Walk(scene).sign()
    request = actions.ask_extension(
        case_id=walk.key, days=2, reason="等配件", by=scene.grid_worker, now=ASKED_AT
    )
    until = _asked(scene, walk).wakes_at
    paused = actions.grant(request_id=request.pk, by=DECIDER, now=ASKED_AT).case
    assert paused.next_at == until
    answered = ASKED_AT + timedelta(days=3)
    case = actions.give_info(case_id=walk.key, words="三单元", by=RESIDENT, now=answered)
    limit = _reckoned(walk.case, (ASKED_AT, answered))
    assert case.finish_due_at == worktime.due_at(limit, ClockKind.WORKING_DAYS, 2, None)


def test_another_matter_after_an_objection_leaves_the_promise_by_its_own_terms(scene: Scene) -> None:
    """What was promised for a lift stays so when it turns out to be a lamp, and a pause reckons it by the same terms."""
    scene.lamp.limits = {"ordinary": {"finish": ["working_days", 30]}}
    scene.lamp.save()
    catalogue.forget()
    walk = Walk(scene, "电梯停了", phone="")
    first = walk.case
    request = actions.ask_objection(case_id=walk.key, reason="不是电梯", by=scene.property, now=NOW)
    actions.grant(request_id=request.pk, by=scene.street, now=NOW)
    moved = actions.place_by_hand(
        case_id=walk.key, matter_id=scene.lamp.pk, place_id=scene.town.unit.pk, by=scene.street, now=NOW
    )
    assert (moved.lead, moved.finish_due_at) == (scene.department, first.finish_due_at)
    actions.sign(case_id=walk.key, by=scene.bureau, now=NOW)
    actions.ask_info(case_id=walk.key, question="哪盏灯？", by=scene.bureau, now=ASKED_AT)
    answered = ASKED_AT + timedelta(days=2)
    case = actions.give_info(case_id=walk.key, words="门口", by=RESIDENT, now=answered)
    assert case.finish_due_at == _reckoned(first, (ASKED_AT, answered))
