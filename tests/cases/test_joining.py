"""Duplicates, look-alikes, doing again, taking up again, praise."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from linli.cases import actions, queries, telling, work
from linli.cases.actions import (
    AskedBefore,
    InOwnHands,
    MergedOn,
    NobodyPraised,
    NothingToRate,
    NotMerged,
    NotPraise,
    NotRedone,
    OthersWait,
    RedoneOften,
    SameCase,
    SeatEnded,
    StillOpen,
    SurvivorOver,
    TooFar,
    TooLateToRedo,
    TooLateToSplit,
    WordsMissing,
)
from linli.cases.drafts import VOICE_ONLY
from linli.cases.events import CaseEvent
from linli.cases.models import Case, DemandKind, Outcome, Report
from linli.cases.queries import Sought
from linli.cases.states import NoSuchMove, State
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.refusals import NotAllowed, NotFound
from linli.notices.models import Letter
from linli.organisations.models import Seat
from linli.places.models import PlaceKind
from tests.cases.says.requests import DECIDER
from tests.factories.cases import NOW, STRANGER, Scene, Walk, hours, take_in
from tests.factories.towns import make_place

LATER = NOW + hours(2)


def _lift(scene: Scene, words: str = "二单元电梯停了，老人下不了楼", **more: Any) -> Case:
    return take_in(words, place=scene.town.unit, **more).case


def _tags(case: Case) -> list[str]:
    return [entry.tag for entry in journal.entries_of(case)]


def _offered(case: Case, actor: Actor, now: Any = LATER) -> set[str]:
    return {offer.name for offer in queries.offers(Case.objects.get(pk=case.pk), actor, now)}


def test_a_duplicate_joins_and_each_reporter_keeps_what_is_theirs(scene: Scene) -> None:
    first = take_in("二单元电梯停了", place=scene.town.unit)
    second = take_in("电梯又停了", place=scene.town.unit, phone="13900000000")
    done = actions.merge(
        case_id=second.case.pk, into_id=first.case.pk, by=scene.street, now=LATER, reason="同一部电梯"
    )
    assert (done.state, done.outcome, done.merged_into, done.closed_at) == (
        State.CLOSED,
        Outcome.DUPLICATE,
        first.case,
        LATER,
    )
    report = Report.objects.get(pk=second.report.pk)
    assert (report.case, report.merged_from, report.receipt) == (
        first.case,
        second.case,
        second.report.receipt,
    )
    assert queries.by_receipt(report.receipt, second.query_code) == report
    assert _tags(second.case)[-2:] == [CaseEvent.MERGED, CaseEvent.CLOSED]
    assert _tags(first.case)[-1] == CaseEvent.TOOK_IN
    assert queries.by_number(scene.street, report.receipt) == first.case
    found = queries.find(scene.street, Sought(report.receipt)).rows
    assert found == [first.case]
    said = telling.sentences(first.case, can_be_reached=True, now=LATER, joined_at=second.case.registered_at)
    assert any("并在一起" in sentence for sentence in said)


def test_the_answer_reaches_every_reporter_and_each_rates_it(scene: Scene) -> None:
    walk = Walk(scene, phone="")
    other = take_in("助餐点周末关门", place=scene.town.unit)
    actions.merge(case_id=other.case.pk, into_id=walk.key, by=scene.street, now=walk.later())
    walk.sign().answer()
    walk.call_back(is_reached=True)
    case = walk.case
    said = case.callbacks.get()
    assert said.is_applicable and said.is_reached  # the first reporter left no number, the second did
    for report in Report.objects.filter(case=case):
        actions.rate(report_id=report.pk, solved=True, stars=5, words="", now=walk.later())
    assert case.state == State.CLOSED


def test_what_is_joined_again_goes_on_and_one_does_not_take_back_for_all(scene: Scene) -> None:
    one, two, three = _lift(scene), _lift(scene), _lift(scene)
    actions.merge(case_id=one.pk, into_id=two.pk, by=scene.street, now=LATER)
    assert "withdraw" not in _offered(two, scene.street)
    with pytest.raises(OthersWait):
        actions.withdraw(case_id=two.pk, reason="好了", by=RESIDENT, now=LATER)
    actions.merge(case_id=two.pk, into_id=three.pk, by=scene.street, now=LATER)
    kept = dict(Report.objects.filter(case=three).values_list("merged_from", "case"))
    assert kept == {one.pk: three.pk, two.pk: three.pk, None: three.pk}
    with pytest.raises(MergedOn):
        actions.split(case_id=one.pk, reason="不是一件", by=scene.street, now=LATER)
    assert (
        actions.split(case_id=two.pk, reason="不是一件", by=scene.street, now=LATER).state == State.DISPATCHED
    )
    assert dict(Report.objects.filter(case=two).values_list("merged_from", "case")) == {
        one.pk: two.pk,
        None: two.pk,
    }


def _closed(scene: Scene) -> Case:
    walk = Walk(scene).sign().answer().call_back()
    return walk.case


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN, State.DECLINED, "joined"])
def test_nothing_joins_what_is_over(scene: Scene, state: str) -> None:
    case, into = _lift(scene), _lift(scene)
    if state == "joined":
        actions.merge(case_id=into.pk, into_id=_lift(scene).pk, by=scene.street, now=NOW)
    else:
        Case.objects.filter(pk=into.pk).update(state=state, closed_at=NOW)
    before = Entry.objects.count()
    for say in (
        lambda: actions.merge(case_id=case.pk, into_id=into.pk, by=scene.street, now=LATER),
        lambda: actions.ask_duplicate(
            case_id=case.pk, other_id=into.pk, reason="同", by=scene.property, now=LATER
        ),
    ):
        with pytest.raises(SurvivorOver):
            say()
    assert Entry.objects.count() == before


def test_joining_is_refused_by_name(scene: Scene) -> None:
    case, into = _lift(scene), _lift(scene)
    merge = actions.merge
    with pytest.raises(SameCase):
        merge(case_id=case.pk, into_id=case.pk, by=scene.street, now=LATER)
    with pytest.raises(NotFound):
        merge(case_id=case.pk, into_id=987_654, by=scene.street, now=LATER)
    other = make_place(PlaceKind.STREET, "511102002000", "山背街道", scene.town.county)
    far = take_in("电梯停了", place=other).case
    for actor in (STRANGER, scene.grid_worker, scene.property):
        with pytest.raises(NotAllowed):
            merge(case_id=case.pk, into_id=into.pk, by=actor, now=LATER)
        assert "merge" not in _offered(case, actor)
    with pytest.raises(NotAllowed):  # no right over the other one
        merge(case_id=case.pk, into_id=far.pk, by=scene.community, now=LATER)
    assert "merge" in _offered(case, scene.street)


def test_who_works_on_it_asks_and_a_reviewer_joins_it(scene: Scene) -> None:
    walk = Walk(scene)
    into = take_in("助餐点周末关门", place=scene.town.unit).case
    walk.sign()
    grid = scene.grid_worker
    assert "ask_duplicate" in _offered(walk.case, grid) and "merge" not in _offered(walk.case, grid)
    far = take_in("占道摆摊", place=scene.town.street).case
    with pytest.raises(TooFar):
        actions.ask_duplicate(case_id=walk.key, other_id=far.pk, reason="同一件", by=grid, now=LATER)
    with pytest.raises(WordsMissing):
        actions.ask_duplicate(case_id=walk.key, other_id=into.pk, reason=" ", by=grid, now=LATER)
    with pytest.raises(NotAllowed):
        actions.ask_duplicate(case_id=walk.key, other_id=into.pk, reason="同", by=STRANGER, now=LATER)
    asked = actions.ask_duplicate(case_id=walk.key, other_id=into.pk, reason="同一件", by=grid, now=LATER)
    with pytest.raises(AskedBefore):
        actions.ask_duplicate(case_id=walk.key, other_id=into.pk, reason="同一件", by=grid, now=LATER)
    assert "ask_duplicate" not in _offered(walk.case, grid)
    actions.grant(request_id=asked.pk, words="同意", by=DECIDER, now=LATER)
    assert (walk.case.state, walk.case.merged_into) == (State.CLOSED, into)
    assert Report.objects.filter(case=into).count() == 2
    tags = _tags(walk.case)
    assert tags[-3:] == [CaseEvent.GRANTED, CaseEvent.MERGED, CaseEvent.CLOSED]


def test_who_holds_it_at_work_does_not_join_it_alone(scene: Scene) -> None:
    case, into = (
        take_in("占道摆摊", place=scene.town.unit).case,
        take_in("占道摆摊", place=scene.town.unit).case,
    )
    actions.sign(case_id=case.pk, by=scene.street, now=NOW)
    with pytest.raises(InOwnHands):
        actions.merge(case_id=case.pk, into_id=into.pk, by=scene.street, now=LATER)
    assert "merge" not in _offered(case, scene.street) and "ask_duplicate" in _offered(case, scene.street)


def test_a_slip_is_mended_within_a_day(scene: Scene) -> None:
    case, into = _lift(scene), _lift(scene)
    promised = (case.promised_from, case.contact_due_at, case.finish_due_at)
    with pytest.raises(NoSuchMove):
        actions.split(case_id=case.pk, reason="错了", by=scene.street, now=LATER)
    actions.merge(case_id=case.pk, into_id=into.pk, by=scene.street, now=NOW)
    assert "split" in _offered(case, scene.street) and "split" not in _offered(case, scene.property)
    with pytest.raises(NotAllowed):
        actions.split(case_id=case.pk, reason="错了", by=STRANGER, now=LATER)
    with pytest.raises(WordsMissing):
        actions.split(case_id=case.pk, reason=" ", by=scene.street, now=LATER)
    late = NOW + timedelta(days=1, seconds=1)
    with pytest.raises(TooLateToSplit):
        actions.split(case_id=case.pk, reason="错了", by=scene.street, now=late)
    assert "split" not in _offered(case, scene.street, late)
    back = actions.split(case_id=case.pk, reason="不是一部电梯", by=scene.street, now=LATER)
    assert (back.state, back.merged_into, back.outcome, back.closed_at) == (State.DISPATCHED, None, "", None)
    assert (back.promised_from, back.contact_due_at, back.finish_due_at) == promised
    report = Report.objects.get(case=case)
    assert report.merged_from is None
    assert queries.by_number(scene.street, report.receipt) == case
    assert _tags(into)[-1] == CaseEvent.GAVE_BACK and _tags(case)[-1] == CaseEvent.SPLIT
    closed = _closed(scene)
    with pytest.raises(NotMerged):
        actions.split(case_id=closed.pk, reason="错了", by=scene.street, now=LATER)


def test_what_was_not_placed_goes_back_to_the_desk(scene: Scene) -> None:
    case, into = take_in("说不清的一件事", place=scene.town.unit).case, _lift(scene)
    actions.merge(case_id=case.pk, into_id=into.pk, by=scene.street, now=NOW)
    back = actions.split(case_id=case.pk, reason="错了", by=scene.street, now=LATER)
    assert (back.state, back.unplaced_why) == (State.REGISTERED, case.unplaced_why)
    assert back.next_at is not None


# Look-alikes


def test_two_that_were_only_spoken_are_not_alike_for_that(scene: Scene) -> None:
    unit = scene.town.unit
    spoken, other = (take_in(str(VOICE_ONLY), place=unit).case for _number in range(2))
    assert queries.alike(spoken, by=scene.street, now=NOW) == []
    assert queries.alike_words(f"{VOICE_ONLY}\n", unit, by=scene.street, now=NOW) == []
    with override("en"):
        assert queries.alike(other, by=scene.street, now=NOW) == []


def test_what_neighbours_say_of_one_thing_is_alike(scene: Scene) -> None:
    place = scene.town.unit
    here = _lift(scene)
    same = take_in("2单元电梯又停了，老人下不了楼，没人来修", place=scene.town.building).case
    take_in("楼道堆了很多旧家具，还有自行车，走路都难", place=place)
    take_in("二单元电梯停了，老人下不了楼", place=scene.town.street)  # not of the estate
    old = take_in("二单元电梯停了，老人下不了楼", place=place, now=NOW - timedelta(days=31)).case
    over = take_in("二单元电梯停了，老人下不了楼了", place=place).case
    Case.objects.filter(pk=over.pk).update(state=State.CLOSED, closed_at=NOW)
    joined = _lift(scene)
    actions.merge(case_id=joined.pk, into_id=same.pk, by=scene.street, now=NOW)
    with CaptureQueriesContext(connection) as seen:
        found = queries.alike(here, by=scene.street, now=NOW)
    assert [one.case.pk for one in found] == [
        same.pk,
        over.pk,
    ]  # the open one first, however like the closed one is
    assert [one.is_open for one in found] == [True, False] and old.pk not in {one.case.pk for one in found}
    assert len(seen) <= 4
    assert queries.alike(here, by=STRANGER, now=NOW) == []
    typed = queries.alike_words("二单元电梯停了", place, by=scene.street, now=NOW)
    assert {one.case.pk for one in typed} >= {here.pk}
    assert queries.alike_words("二单元电梯停了", None, by=scene.street, now=NOW) == []


def test_the_same_matter_weighs(scene: Scene) -> None:
    one = take_in("电梯门关不上，夹过人", place=scene.town.unit).case
    two = take_in("电梯门关上就打不开，困过一次", place=scene.town.unit).case
    three = take_in("车棚门关不上，丢过车", place=scene.town.unit).case
    found = {one.case.pk: one.likeness for one in queries.alike(one, by=scene.street, now=NOW)}
    assert two.pk in found
    assert found.get(three.pk, 0) < found[two.pk] + 0.1


# Doing again


def test_a_closed_case_is_done_again_with_a_new_promise(scene: Scene) -> None:
    walk = Walk(scene).sign().answer().call_back()
    actions.rate(report_id=walk.report.pk, solved=False, stars=2, words="还没好", now=walk.later())
    was = walk.case
    again = actions.redo(case_id=walk.key, reason="周末又关了", by=RESIDENT, now=walk.later(24))
    assert (again.state, again.redone, again.closed_at, again.answer, again.outcome) == (
        State.DISPATCHED,
        1,
        None,
        "",
        "",
    )
    assert again.holder_id == was.answered_by_id
    assert (
        again.promised_from == walk.now and again.finish_due_at is not None and was.finish_due_at is not None
    )
    assert again.finish_due_at > was.finish_due_at and again.contacted_at is None
    entry = journal.entries_of(again)[-1]
    assert entry.tag == CaseEvent.REDONE and entry.text == "周末又关了"
    assert entry.facts["was_finish"] == was.finish_due_at.isoformat() and entry.facts["round"] == 2
    assert Report.objects.get(case=again).rated_at is None
    walk.sign().answer().call_back()
    assert walk.case.state == State.CLOSED and walk.case.finish_due_at == again.finish_due_at
    with pytest.raises(RedoneOften):
        actions.redo(case_id=walk.key, reason="又", by=RESIDENT, now=walk.later())
    assert "redo" not in _offered(walk.case, scene.street, walk.now)
    assert "follow_up" in _offered(walk.case, scene.street, walk.now)


def test_doing_again_has_its_time_and_its_bounds(scene: Scene) -> None:
    case = _closed(scene)
    assert case.closed_at is not None
    late = case.closed_at + timedelta(days=15, seconds=1)
    with pytest.raises(TooLateToRedo):
        actions.redo(case_id=case.pk, reason="又坏了", by=RESIDENT, now=late)
    assert "redo" not in _offered(case, scene.street, late)
    for actor in (STRANGER, scene.property):
        with pytest.raises(NotAllowed):
            actions.redo(case_id=case.pk, reason="又坏了", by=actor, now=case.closed_at)
    with pytest.raises(WordsMissing):
        actions.redo(case_id=case.pk, reason=" ", by=RESIDENT, now=case.closed_at)
    for facts in ({"kind": DemandKind.PRAISE}, {"outcome": Outcome.REFERRED}, {"outcome": Outcome.DUPLICATE}, {"lead": None},
                  {"from_history": True}):  # fmt: skip
        other = _closed(scene)
        Case.objects.filter(pk=other.pk).update(**facts)
        with pytest.raises(NotRedone):
            actions.redo(case_id=other.pk, reason="又", by=RESIDENT, now=case.closed_at)
        assert "redo" not in _offered(other, scene.street, case.closed_at)


def test_a_later_demand_takes_the_closed_one_up(scene: Scene) -> None:
    walk = Walk(scene).sign().answer().call_back()
    done = actions.follow_up(
        case_id=walk.key, words="周末又关门了", report_id=walk.report.pk, by=RESIDENT, now=walk.later(900)
    )
    assert (done.case.follows, done.case.place, done.case.matter) == (
        walk.case,
        walk.case.place,
        walk.case.matter,
    )
    assert done.report.phone == walk.report.phone and done.report.receipt != walk.report.receipt
    assert done.case.promised_from == walk.now
    assert _tags(walk.case)[-1] == CaseEvent.FOLLOWED
    with pytest.raises(StillOpen):
        actions.follow_up(case_id=done.case.pk, words="又关门了", by=RESIDENT, now=walk.later())
    with pytest.raises(NotAllowed):
        actions.follow_up(case_id=walk.key, words="又关门了", by=STRANGER, now=walk.later())


# Praise


def _praise(scene: Scene) -> Case:
    return take_in("社区小王热心，感谢", place=scene.town.unit, kind=DemandKind.PRAISE).case


@pytest.mark.parametrize("to", ["seat", "body"])
def test_praise_is_passed_on_with_a_letter(scene: Scene, to: str) -> None:
    case = _praise(scene)
    assert (case.state, case.unplaced_why, case.finish_due_at) == (State.REGISTERED, "praise", None)
    assert case.next_at == case.intake_due_at
    whom = (
        {"to_seat_id": scene.town.grid_seat.pk} if to == "seat" else {"to_body_id": scene.town.committee.pk}
    )
    done = actions.pass_praise_on(case_id=case.pk, words="居民夸您热心", by=scene.street, now=LATER, **whom)
    work.tell_praised(Entry.objects.get(tag=CaseEvent.PRAISE_PASSED_ON), LATER)
    assert (done.state, done.closed_at, done.callback_due_at, done.next_at) == (
        State.CLOSED,
        LATER,
        None,
        None,
    )
    told = set(Letter.objects.values_list("recipient_id", flat=True))
    grid, clerk = scene.town.grid_worker.person_id, scene.town.community_clerk.person_id
    assert told == ({grid} if to == "seat" else {grid, clerk})
    assert not telling.may_rate(done)
    with pytest.raises(NothingToRate):
        actions.rate(report_id=done.reports.get().pk, solved=True, stars=5, words="", now=LATER)
    assert "redo" not in _offered(done, scene.street) and "follow_up" not in _offered(done, scene.street)
    said = telling.sentences(done, can_be_reached=True, now=LATER)
    assert said[-1].endswith("您的表扬已经转达，谢谢您。")


def test_praise_is_refused_by_name(scene: Scene) -> None:
    case, other = _praise(scene), _lift(scene, "说不清的一件")
    seat = scene.town.grid_seat.pk
    say: Callable[..., Case] = actions.pass_praise_on
    with pytest.raises(NotPraise):
        say(case_id=other.pk, to_seat_id=seat, words="谢", by=scene.street, now=LATER)
    with pytest.raises(NobodyPraised):
        say(case_id=case.pk, words="谢", by=scene.street, now=LATER)
    with pytest.raises(WordsMissing):
        say(case_id=case.pk, to_seat_id=seat, words=" ", by=scene.street, now=LATER)
    for wrong in ({"to_seat_id": 987_654}, {"to_body_id": 987_654}):
        with pytest.raises(NotFound):
            say(case_id=case.pk, words="谢", by=scene.street, now=LATER, **wrong)
    for actor in (STRANGER, scene.property, scene.grid_worker):
        with pytest.raises(NotAllowed):
            say(case_id=case.pk, to_seat_id=seat, words="谢", by=actor, now=LATER)
        assert "pass_on_praise" not in _offered(case, actor)
    Seat.objects.filter(pk=seat).update(ended_on=NOW.date())
    with pytest.raises(SeatEnded):
        say(case_id=case.pk, to_seat_id=seat, words="谢", by=scene.street, now=LATER)
    assert "pass_on_praise" in _offered(case, scene.street) and "pass_on_praise" not in _offered(
        other, scene.street
    )
