"""Random towns: what ``visible_to`` returns is what ``can_read`` allows, no row more and none less."""

import random
from collections.abc import Sequence

import pytest

from linli.cases import queries, rules
from linli.cases.models import Case, Involved, Part
from linli.cases.states import OPEN_STATES, State
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotFound
from linli.organisations.models import Body, BodyKind, Role, Seat, Tree
from linli.places.models import AREA_COLUMNS, Place, PlaceKind
from tests.factories.cases import NOW, STRANGER, Scene, take_in
from tests.factories.towns import make_place, make_role

CHILDREN = {
    PlaceKind.STREET: PlaceKind.COMMUNITY,
    PlaceKind.COMMUNITY: PlaceKind.ESTATE,
    PlaceKind.ESTATE: PlaceKind.BUILDING,
    PlaceKind.BUILDING: PlaceKind.HOME,
}


def _grow(parent: Place, kind: PlaceKind, dice: random.Random) -> list[Place]:
    found: list[Place] = []
    for number in range(dice.randint(1, 3)):
        place = make_place(kind, f"{parent.code}-{number}", f"{parent.name}{number}", parent)
        found += [place, *(_grow(place, CHILDREN[kind], dice) if kind in CHILDREN else [])]
    return found


def _random_case(dice: random.Random, places: list[Place], seats: list[Seat], bodies: list[Body]) -> Case:
    case = Case(title="件", words="件", happened_at=NOW, registered_at=NOW)
    case.lies_at(dice.choice([None, *places]))
    case.goes_to(dice.choice([None, *seats]))
    case.lead = dice.choice([None, *bodies])
    case.answered_by = dice.choice([None, None, *seats])
    case.next_at = dice.choice([None, NOW])
    case.save()
    state = dice.choice(list(State))
    closed_at = None if state in OPEN_STATES else NOW
    Case.objects.filter(pk=case.pk).update(state=state, closed_at=closed_at)
    for seat in dice.sample(seats, dice.choice((0, 0, 1, 2))):
        Involved.objects.create(case=case, seat=seat, body=seat.body)
        Part.objects.create(case=case, seat=seat, body=seat.body, task="来", asked_at=NOW, due_at=NOW)
    return case


def _random_actor(dice: random.Random, places: list[Place], seats: list[Seat], bodies: list[Body]) -> Actor:
    verbs = [rules.READ, rules.WORK, rules.REVIEW, rules.DISPATCH, rules.CALL_BACK]
    reaches: list[tuple[Over, Sequence[Place | Body | Seat]]] = [
        (Over.AREA, places),
        (Over.BODY, bodies),
        (Over.SEAT, seats),
    ]
    grants = set()
    for _number in range(dice.randint(0, 4)):
        over, things = dice.choice(reaches)
        grants.add(Grant(dice.choice(verbs), over, dice.choice(things).pk))
    if dice.random() < 0.05:
        grants.add(Grant(rules.READ, Over.EVERYTHING))
    held = frozenset(seat.pk for seat in dice.sample(seats, dice.randint(0, 2)))
    return Actor(ActorKind.PERSON, seats=held, grants=frozenset(grants))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_visible_to_is_can_read(seed: int) -> None:
    dice = random.Random(seed)
    county = make_place(PlaceKind.COUNTY, "C", "区")
    places = [county, *_grow(county, PlaceKind.STREET, dice)]
    role: Role = make_role("any", [])
    bodies = [
        Body.objects.create(
            code=f"b{number}", name=f"单位{number}", kind=dice.choice(list(BodyKind)), tree=Tree.WORK
        )
        for number in range(4)
    ]
    seats = [
        Seat.objects.create(body=body, role=role, area=area, name=f"{body.name}岗{number}")
        for body in bodies
        for number, area in enumerate(dice.sample(places, 2))
    ]
    for _number in range(60):
        _random_case(dice, places, seats, bodies)
    cases = list(Case.objects.select_related("holder_body"))
    for _number in range(20):
        actor = _random_actor(dice, places, seats, bodies)
        allowed = {case.pk for case in cases if rules.can_read(actor, case)}
        assert set(queries.visible_to(actor).values_list("pk", flat=True)) == allowed
        for name in queries.LENSES:
            after = ""
            while True:
                part = queries.lens(actor, name, after=after, now=NOW)
                assert {case.pk for case in part.rows} <= allowed, name
                if not (after := part.next):
                    break
        counted = queries.counts(actor, NOW)
        # tests/cases/test_requests.py holds requests to the rule
        assert counted["parts"] == sum(rules.can_do_part(actor, part) for part in Part.objects.all())
        for name in set(queries.LENSES) - {"all"}:
            assert counted[name] == _length(actor, name), name


def _length(actor: Actor, name: str) -> int:
    after, found = "", 0
    while True:
        part = queries.lens(actor, name, after=after, now=NOW)
        found += len(part.rows)
        if not (after := part.next):
            return found


def test_another_street_sees_nothing(scene: Scene) -> None:
    key = take_in("有人占道摆摊", place=scene.town.unit).case.pk
    other = make_place(PlaceKind.STREET, "511102002000", "山背街道", scene.town.county)
    clerk = Actor(
        ActorKind.PERSON,
        grants=frozenset(
            Grant(verb, Over.AREA, other.pk) for verb in (rules.READ, rules.DISPATCH, rules.CALL_BACK)
        ),
    )
    for actor in (clerk, STRANGER):
        assert not queries.visible_to(actor).exists()
        assert not any(queries.lens(actor, name, now=NOW).rows for name in queries.LENSES)
        with pytest.raises(NotFound):
            queries.case_for(actor, key)


def test_a_company_sees_what_it_leads_and_a_grid_worker_its_grid(scene: Scene) -> None:
    lift = take_in("电梯停了", place=scene.town.unit).case
    stall = take_in("有人占道摆摊", place=scene.town.unit).case
    assert set(queries.visible_to(scene.property)) == {lift}
    assert set(queries.visible_to(scene.grid_worker)) == {lift, stall}
    assert queries.case_for(scene.property, lift.pk) == lift


def test_the_columns_of_a_case_are_those_of_a_place() -> None:
    names = {field.name for field in Case._meta.get_fields()}
    assert set(AREA_COLUMNS) <= names
