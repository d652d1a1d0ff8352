from datetime import date

import pytest

from linli.journal.models import Entry
from linli.kernel.actor import Actor, ActorKind, Grant, Over, importer
from linli.kernel.ids import SAYABLE
from linli.kernel.refusals import NotAllowed, NotFound
from linli.places import actions, queries, refusals
from linli.places.models import DoorCode, Place, PlaceKind
from tests.factories.towns import NOW, Town, small_town

pytestmark = pytest.mark.django_db
STRANGER = Actor(ActorKind.PERSON, label="陌生人")
IMPORT = importer("test")


@pytest.fixture
def town() -> Town:
    return small_town()


def clerk(place: Place) -> Actor:
    return Actor(ActorKind.PERSON, label="李", grants=frozenset({Grant("places.edit", Over.AREA, place.pk)}))


def last(tag: str) -> Entry:
    return Entry.objects.filter(tag=f"places.{tag}").latest("pk")


def test_a_clerk_adds_a_place_in_the_own_community(town: Town) -> None:
    building = actions.add_place(
        kind="building", name="10栋", parent=town.estate, by=clerk(town.community), now=NOW
    )
    assert building.code == f"{town.estate.code}-10"
    assert building.areas() == town.estate.areas() | {"building": building.pk}
    entry = last("added")
    assert entry.subject == f"places.place:{building.pk}"
    assert entry.facts == {"kind": "building", "code": building.code, "parent": town.estate.pk}
    assert [place.name for place in queries.children(town.estate)] == ["3栋", "10栋"]
    assert list(queries.findings(NOW)) == []


