"""Up, down, sideways, back: the promise stays, the reason and the hands are written down, each refusal changes nothing."""

from typing import Any

import pytest
from django.db import connection

from linli.cases import actions, queries
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.cases.states import State
from linli.journal import queries as journal
from linli.kernel.refusals import NotAllowed, Refusal
from linli.organisations.models import BodyKind, Seat
from tests.factories.cases import NOW, SERVICE, STRANGER, Scene, Walk, actor_of, hours, take_in
from tests.factories.towns import make_duty, make_role

LATER = NOW + hours(2)


def _last(case: Case) -> Any:
    return journal.entries_of(case)[-1]


def _promise(case: Case) -> tuple[Any, ...]:
    return case.contact_due_at, case.finish_due_at, case.promised_from


def test_up_goes_rung_by_rung_and_leaves_the_promise(scene: Scene) -> None:
    case = take_in("助餐点关门了", place=scene.town.unit).case
    promised = _promise(case)
    assert case.holder == scene.town.grid_seat
    up = actions.hand_up(case_id=case.pk, reason="要社区协调食堂", by=scene.grid_worker, now=LATER)
    assert (up.holder, up.state, up.rises) == (scene.town.community_desk, State.DISPATCHED, 1)
    assert up.sent_from == scene.town.grid_seat and up.leg_from == LATER
    assert (up.lead, _promise(up)) == (case.lead, promised)
    told = _last(up)
    assert (told.tag, told.text) == (CaseEvent.HANDED_UP, "要社区协调食堂")
    assert told.facts == {"left": scene.town.grid_seat.pk, "to": scene.town.community_desk.pk}
    top = actions.hand_up(case_id=case.pk, reason="街道经费", by=scene.community, now=LATER + hours(1))
    assert top.holder == scene.town.street_desk
    with pytest.raises(actions.TopOfLadder):
        actions.hand_up(case_id=case.pk, reason="再上", by=scene.street, now=LATER + hours(2))


def test_a_skipped_rung_is_left_out(scene: Scene) -> None:
    scene.meal.skips = [2]
    scene.meal.save()
    case = take_in("助餐点关门了", place=scene.town.unit).case
    assert actions.hand_up(case_id=case.pk, reason="涉及社区", by=scene.grid_worker, now=LATER).rung == 3


def test_down_to_who_is_below_and_only_what_is_theirs(scene: Scene) -> None:
    walk = Walk(scene)
    actions.hand_up(case_id=walk.key, reason="要协调", by=scene.grid_worker, now=walk.later())
    down = actions.hand_down(
        case_id=walk.key,
        to_seat_id=scene.town.grid_seat.pk,
        reason="先上门看",
        by=scene.community,
        now=walk.later(),
    )
    assert (down.holder, _last(down).tag) == (scene.town.grid_seat, CaseEvent.HANDED_DOWN)
    stall = take_in("门口占道摆摊", place=scene.town.unit).case
    assert stall.holder == scene.town.street_desk
    for seat in (scene.town.community_desk, scene.town.grid_seat):
        with pytest.raises(actions.NotTheirOwn):
            actions.hand_down(case_id=stall.pk, to_seat_id=seat.pk, reason="属地", by=scene.street, now=LATER)
    assert queries.seats_to_push_down(stall) == []
    with pytest.raises(actions.NotBelow):
        actions.hand_down(
            case_id=stall.pk, to_seat_id=scene.department_desk.pk, reason="属地", by=scene.street, now=LATER
        )


def test_sideways_changes_the_lead_only_to_who_may_lead(scene: Scene) -> None:
    stall = take_in("门口占道摆摊", place=scene.town.unit).case
    promised = _promise(stall)
    over = actions.hand_over(
        case_id=stall.pk,
        to_seat_id=scene.department_desk.pk,
        reason="主干道归城管",
        by=scene.street,
        now=LATER,
    )
    assert (over.holder, over.lead, _promise(over)) == (scene.department_desk, scene.department, promised)
    assert _last(over).facts["lead"] == scene.department.pk
    for seat in (scene.town.community_desk, scene.town.property_desk):
        with pytest.raises(actions.NotBeside):
            actions.hand_over(case_id=stall.pk, to_seat_id=seat.pk, reason="给你", by=scene.street, now=LATER)


def test_a_holder_alone_gives_nothing_to_another_body(scene: Scene) -> None:
    lift = take_in("电梯停了", place=scene.town.unit).case
    with pytest.raises(NotAllowed):
        actions.hand_over(
            case_id=lift.pk,
            to_seat_id=scene.department_desk.pk,
            reason="归城管",
            by=scene.property,
            now=LATER,
        )
    night = make_role("property-night", ["cases.work"], name="夜班")
    other = Seat.objects.create(
        body=scene.town.property_company, role=night, name="夜班电工", area=scene.town.estate
    )
    night.rung = 1
    night.save()
    given = actions.hand_over(
        case_id=lift.pk, to_seat_id=other.pk, reason="夜里修", by=scene.property, now=LATER
    )
    assert (given.holder, given.lead) == (other, scene.town.property_company)


