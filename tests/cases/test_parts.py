"""协办: asked, taken, done or returned, under a clock of its own; one answer, by the lead; who is late counts for itself."""

from datetime import UTC, datetime
from typing import Any

import pytest

from linli.cases import actions, queries, rules
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Involved, Part
from linli.cases.queries.together import helpers as seats_to_ask
from linli.cases.states import AT_WORK, NoSuchMove, State
from linli.cases.states.parts import OPEN_PARTS, PART_MOVES, PartState, PartVerb
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, NotFound
from linli.organisations.models import BodyKind, Seat
from tests.factories.cases import NOW, STRANGER, Scene, hours, take_in
from tests.factories.together import Helpers, ask, at_work, make_helpers
from tests.factories.towns import make_duty, make_role

LATER = NOW + hours(1)


@pytest.fixture
def helpers(scene: Scene) -> Helpers:
    return make_helpers(scene)


def _last(case: Case) -> Any:
    return journal.entries_of(case)[-1]


def _say(verb: PartVerb, part: Part, by: Actor, now: datetime = LATER) -> Part:
    match verb:
        case PartVerb.TAKE:
            return actions.take_part(part_id=part.pk, by=by, now=now)
        case PartVerb.FINISH:
            return actions.finish_part(part_id=part.pk, result="清完了", by=by, now=now)
        case PartVerb.RETURN:
            return actions.return_part(part_id=part.pk, reason="归别的队", by=by, now=now)
        case PartVerb.CALL_OFF:
            return actions.call_off_part(part_id=part.pk, reason="自己走了", by=by, now=now)


BUTTONS = {
    PartVerb.TAKE: "take_part",
    PartVerb.FINISH: "finish_part",
    PartVerb.RETURN: "return_part",
    PartVerb.CALL_OFF: "call_off_part",
}


@pytest.mark.parametrize("state", list(PartState))
@pytest.mark.parametrize("verb", list(PartVerb))
def test_every_verb_in_every_state(helpers: Helpers, verb: PartVerb, state: PartState) -> None:
    case = at_work(helpers.scene)
    part = ask(helpers, case)
    ended = None if state in OPEN_PARTS else NOW
    Part.objects.filter(pk=part.pk).update(state=state, ended_at=ended)
    by = helpers.street if verb is PartVerb.CALL_OFF else helpers.scene.bureau
    leads = (state, verb) in PART_MOVES.moves
    case = queries.case_for(by, case.pk)
    offered = {(offer.name, offer.of) for offer in queries.offers(case, by, LATER)}
    assert ((BUTTONS[verb], part.pk) in offered) == leads
    if leads:
        moved = _say(verb, part, by)
        assert moved.state == PART_MOVES.moves[state, verb]
        assert (moved.ended_at is None) == (moved.state in OPEN_PARTS)
        assert Part.objects.get(pk=part.pk).state == moved.state
        return
    before = Entry.objects.count()
    with pytest.raises(NoSuchMove):
        _say(verb, part, by)
    assert Entry.objects.count() == before


def test_a_part_is_asked_for_and_done(helpers: Helpers) -> None:
    scene, case = helpers.scene, at_work(helpers.scene)
    assert not rules.can_read(scene.bureau, case)
    part = ask(helpers, case)
    # Three working days after Thursday the 5th: Tuesday at 18:00 in Shanghai.
    assert part.due_at == datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    assert Involved.objects.filter(case=case, seat=scene.department_desk, body=scene.department).exists()
    told = _last(case)
    assert (told.tag, told.text) == (CaseEvent.PART_ASKED, "清走摊子")
    assert told.facts == {"part": part.pk, "to": scene.department_desk.pk, "due_at": part.due_at.isoformat()}
    assert rules.can_read(scene.bureau, case) and case in queries.visible_to(scene.bureau)
    assert actions.take_part(part_id=part.pk, by=scene.bureau, now=LATER).taken_at == LATER
    assert _last(case).tag == CaseEvent.PART_TAKEN
    done = actions.finish_part(part_id=part.pk, result="清完了", by=scene.bureau, now=LATER)
    assert (done.state, done.result, done.ended_at) == (PartState.DONE, "清完了", LATER)
    assert (_last(case).tag, _last(case).facts["to"]) == (CaseEvent.PART_FINISHED, case.holder_id)
    assert rules.can_read(scene.bureau, case)
    case.refresh_from_db()
    assert (case.lead, case.holder) == (scene.town.street_office, scene.town.street_desk)


