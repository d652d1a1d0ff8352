"""吹哨: called, answered, there, done; ended with who was absent by name; rated by both sides, weighed from above."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.cases import actions, queries, rules
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Whistle, WhistleCall
from linli.cases.queries import together
from linli.cases.states import NoSuchMove, State
from linli.cases.states.whistles import (
    CALL_MOVES,
    OPEN_CALLS,
    WHISTLE_MOVES,
    CallState,
    CallVerb,
    WhistleState,
    WhistleVerb,
)
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.cases import NOW, STRANGER, Scene, hours
from tests.factories.together import Helpers, at_work, blow, call_of, make_helpers

LATER = NOW + hours(1)


@pytest.fixture
def helpers(scene: Scene) -> Helpers:
    return make_helpers(scene)


def _last(case: Case) -> Any:
    return journal.entries_of(case)[-1]


CALLS: dict[CallVerb, Callable[[int, Actor], WhistleCall]] = {
    CallVerb.RESPOND: lambda key, by: actions.respond(call_id=key, by=by, now=LATER),
    CallVerb.ARRIVE: lambda key, by: actions.arrive(call_id=key, by=by, now=LATER),
    CallVerb.FINISH: lambda key, by: actions.finish_call(call_id=key, result="清了", by=by, now=LATER),
    CallVerb.RELEASE: lambda key, by: actions.release_call(call_id=key, reason="够了", by=by, now=LATER),
}
WHISTLES: dict[WhistleVerb, Callable[[int, Actor], Whistle]] = {
    WhistleVerb.END: lambda key, by: actions.end_whistle(
        whistle_id=key, result="清完", rest_absent=True, by=by, now=LATER
    ),
    WhistleVerb.CALL_OFF: lambda key, by: actions.call_off_whistle(
        whistle_id=key, reason="雨停了", by=by, now=LATER
    ),
}
BUTTONS = {
    CallVerb.RESPOND: "respond",
    CallVerb.ARRIVE: "arrive",
    CallVerb.FINISH: "finish_call",
    CallVerb.RELEASE: "release_call",
    WhistleVerb.END: "end_whistle",
    WhistleVerb.CALL_OFF: "call_off_whistle",
}


def _offered(case: Case, by: Actor) -> set[tuple[str, int]]:
    return {(offer.name, offer.of) for offer in queries.offers(case, by, LATER)}


@pytest.mark.parametrize("state", list(CallState))
@pytest.mark.parametrize("verb", list(CallVerb))
def test_every_verb_of_a_call_in_every_state(helpers: Helpers, verb: CallVerb, state: CallState) -> None:
    case = at_work(helpers.scene)
    call = call_of(blow(helpers, case), helpers.fire)
    ended = None if state in OPEN_CALLS else NOW
    WhistleCall.objects.filter(pk=call.pk).update(state=state, ended_at=ended)
    by = helpers.street if verb is CallVerb.RELEASE else helpers.firefighter
    leads = (state, verb) in CALL_MOVES.moves
    assert ((BUTTONS[verb], call.pk) in _offered(case, by)) == leads
    if leads:
        assert CALLS[verb](call.pk, by).state == CALL_MOVES.moves[state, verb]
        call.refresh_from_db()
        assert call.state == CALL_MOVES.moves[state, verb]
        assert (call.ended_at is None) == (call.state in OPEN_CALLS)
        return
    before = Entry.objects.count()
    with pytest.raises(NoSuchMove):
        CALLS[verb](call.pk, by)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("state", list(WhistleState))
@pytest.mark.parametrize("verb", list(WhistleVerb))
def test_every_verb_of_a_whistle_in_every_state(
    helpers: Helpers, verb: WhistleVerb, state: WhistleState
) -> None:
    case = at_work(helpers.scene)
    whistle = blow(helpers, case)
    ended = None if state is WhistleState.BLOWN else NOW
    Whistle.objects.filter(pk=whistle.pk).update(state=state, ended_at=ended)
    leads = (state, verb) in WHISTLE_MOVES.moves
    assert ((BUTTONS[verb], whistle.pk) in _offered(case, helpers.street)) == leads
    if leads:
        assert WHISTLES[verb](whistle.pk, helpers.street).state == WHISTLE_MOVES.moves[state, verb]
        return
    before = Entry.objects.count()
    with pytest.raises(NoSuchMove):
        WHISTLES[verb](whistle.pk, helpers.street)
    assert Entry.objects.count() == before
    for say in CALLS.values():
        with pytest.raises(actions.WhistleOver):
            say(
                call_of(whistle, helpers.fire).pk,
                helpers.street if say is CALLS[CallVerb.RELEASE] else helpers.firefighter,
            )


def test_a_whistle_from_the_call_to_the_end(helpers: Helpers) -> None:
    scene, case = helpers.scene, at_work(helpers.scene)
    assert not rules.can_read(helpers.firefighter, case)
    whistle = blow(helpers, case)
    assert (whistle.body, whistle.seat) == (scene.town.street_office, scene.town.street_desk)
    told = _last(case)
    assert (told.tag, told.text) == (CaseEvent.WHISTLED, "一起清理")
    assert set(told.facts["also"]) == {scene.department_desk.pk, helpers.fire_desk.pk}
    fire, urban = call_of(whistle, helpers.fire), call_of(whistle, scene.department)
    assert fire.respond_due_at == fire.due_at == NOW + hours(2)
    assert rules.can_read(helpers.firefighter, case) and rules.can_read(scene.bureau, case)
    came = actions.respond(call_id=fire.pk, by=helpers.firefighter, now=LATER)
    assert (came.responded_at, came.due_at) == (LATER, whistle.arrive_due_at)
    assert _last(case).facts["to"] == scene.town.street_desk.pk
    there = actions.arrive(call_id=fire.pk, by=helpers.street, now=NOW + hours(2))  # the street sees them
    assert (there.arrived_at, there.due_at) == (NOW + hours(2), None)
    with pytest.raises(actions.StillWorking, match="消防队"):
        WHISTLES[WhistleVerb.END](whistle.pk, helpers.street)
    actions.finish_call(call_id=fire.pk, result="水带撤了", by=helpers.firefighter, now=NOW + hours(3))
    with pytest.raises(actions.NotYetHere, match="城管局"):
        actions.end_whistle(
            whistle_id=whistle.pk, result="清完", rest_absent=False, by=helpers.street, now=NOW + hours(4)
        )
    ended = actions.end_whistle(
        whistle_id=whistle.pk, result="清完", rest_absent=True, by=helpers.street, now=NOW + hours(4)
    )
    assert (ended.state, ended.result) == (WhistleState.ENDED, "清完")
    assert _last(case).facts["absent"] == [scene.department.pk]
    urban.refresh_from_db()
    assert (urban.state, urban.ended_at) == (CallState.CALLED, NOW + hours(4))
    assert together.was_absent(urban) and together.is_late(urban, whistle, NOW + hours(9))
    fire.refresh_from_db()
    assert not together.is_late(fire, whistle, NOW + hours(9))


def test_late_is_late_by_facts_and_times(helpers: Helpers) -> None:
    whistle = blow(helpers, at_work(helpers.scene))
    fire, urban = call_of(whistle, helpers.fire), call_of(whistle, helpers.scene.department)
    assert together.late_ones([fire, urban], whistle, LATER) == set()
    assert together.late_ones([fire, urban], whistle, NOW + hours(2.5)) == {fire.pk, urban.pk}
    fire = actions.respond(call_id=fire.pk, by=helpers.firefighter, now=LATER)
    assert not together.is_late(fire, whistle, NOW + hours(2.5))
    fire = actions.arrive(call_id=fire.pk, by=helpers.firefighter, now=NOW + hours(4))
    assert together.is_late(fire, whistle, NOW + hours(4))
    urban = actions.release_call(call_id=urban.pk, reason="够了", by=helpers.street, now=NOW + hours(5))
    assert not together.is_late(urban, whistle, NOW + hours(9))


def test_each_refusal_of_blowing(helpers: Helpers) -> None:
    case, town = at_work(helpers.scene), helpers.scene.town
    for by in (STRANGER, helpers.scene.community, helpers.scene.bureau, helpers.leader):
        with pytest.raises(NotAllowed):
            blow(helpers, case, by=by)
    refusals: list[tuple[type[Exception], dict[str, Any]]] = [
        (actions.NobodyCalled, {"bodies": []}),
        (actions.WordsMissing, {"task": " "}),
        (actions.WordsMissing, {"meet_at_place": ""}),
        (actions.DueBefore, {"arrive_due_at": NOW}),
        (actions.NotToBeCalled, {"bodies": [town.committee.pk]}),
        (actions.NotToBeCalled, {"bodies": [helpers.fire.pk, 987_654]}),
    ]
    for refusal, facts in refusals:
        with pytest.raises(refusal):
            blow(helpers, case, **facts)
    assert not Whistle.objects.exists()
    blow(helpers, case, bodies=[helpers.fire.pk])
    with pytest.raises(actions.CalledBefore, match="消防队"):
        blow(helpers, case)
    assert blow(helpers, case, bodies=[helpers.scene.department.pk]).pk
    with pytest.raises(actions.NotAtWork):
        blow(helpers, at_work(helpers.scene, State.IN_REVIEW))
    with pytest.raises(NotFound):
        actions.respond(call_id=987_654, by=helpers.firefighter, now=LATER)


def test_an_early_meeting_is_answered_before_it(helpers: Helpers) -> None:
    whistle = blow(helpers, at_work(helpers.scene), arrive_due_at=NOW + hours(1))
    assert call_of(whistle, helpers.fire).respond_due_at == NOW + hours(1)


def test_others_have_no_say(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    whistle = blow(helpers, case, bodies=[helpers.fire.pk])
    call = call_of(whistle, helpers.fire)
    for verb, say in CALLS.items():
        wrong = helpers.street if verb is CallVerb.RESPOND else helpers.firefighter
        for by in (
            STRANGER,
            scene.bureau,
            scene.community,
            *([wrong] if verb in (CallVerb.RESPOND, CallVerb.RELEASE) else []),
        ):
            with pytest.raises(NotAllowed):
                say(call.pk, by)
    for end in WHISTLES.values():
        for by in (STRANGER, helpers.firefighter, scene.community):
            with pytest.raises(NotAllowed):
                end(whistle.pk, by)


def test_words_are_needed(helpers: Helpers) -> None:
    whistle = blow(helpers, at_work(helpers.scene))
    call = call_of(whistle, helpers.fire).pk
    with pytest.raises(actions.WordsMissing):
        actions.release_call(call_id=call, reason=" ", by=helpers.street, now=LATER)
    actions.arrive(call_id=call, by=helpers.firefighter, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.finish_call(call_id=call, result=" ", by=helpers.firefighter, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.end_whistle(whistle_id=whistle.pk, result="", rest_absent=True, by=helpers.street, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.call_off_whistle(whistle_id=whistle.pk, reason="", by=helpers.street, now=LATER)


def test_called_off_nobody_needs_to_come(helpers: Helpers) -> None:
    case = at_work(helpers.scene)
    whistle = blow(helpers, case)
    actions.arrive(call_id=call_of(whistle, helpers.fire).pk, by=helpers.firefighter, now=LATER)
    assert WHISTLES[WhistleVerb.CALL_OFF](whistle.pk, helpers.street).state == WhistleState.CALLED_OFF
    states = [call_of(whistle, body).state for body in (helpers.fire, helpers.scene.department)]
    assert states == [CallState.ARRIVED, CallState.RELEASED]
    assert not WhistleCall.objects.filter(ended_at__isnull=True).exists()
    assert _last(case).tag == CaseEvent.WHISTLE_CALLED_OFF


def _ended(helpers: Helpers) -> tuple[Case, Whistle]:
    case = at_work(helpers.scene)
    whistle = blow(helpers, case)
    actions.release_call(
        call_id=call_of(whistle, helpers.scene.department).pk, reason="够了", by=helpers.street, now=LATER
    )
    fire = call_of(whistle, helpers.fire).pk
    actions.arrive(call_id=fire, by=helpers.firefighter, now=LATER)
    actions.finish_call(call_id=fire, result="好了", by=helpers.firefighter, now=LATER)
    return case, WHISTLES[WhistleVerb.END](whistle.pk, helpers.street)


def _rate(helpers: Helpers, call: WhistleCall, by: Actor, stars: int = 5) -> WhistleCall:
    return actions.rate_call(call_id=call.pk, stars=stars, words="配合好", by=by, now=LATER)


def test_both_sides_rate_once_after_the_end(helpers: Helpers) -> None:
    open_one = call_of(blow(helpers, at_work(helpers.scene)), helpers.fire)
    with pytest.raises(actions.NotYetEnded):
        _rate(helpers, open_one, helpers.street)
    case, whistle = _ended(helpers)
    call = call_of(whistle, helpers.fire)
    for by in (STRANGER, helpers.scene.bureau):
        with pytest.raises(NotAllowed):
            _rate(helpers, call, by)
    with pytest.raises(actions.UnknownStars):
        _rate(helpers, call, helpers.street, stars=6)
    assert _rate(helpers, call, helpers.street).stars_by_street == 5
    assert _last(case).facts["side"] == "street"
    assert _rate(helpers, call, helpers.firefighter, stars=3).stars_by_body == 3
    for by in (helpers.street, helpers.firefighter):
        with pytest.raises(actions.RatedBefore):
            _rate(helpers, call, by)
        assert "rate_call" not in {name for name, _of in _offered(case, by)}
    with pytest.raises(actions.NobodyToRate):
        _rate(helpers, call_of(whistle, helpers.scene.department), helpers.street)
    call.refresh_from_db()
    assert (call.words_by_street, call.words_by_body) == ("配合好", "配合好")


def _weigh(whistle: Whistle, by: Actor, verdict: str = "消防及时") -> Whistle:
    return actions.weigh_whistle(whistle_id=whistle.pk, verdict=verdict, by=by, now=LATER)


def test_the_level_above_weighs_and_the_street_does_not(helpers: Helpers) -> None:
    with pytest.raises(actions.NotYetEnded):
        _weigh(blow(helpers, at_work(helpers.scene)), helpers.county)
    case, whistle = _ended(helpers)
    for by in (STRANGER, helpers.street, helpers.leader, helpers.firefighter):
        with pytest.raises(NotAllowed):
            _weigh(whistle, by)
        assert ("weigh_whistle", whistle.pk) not in _offered(case, by)
    assert ("weigh_whistle", whistle.pk) in _offered(case, helpers.county)
    with pytest.raises(actions.WordsMissing):
        _weigh(whistle, helpers.county, " ")
    assert _weigh(whistle, helpers.county).verdict == "消防及时"
    assert (_last(case).tag, _last(case).text) == (CaseEvent.WHISTLE_WEIGHED, "消防及时")
    with pytest.raises(actions.WeighedBefore):
        _weigh(whistle, helpers.county)
    with pytest.raises(NotFound):
        actions.weigh_whistle(whistle_id=987_654, verdict="好", by=helpers.county, now=LATER)


def test_with_the_case_ends_the_whistle_and_facts_stay(helpers: Helpers) -> None:
    case = at_work(helpers.scene)
    whistle = blow(helpers, case)
    actions.withdraw(case_id=case.pk, reason="不用了", by=helpers.street, now=LATER)
    whistle.refresh_from_db()
    assert (whistle.state, whistle.ended_at) == (WhistleState.ENDED, LATER)
    call = call_of(whistle, helpers.fire)
    assert (call.state, call.ended_at) == (CallState.CALLED, LATER)
    assert _last(case).tag == CaseEvent.WHISTLE_ENDED


def test_whistles_of_my_area_and_those_i_was_called_to(helpers: Helpers) -> None:
    _case, ended = _ended(helpers)
    opened = blow(helpers, at_work(helpers.scene), bodies=[helpers.fire.pk])

    def seen(by: Actor) -> list[int]:
        return [one.pk for one in together.whistles(by).rows]

    assert seen(helpers.street) == seen(helpers.county) == seen(helpers.firefighter) == [opened.pk, ended.pk]
    assert seen(helpers.scene.bureau) == [ended.pk]
    assert seen(STRANGER) == []
    for _number in range(together.PAGE):
        Whistle.objects.create(
            case=_case, seat=ended.seat, body=ended.body, task="又", meet_at_place="门", arrive_due_at=NOW,
            blown_at=NOW, state=WhistleState.ENDED, ended_at=NOW,
        )  # fmt: skip
    first = together.whistles(helpers.street)
    second = together.whistles(helpers.street, after=first.next)
    assert [len(first.rows), len(second.rows), second.next] == [together.PAGE + 1, 1, ""]
