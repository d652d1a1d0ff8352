"""The straight path, sentence by sentence: what each one does, writes down and refuses, and the stranger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from linli.cases import actions, queries
from linli.cases.events import CaseEvent
from linli.cases.models import CallBack, Case, Outcome
from linli.cases.states import State
from linli.catalogue.models import LeadKind
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import RESIDENT
from linli.kernel.refusals import NotAllowed
from linli.organisations.models import Body, Seat
from tests.factories.cases import NOW, PHONE, STRANGER, Scene, Walk, hours, make_matter, take_in

E = CaseEvent


def last(case: Case) -> tuple[str, str | None, dict[str, Any]]:
    entry = journal.entries_of(case)[-1]
    return entry.tag, entry.text, entry.facts


def test_from_the_door_and_back(scene: Scene) -> None:
    walk = Walk(scene).sign()
    assert walk.case.state == State.IN_PROGRESS and walk.case.signed_at == walk.now
    actions.note(case_id=walk.key, words="打了电话", contacted=True, by=walk.holder(), now=walk.later())
    assert walk.case.contacted_at == walk.now
    walk.answer()
    case = walk.case
    assert (case.state, case.outcome, case.answered_by) == (
        State.AWAITING_CALLBACK, Outcome.SOLVED, scene.town.grid_seat,
    )  # fmt: skip
    assert case.holder == scene.town.community_desk
    walk.call_back()
    case = walk.case
    assert (case.state, case.closed_at, case.next_at) == (State.CLOSED, walk.now, None)
    assert [entry.tag for entry in journal.entries_of(case)] == [
        E.REGISTERED, E.DISPATCHED, E.SIGNED, E.CONTACTED, E.ANSWERED, E.CALLED_BACK, E.CLOSED,
    ]  # fmt: skip


def test_a_matter_that_asks_for_it_is_reviewed_first(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign().answer()
    assert (walk.case.state, walk.case.holder) == (State.IN_REVIEW, scene.town.community_desk)
    assert last(walk.case)[2]["for_review"] is True
    walk.approve()
    assert walk.case.state == State.AWAITING_CALLBACK
    assert last(walk.case)[0] == E.APPROVED
    walk.call_back()
    assert walk.case.state == State.CLOSED


def test_what_is_sent_back_goes_to_who_answered(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign().answer()
    actions.send_back(case_id=walk.key, reason="没写修了什么", by=walk.holder(), now=walk.later())
    case = walk.case
    assert (case.state, case.holder, case.returns) == (State.IN_PROGRESS, scene.town.property_desk, 1)
    assert (case.answer, case.answered_at, case.answered_by) == ("", None, None)
    assert last(case)[:2] == (E.SENT_BACK, "没写修了什么")
    assert case.next_at is not None


def test_unsolved_goes_back_to_the_lead_with_its_promise(scene: Scene) -> None:
    walk = Walk(scene).sign().answer()
    promised = (walk.case.contact_due_at, walk.case.finish_due_at)
    walk.call_back(is_solved=False, satisfaction=1)
    case = walk.case
    assert case.signed_at is None  # whoever takes it again signs again
    assert (case.state, case.holder, case.reopened, case.rung) == (
        State.DISPATCHED, scene.town.grid_seat, 1, 1,
    )  # fmt: skip
    assert (case.contact_due_at, case.finish_due_at) == promised
    assert case.sign_due_at is not None and case.sign_due_at > walk.now
    assert last(case)[0] == E.REOPENED


def test_where_the_seat_has_ended_it_goes_to_the_one_of_today(scene: Scene) -> None:
    walk = Walk(scene).sign().answer()
    Seat.objects.filter(pk=scene.town.grid_seat.pk).update(ended_on=NOW.date())
    walk.call_back(is_solved=False, satisfaction=1)
    assert walk.case.holder == scene.town.community_desk


def test_three_tries_without_reaching_anybody_close_it(scene: Scene) -> None:
    walk = Walk(scene).sign().answer()
    due = walk.case.callback_due_at
    for count in (1, 2):
        walk.call_back(is_reached=False, was_contacted=None, is_solved=None, satisfaction=None)
        assert (walk.case.state, CallBack.objects.count()) == (State.AWAITING_CALLBACK, count)
    assert walk.case.next_at == walk.case.callback_due_at != due
    walk.call_back(is_reached=False)
    assert (walk.case.state, walk.case.outcome) == (State.CLOSED, Outcome.SOLVED)
    tag, _text, facts = last(walk.case)
    assert (tag, facts["why"]) == (E.CLOSED, "not_reached")


def test_tries_are_counted_from_the_last_answer(scene: Scene) -> None:
    walk = Walk(scene).sign().answer()
    walk.call_back(is_reached=False).call_back(is_reached=False).call_back(is_solved=False)
    walk.sign().answer().call_back(is_reached=False)
    assert walk.case.state == State.AWAITING_CALLBACK


def test_who_left_no_number_cannot_be_called(scene: Scene) -> None:
    walk = Walk(scene, phone="").sign().answer().call_back(is_solved=False)
    assert walk.case.state == State.CLOSED
    said = CallBack.objects.get()
    assert (said.is_applicable, said.is_reached, said.is_solved) == (False, False, None)
    assert last(walk.case)[2]["why"] == "not_applicable"


@pytest.mark.parametrize(
    "said", [{"was_contacted": None}, {"is_solved": None}, {"satisfaction": None}, {"satisfaction": 7}]
)
def test_who_was_reached_was_asked_everything(scene: Scene, said: dict[str, Any]) -> None:
    walk = Walk(scene).sign().answer()
    with pytest.raises(actions.UnclearCallBack):
        walk.call_back(**said)
    assert not CallBack.objects.exists()


def test_nobody_checks_their_own_answer(scene: Scene) -> None:
    walk = Walk(scene, "有人占道摆摊").sign().answer()
    assert walk.case.holder == scene.town.community_desk
    with pytest.raises(actions.OwnAnswer):
        walk.call_back(by=scene.street)
    make_matter("checked", LeadKind.STREET, ["油烟"], needs_review=True)
    key = Walk(scene, "油烟太大").sign().answer().key
    with pytest.raises(actions.OwnAnswer):
        actions.approve(case_id=key, by=scene.street, now=NOW)
    with pytest.raises(actions.OwnAnswer):
        actions.send_back(case_id=key, reason="x", by=scene.street, now=NOW)


def test_the_call_back_of_the_communitys_own_answer_is_the_streets(scene: Scene) -> None:
    make_matter("stamp", LeadKind.COMMUNITY, ["盖章"], first_rung=2)
    walk = Walk(scene, "盖章没人").sign().answer()
    assert (walk.case.answered_by, walk.case.holder) == (scene.town.community_desk, scene.town.street_desk)


def test_what_has_no_other_desk_stays_where_it_is(scene: Scene) -> None:
    Seat.objects.filter(role__code="community-desk").update(ended_on=NOW.date())
    walk = Walk(scene, "有人占道摆摊").sign().answer()
    assert (
        walk.case.holder == scene.town.street_desk
    )  # never without a holder; the doctor of the roster is asked


def test_placing_by_hand_dispatches_at_once(scene: Scene) -> None:
    key = take_in("说不清的一件事情", place=scene.town.street).case.pk
    case = actions.place_by_hand(
        case_id=key, matter_id=scene.lift.pk, place_id=scene.town.unit.pk, by=scene.street, now=NOW + hours(30),
        reason="问清楚了",
    )  # fmt: skip
    assert (case.state, case.holder, case.lead) == (
        State.DISPATCHED, scene.town.property_desk, scene.town.property_company,
    )  # fmt: skip
    assert (case.unplaced_why, case.building) == ("", scene.town.building)
    assert case.contact_due_at == NOW + hours(
        24
    )  # counted from the registration: the desk was late, not the resident
    assert [entry.tag for entry in journal.entries_of(case)] == [E.REGISTERED, E.HELD, E.PLACED, E.DISPATCHED]


def test_placing_where_nobody_leads_keeps_it_with_the_desk(scene: Scene) -> None:
    Body.objects.filter(pk=scene.department.pk).update(ended_on=NOW.date())
    key = take_in("说不清的一件事情", place=scene.town.community).case.pk
    case = actions.place_by_hand(
        case_id=key, matter_id=scene.lamp.pk, place_id=scene.town.unit.pk, by=scene.community, now=NOW
    )
    assert (case.state, case.unplaced_why, case.holder) == (
        State.REGISTERED, "no_lead", scene.town.community_desk,
    )  # fmt: skip
    with pytest.raises(actions.MustNotLead):
        actions.sign(case_id=key, by=scene.community, now=NOW)
    with pytest.raises(actions.MustNotLead):
        actions.dispatch(case_id=key, to_seat_id=scene.town.grid_seat.pk, by=scene.community, now=NOW)
    case = actions.dispatch(case_id=key, to_seat_id=scene.town.street_desk.pk, by=scene.community, now=NOW)
    assert (case.lead, case.state) == (scene.town.street_office, State.DISPATCHED)


def test_an_unplaced_case_is_neither_sent_nor_taken(scene: Scene) -> None:
    key = take_in("说不清的一件事情", place=scene.town.unit).case.pk
    with pytest.raises(actions.NotPlaced):
        actions.dispatch(case_id=key, to_seat_id=scene.town.grid_seat.pk, by=scene.community, now=NOW)
    with pytest.raises(actions.NotPlaced):
        actions.sign(case_id=key, by=scene.community, now=NOW)
    with pytest.raises(actions.NotPlaced):
        actions.place_by_hand(
            case_id=key, matter_id=0, place_id=scene.town.unit.pk, by=scene.community, now=NOW
        )
    Seat.objects.filter(pk=scene.town.grid_seat.pk).update(ended_on=NOW.date())
    with pytest.raises(actions.SeatEnded):
        actions.dispatch(case_id=key, to_seat_id=scene.town.grid_seat.pk, by=scene.community, now=NOW)


def test_an_intake_desk_may_take_its_own_on_itself(scene: Scene) -> None:
    key = take_in("说不清的一件事情", place=scene.town.street).case.pk
    actions.place_by_hand(
        case_id=key, matter_id=scene.meal.pk, place_id=scene.town.street.pk, by=scene.street, now=NOW
    )
    case = actions.sign(case_id=key, by=scene.street, now=NOW)
    assert (case.state, case.lead, case.holder) == (
        State.IN_PROGRESS, scene.town.street_office, scene.town.street_desk,
    )  # fmt: skip
    assert case.finish_due_at is not None


def test_settled_on_the_spot_waits_for_the_call_back(scene: Scene) -> None:
    key = take_in("说不清的一件事情", place=scene.town.unit).case.pk
    case = actions.settle(case_id=key, answer="当场扫了", by=scene.community, now=NOW)
    assert (case.state, case.outcome, case.holder) == (
        State.AWAITING_CALLBACK, Outcome.SOLVED, scene.town.street_desk,
    )  # fmt: skip
    assert last(case)[:2] == (E.SETTLED, "当场扫了")
    with pytest.raises(actions.WordsMissing):
        actions.settle(
            case_id=take_in("说不清", place=scene.town.unit).case.pk, answer=" ", by=scene.community, now=NOW
        )


def test_declined_on_a_lawful_ground_only(scene: Scene) -> None:
    key = take_in("说不清的一件事情", place=scene.town.unit).case.pk
    with pytest.raises(actions.UnknownGround):
        actions.decline(case_id=key, ground="annoying", words="不办", by=scene.community, now=NOW)
    with pytest.raises(actions.WordsMissing):
        actions.decline(case_id=key, ground="statutory", words="", by=scene.community, now=NOW)
    case = actions.decline(case_id=key, ground="statutory", words="请向法院起诉", by=scene.community, now=NOW)
    assert (case.state, case.declined_why, case.closed_at) == (State.DECLINED, "statutory", NOW)
    assert last(case) == (E.DECLINED, "请向法院起诉", {"ground": "statutory"})


def test_withdrawn_by_the_resident(scene: Scene) -> None:
    case = actions.withdraw(case_id=Walk(scene).key, reason="自己好了", by=RESIDENT, now=NOW)
    assert (case.state, case.next_at) == (State.WITHDRAWN, None)
    assert last(case)[:2] == (E.WITHDRAWN, "自己好了")


def test_notes_are_kept_until_the_end(scene: Scene) -> None:
    walk = Walk(scene)
    actions.note(case_id=walk.key, words="去看过", contacted=False, by=walk.holder(), now=NOW)
    assert (last(walk.case)[:2], walk.case.contacted_at) == ((E.NOTED, "去看过"), None)
    with pytest.raises(actions.WordsMissing):
        actions.note(case_id=walk.key, words=" \n", contacted=False, by=walk.holder(), now=NOW)
    holder = walk.holder()
    actions.withdraw(case_id=walk.key, reason="", by=RESIDENT, now=NOW)
    with pytest.raises(actions.AlreadyOver):
        actions.note(case_id=walk.key, words="再记", contacted=False, by=holder, now=NOW)


@pytest.mark.parametrize("outcome", ["referred", "duplicate", "done", ""])
def test_an_answer_comes_to_one_of_three(scene: Scene, outcome: str) -> None:
    walk = Walk(scene).sign()
    with pytest.raises(actions.UnknownOutcome):
        walk.answer(outcome=outcome)
    with pytest.raises(actions.WordsMissing):
        actions.answer(case_id=walk.key, answer="", outcome="solved", by=walk.holder(), now=NOW)


def test_the_reporter_rates_once_when_there_is_an_answer(scene: Scene) -> None:
    walk = Walk(scene)
    rating: dict[str, Any] = {"report_id": walk.report.pk, "solved": True, "words": "谢谢", "now": NOW}
    with pytest.raises(actions.NotYetAnswered):
        actions.rate(stars=5, **rating)
    walk.sign().answer()
    with pytest.raises(actions.UnknownStars):
        actions.rate(stars=6, **rating)
    report = actions.rate(stars=5, **rating)
    assert (report.stars, report.solved, report.rated_at) == (5, True, NOW)
    assert last(walk.case)[:2] == (E.RATED, "谢谢")
    with pytest.raises(actions.RatedBefore):
        actions.rate(stars=1, **rating)


def test_seeing_a_number_is_written_down_with_its_reason(scene: Scene) -> None:
    walk = Walk(scene)
    seen = actions.see_number(report_id=walk.report.pk, reason="约时间上门", by=scene.grid_worker, now=NOW)
    assert seen == PHONE
    assert last(walk.case) == (E.NUMBER_SEEN, "约时间上门", {"report": walk.report.pk})
    with pytest.raises(actions.WordsMissing):
        actions.see_number(report_id=walk.report.pk, reason=" ", by=scene.grid_worker, now=NOW)
    nobody = Walk(scene, phone="")
    with pytest.raises(actions.NoNumber):
        actions.see_number(report_id=nobody.report.pk, reason="x", by=scene.grid_worker, now=NOW)


def test_a_company_sees_only_who_did_not_ask_for_secrecy(scene: Scene) -> None:
    secret, known = Walk(scene, "电梯停了"), Walk(scene, "电梯又停了", is_secret=False)
    assert actions.see_number(report_id=known.report.pk, reason="约时间", by=scene.property, now=NOW) == PHONE
    with pytest.raises(NotAllowed):
        actions.see_number(report_id=secret.report.pk, reason="约时间", by=scene.property, now=NOW)
    assert (
        actions.see_number(report_id=secret.report.pk, reason="约时间", by=scene.community, now=NOW) == PHONE
    )


STRANGE: dict[str, Callable[[Walk], object]] = {
    "sign": lambda w: actions.sign(case_id=w.key, by=STRANGER, now=NOW),
    "note": lambda w: actions.note(case_id=w.key, words="x", contacted=False, by=STRANGER, now=NOW),
    "answer": lambda w: actions.answer(case_id=w.key, answer="x", outcome="solved", by=STRANGER, now=NOW),
    "dispatch": lambda w: actions.dispatch(
        case_id=w.key, to_seat_id=w.scene.town.grid_seat.pk, by=STRANGER, now=NOW
    ),
    "place": lambda w: actions.place_by_hand(
        case_id=w.key, matter_id=w.scene.meal.pk, place_id=w.scene.town.unit.pk, by=STRANGER, now=NOW
    ),
    "settle": lambda w: actions.settle(case_id=w.key, answer="x", by=STRANGER, now=NOW),
    "decline": lambda w: actions.decline(case_id=w.key, ground="statutory", words="x", by=STRANGER, now=NOW),
    "withdraw": lambda w: actions.withdraw(case_id=w.key, reason="x", by=STRANGER, now=NOW),
    "approve": lambda w: actions.approve(case_id=w.key, by=STRANGER, now=NOW),
    "send_back": lambda w: actions.send_back(case_id=w.key, reason="x", by=STRANGER, now=NOW),
    "call_back": lambda w: w.call_back(by=STRANGER),
    "see_number": lambda w: actions.see_number(report_id=w.report.pk, reason="x", by=STRANGER, now=NOW),
}


@pytest.mark.parametrize("sentence", list(STRANGE))
def test_a_stranger_may_nothing(scene: Scene, sentence: str) -> None:
    walk = Walk(scene)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed), transaction.atomic():
        STRANGE[sentence](walk)
    assert Entry.objects.count() == before
    assert queries.offers(walk.case, STRANGER, NOW) == ()


def test_the_grid_worker_does_not_do_the_companys_work(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了")
    with pytest.raises(NotAllowed):
        actions.sign(case_id=walk.key, by=scene.grid_worker, now=NOW)
    assert actions.sign(case_id=walk.key, by=scene.property, now=NOW).state == State.IN_PROGRESS


def test_the_timeline_tells_staff_everything_and_residents_the_way(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign()
    actions.note(case_id=walk.key, words="业主态度不好", contacted=False, by=walk.holder(), now=walk.later())
    walk.answer()
    staff = queries.timeline(walk.case, scene.community)
    assert [step.label for step in staff] == ["登记", "派单", "签收", "办理记录", "答复"]
    assert (staff[1].seat, staff[2].who) == ("安居物业经理", "陈冬至")
    public = queries.timeline(walk.case, RESIDENT)
    assert [step.label for step in public] == ["登记", "派单", "签收"]
    walk.approve()
    public = queries.timeline(walk.case, RESIDENT)
    assert public[-1].label == "答复"
    assert not any(step.who or step.seat or "业主态度" in (step.text or "") for step in public)
