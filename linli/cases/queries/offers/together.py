"""Parts, whistles and supervision: what may be asked of a case, and what may be done with each of them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from linli.cases import rules
from linli.cases.models import Case, Part, Supervision, Whistle, WhistleCall
from linli.cases.queries.together import sits_in
from linli.cases.states import AT_WORK, OPEN_STATES
from linli.cases.states.parts import OPEN_PARTS, PART_MOVES, PartState, PartVerb
from linli.cases.states.supervisions import SUPERVISION_MOVES, SupervisionState, SupervisionVerb
from linli.cases.states.whistles import CALL_MOVES, CallState, CallVerb, WhistleState
from linli.kernel.actor import Actor

Things = Iterable[tuple[int, str]]


def _ask_part(case: Case, actor: Actor, now: datetime) -> bool:
    return case.state in AT_WORK and rules.can_ask_for_help(actor, case)


def _blow(case: Case, actor: Actor, now: datetime) -> bool:
    return case.state in AT_WORK and bool(actor.seats) and rules.can_whistle(actor, case)


def _supervise(case: Case, actor: Actor, now: datetime) -> bool:
    return case.state in OPEN_STATES and bool(actor.seats) and rules.can_supervise(actor, case)


OFFERS = {"ask_part": _ask_part, "blow": _blow, "supervise": _supervise}


def _parts(verb: PartVerb, may: Callable[[Actor, Part], bool]) -> Callable[[Case, Actor, datetime], Things]:
    def things(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
        for part in case.parts.all():
            if (PartState(part.state), verb) in PART_MOVES.moves and may(actor, part):
                yield part.pk, part.body.name

    return things


def _holds_case(actor: Actor, part: Part) -> bool:
    return rules.can_ask_for_help(actor, part.case)


def _note_part(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
    for part in case.parts.all():
        if part.state in OPEN_PARTS and rules.can_do_part(actor, part):
            yield part.pk, part.body.name


def _calls(case: Case) -> Iterator[tuple[Whistle, WhistleCall]]:
    for whistle in case.whistles.all():
        for call in whistle.calls.all():
            yield whistle, call


def _call(verb: CallVerb, *, called: bool, street: bool) -> Callable[[Case, Actor, datetime], Things]:
    def things(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
        for whistle, call in _calls(case):
            goes = whistle.state == WhistleState.BLOWN and (CallState(call.state), verb) in CALL_MOVES.moves
            theirs = called and rules.can_answer_call(actor, call)
            if goes and (theirs or (street and rules.can_end_whistle(actor, whistle))):
                yield call.pk, call.body.name

    return things


def _blown(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
    for whistle in case.whistles.all():
        if whistle.state == WhistleState.BLOWN and rules.can_end_whistle(actor, whistle):
            yield whistle.pk, whistle.body.name


def _rate(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
    for whistle, call in _calls(case):
        if whistle.state != WhistleState.ENDED or call.state == CallState.RELEASED:
            continue
        is_called, is_street = rules.can_answer_call(actor, call), rules.can_end_whistle(actor, whistle)
        if is_called and call.stars_by_body is None:
            yield call.pk, whistle.body.name
        elif is_street and call.stars_by_street is None:
            yield call.pk, call.body.name


def _weigh(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
    for whistle in case.whistles.all():
        if whistle.state != WhistleState.ENDED or whistle.verdict_at is not None:
            continue
        if rules.can_weigh(actor, whistle, sits_there=False) and not sits_in(actor, whistle.body_id):
            yield whistle.pk, whistle.body.name


def _supervised(
    verb: SupervisionVerb, may: Callable[[Actor, Supervision], bool]
) -> Callable[[Case, Actor, datetime], Things]:
    def things(case: Case, actor: Actor, now: datetime) -> Iterator[tuple[int, str]]:
        for one in case.supervisions.all():
            if (SupervisionState(one.state), verb) in SUPERVISION_MOVES.moves and may(actor, one):
                yield one.pk, one.seat.body.name

    return things


def _may_reply(actor: Actor, supervision: Supervision) -> bool:
    return rules.can_reply(actor, supervision.case)


ABOUT: dict[str, Callable[[Case, Actor, datetime], Things]] = {
    "take_part": _parts(PartVerb.TAKE, rules.can_do_part),
    "finish_part": _parts(PartVerb.FINISH, rules.can_do_part),
    "return_part": _parts(PartVerb.RETURN, rules.can_do_part),
    "note_part": _note_part,
    "call_off_part": _parts(PartVerb.CALL_OFF, _holds_case),
    "respond": _call(CallVerb.RESPOND, called=True, street=False),
    "arrive": _call(CallVerb.ARRIVE, called=True, street=True),
    "finish_call": _call(CallVerb.FINISH, called=True, street=True),
    "release_call": _call(CallVerb.RELEASE, called=False, street=True),
    "end_whistle": _blown,
    "call_off_whistle": _blown,
    "rate_call": _rate,
    "weigh_whistle": _weigh,
    "reply_supervision": _supervised(SupervisionVerb.REPLY, _may_reply),
    "lift_supervision": _supervised(SupervisionVerb.LIFT, rules.can_lift),
}