def test_a_stranger_changes_nothing(town: Town) -> None:
    for say in (
        lambda: actions.add_place(kind="building", name="9栋", parent=town.estate, by=STRANGER, now=NOW),
        lambda: actions.rename_place(place_id=town.estate.pk, name="新名", by=STRANGER, now=NOW),
        lambda: actions.close_place(place_id=town.home.pk, by=STRANGER, now=NOW),
        lambda: actions.set_grid(place_id=town.estate.pk, grid_id=None, by=STRANGER, now=NOW),
        lambda: actions.set_address(place_id=town.home.pk, road="三公街", number=1, by=STRANGER, now=NOW),
        lambda: actions.set_phone(place_id=town.community.pk, phone="1", by=STRANGER, now=NOW),
        lambda: actions.set_estate_facts(
            place_id=town.estate.pk, kind="old", lacks_manager=True, lacks_department=False, lacks_guard=False,
            by=STRANGER, now=NOW),
        lambda: actions.make_door_codes(place_ids=[town.unit.pk], by=STRANGER, now=NOW),
        lambda: actions.refresh_columns(by=STRANGER, now=NOW),
        lambda: actions.add_place(kind="county", name="邻区", code="511103000000", parent=None,
                                  by=clerk(town.county), now=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            say()
    assert not Entry.objects.filter(tag__startswith="places.").exists()


@pytest.mark.parametrize(
    ("kind", "name", "code", "parent", "refusal"),
    [
        ("building", "3栋", "x", "estate", refusals.NameTaken),
        ("building", "4栋", "511102001001-E1-3", "estate", refusals.CodeTaken),
        ("unit", "1单元", "", "estate", refusals.WrongParent),
        ("home", "1室", "", "estate", refusals.HomeNeedsUnit),
        ("home", "1室", "", "community", refusals.HomeNeedsRoad),
        ("grid", "第二网格", "511102001001", "community", refusals.BadCode),
        ("grid", "第二网格", "511102001001000", "community", refusals.BadCode),
        ("community", "桥头社区", "511102002001", "street", refusals.BadCode),
        ("street", "桥头街道", "511102002000", "none", refusals.NoParent),
    ],
)
def test_what_does_not_fit_is_refused(
    town: Town, kind: str, name: str, code: str, parent: str, refusal: type[Exception]
) -> None:
    above = None if parent == "none" else getattr(town, parent)
    with pytest.raises(refusal):
        actions.add_place(kind=kind, name=name, code=code, parent=above, by=IMPORT, now=NOW)


def test_a_lane_takes_the_numbers_of_its_stretch(town: Town) -> None:
    shop = actions.add_place(kind="shop", name="老李面馆", parent=town.community, road="三公街", road_number=11,
                             by=IMPORT, now=NOW)  # fmt: skip
    lane = actions.add_place(kind="lane", name="三公街1号至9号", parent=town.community, road="三公街",
                             from_number=1, to_number=9, by=IMPORT, now=NOW)  # fmt: skip
    assert queries.by_id(shop.pk).lane is None
    actions.set_lane(
        place_id=lane.pk, road="三公街", from_number=1, to_number=43, side="odd", by=IMPORT, now=NOW
    )
    assert queries.by_id(shop.pk).lane == lane
    assert last("lane_set").facts["covered"] == 1
    actions.set_address(place_id=shop.pk, road="三公街", number=12, by=IMPORT, now=NOW)
    assert queries.by_id(shop.pk).lane is None
    with pytest.raises(refusals.LaneBackwards):
        actions.set_lane(
            place_id=lane.pk, road="三公街", from_number=9, to_number=1, side="both", by=IMPORT, now=NOW
        )
    with pytest.raises(refusals.NotThatKind):
        actions.set_lane(
            place_id=shop.pk, road="三公街", from_number=1, to_number=2, side="both", by=IMPORT, now=NOW
        )
    assert list(queries.findings(NOW)) == []


def test_a_grid_goes_down_to_the_homes_but_not_over_an_own_one(town: Town) -> None:
    second = actions.add_place(kind="grid", name="第二网格", code="511102001001002", parent=town.community,
                               by=IMPORT, now=NOW)  # fmt: skip
    third = actions.add_place(kind="grid", name="第三网格", code="511102001001003", parent=town.community,
                              grid_kind="dedicated", by=IMPORT, now=NOW)  # fmt: skip
    actions.set_grid(place_id=town.unit.pk, grid_id=third.pk, by=IMPORT, now=NOW)
    actions.set_grid(place_id=town.estate.pk, grid_id=second.pk, by=clerk(town.community), now=NOW)
    assert queries.by_id(town.building.pk).grid == second
    assert queries.by_id(town.home.pk).grid == third
    with pytest.raises(refusals.WrongGrid):
        actions.set_grid(place_id=town.estate.pk, grid_id=town.estate.pk, by=IMPORT, now=NOW)
    with pytest.raises(refusals.NothingChanged):
        actions.set_grid(place_id=town.estate.pk, grid_id=second.pk, by=IMPORT, now=NOW)
    assert last("grid_set").facts == {"before": town.grid.pk, "after": second.pk}


def test_facts_of_an_estate(town: Town) -> None:
    said = {"lacks_manager": True, "lacks_department": True, "lacks_guard": True}
    facts = actions.set_estate_facts(place_id=town.estate.pk, kind="courtyard", **said, by=IMPORT, now=NOW)
    assert (facts.kind, facts.lacks_guard) == ("courtyard", True)
    assert last("estate_facts_set").facts["before"]["kind"] == "old"
    home = actions.add_place(kind="home", name="7号", parent=town.estate, by=IMPORT, now=NOW)
    assert home.estate == town.estate
    with pytest.raises(refusals.HomeNeedsUnit):
        actions.set_estate_facts(place_id=town.estate.pk, kind="old", **said, by=IMPORT, now=NOW)
    with pytest.raises(refusals.NothingChanged):
        actions.set_estate_facts(place_id=town.estate.pk, kind="courtyard", **said, by=IMPORT, now=NOW)
    with pytest.raises(refusals.NotThatKind):
        actions.set_estate_facts(place_id=town.home.pk, kind="old", **said, by=IMPORT, now=NOW)


def test_renaming_keeps_the_code_and_is_heard_at_once(town: Town) -> None:
    assert queries.find_by_words("住在柳岸花园", within=None) == town.estate
    actions.rename_place(place_id=town.estate.pk, name="新柳花园", by=IMPORT, now=NOW)
    assert queries.find_by_words("住在新柳花园", within=None) == town.estate
    assert queries.find_by_words("住在柳岸花园", within=None) is None
    assert last("renamed").facts == {"before": "柳岸花园", "after": "新柳花园"}
    with pytest.raises(refusals.NothingChanged):
        actions.rename_place(place_id=town.estate.pk, name="新柳花园", by=IMPORT, now=NOW)
    with pytest.raises(NotFound):
        actions.rename_place(place_id=0, name="新", by=IMPORT, now=NOW)


def test_closing_goes_from_below_and_retires_the_codes(town: Town) -> None:
    actions.make_door_codes(place_ids=[town.unit.pk], by=IMPORT, now=NOW)
    with pytest.raises(refusals.StillInUse):
        actions.close_place(place_id=town.unit.pk, by=IMPORT, now=NOW)
    actions.close_place(place_id=town.home.pk, by=IMPORT, now=NOW, reason="拆除")
    closed = actions.close_place(place_id=town.unit.pk, by=IMPORT, now=NOW)
    assert closed.closed_on == date(2026, 3, 5)
    assert DoorCode.objects.get().retired_at == NOW
    assert last("closed").facts == {"door_codes": [DoorCode.objects.get().pk]}
    with pytest.raises(refusals.PlaceClosed):
        actions.close_place(place_id=town.unit.pk, by=IMPORT, now=NOW)
    with pytest.raises(refusals.PlaceClosed):
        actions.make_door_codes(place_ids=[town.unit.pk], by=IMPORT, now=NOW)


def test_door_codes_are_made_once_and_never_for_homes(town: Town) -> None:
    by = clerk(town.community)
    [code] = actions.make_door_codes(place_ids=[town.unit.pk], by=by, now=NOW)
    assert len(code.code) >= 10
    assert set(code.code) <= set(SAYABLE)
    assert actions.make_door_codes(place_ids=[town.unit.pk], by=by, now=NOW) == [code]
    [lift] = actions.make_door_codes(place_ids=[town.unit.pk], kind="lift", label="东梯", by=by, now=NOW)
    assert lift != code
    assert queries.open_door(code.code) == code
    with pytest.raises(refusals.NeverOnHomes):
        actions.make_door_codes(place_ids=[town.home.pk], by=by, now=NOW)
    actions.retire_door_code(door_code_id=code.pk, by=by, now=NOW, reason="被覆盖")
    assert queries.open_door(code.code) is None
    assert last("door_code_retired").facts == {"door_code": code.pk}
    with pytest.raises(refusals.AlreadyRetired):
        actions.retire_door_code(door_code_id=code.pk, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        actions.retire_door_code(door_code_id=lift.pk, by=STRANGER, now=NOW)
    with pytest.raises(NotFound):
        actions.retire_door_code(door_code_id=0, by=by, now=NOW)


def test_columns_that_went_wrong_are_put_right(town: Town) -> None:
    Place.objects.filter(kind__in=[PlaceKind.HOME, PlaceKind.UNIT]).update(street=None, unit=None)
    assert actions.refresh_columns(within=town.community, by=IMPORT, now=NOW) == 2
    assert queries.by_id(town.home.pk).area_ids() == town.home.area_ids()
    assert last("columns_refreshed").subject == f"places.place:{town.community.pk}"
    assert actions.refresh_columns(by=IMPORT, now=NOW) == 0


def test_the_phone_of_a_community(town: Town) -> None:
    actions.set_phone(place_id=town.community.pk, phone="0833-5550101", by=IMPORT, now=NOW)
    assert queries.by_id(town.community.pk).phone == "0833-5550101"
    assert last("phone_set").facts == {"before": "", "after": "0833-5550101"}
    with pytest.raises(refusals.NothingChanged):
        actions.set_phone(place_id=town.community.pk, phone="0833-5550101", by=IMPORT, now=NOW)
