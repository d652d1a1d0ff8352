"""小事不出楼栋、大事不出小区: a demand begins at the lowest rung of its place's own ladder, and rises on it."""

from linli.cases import actions
from linli.catalogue.models import LeadKind
from linli.organisations.models import LadderStep, Role, Seat
from tests.factories.cases import NOW, Scene, actor_of, hours, make_matter, take_in
from tests.factories.towns import WORK_VERBS, make_duty, make_role


def _step(scene: Scene, position: int, role: Role, category: str = "") -> None:
    LadderStep.objects.create(area=scene.town.street, position=position, role=role, category=category)


def test_each_place_has_rungs_of_its_own(scene: Scene) -> None:
    """This street's ladder is 小区专员, 社区, 街道: the grid worker is no step of it."""
    role = make_role("estate-worker", WORK_VERBS, name="小区专员", rung=1)
    seat = Seat.objects.create(
        body=scene.town.committee, role=role, area=scene.town.estate, name="柳岸花园专员"
    )
    worker = actor_of(make_duty(seat, "吴谷雨"))
    community, street = scene.town.community_desk.role, scene.town.street_desk.role
    for position, one in enumerate((role, community, street), start=1):
        _step(scene, position, one)
    case = take_in("助餐点关门了", place=scene.town.unit).case
    assert case.holder == seat
    up = actions.hand_up(case_id=case.pk, reason="要社区协调", by=worker, now=NOW + hours(1))
    assert up.holder == scene.town.community_desk


def test_a_matter_that_needs_the_community_begins_there(scene: Scene) -> None:
    make_matter("stamp", LeadKind.COMMUNITY, ["开证明"], first_rung=2)
    assert take_in("想开证明", place=scene.town.unit).case.holder == scene.town.community_desk


def test_what_skips_a_rung_begins_above_it(scene: Scene) -> None:
    make_matter("about-grid", LeadKind.COMMUNITY, ["网格员态度"], skips=[0, 1])
    assert take_in("网格员态度不好", place=scene.town.unit).case.holder == scene.town.community_desk