def test_a_day_that_was_agreed_is_the_day(helpers: Helpers) -> None:
    assert ask(helpers, at_work(helpers.scene), due_at=NOW + hours(5)).due_at == NOW + hours(5)


@pytest.mark.parametrize("state", list(State))
def test_help_is_asked_for_only_while_somebody_is_at_work(helpers: Helpers, state: State) -> None:
    case = at_work(helpers.scene, state)
    offered = {offer.name for offer in queries.offers(case, helpers.street, LATER)}
    assert ("ask_part" in offered) == (state in AT_WORK) == ("blow" in offered)
    if state in AT_WORK:
        assert ask(helpers, case).state == PartState.WAITING
    else:
        with pytest.raises(actions.NotAtWork):
            ask(helpers, case)
        assert not Part.objects.exists()


def test_each_refusal_of_asking(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    with pytest.raises(actions.WordsMissing):
        ask(helpers, case, task="  ")
    with pytest.raises(actions.DueBefore):
        ask(helpers, case, due_at=NOW)
    with pytest.raises(actions.NotToBeAsked):
        ask(helpers, case, seat_id=scene.town.street_desk.pk)  # it holds the case
    with pytest.raises(NotFound):
        ask(helpers, case, seat_id=987_654)
    ask(helpers, case)
    with pytest.raises(actions.PartAskedBefore):
        ask(helpers, case)
    helpers.fire_desk.ended_on = NOW.date().replace(day=1)
    helpers.fire_desk.save()
    with pytest.raises(actions.SeatEnded):
        ask(helpers, case, seat_id=helpers.fire_desk.pk)
    assert Part.objects.count() == 1


def test_who_asks_and_who_does(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    for by in (STRANGER, scene.bureau, scene.grid_worker):
        with pytest.raises(NotAllowed):
            actions.ask_part(
                case_id=case.pk, seat_id=helpers.fire_desk.pk, task="来", due_at=None, by=by, now=NOW
            )
    part = ask(helpers, case)
    for by in (STRANGER, helpers.firefighter, helpers.street, scene.community):
        with pytest.raises(NotAllowed):
            actions.take_part(part_id=part.pk, by=by, now=LATER)
    with pytest.raises(NotAllowed):
        actions.call_off_part(part_id=part.pk, reason="不办", by=scene.bureau, now=LATER)
    with pytest.raises(NotFound):
        actions.take_part(part_id=987_654, by=scene.bureau, now=LATER)
    actions.take_part(part_id=part.pk, by=scene.bureau, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.finish_part(part_id=part.pk, result=" ", by=scene.bureau, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.return_part(part_id=part.pk, reason=" ", by=scene.bureau, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.call_off_part(part_id=part.pk, reason=" ", by=helpers.street, now=LATER)


def test_a_community_may_help_and_never_leads(helpers: Helpers) -> None:
    case, town = at_work(helpers.scene), helpers.scene.town
    part = ask(helpers, case, seat_id=town.community_desk.pk)
    case.refresh_from_db()
    assert (part.body, case.lead) == (town.committee, town.street_office)


def test_a_volunteer_is_not_asked(helpers: Helpers) -> None:
    town = helpers.scene.town
    role = make_role("building-head", ["cases.neighbour"], is_volunteer=True)
    head = Seat.objects.create(body=town.committee, role=role, area=town.building, name="3栋楼栋长")
    make_duty(head, "何清明")
    with pytest.raises(actions.NotToBeAsked):
        ask(helpers, at_work(helpers.scene), seat_id=head.pk)


def test_who_usually_joins_in_is_proposed_first(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    assert scene.stall.pk == case.matter_id
    scene.stall.co_handlers = ["department:dept-fire", "community"]
    scene.stall.save()
    case = queries.case_for(helpers.street, case.pk)
    first = [seat.body.name for seat in seats_to_ask(case, on=NOW.date())]
    assert set(first[:3]) == {"消防队", "柳岸社区居民委员会"}
    assert {"城管局", "安居物业公司"} <= set(first[3:])


def test_the_helpers_contact_is_the_first_contact(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    part, promised = ask(helpers, case), case.contact_due_at
    assert case.contacted_at is None
    actions.note_on_part(part_id=part.pk, words="看了现场", contacted=False, by=scene.bureau, now=LATER)
    assert _last(case).tag == CaseEvent.NOTED
    noted = actions.note_on_part(
        part_id=part.pk, words="打了电话", contacted=True, by=scene.bureau, now=LATER
    )
    assert (noted.contacted_at, noted.contact_due_at) == (LATER, promised)
    told = _last(case)
    assert (told.tag, told.text, told.facts["part"]) == (CaseEvent.CONTACTED, "打了电话", part.pk)
    with pytest.raises(actions.WordsMissing):
        actions.note_on_part(part_id=part.pk, words="", contacted=True, by=scene.bureau, now=LATER)
    actions.return_part(part_id=part.pk, reason="不归我们", by=scene.bureau, now=LATER)
    with pytest.raises(actions.PartOver):
        actions.note_on_part(part_id=part.pk, words="再看", contacted=False, by=scene.bureau, now=LATER)


def test_who_helps_may_call_the_reporter_while_they_help(helpers: Helpers) -> None:
    scene = helpers.scene
    case = at_work(scene)
    report = case.reports.get()
    assert not rules.can_see_reporter(scene.bureau, case, report)
    part = ask(helpers, case)
    assert rules.can_see_reporter(scene.bureau, case, report)
    assert not rules.can_see_reporter(helpers.firefighter, case, report)
    company = ask(helpers, case, seat_id=scene.town.property_desk.pk)
    assert company.body.kind == BodyKind.PROPERTY and report.is_secret
    assert not rules.can_see_reporter(scene.property, case, report)
    actions.return_part(part_id=part.pk, reason="不归我们", by=scene.bureau, now=LATER)
    assert not rules.can_see_reporter(scene.bureau, case, report)


def _answer(case: Case, by: Actor, now: datetime) -> Case:
    return actions.answer(case_id=case.pk, answer="都清走了", outcome="solved", by=by, now=now)


def test_one_answer_when_all_parts_are_done(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    part = ask(helpers, case)
    ask(helpers, case, seat_id=helpers.fire_desk.pk)
    with pytest.raises(actions.StillAtIt, match="城管局、消防队"):
        _answer(case, helpers.street, LATER)
    assert Case.objects.get(pk=case.pk).state == State.IN_PROGRESS
    actions.return_part(part_id=part.pk, reason="不归我们", by=scene.bureau, now=LATER)
    with pytest.raises(actions.StillAtIt, match="消防队"):
        _answer(case, helpers.street, LATER)
    actions.call_off_part(part_id=Part.objects.latest("pk").pk, reason="不用了", by=helpers.street, now=LATER)
    assert _answer(case, helpers.street, LATER).state == State.AWAITING_CALLBACK


def test_a_late_part_is_marked_and_holds_nothing(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    part = ask(helpers, case, due_at=NOW + hours(2))
    late = NOW + hours(3)
    assert _answer(case, helpers.street, late).state == State.AWAITING_CALLBACK
    part.refresh_from_db()
    assert (part.marked_late_at, part.state) == (late, PartState.WAITING)
    marked = next(told for told in journal.entries_of(case) if told.tag == CaseEvent.PART_LATE)
    assert marked.facts == {"part": part.pk, "body": scene.department.pk}
    actions.take_part(part_id=part.pk, by=scene.bureau, now=late)  # late, and still theirs to do


def test_with_the_case_ends_what_hangs_on_it(helpers: Helpers) -> None:
    case = at_work(helpers.scene)
    part = ask(helpers, case)
    actions.withdraw(case_id=case.pk, reason="不用了", by=helpers.street, now=LATER)
    part.refresh_from_db()
    assert (part.state, part.ended_at) == (PartState.CALLED_OFF, LATER)
    told = _last(case)
    assert (told.tag, told.facts["to"]) == (CaseEvent.PART_CALLED_OFF, part.seat_id)


def test_who_takes_part_reads_and_others_do_not(helpers: Helpers) -> None:
    scene = helpers.scene
    case, other = at_work(scene), take_in("门口占道摆摊", place=scene.town.unit).case
    part = ask(helpers, case)
    assert set(queries.visible_to(scene.bureau)) == {case}
    assert set(queries.visible_to(helpers.head)) == {case}
    assert not queries.visible_to(helpers.firefighter).exists()
    assert not queries.visible_to(STRANGER).exists()
    assert queries.case_for(scene.bureau, case.pk) == case
    with pytest.raises(NotFound):
        queries.case_for(scene.bureau, other.pk)
    assert [offer.name for offer in queries.offers(case, scene.bureau, LATER)].count("take_part") == 1
    assert part.pk in {one.of for one in queries.offers(case, scene.bureau, LATER)}
