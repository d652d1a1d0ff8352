"""Matters, demands and the people who move them, for tests of cases."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from linli.cases import actions
from linli.cases.actions import Registered
from linli.cases.drafts import Draft
from linli.cases.models import Case
from linli.catalogue import queries as catalogue
from linli.catalogue.models import Category, LeadKind, Matter
from linli.kernel.actor import RESIDENT, Actor, ActorKind
from linli.organisations import queries as organisations
from linli.organisations.models import Body, BodyKind, Duty, Reach, Seat, Tree
from linli.people.models import Account
from linli.places.models import Place
from tests.factories.towns import DESK_VERBS, LONG_AGO, NOW, Town, make_duty, make_role, small_town

STRANGER = Actor(ActorKind.PERSON, label="路人", account_id=9_000_001, person_id=9_000_001)
SERVICE = Actor(ActorKind.SERVICE, label="平台对接")
PHONE = "13812345678"


def make_matter(code: str, lead: LeadKind, words: list[str], **extra: Any) -> Matter:
    """A matter that has held since long ago; the catalogue in memory is dropped."""
    category, _made = Category.objects.get_or_create(code="01", defaults={"name": "小区", "level": 1})
    facts = {"name": code, "category": category, "valid_from": date(2000, 1, 1), **extra}
    matter = Matter.objects.create(code=code, lead=lead, words=words, **facts)
    catalogue.forget()
    return matter


def actor_of(duty: Duty, *, now: datetime = NOW) -> Actor:
    """The actor that the person of ``duty`` is when they sign in."""
    return organisations.build_actor(Account.objects.get(person=duty.person), now=now)


@dataclass
class Scene:
    """A small town with its matters and the people of the straight path."""

    town: Town
    lift: Matter  # the property company's, reviewed
    meal: Matter  # the community's own, from the grid worker up
    stall: Matter  # the street's
    lamp: Matter  # a department's
    department: Body
    department_desk: Seat
    grid_worker: Actor
    community: Actor
    street: Actor
    property: Actor
    bureau: Actor


def make_scene() -> Scene:
    town = small_town()
    department = Body.objects.create(
        code="dept-urban", name="城管局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK, area=town.county
    )
    role = make_role("department-desk", ["cases.read", "cases.work"], rung=4, is_desk=True, reach=Reach.BODY)
    desk = Seat.objects.create(body=department, role=role, name="城管局受理岗")
    clerk = make_duty(desk, "孙白露")
    return Scene(
        town,
        make_matter("lift", LeadKind.PROPERTY, ["电梯"], needs_review=True),
        make_matter("meal", LeadKind.COMMUNITY, ["助餐"], first_rung=1),
        make_matter("stall", LeadKind.STREET, ["占道摆摊"]),
        make_matter("lamp", LeadKind.DEPARTMENT, ["路灯"], department="dept-urban"),
        department,
        desk,
        *(actor_of(duty) for duty in (town.grid_worker, town.community_clerk)),
        *(actor_of(duty) for duty in (town.street_clerk, town.property_manager, clerk)),
    )


def take_in(
    words: str, *, place: Place | None = None, now: datetime = NOW, by: Actor = RESIDENT, **more: Any
) -> Registered:
    """A demand as a resident's door hands it in, with a phone unless told otherwise."""
    draft = replace(Draft(words=words, place=place, phone=PHONE, name="周大寒"), **more)
    return actions.register(draft=draft, by=by, now=now)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


class Walk:
    """Walks a case along the straight path, an hour a step."""

    def __init__(self, scene: Scene, words: str = "食堂的助餐点周末能不能开", **more: Any) -> None:
        self.scene, self.now = scene, NOW
        taken = take_in(words, place=more.pop("place", scene.town.unit), **more)
        self.report, self.code = taken.report, taken.query_code
        self.key = taken.case.pk

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.key)

    def later(self, count: float = 1) -> datetime:
        self.now += hours(count)
        return self.now

    def holder(self) -> Actor:
        """Somebody on the seat that holds the case now."""
        duty = Duty.objects.filter(seat=self.case.holder, starts_on__gte=LONG_AGO).first()
        assert duty is not None
        return actor_of(duty)

    def sign(self) -> "Walk":
        actions.sign(case_id=self.key, by=self.holder(), now=self.later())
        return self

    def answer(self, *, outcome: str = "solved") -> "Walk":
        actions.answer(
            case_id=self.key, answer="周末也开了。", outcome=outcome, by=self.holder(), now=self.later()
        )
        return self

    def approve(self) -> "Walk":
        actions.approve(case_id=self.key, by=self.holder(), now=self.later())
        return self

    def call_back(self, *, by: Actor | None = None, **more: Any) -> "Walk":
        said = {
            "manner": "phone",
            "is_reached": True,
            "was_contacted": True,
            "is_solved": True,
            "satisfaction": 3,
        }
        actions.call_back(
            case_id=self.key, words="", by=by or self.holder(), now=self.later(3), **{**said, **more}
        )
        return self


__all__ = ["DESK_VERBS", "NOW", "PHONE", "SERVICE", "STRANGER", "Scene", "Walk", "actor_of", "hours", "make_matter",
           "make_scene", "take_in"]  # fmt: skip
