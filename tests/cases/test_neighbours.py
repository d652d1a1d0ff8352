"""先行联系: asked first where the reporter wishes it; settled, passed on, or silent. Danger goes to who is on duty."""

from datetime import timedelta
from typing import Any

import pytest

from linli.cases import actions, queries, work
from linli.cases.actions.registering import CATALOGUE
from linli.cases.events import CaseEvent
from linli.cases.models import Case, NeighbourAsk
from linli.cases.states import State
from linli.catalogue.models import LeadKind
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import TIMER
from linli.kernel.refusals import NotAllowed, NotFound
from linli.notices.models import Letter
from linli.organisations.models import Duty, Seat
from tests.factories.cases import NOW, STRANGER, Scene, actor_of, hours, make_matter, take_in
from tests.factories.towns import make_duty, make_role

LATER = NOW + hours(1)


@pytest.fixture
def head(scene: Scene) -> Duty:
    role = make_role("building-head", ["cases.neighbour"], is_volunteer=True)
    seat = Seat.objects.create(
        body=scene.town.committee, role=role, area=scene.town.building, name="3栋楼栋长"
    )
    return make_duty(seat, "孙大雪")


def _ask(scene: Scene) -> Case:
    return take_in("助餐点关门了", place=scene.town.unit, asks_neighbours=True).case


def _tags(case: Case) -> list[str]:
    return [entry.tag for entry in journal.entries_of(case)]


def test_the_building_head_is_asked_first_and_the_promise_runs(scene: Scene, head: Duty) -> None:
    case = _ask(scene)
    assert (case.state, case.unplaced_why, case.holder) == (State.REGISTERED, "", scene.town.community_desk)
    assert case.lead == scene.town.committee and case.finish_due_at is not None
    assert case.wakes_at == NOW + hours(4) and case.sign_due_at is None
    ask = queries.asks_for(actor_of(head))[0]
    assert (ask.case, ask.seat, ask.asked_until) == (case, head.seat, case.wakes_at)
    assert _tags(case) == [CaseEvent.REGISTERED, CaseEvent.NEIGHBOUR_ASKED]
    assert queries.visible_to(actor_of(head)).count() == 0
    assert queries.lens(scene.community, "unplaced", now=LATER).rows == []


def test_one_tap_settles_it_and_the_desk_calls_back(scene: Scene, head: Duty) -> None:
    case = _ask(scene)
    done = actions.settle_as_neighbour(case_id=case.pk, words="借了钥匙给他", by=actor_of(head), now=LATER)
    assert (done.state, done.outcome, done.answer) == (State.AWAITING_CALLBACK, "solved", "借了钥匙给他")
    assert done.answered_by == head.seat and done.holder == scene.town.community_desk
    assert done.wakes_at is None and queries.asks_for(actor_of(head)) == []
    assert NeighbourAsk.objects.get(case=case).outcome == "settled"
    with pytest.raises(actions.NobodyAsked):
        actions.settle_as_neighbour(case_id=case.pk, words="再来", by=scene.community, now=LATER)


@pytest.mark.parametrize(("by_whom", "tag", "outcome"), [("head", CaseEvent.NEIGHBOUR_PASSED, "passed"),
                                                          ("timer", CaseEvent.NEIGHBOUR_SILENT, "silent")])  # fmt: skip
def test_passed_on_or_silent_it_goes_on_by_itself(
    scene: Scene, head: Duty, by_whom: str, tag: CaseEvent, outcome: str
) -> None:
    case = _ask(scene)
    promised = case.finish_due_at
    if by_whom == "head":
        gone = actions.pass_on(case_id=case.pk, reason="要食堂开门", by=actor_of(head), now=LATER)
    else:
        gone = actions.go_on_without(case_id=case.pk, by=TIMER, now=NOW + hours(4))
    assert (gone.state, gone.holder, gone.wakes_at) == (State.DISPATCHED, scene.town.grid_seat, None)
    assert gone.finish_due_at == promised and gone.sign_due_at is not None
    assert _tags(gone) == [CaseEvent.REGISTERED, CaseEvent.NEIGHBOUR_ASKED, tag, CaseEvent.DISPATCHED]
    assert NeighbourAsk.objects.get(case=case).outcome == outcome


def test_a_desk_that_dispatches_waits_for_no_neighbour(scene: Scene, head: Duty) -> None:
    case = _ask(scene)
    seat = scene.town.grid_seat
    sent = actions.dispatch(case_id=case.pk, to_seat_id=seat.pk, by=scene.community, now=LATER)
    assert (sent.state, sent.wakes_at) == (State.DISPATCHED, None)
    assert queries.asks_for(actor_of(head)) == []


@pytest.mark.parametrize("more", [{"asks_neighbours": False}, {"kind": "complaint"}, {"kind": "report"}])
def test_straight_to_the_community_where_neighbours_are_not_asked(
    scene: Scene, head: Duty, more: dict[str, Any]
) -> None:
    case = take_in("助餐点关门了", place=scene.town.unit, **{"asks_neighbours": True, **more}).case
    assert case.state == State.DISPATCHED and not NeighbourAsk.objects.exists()


