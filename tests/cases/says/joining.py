"""Duplicates, doing again and praise, as a test says them."""

from datetime import datetime

from linli.cases import actions
from linli.cases.models import Case, DemandKind
from linli.cases.states import MOVES, State, Verb
from linli.kernel.actor import Actor
from tests.cases.says.shape import Say
from tests.factories.cases import SERVICE, Scene, take_in


def _leads(key: int, verb: Verb) -> bool:
    state = Case.objects.filter(pk=key).values_list("state", flat=True).first()
    return state is not None and (State(state), verb) in MOVES


def _merge(scene: Scene, key: int, by: Actor, now: datetime) -> Case:
    """Said by a machine, which sits on no seat: the street's clerk holds the case and would have to ask."""
    into = take_in("助餐点又关门了", place=scene.town.unit).case.pk if _leads(key, Verb.MERGE) else key
    return actions.merge(case_id=key, into_id=into, by=SERVICE, now=now)


def _split(verb: Verb) -> Say:
    def say(scene: Scene, key: int, by: Actor, now: datetime) -> Case:
        if _leads(key, verb):
            into = take_in("助餐点又关门了", place=scene.town.unit).case
            Case.objects.filter(pk=key).update(merged_into=into)
            if verb is Verb.SPLIT_TO_INTAKE:
                Case.objects.filter(pk=key).update(lead=None)
        return actions.split(case_id=key, reason="不是一件事", by=by, now=now)

    return say


def _pass_on(scene: Scene, key: int, by: Actor, now: datetime) -> Case:
    if _leads(key, Verb.PASS_ON):
        Case.objects.filter(pk=key).update(kind=DemandKind.PRAISE)
    return actions.pass_praise_on(
        case_id=key, to_seat_id=scene.town.grid_seat.pk, words="居民夸您热心", by=by, now=now
    )


SAYS: dict[Verb, Say] = {
    Verb.MERGE: _merge,
    Verb.SPLIT: _split(Verb.SPLIT),
    Verb.SPLIT_TO_INTAKE: _split(Verb.SPLIT_TO_INTAKE),
    Verb.REDO: lambda s, key, by, now: actions.redo(case_id=key, reason="又坏了", by=by, now=now),
    Verb.PASS_ON: _pass_on,
}
# Merging, splitting and praise need more than a state: tests/cases/test_joining.py holds their buttons.
OFFERS = {Verb.REDO: "redo"}
