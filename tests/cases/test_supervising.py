"""督办: asked on a ground, replied to in time, lifted; and 催办, once a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linli.cases import actions, queries
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Supervision, Urge
from linli.cases.queries import together
from linli.cases.states import OPEN_STATES, NoSuchMove, State
from linli.cases.states.supervisions import SUPERVISION_MOVES, SupervisionState, SupervisionVerb
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.cases import NOW, STRANGER, Scene, Walk, hours
from tests.factories.together import Helpers, at_work, make_helpers, supervise

LATER = NOW + hours(1)
SAYS: dict[SupervisionVerb, Callable[[int, Actor], Supervision]] = {
    SupervisionVerb.REPLY: lambda key, by: actions.reply_supervision(
        supervision_id=key, reply="在等批复", by=by, now=LATER
    ),
    SupervisionVerb.LIFT: lambda key, by: actions.lift_supervision(
        supervision_id=key, reason="说清了", by=by, now=LATER
    ),
}
BUTTONS = {SupervisionVerb.REPLY: "reply_supervision", SupervisionVerb.LIFT: "lift_supervision"}


@pytest.fixture
def helpers(scene: Scene) -> Helpers:
    return make_helpers(scene)


def _last(case: Case) -> Any:
    return journal.entries_of(case)[-1]


def _offered(case: Case, by: Actor) -> set[tuple[str, int]]:
    return {(offer.name, offer.of) for offer in queries.offers(case, by, LATER)}


@pytest.mark.parametrize("state", list(SupervisionState))
@pytest.mark.parametrize("verb", list(SupervisionVerb))
def test_every_verb_in_every_state(helpers: Helpers, verb: SupervisionVerb, state: SupervisionState) -> None:
    case = at_work(helpers.scene)
    one = supervise(helpers, case)
    Supervision.objects.filter(pk=one.pk).update(state=state)
    by = helpers.street if verb is SupervisionVerb.REPLY else helpers.county
    leads = (state, verb) in SUPERVISION_MOVES.moves
    assert ((BUTTONS[verb], one.pk) in _offered(case, by)) == leads
    if leads:
        assert SAYS[verb](one.pk, by).state == SUPERVISION_MOVES.moves[state, verb]
        return
    before = Entry.objects.count()
    with pytest.raises(NoSuchMove):
        SAYS[verb](one.pk, by)
    assert Entry.objects.count() == before


def test_supervised_replied_lifted(helpers: Helpers) -> None:
    case, desk = at_work(helpers.scene), helpers.scene.town.street_desk
    one = supervise(helpers, case)
    assert (one.seat, one.ground) == (helpers.county_desk, "late")
    told = _last(case)
    assert (told.tag, told.text, told.facts["to"]) == (CaseEvent.SUPERVISED, "说明原因", desk.pk)
    assert [row.pk for row in together.supervisions_waiting(helpers.street)] == [one.pk]
    assert together.supervisions_waiting(helpers.county) == []
    replied = SAYS[SupervisionVerb.REPLY](one.pk, helpers.street)
    assert (replied.reply, replied.replied_at) == ("在等批复", LATER)
    assert _last(case).facts["to"] == helpers.county_desk.pk
    assert together.supervisions_waiting(helpers.street) == []
    assert SAYS[SupervisionVerb.LIFT](one.pk, helpers.county).lifted_at == LATER
    assert (_last(case).tag, _last(case).text) == (CaseEvent.SUPERVISION_LIFTED, "说清了")


def test_each_refusal(helpers: Helpers) -> None:
    case, scene = at_work(helpers.scene), helpers.scene
    for by in (STRANGER, helpers.street, scene.community, scene.bureau):  # the street holds it
        with pytest.raises(NotAllowed):
            supervise(helpers, case, by=by)
        assert ("supervise", 0) not in _offered(case, by)
    refusals: list[tuple[type[Exception], dict[str, Any]]] = [
        (actions.UnknownSupervisionGround, {"ground": "mood"}),
        (actions.WordsMissing, {"task": " "}),
        (actions.DueBefore, {"reply_due_at": NOW}),
    ]
    for refusal, facts in refusals:
        with pytest.raises(refusal):
            supervise(helpers, case, **facts)
    one = supervise(helpers, case)
    with pytest.raises(actions.SupervisedBefore):
        supervise(helpers, case)
    assert supervise(helpers, case, by=helpers.leader).seat.name == "街道分管负责人"
    for by in (STRANGER, helpers.county, scene.bureau):
        with pytest.raises(NotAllowed):
            SAYS[SupervisionVerb.REPLY](one.pk, by)
    for by in (STRANGER, scene.bureau, scene.community):
        with pytest.raises(NotAllowed):
            SAYS[SupervisionVerb.LIFT](one.pk, by)
    with pytest.raises(actions.WordsMissing):
        actions.reply_supervision(supervision_id=one.pk, reply=" ", by=helpers.street, now=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.lift_supervision(supervision_id=one.pk, reason=" ", by=helpers.county, now=LATER)
    for say in SAYS.values():
        with pytest.raises(NotFound):
            say(987_654, helpers.street)


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_open_is_supervised_and_urged(helpers: Helpers, state: State) -> None:
    case = at_work(helpers.scene, state)
    report = case.reports.get()
    is_open = state in OPEN_STATES
    assert (("supervise", 0) in _offered(case, helpers.county)) == is_open
    if is_open:
        assert supervise(helpers, case).state == SupervisionState.OPEN
        assert actions.urge(report_id=report.pk, words="", now=NOW).urged_at == NOW
        return
    with pytest.raises(actions.AlreadyOver):
        supervise(helpers, case)
    with pytest.raises(actions.NothingToUrge):
        actions.urge(report_id=report.pk, words="", now=NOW)


def test_urged_once_a_day_of_shanghai(scene: Scene) -> None:
    walk = Walk(scene)
    evening = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    actions.urge(report_id=walk.report.pk, words=" 老人等着呢 ", now=evening)
    told = _last(walk.case)
    assert (told.tag, told.text, told.actor_kind) == (CaseEvent.URGED, "老人等着呢", "resident")
    assert told.facts == {"report": walk.report.pk, "to": walk.case.holder_id}
    assert together.urged_today(walk.report, evening)
    with pytest.raises(actions.UrgedToday):
        actions.urge(report_id=walk.report.pk, words="", now=evening + timedelta(minutes=29))
    assert not together.urged_today(walk.report, evening + timedelta(minutes=30))
    actions.urge(report_id=walk.report.pk, words="", now=evening + timedelta(minutes=30))
    assert Urge.objects.count() == 2
    with pytest.raises(NotFound):
        actions.urge(report_id=987_654, words="", now=NOW)