def test_what_was_sent_comes_back_until_it_is_signed(scene: Scene) -> None:
    walk = Walk(scene)
    with pytest.raises(actions.NothingToPullBack):
        actions.pull_back(case_id=walk.key, reason="派错", by=scene.community, now=walk.later())
    actions.hand_up(case_id=walk.key, reason="要协调", by=scene.grid_worker, now=walk.later())
    back = actions.pull_back(case_id=walk.key, reason="自己能办", by=scene.grid_worker, now=walk.later())
    assert (back.holder, back.sent_from, _last(back).tag) == (
        scene.town.grid_seat,
        None,
        CaseEvent.PULLED_BACK,
    )
    actions.hand_up(case_id=walk.key, reason="还是要协调", by=scene.grid_worker, now=walk.later())
    walk.sign()
    with pytest.raises(Refusal):
        actions.pull_back(case_id=walk.key, reason="晚了", by=scene.grid_worker, now=walk.later())


@pytest.mark.parametrize("verb", ["hand_up", "hand_down", "hand_over", "pull_back"])
def test_the_stranger_carries_nothing(scene: Scene, verb: str) -> None:
    key = take_in("助餐点关门了", place=scene.town.unit).case.pk
    more = {"to_seat_id": scene.town.street_desk.pk} if verb in ("hand_down", "hand_over") else {}
    with pytest.raises(NotAllowed):
        getattr(actions, verb)(case_id=key, reason="想要", by=STRANGER, now=LATER, **more)
    with pytest.raises(Refusal):
        getattr(actions, verb)(case_id=key, reason="  ", by=SERVICE, now=LATER, **more)


def test_a_county_desk_stands_above_the_street(scene: Scene) -> None:
    role = make_role("intake", ["cases.work"], rung=5, is_desk=True)
    assert scene.town.government.kind == BodyKind.GOVERNMENT
    centre = Seat.objects.create(
        body=scene.town.government, role=role, name="县受理中心", area=scene.town.county
    )
    clerk = actor_of(make_duty(centre, "钱小寒"))
    stall = take_in("门口占道摆摊", place=scene.town.unit).case
    up = actions.hand_up(case_id=stall.pk, reason="跨街道", by=scene.street, now=LATER)
    assert up.holder == centre and "sign" in {offer.name for offer in queries.offers(up, clerk, LATER)}


def test_carrying_costs_few_statements(scene: Scene, django_assert_max_num_queries: Any) -> None:
    case = take_in("助餐点关门了", place=scene.town.unit).case
    with django_assert_max_num_queries(16):
        actions.hand_up(case_id=case.pk, reason="要协调", by=scene.grid_worker, now=LATER)
    assert connection.vendor in ("sqlite", "postgresql")


def test_whom_it_was_taken_from_does_not_pull_it_back(scene: Scene) -> None:
    case = take_in("电梯停了", place=scene.town.unit).case
    taken = actions.hand_over(
        case_id=case.pk,
        to_seat_id=scene.town.street_desk.pk,
        reason="投诉的就是物业",
        by=scene.street,
        now=LATER,
    )
    assert taken.sent_from is None
    with pytest.raises(NotAllowed):
        actions.pull_back(case_id=case.pk, reason="还给我", by=scene.property, now=LATER)


def test_done_again_nobody_pulls_it_back(scene: Scene) -> None:
    walk = Walk(scene)
    actions.hand_up(case_id=walk.key, reason="要协调", by=scene.grid_worker, now=walk.later())
    walk.sign().answer().call_back(by=scene.street, is_solved=False, satisfaction=1)
    assert (walk.case.state, walk.case.sent_from) == (State.DISPATCHED, None)
    with pytest.raises(NotAllowed):
        actions.pull_back(case_id=walk.key, reason="拿回", by=scene.grid_worker, now=walk.later())


def test_nobody_sends_to_a_community_what_is_not_its_own(scene: Scene) -> None:
    """BJ-JSJB Art. 17; nor to a volunteer, who is asked and never sent."""
    lift = take_in("电梯停了", within=scene.town.street).case
    assert lift.state == State.REGISTERED
    head = make_role("estate-head", ["cases.neighbour"], is_volunteer=True)
    volunteer = Seat.objects.create(
        body=scene.town.committee, role=head, area=scene.town.estate, name="小区长"
    )
    for seat in (scene.town.community_desk, scene.town.grid_seat, volunteer):
        with pytest.raises(Refusal):
            actions.dispatch(case_id=lift.pk, to_seat_id=seat.pk, by=scene.street, now=LATER)
        assert seat not in queries.seats_to_dispatch(lift, on=LATER.date())


def test_what_is_dispatched_is_no_praise_any_more(scene: Scene) -> None:
    praise = take_in("谢谢食堂的助餐", place=scene.town.unit, kind="praise").case
    sent = actions.place_by_hand(
        case_id=praise.pk, matter_id=scene.meal.pk, place_id=scene.town.unit.pk, by=scene.community, now=LATER
    )
    assert (sent.state, sent.kind) == (State.DISPATCHED, "help")
