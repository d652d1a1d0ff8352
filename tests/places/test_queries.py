from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.places import queries
from linli.places.models import DoorCode, DoorCodeKind, LaneFacts, LaneSide, Place, PlaceKind
from tests.factories.towns import NOW, Town, make_place, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return small_town()


def lane(town: Town, first: int, last: int, side: LaneSide = LaneSide.BOTH, road: str = "三公街") -> Place:
    place = make_place(
        PlaceKind.LANE, f"lane-{road}-{first}-{side}", f"{road}{first}号至{last}号", town.community
    )
    LaneFacts.objects.create(place=place, road=road, from_number=first, to_number=last, side=side)
    return place


def test_under_reaches_every_level_and_children_one(town: Town) -> None:
    tree = [town.estate, town.building, town.unit, town.home]
    assert set(queries.under(town.estate)) == set(tree)
    assert set(queries.under(town.grid)) == {town.grid, *tree}
    assert set(queries.under(town.home)) == {town.home}
    assert list(queries.children(town.building)) == [town.unit]
    assert list(queries.tops()) == [town.county]
    assert queries.by_code(f" {town.home.code} ") == town.home
    assert queries.by_code("") is None
    assert queries.by_code("nothing") is None


def test_the_way_in_words(town: Town) -> None:
    assert queries.path_words(town.home) == "临江街道 柳岸社区 柳岸花园 3栋2单元501室"
    assert queries.path_words(town.unit) == "临江街道 柳岸社区 柳岸花园 3栋2单元"
    assert queries.path_words(town.estate) == "临江街道 柳岸社区 柳岸花园"
    assert queries.path_words(town.grid) == "临江街道 柳岸社区 柳岸第一网格"
    assert queries.path_words(town.county) == "嘉禾区"
    shop = make_place(PlaceKind.SHOP, "shop-1", "老李面馆", town.community, road="三公街", road_number=12)
    assert queries.path_words(shop) == "临江街道 柳岸社区 三公街12号 老李面馆"
    with CaptureQueriesContext(
        connection,
    ) as statements:
        queries.paths([town.home, town.unit, shop])
    assert len(statements) == 1


def test_words_name_the_smallest_certain_place(town: Town) -> None:
    def found(words: str, within: Place | None = None) -> Place | None:
        return queries.find_by_words(words, within=within)

    assert found("我住柳岸花园3栋,电梯坏了") == town.estate
    assert found("临江街道柳岸社区门口积水") == town.community
    assert found("临江街道办事不方便") == town.street
    assert found("楼上漏水") is None
    assert found("柳岸花园", within=town.home) is None
    assert found("柳岸花园", within=town.street) == town.estate


def test_a_name_of_two_places_is_settled_by_its_neighbour_or_not_at_all(town: Town) -> None:
    other = make_place(PlaceKind.COMMUNITY, "511102001002", "桥头社区", town.street)
    here = make_place(PlaceKind.ESTATE, "e-here", "幸福小区", town.community)
    there = make_place(PlaceKind.ESTATE, "e-there", "幸福小区", other)
    assert queries.find_by_words("幸福小区没有路灯", within=None) is None
    assert queries.find_by_words("桥头社区幸福小区没有路灯", within=None) == there
    assert queries.find_by_words("幸福小区没有路灯", within=town.community) == here


def test_a_road_with_a_number_means_the_lane_that_covers_it(town: Town) -> None:
    odd = lane(town, 9, 43, LaneSide.ODD)
    even = lane(town, 10, 44, LaneSide.EVEN)
    near = lane(town, 1, 7)
    assert queries.lane_of("三公街", 11) == odd
    assert queries.lane_of("三公街", 12) == even
    assert queries.lane_of("三公街", 7) == near
    assert queries.lane_of("三公街", 99) is None
    assert queries.lane_of("四公街", 11) is None
    assert queries.find_by_words("三公街12号门口占道", within=None) == even
    assert queries.find_by_words("三公街99号门口占道", within=None) is None
    assert queries.find_by_words("三公街占道", within=None) is None
    queries.find_by_words("", within=None)


def test_names_are_read_anew_after_a_change_and_not_before(town: Town) -> None:
    assert queries.find_by_words("梨园小区", within=None) is None
    with CaptureQueriesContext(connection) as statements:
        assert queries.find_by_words("梨园小区", within=None) is None
    assert len(statements) == 0
    estate = make_place(PlaceKind.ESTATE, "e-pear", "梨园小区", town.community)
    assert queries.find_by_words("梨园小区", within=None) == estate


def test_a_door_opens_until_its_code_is_retired(town: Town) -> None:
    door = DoorCode.objects.create(code="ACDEFGHJKM", kind=DoorCodeKind.UNIT, place=town.unit, made_at=NOW)
    assert queries.open_door("acdefghjkm ") == door
    assert list(queries.door_codes(town.estate)) == [door]
    door.retired_at = datetime(2026, 3, 6, tzinfo=UTC)
    door.save()
    assert queries.open_door("ACDEFGHJKM") is None


def test_a_sound_town_has_no_findings(town: Town) -> None:
    assert list(queries.findings(NOW)) == []


def test_findings_name_what_is_wrong(town: Town) -> None:
    Place.objects.filter(pk=town.home.pk).update(street=None)
    Place.objects.filter(pk=town.unit.pk).update(unit=None)
    Place.objects.filter(pk=town.grid.pk).update(code="51110200100")
    make_place(PlaceKind.ESTATE, "e-bare", "无名小区", town.community)
    make_place(PlaceKind.HOME, "h-bare", "1室", town.estate)
    found = {(finding.level, finding.where) for finding in queries.findings(NOW)}
    assert found == {
        ("fault", town.home.code), ("fault", town.unit.code), ("warning", "51110200100"),
        ("warning", "e-bare"), ("warning", "h-bare"),
    }  # fmt: skip
