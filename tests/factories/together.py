"""Those who work on one case together, for tests of parts, whistles and supervision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.cases import actions
from linli.cases.models import Case, Part, Supervision, Whistle, WhistleCall
from linli.cases.states import OPEN_STATES, State
from linli.kernel.actor import Actor
from linli.organisations.models import Body, BodyKind, Seat, Tree
from tests.factories.cases import NOW, Scene, actor_of, hours, take_in
from tests.factories.towns import DESK_VERBS, make_duty, make_role

STEERS = ["cases.whistle", "cases.supervise"]


@dataclass
class Helpers:
    """Besides the people of a scene: the county's desk, the street's leader, the head of the department of the scene, and a
    second department, all with the verbs that a town starts with.
    """

    scene: Scene
    county_desk: Seat
    county: Actor
    leader: Actor
    head: Actor
    fire: Body
    fire_desk: Seat
    firefighter: Actor
    street: Actor


def make_helpers(scene: Scene) -> Helpers:
    town = scene.town
    town.street_desk.role.verbs = [*DESK_VERBS, *STEERS]
    town.street_desk.role.save()
    county_role = make_role("county-desk", [*DESK_VERBS, *STEERS], rung=5, is_desk=True)
    county_desk = Seat.objects.create(
        body=town.government, role=county_role, area=town.county, name="县受理中心"
    )
    leading = make_role("street-leader", ["cases.read", "cases.supervise"], is_head=True)
    leader = Seat.objects.create(
        body=town.street_office, role=leading, area=town.street, name="街道分管负责人"
    )
    heading = make_role("department-head", ["cases.read"], is_head=True, reach="body")
    head = Seat.objects.create(body=scene.department, role=heading, name="城管局局长")
    fire = Body.objects.create(
        code="dept-fire", name="消防队", kind=BodyKind.DEPARTMENT, tree=Tree.WORK, area=town.county
    )
    fire_desk = Seat.objects.create(body=fire, role=scene.department_desk.role, name="消防队受理岗")
    return Helpers(
        scene,
        county_desk,
        actor_of(make_duty(county_desk, "钱小寒")),
        actor_of(make_duty(leader, "冯大雪")),
        actor_of(make_duty(head, "卫立冬")),
        fire,
        fire_desk,
        actor_of(make_duty(fire_desk, "沈小雪")),
        actor_of(town.street_clerk),
    )


def at_work(scene: Scene, state: State = State.IN_PROGRESS) -> Case:
    """A case of the street's, in its hands and in that state, whatever led there."""
    key = take_in("门口占道摆摊", place=scene.town.unit).case.pk
    closed_at = None if state in OPEN_STATES else NOW
    Case.objects.filter(pk=key).update(state=state, closed_at=closed_at)
    return Case.objects.get(pk=key)


def ask(helpers: Helpers, case: Case, *, now: datetime = NOW, **facts: Any) -> Part:
    """The street asks the department of the scene."""
    given = {"seat_id": helpers.scene.department_desk.pk, "task": "清走摊子", "due_at": None, **facts}
    return actions.ask_part(case_id=case.pk, by=helpers.street, now=now, **given)


def blow(helpers: Helpers, case: Case, *, now: datetime = NOW, **facts: Any) -> Whistle:
    """The street calls both departments, to be there in three hours."""
    given = {
        "bodies": [helpers.scene.department.pk, helpers.fire.pk],
        "task": "一起清理",
        "meet_at_place": "东门",
        "arrive_due_at": now + hours(3),
        "by": helpers.street,
        **facts,
    }
    return actions.blow_whistle(case_id=case.pk, now=now, **given)


def call_of(whistle: Whistle, body: Body) -> WhistleCall:
    return WhistleCall.objects.get(whistle=whistle, body=body)


def supervise(helpers: Helpers, case: Case, *, now: datetime = NOW, **facts: Any) -> Supervision:
    """The county asks the street for an account by tomorrow."""
    given = {
        "ground": "late",
        "task": "说明原因",
        "reply_due_at": now + hours(24),
        "by": helpers.county,
        **facts,
    }
    return actions.supervise(case_id=case.pk, now=now, **given)