@pytest.mark.parametrize(
    "facts", [{"skips": [0]}, {"is_private": True, "may_be_public": False}, {"urgency": "danger"}]
)
def test_the_matter_keeps_neighbours_out(scene: Scene, head: Duty, facts: dict[str, object]) -> None:
    make_matter("quarrel", LeadKind.COMMUNITY, ["邻居吵架"], **facts)
    assert take_in("邻居吵架了", place=scene.town.unit, asks_neighbours=True).case.state == State.DISPATCHED


def test_nobody_else_answers_for_the_neighbour(scene: Scene, head: Duty) -> None:
    case = _ask(scene)
    for by in (scene.community, scene.grid_worker):
        with pytest.raises(NotAllowed):
            actions.settle_as_neighbour(case_id=case.pk, words="办了", by=by, now=LATER)
    with pytest.raises(NotAllowed):
        actions.pass_on(case_id=case.pk, reason="", by=STRANGER, now=LATER)
    with pytest.raises(NotFound):
        actions.settle_as_neighbour(case_id=987_654, words="办了", by=actor_of(head), now=LATER)


def test_the_catalogue_dispatches_not_the_one_who_registered(scene: Scene) -> None:
    case = take_in("助餐点关门了", place=scene.town.unit, by=scene.community).case
    first, second = journal.entries_of(case)
    assert (first.actor_label, second.actor_label) == (scene.community.label, CATALOGUE.label)


def _letters(entry: Entry) -> list[int]:
    return list(Letter.objects.filter(entry_key=entry.pk).values_list("recipient_id", flat=True))


def test_danger_is_told_to_who_is_on_duty_at_once(scene: Scene, head: Duty) -> None:
    make_matter("gas", LeadKind.STREET, ["煤气味"], urgency="danger")
    case = take_in("楼道里有煤气味", place=scene.town.unit, asks_neighbours=True).case
    assert (case.state, case.urgency) == (State.DISPATCHED, "danger")
    entry = Entry.objects.get(tag=CaseEvent.DANGER_TOLD)
    work.tell_on_duty(entry, NOW + timedelta(seconds=5))
    assert set(_letters(entry)) == {scene.town.community_clerk.person_id} or len(_letters(entry)) >= 1
    work.tell_on_duty(entry, NOW + timedelta(seconds=9))
    assert len(_letters(entry)) == len(set(_letters(entry)))


SAYS = {
    "sign": lambda key, by: actions.sign(case_id=key, by=by, now=LATER),
    "settle": lambda key, by: actions.settle(case_id=key, answer="开了", by=by, now=LATER),
    "decline": lambda key, by: actions.decline(
        case_id=key, ground="no_duty", words="自行协商", by=by, now=LATER
    ),
    "withdraw": lambda key, by: actions.withdraw(case_id=key, reason="不用了", by=by, now=LATER),
}


@pytest.mark.parametrize("name", list(SAYS))
def test_a_desk_that_acts_itself_waits_for_no_neighbour(scene: Scene, head: Duty, name: str) -> None:
    """Else its clocks would never be reminded of, and the neighbour would be asked for ever."""
    done = SAYS[name](_ask(scene).pk, scene.community)
    assert done.wakes_at is None and queries.asks_for(actor_of(head)) == []
    assert NeighbourAsk.objects.get(case=done).outcome == "passed"
    assert done.next_at != NOW + hours(4)
    work.move_on(NOW + hours(9))
    done.refresh_from_db()
    assert not work.is_anything_waking(NOW + hours(9))


def test_placed_anew_with_nobody_to_go_to_it_stays_with_the_desk_under_its_clock(
    scene: Scene, head: Duty
) -> None:
    matter = make_matter("dyke", LeadKind.DEPARTMENT, ["水坝"], department="dept-water")
    case = _ask(scene)
    held = actions.place_by_hand(
        case_id=case.pk, matter_id=matter.pk, place_id=scene.town.unit.pk, by=scene.community, now=LATER
    )
    assert (held.state, held.unplaced_why, held.wakes_at) == (State.REGISTERED, "no_lead", None)
    assert held.intake_due_at is not None and held.intake_due_at > LATER
    assert queries.asks_for(actor_of(head)) == []
    assert queries.lens(scene.community, "unplaced", now=LATER).rows == [held]
    assert not work.is_anything_waking(NOW + hours(99))


def test_the_answer_of_a_neighbour_is_found(scene: Scene, head: Duty) -> None:
    case = _ask(scene)
    actions.settle_as_neighbour(case_id=case.pk, words="借了备用钥匙", by=actor_of(head), now=LATER)
    found = queries.find(scene.community, queries.Sought("备用钥匙"))
    assert found.rows == [case]
