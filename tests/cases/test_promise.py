"""The promise belongs to the resident: nothing that is done with a case makes it later, but a granted 延期 or a recorded
pause, and then by exactly what the clock says.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, clocks
from linli.cases.models import Case, Pause, Request, RequestKind
from linli.cases.states import OPEN_STATES, State, Verb, verbs_from
from linli.cases.states.requests import RequestState
from linli.catalogue.models import Matter
from linli.kernel.actor import RESIDENT, TIMER, Actor
from linli.kernel.refusals import Refusal
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind
from linli.worktime.clocks import Pause as Standstill
from tests.cases.says import SAYS
from tests.cases.says.requests import DECIDER
from tests.factories.cases import NOW, SERVICE, Scene, hours, take_in

Say = Callable[[Scene, int, Actor, datetime], object]
WORDS = ("电梯停了", "助餐点关门了", "有人占道摆摊", "说不清的一件事情")
# Mostly one who may do everything but decide, so that much happens.
PEOPLE = (*["the service"] * 20, "grid_worker", "community", "street", "property", "bureau", "the resident")
STEPS = (0.1, 3, 30, 80)


def _extend(scene: Scene, key: int, by: Actor, now: datetime) -> None:
    request = actions.ask_extension(case_id=key, days=1 + now.day % 5, reason="等配件", by=by, now=now)
    if now.hour % 3:
        actions.grant(request_id=request.pk, by=DECIDER, now=now + hours(1))
    else:
        actions.refuse(request_id=request.pk, words="抓紧", by=DECIDER, now=now + hours(1))


def _place(matter: Callable[[Scene], Matter]) -> Say:
    return lambda s, key, by, now: actions.place_by_hand(
        case_id=key, matter_id=matter(s).pk, place_id=s.town.unit.pk, by=by, now=now
    )


# Every verb as its slice says it, and what moves nothing or stands aside of the table of moves. An answer to a question is
# said here, since ``says`` puts a case where no question was asked.
SAID: dict[str, Say] = {
    **{verb.value: say for verb, say in SAYS.items() if verb not in (Verb.INFO_TO_INTAKE, Verb.INFO_TO_WORK)},
    "note": lambda s, key, by, now: actions.note(case_id=key, words="记", contacted=True, by=by, now=now),
    "give_info": lambda s, key, by, now: actions.give_info(case_id=key, words="三单元", by=by, now=now),
    "no reply": lambda s, key, by, now: actions.go_on_without_info(case_id=key, by=TIMER, now=now),
    "extend": _extend,
    "place as lift": _place(lambda s: s.lift),
    "place as meal": _place(lambda s: s.meal),
    "place as lamp": _place(lambda s: s.lamp),
    "reckon": lambda s, key, by, now: actions.reckon_deadlines(by=TIMER, now=now),
}


ASIDE = tuple(name for name in SAID if name not in Verb.values)
ENDINGS = (Verb.WITHDRAW, Verb.REFER, Verb.MERGE, Verb.DECLINE, Verb.PASS_ON, Verb.CONFIRM)


def _chosen(key: int, dice: random.Random) -> str:
    """Mostly what leads somewhere from the state of the case, sometimes anything, seldom its end."""
    if dice.random() < 0.1:
        return dice.choice(sorted(SAID))
    state = State(Case.objects.values_list("state", flat=True).get(pk=key))
    leads = [
        verb.value
        for verb in verbs_from(state)
        if verb.value in SAID and (verb not in ENDINGS or dice.random() < 0.1)
    ]
    return dice.choice([*leads, *leads, *ASIDE])


def _person(scene: Scene, name: str) -> Actor:
    return {"the resident": RESIDENT, "the service": SERVICE}.get(name) or getattr(scene, name)


class Promise:
    """What was promised, kept apart from the case: its start and terms when it was given, and nothing else."""

    def __init__(self) -> None:
        self.start: datetime | None = None
        self.terms: dict[str, tuple[ClockKind, int]] = {}
        self.table: int | None = None

    def given(self, case: Case) -> None:
        if self.start is None and case.promised_from is not None:
            matter = case.matter or Matter()  # settled on the spot and not solved: the tier's
            self.start, self.table = case.promised_from, case.lead.timetable_id if case.lead else None
            self.terms = {name: matter.limit(name, case.urgency) for name in ("contact", "finish")}

    def due(self, case: Case) -> tuple[datetime | None, datetime | None]:
        """By the facts: the pauses that ended, bounded, and the working days that were granted."""
        if self.start is None:
            return None, None
        stood = [
            Standstill(pause.starts_at, pause.ends_at)
            for pause in Pause.objects.filter(case=case, ends_at__isnull=False)
        ]
        contact, finish = (
            worktime.due_at(self.start, *self.terms[name], self.table, stood)
            for name in ("contact", "finish")
        )
        granted = Request.objects.filter(
            case=case, kind=RequestKind.EXTENSION, state=RequestState.GRANTED
        ).values_list("days", flat=True)
        if days := sum(granted):
            finish = worktime.due_at(finish, ClockKind.WORKING_DAYS, days, self.table, stood)
        return contact, finish


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    words=st.sampled_from(WORDS),
    has_outer=st.booleans(),
    seed=st.integers(0, 2**32),
    length=st.integers(20, 60),
)
def test_no_sequence_makes_the_promise_later(
    scene: Scene, words: str, has_outer: bool, seed: int, length: int
) -> None:
    key = take_in(words, place=scene.town.unit).case.pk
    outer = NOW + hours(50) if has_outer else None
    Case.objects.filter(pk=key).update(outer_due_at=outer)
    promise, now, dice = Promise(), NOW, random.Random(seed)
    _holds(scene, key, promise, outer)
    for _step in range(length):
        now += hours(dice.choice(STEPS))
        name, person = _chosen(key, dice), dice.choice(PEOPLE)
        before = _times(key)
        try:
            SAID[name](scene, key, _person(scene, person), now)
        except Refusal:
            assert _times(key) == before, name
            continue
        _holds(scene, key, promise, outer)
        if name not in ("extend", *_ENDS_A_PAUSE) and before[0] is not None:
            assert _times(key) == before, name


# What ends a pause may move the promise; by how much is reckoned in ``Promise``.
_ENDS_A_PAUSE = ("give_info", "no reply", "resume", "answer_for_review", "answer", "withdraw")


def _times(key: int) -> tuple[datetime | None, ...]:
    columns = ("promised_from", "contact_due_at", "finish_due_at")
    found: tuple[datetime | None, ...] = Case.objects.values_list(*columns).get(pk=key)
    return found


def _holds(scene: Scene, key: int, promise: Promise, outer: datetime | None) -> None:
    """The law, and what else is always so."""
    case = Case.objects.select_related("matter", "lead", "holder_body", "holder").get(pk=key)
    promise.given(case)
    is_paused = Pause.objects.filter(case=case, ends_at__isnull=True).exists()
    assert is_paused == (case.state in (State.AWAITING_INFO, State.ON_HOLD))
    if not is_paused:
        assert (case.contact_due_at, case.finish_due_at) == promise.due(case)
    assert promise.start in (None, NOW) and case.outer_due_at == outer
    assert (case.next_at is None) == (case.state not in OPEN_STATES)
    assert case.holder is not None and case.holder_body_id == case.holder.body_id
    assert case.lead != scene.town.committee or case.matter == scene.meal
    if case.state in OPEN_STATES and outer is not None and case.answered_at is None:
        assert case.next_at is not None and case.next_at <= outer
    again = case.next_at
    clocks.set_next(case)
    assert case.next_at == again


@pytest.mark.parametrize("words", WORDS[:3])
def test_two_pauses_and_two_grants_add_up(scene: Scene, words: str) -> None:
    """One long way by hand, so that the law is not only held where nothing happens."""
    key, promise = take_in(words, place=scene.town.unit, phone="").case.pk, Promise()
    later = iter(NOW + timedelta(days=day, hours=1) for day in range(60))
    said = ("sign", "ask_info", "give_info", "hold", "resume", "extend")
    _holds(scene, key, promise, None)
    first = _times(key)[2]
    for name in said:
        SAID[name](scene, key, SERVICE, next(later))
        _holds(scene, key, promise, None)
    last = _times(key)[2]
    assert first is not None and last is not None and last > first + timedelta(days=1)
