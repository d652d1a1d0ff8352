"""Requests: asked, decided, and what granting does; who may, how often, by when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries, rules, work
from linli.cases.actions import (
    AskedBefore,
    AskedOften,
    ExcludedBefore,
    NobodyDecides,
    NotNow,
    TooLateToAppeal,
    TooLateToExtend,
    TooLateToObject,
    UnknownExclusion,
    UnknownHoldKind,
    UnknownReferral,
    WordsMissing,
    WrongDays,
    WrongReviewDate,
)
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Outcome, Request, RequestKind, UnplacedWhy
from linli.cases.states import NoSuchMove, State
from linli.cases.states.requests import REQUEST_MOVES, RequestState, RequestVerb
from linli.catalogue.models import DutyList, Matter
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import RESIDENT, TIMER, Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound, Refusal
from linli.notices.models import Letter
from linli.organisations.models import Body, Seat
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind
from tests.cases.says.requests import DECIDER, REVIEW_ON
from tests.factories.cases import NOW, STRANGER, Scene, Walk, hours, take_in

Ask = Callable[..., Request]
ASKS: dict[str, tuple[Ask, dict[str, Any]]] = {
    "ask_objection": (actions.ask_objection, {}),
    "ask_extension": (actions.ask_extension, {"days": 3}),
    "ask_hold": (actions.ask_hold, {"kind": "season", "plan": "开春刷漆", "review_on": REVIEW_ON}),
    "ask_exclusion": (actions.ask_exclusion, {"ground": "force"}),
    "ask_referral": (actions.ask_referral, {"ground": "lawsuit", "where": "区法院立案庭"}),
    "ask_whistle": (actions.ask_whistle, {}),
    "appeal": (actions.appeal, {}),
}


def _ask(name: str, key: int, by: Actor, now: datetime, **changed: Any) -> Request:
    sentence, facts = ASKS[name]
    return sentence(**{"case_id": key, "reason": "理由在此", **facts, **changed}, by=by, now=now)


def _grant(request: Request, by: Actor = DECIDER, now: datetime = NOW) -> Case:
    return actions.grant(request_id=request.pk, words="同意", by=by, now=now).case


def _tags(case: Case) -> list[str]:
    return [entry.tag for entry in journal.entries_of(case)]


def test_a_granted_objection_goes_back_to_the_desk_above(scene: Scene) -> None:
    Matter.objects.filter(pk=scene.lift.pk).update(
        legal_ground="特种设备安全法 38 条", duty_list=DutyList.ASSIST
    )
    walk = Walk(scene, "电梯停了")
    before = walk.case
    request = _ask("ask_objection", walk.key, scene.property, walk.later())
    assert request.article == "特种设备安全法 38 条；履职清单：配合履职"
    assert (request.seat, request.reviewer) == (scene.town.property_desk, scene.town.street_desk)
    assert request.due_at is not None and request.due_at > walk.now
    case = walk.case
    assert (case.state, case.holder, case.next_at) == (before.state, before.holder, before.next_at)
    entry = journal.entries_of(case)[-1]
    assert (entry.tag, entry.text) == (CaseEvent.ASKED, "理由在此")
    assert entry.facts["to"] == scene.town.street_desk.pk and entry.facts["kind"] == "objection"

    case = _grant(request, by=scene.street, now=walk.later())
    assert (case.state, case.lead, case.unplaced_why) == (State.REGISTERED, None, UnplacedWhy.RETURNED)
    assert (case.holder, case.sign_due_at) == (scene.town.street_desk, None)
    assert case.intake_due_at is not None and case.intake_due_at > walk.now
    assert case.finish_due_at == before.finish_due_at and case.contact_due_at == before.contact_due_at
    assert _tags(case)[-2:] == [CaseEvent.GRANTED, CaseEvent.RETURNED]
    seat = scene.department_desk
    again = actions.dispatch(case_id=walk.key, to_seat_id=seat.pk, by=scene.street, now=walk.later())
    assert (again.lead, again.finish_due_at) == (scene.department, before.finish_due_at)


def test_an_objection_has_its_time_and_its_times(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign()
    late = Walk(scene, "电梯停了")
    with pytest.raises(TooLateToObject):
        _ask("ask_objection", late.key, scene.property, NOW + hours(24.1))
    for _turn in range(2):
        request = _ask("ask_objection", walk.key, scene.property, walk.now)
        with pytest.raises(AskedBefore):
            _ask("ask_objection", walk.key, scene.property, walk.now)
        actions.take_back(request_id=request.pk, by=scene.property, now=walk.now)  # does not count
        request = _ask("ask_objection", walk.key, scene.property, walk.now)
        actions.refuse(request_id=request.pk, words="是你们的", by=scene.street, now=walk.now)
    with pytest.raises(AskedOften):
        _ask("ask_objection", walk.key, scene.property, walk.now)
    assert walk.case.state == State.IN_PROGRESS


def test_an_extension_adds_working_days_and_is_told(scene: Scene) -> None:
    walk = Walk(scene).sign()
    before = walk.case
    assert before.finish_due_at is not None
    request = _ask("ask_extension", walk.key, scene.grid_worker, walk.now, reason="配件下周才到")
    case = _grant(request, by=scene.street, now=walk.later())
    assert case.finish_due_at == worktime.due_at(before.finish_due_at, ClockKind.WORKING_DAYS, 3, None)
    assert (case.contact_due_at, case.extension_days) == (before.contact_due_at, 3)
    told = [step for step in queries.timeline(case, RESIDENT) if step.tag == CaseEvent.EXTENDED]
    assert [step.text for step in told] == ["配件下周才到"]
    with pytest.raises(AskedOften):
        _ask("ask_extension", walk.key, scene.grid_worker, walk.now)


def test_an_extension_is_asked_in_time_and_within_bounds(scene: Scene) -> None:
    walk = Walk(scene)
    due = walk.case.finish_due_at
    assert due is not None
    for days in (0, 16):
        with pytest.raises(WrongDays):
            _ask("ask_extension", walk.key, scene.grid_worker, NOW, days=days)
    with pytest.raises(TooLateToExtend):
        _ask("ask_extension", walk.key, scene.grid_worker, due)
    request = _ask("ask_extension", walk.key, scene.grid_worker, due - hours(1))
    walk.sign().answer()
    with pytest.raises(NotNow):
        _grant(request, now=walk.now)
    request.refresh_from_db()
    assert request.state == RequestState.ASKED
    with pytest.raises(NotNow):
        _ask("ask_extension", walk.key, scene.community, walk.now)


def test_what_is_excluded_is_marked_open_or_closed(scene: Scene) -> None:
    still, closed = Walk(scene), Walk(scene).sign().answer().call_back()
    for walk in (still, closed):
        request = _ask("ask_exclusion", walk.key, scene.grid_worker, walk.now)
        assert request.seat == scene.town.grid_seat
        case = _grant(request, by=scene.street, now=walk.now)
        assert (case.excluded_at, case.excluded_why) == (walk.now, "force")
        assert _tags(case)[-1] == CaseEvent.EXCLUDED
        with pytest.raises(ExcludedBefore):
            _ask("ask_exclusion", walk.key, scene.grid_worker, walk.now)
    assert (still.case.state, closed.case.state) == (State.DISPATCHED, State.CLOSED)


def test_what_the_law_gives_to_another_channel_is_closed(scene: Scene) -> None:
    walk = Walk(scene).sign()
    case = _grant(_ask("ask_referral", walk.key, scene.grid_worker, walk.now), now=walk.later())
    assert (case.state, case.outcome, case.closed_at) == (State.CLOSED, Outcome.REFERRED, walk.now)
    assert "诉讼" in case.answer and "区法院立案庭" in case.answer
    assert case.answered_by == scene.town.grid_seat and case.callback_due_at is None
    assert _tags(case)[-3:] == [CaseEvent.GRANTED, CaseEvent.REFERRED, CaseEvent.CLOSED]
    assert case.next_at is None


def test_a_community_asks_the_street_to_whistle(scene: Scene) -> None:
    walk = Walk(scene).sign()
    before = walk.case
    request = _ask("ask_whistle", walk.key, scene.grid_worker, walk.now)
    assert request.reviewer == scene.town.street_desk
    _grant(request, by=scene.street, now=walk.now)
    assert _tags(walk.case)[-1] == CaseEvent.GRANTED
    assert (walk.case.state, walk.case.holder) == (before.state, before.holder)
    lift = Walk(scene, "电梯停了").sign()
    with pytest.raises(NotAllowed):
        _ask("ask_whistle", lift.key, scene.property, lift.now)
    walk.answer()
    with pytest.raises(NotNow):
        _ask("ask_whistle", walk.key, scene.community, walk.now)


def _declined(scene: Scene) -> Case:
    case = take_in("说不清的一件事情", place=scene.town.unit).case
    return actions.decline(case_id=case.pk, ground="no_duty", words="没人管", by=scene.community, now=NOW)


def test_an_appeal_is_judged_by_somebody_else_above(scene: Scene) -> None:
    case = _declined(scene)
    request = _ask("appeal", case.pk, RESIDENT, NOW + hours(1))
    assert (request.seat, request.reviewer) == (None, scene.town.street_desk)
    assert _tags(case)[-1] == CaseEvent.APPEALED
    for by in (scene.community, RESIDENT, STRANGER):
        with pytest.raises(NotAllowed):
            _grant(request, by=by)
    with pytest.raises(AskedBefore):
        _ask("appeal", case.pk, RESIDENT, NOW + hours(1))
    taken = _grant(request, by=scene.street, now=NOW + hours(2))
    assert (taken.state, taken.unplaced_why) == (State.REGISTERED, UnplacedWhy.APPEALED)
    assert (taken.holder, taken.closed_at, taken.answer) == (scene.town.street_desk, None, "")
    assert taken.intake_due_at is not None and taken.intake_due_at >= NOW + hours(2)
    assert _tags(case)[-1] == CaseEvent.APPEAL_UPHELD


def test_an_appeal_has_its_time_and_one_turn(scene: Scene) -> None:
    case = _declined(scene)
    with pytest.raises(TooLateToAppeal):
        _ask("appeal", case.pk, RESIDENT, NOW + timedelta(days=15, minutes=1))
    request = _ask("appeal", case.pk, scene.street, NOW + timedelta(days=15))
    actions.refuse(request_id=request.pk, words="依法不受理", by=DECIDER, now=NOW)
    with pytest.raises(AskedOften):
        _ask("appeal", case.pk, RESIDENT, NOW + hours(1))
    case.refresh_from_db()
    assert case.state == State.DECLINED


@pytest.mark.parametrize(
    ("name", "changed", "refusal"),
    [
        ("ask_hold", {"kind": "lazy"}, UnknownHoldKind),
        ("ask_hold", {"review_on": date(2026, 3, 5)}, WrongReviewDate),
        ("ask_hold", {"review_on": date(2026, 9, 2)}, WrongReviewDate),
        ("ask_hold", {"plan": " "}, WordsMissing),
        ("ask_hold", {"reason": ""}, WordsMissing),
        ("ask_exclusion", {"ground": "because"}, UnknownExclusion),
        ("ask_referral", {"ground": "because"}, UnknownReferral),
        ("ask_referral", {"where": ""}, WordsMissing),
        ("ask_objection", {"reason": " "}, WordsMissing),
        ("ask_extension", {"reason": ""}, WordsMissing),
    ],
)
def test_what_is_typed_wrongly_is_refused(
    scene: Scene, name: str, changed: dict[str, Any], refusal: type[Refusal]
) -> None:
    walk = Walk(scene).sign()
    before = Entry.objects.count()
    with pytest.raises(refusal):
        _ask(name, walk.key, scene.grid_worker, walk.now, **changed)
    assert not Request.objects.exists() and Entry.objects.count() == before


@pytest.mark.parametrize("name", list(ASKS))
def test_strangers_ask_nothing_and_what_is_not_there_is_not_found(scene: Scene, name: str) -> None:
    walk = Walk(scene).sign()
    with pytest.raises(NotAllowed):
        _ask(name, walk.key, STRANGER, walk.now)
    with pytest.raises(NotFound):
        _ask(name, 987_654, scene.grid_worker, walk.now)


def test_without_a_desk_above_nothing_is_asked(scene: Scene) -> None:
    walk = Walk(scene).sign()
    Seat.objects.filter(role__is_desk=True).update(ended_on=date(2026, 1, 1))
    with pytest.raises(NobodyDecides):
        _ask("ask_extension", walk.key, scene.grid_worker, walk.now)


def _only(verb: str, over: Over, key: int) -> Actor:
    grants = frozenset({Grant(verb, over, key), Grant("cases.read", over, key)})
    return Actor(ActorKind.PERSON, label="某人", account_id=77, person_id=77, grants=grants)


def test_who_decides(scene: Scene) -> None:
    town = scene.town
    walk = Walk(scene, "电梯停了")
    objection = _ask("ask_objection", walk.key, scene.property, walk.now)
    extension = _ask("ask_extension", walk.key, scene.property, walk.now)
    case = walk.case
    dispatcher = _only("cases.dispatch", Over.AREA, town.community.pk)
    assert rules.can_decide(dispatcher, case, objection)
    assert not rules.can_decide(dispatcher, case, extension)
    for over, key in (
        (Over.AREA, town.street.pk),
        (Over.BODY, town.property_company.pk),
        (Over.SEAT, town.street_desk.pk),
    ):
        assert rules.can_decide(_only("cases.decide", over, key), case, extension)
    elsewhere = Body.objects.create(code="else", name="别处", kind="street", tree="work")
    assert not rules.can_decide(_only("cases.decide", Over.BODY, elsewhere.pk), case, extension)
    for by in (STRANGER, TIMER, RESIDENT, scene.grid_worker, scene.property):
        assert not rules.can_decide(by, case, extension)
    fellow = replace(DECIDER, seats=frozenset({town.property_desk.pk}))
    same_person = replace(DECIDER, person_id=scene.property.person_id)
    for by in (fellow, same_person):
        with pytest.raises(NotAllowed):
            _grant(extension, by=by)
        with pytest.raises(NotAllowed):
            actions.refuse(request_id=extension.pk, words="不", by=by, now=NOW)
    with pytest.raises(NotAllowed):
        actions.take_back(request_id=extension.pk, by=scene.street, now=NOW)
    with pytest.raises(WordsMissing):
        actions.refuse(request_id=extension.pk, words=" ", by=scene.street, now=NOW)


SAYS_REQUEST: dict[RequestVerb, Callable[[Scene, int], Request]] = {
    RequestVerb.GRANT: lambda s, key: actions.grant(request_id=key, by=s.street, now=NOW),
    RequestVerb.REFUSE: lambda s, key: actions.refuse(request_id=key, words="不行", by=s.street, now=NOW),
    RequestVerb.TAKE_BACK: lambda s, key: actions.take_back(request_id=key, by=s.grid_worker, now=NOW),
}


@pytest.mark.parametrize("state", list(RequestState))
def test_a_verb_of_a_request_leads_where_the_table_says_or_nowhere(scene: Scene, state: RequestState) -> None:
    assert set(SAYS_REQUEST) == set(RequestVerb)
    for verb, say in SAYS_REQUEST.items():
        walk = Walk(scene).sign()
        request = _ask("ask_whistle", walk.key, scene.grid_worker, walk.now)
        Request.objects.filter(pk=request.pk).update(state=state)
        before = Entry.objects.count()
        by = scene.grid_worker if verb is RequestVerb.TAKE_BACK else scene.street
        case = queries.case_for(by, walk.key)
        offered = {(offer.name, offer.of) for offer in queries.offers(case, by, NOW)}
        assert ((verb.value, request.pk) in offered) == ((state, verb) in REQUEST_MOVES.moves)
        if (state, verb) in REQUEST_MOVES.moves:
            assert say(scene, request.pk).state == REQUEST_MOVES.moves[state, verb]
            request.refresh_from_db()
            assert request.state == REQUEST_MOVES.moves[state, verb]
            assert Entry.objects.count() > before
        else:
            with pytest.raises(NoSuchMove):
                say(scene, request.pk)
            assert Entry.objects.count() == before
        with pytest.raises(NotFound):
            say(scene, 987_654)


def test_a_decision_is_kept_with_who_and_why(scene: Scene) -> None:
    walk = Walk(scene).sign()
    request = _ask("ask_extension", walk.key, scene.grid_worker, walk.now)
    done = actions.refuse(request_id=request.pk, words="抓紧办", by=scene.street, now=walk.later())
    assert (done.decided_at, done.decider_key, done.decision) == (
        walk.now, scene.street.person_id, "抓紧办",
    )  # fmt: skip
    entry = journal.entries_of(walk.case)[-1]
    assert (entry.tag, entry.text, entry.facts["to"]) == (
        CaseEvent.REFUSED, "抓紧办", scene.town.grid_seat.pk,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(State))
def test_where_an_act_is_offered_its_sentence_agrees(scene: Scene, state: State) -> None:
    for name in ASKS:
        walk = Walk(scene).sign()
        closed = state in (State.CLOSED, State.DECLINED, State.WITHDRAWN)
        Case.objects.filter(pk=walk.key).update(state=state, closed_at=NOW if closed else None)
        case = queries.case_for(scene.grid_worker, walk.key)
        by = scene.street if name == "appeal" else scene.grid_worker
        offered = name in {offer.name for offer in queries.offers(case, by, NOW)}
        if offered:
            assert _ask(name, walk.key, by, NOW).state == RequestState.ASKED
        else:
            with pytest.raises(Refusal):
                _ask(name, walk.key, by, NOW)


def _some_requests(scene: Scene) -> None:
    for words, by in (("电梯停了", scene.property), ("助餐点关门了", scene.grid_worker)):
        for name in ("ask_objection", "ask_extension", "ask_exclusion"):
            _ask(name, Walk(scene, words).key, by, NOW)
    lamp = Walk(scene, "路灯坏了")
    _ask("ask_objection", lamp.key, scene.bureau, NOW)
    _ask("appeal", _declined(scene).pk, RESIDENT, NOW)
    gone = _ask("ask_extension", Walk(scene).key, scene.grid_worker, NOW)
    actions.take_back(request_id=gone.pk, by=scene.grid_worker, now=NOW)


def test_the_list_is_what_the_rule_allows(scene: Scene) -> None:
    _some_requests(scene)
    town = scene.town
    actors = [
        scene.grid_worker, scene.community, scene.street, scene.property, scene.bureau, STRANGER, DECIDER, TIMER,
        replace(DECIDER, seats=frozenset({town.grid_seat.pk})),
        replace(DECIDER, person_id=scene.property.person_id),
        _only("cases.dispatch", Over.EVERYTHING, 0),
        _only("cases.dispatch", Over.AREA, town.street.pk),
        _only("cases.decide", Over.SEAT, town.street_desk.pk),
        _only("cases.decide", Over.BODY, town.property_company.pk),
        Actor(ActorKind.PERSON, grants=frozenset({Grant("cases.decide", Over.EVERYTHING)})),
    ]  # fmt: skip
    seen = 0
    for actor in actors:
        allowed = {
            one.pk
            for one in Request.objects.filter(state=RequestState.ASKED).select_related("case__holder_body")
            if rules.can_decide(actor, one.case, one) and rules.can_read(actor, one.case)
        }
        assert {one.pk for one in queries.to_decide(actor).rows} == allowed, actor
        assert queries.counts(actor, NOW)["requests"] == len(allowed)
        seen += len(allowed)
    assert seen > 20


def test_the_list_goes_on_page_by_page_at_the_same_cost(scene: Scene) -> None:
    seat = scene.town.grid_seat
    for number in range(60):
        other = Walk(scene).case
        Request.objects.create(
            case=other, kind=RequestKind.EXTENSION, seat=seat, reviewer=scene.town.street_desk,
            asked_at=NOW, due_at=NOW + timedelta(minutes=number // 3), reason="理由",
        )  # fmt: skip
    rows: list[Request] = []
    after, pages = "", 0
    while True:
        with CaptureQueriesContext(connection) as caught:
            part = queries.to_decide(scene.street, after=after)
        assert len(caught) <= 3
        rows, pages = [*rows, *part.rows], pages + 1
        if not (after := part.next):
            break
    assert pages == 3 and len({row.pk for row in rows}) == 60
    assert [(row.due_at, row.pk) for row in rows] == sorted((row.due_at, row.pk) for row in rows)


def test_who_must_decide_and_who_asked_are_told(scene: Scene) -> None:
    walk = Walk(scene).sign()
    request = _ask("ask_extension", walk.key, scene.grid_worker, walk.now)
    _grant(request, by=scene.street, now=walk.now)
    said = {}
    for tag in (CaseEvent.ASKED, CaseEvent.GRANTED):
        entry = Entry.objects.get(tag=tag)
        work.tell_holder(entry, NOW)
        said[tag] = [
            (letter.recipient.name, letter.subject.split("：")[0])
            for letter in Letter.objects.filter(entry_key=entry.pk)
        ]
    assert said == {
        CaseEvent.ASKED: [("赵立秋", "延期申请，请审批")],
        CaseEvent.GRANTED: [("王小满", "延期申请已同意")],
    }
    appeal = _ask("appeal", _declined(scene).pk, RESIDENT, NOW)
    actions.refuse(request_id=appeal.pk, words="依法不受理", by=scene.street, now=NOW)
    work.tell_holder(Entry.objects.get(tag=CaseEvent.REFUSED), NOW)  # a resident has no seat to write to


def test_what_can_no_longer_be_done_is_not_offered_to_be_granted(scene: Scene) -> None:
    walk = Walk(scene).sign()
    asks = ("ask_objection", "ask_extension", "ask_hold", "ask_referral", "ask_exclusion")
    requests = {name: _ask(name, walk.key, scene.grid_worker, walk.now).pk for name in asks}

    def offered(name: str) -> set[int]:
        case = queries.case_for(scene.street, walk.key)
        return {one.of for one in queries.offers(case, scene.street, walk.now) if one.name == name}

    assert offered("grant") == offered("refuse") == set(requests.values())
    walk.answer()
    assert offered("grant") == {requests["ask_exclusion"]}
    assert offered("refuse") == set(requests.values())
    for name in asks[:-1]:
        with pytest.raises(Refusal):
            actions.grant(request_id=requests[name], by=scene.street, now=walk.now)
    for key in requests.values():
        actions.refuse(request_id=key, words="已经答复了", by=scene.street, now=walk.now)
    assert offered("grant") == offered("refuse") == set()


def test_a_pause_that_nothing_ends_is_found(scene: Scene) -> None:
    walk = Walk(scene).sign()
    assert not [one for one in queries.findings(NOW) if "until when" in one.what]
    Case.objects.filter(pk=walk.key).update(state=State.ON_HOLD)
    assert [one.where for one in queries.findings(NOW) if "until when" in one.what] == [
        f"cases.case:{walk.key}"
    ]


def test_what_was_asked_needs_no_decision_when_the_case_is_over(scene: Scene) -> None:
    walk = Walk(scene).sign()
    asked = [_ask(name, walk.key, scene.grid_worker, walk.later()) for name in ("ask_extension", "ask_hold")]
    kept = _ask("ask_exclusion", walk.key, scene.grid_worker, walk.later())
    actions.withdraw(case_id=walk.key, reason="好了", by=RESIDENT, now=walk.later())
    states = dict(Request.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in asked] == [RequestState.TAKEN_BACK] * 2
    assert states[kept.pk] == RequestState.ASKED
    entries = [one for one in journal.entries_of(walk.case) if one.tag == CaseEvent.REQUEST_TAKEN_BACK]
    assert [entry.facts["request"] for entry in entries] == [one.pk for one in asked]


def test_an_objection_takes_nothing_from_who_has_it_by_now(scene: Scene) -> None:
    case = take_in("电梯停了", place=scene.town.unit).case
    asked = _ask("ask_objection", case.pk, scene.property, NOW + hours(1))
    moved = actions.hand_over(
        case_id=case.pk, to_seat_id=scene.town.street_desk.pk, reason="街道来办", by=scene.street,
        now=NOW + hours(2),
    )  # fmt: skip
    assert not queries.requests.can_be_granted(moved, asked, NOW + hours(3))
    with pytest.raises(NotNow):
        _grant(asked, now=NOW + hours(3))
    assert Case.objects.get(pk=case.pk).holder == scene.town.street_desk
