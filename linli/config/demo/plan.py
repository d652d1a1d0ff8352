"""The plan of the demo town: pure data, the same for the same seed. Codes begin with 519901, which no county has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

COUNTY = "519901000000"
STREETS = (("519901001000", "临江街道"), ("519901002000", "青石街道"))
COMMUNITIES = (
    ("519901001001", "柳岸社区", 4),
    ("519901001002", "望江社区", 3),
    ("519901001003", "槐荫社区", 3),
    ("519901002001", "桥头社区", 3),
    ("519901002002", "石榴园社区", 3),
)  # code, name, residents' grids


@dataclass(frozen=True)
class EstatePlan:
    """``shape``: buildings, units a building, floors, homes a floor; a courtyard has homes alone."""

    community: str
    name: str
    kind: str
    shape: tuple[int, int, int, int]
    company: str = ""
    lacks: tuple[bool, bool, bool] = (False, False, False)


ESTATES = (
    EstatePlan("519901001001", "柳岸花园", "commercial", (7, 2, 15, 2), "安居物业"),
    EstatePlan("519901001001", "临江名邸", "mixed", (4, 1, 24, 4), "和顺物业"),
    EstatePlan("519901001001", "纺织厂家属院", "workplace", (6, 3, 6, 2), "", (True, False, True)),
    EstatePlan("519901001001", "渡口巷老院", "courtyard", (0, 0, 0, 46), "", (True, True, True)),
    EstatePlan("519901001002", "望江苑", "commercial", (8, 2, 11, 2), "安居物业"),
    EstatePlan("519901001002", "滨河新居", "resettlement", (9, 3, 6, 2), "惠民物业"),
    EstatePlan("519901001002", "粮站宿舍", "old", (4, 3, 6, 2), "", (True, True, True)),
    EstatePlan("519901001002", "望江国际", "mixed", (3, 2, 22, 3), "和顺物业"),
    EstatePlan("519901001003", "槐荫里", "old", (8, 4, 6, 2), "", (True, False, True)),
    EstatePlan("519901001003", "金桂苑", "commercial", (6, 2, 14, 2), "金桂物业"),
    EstatePlan("519901001003", "机械厂家属区", "workplace", (7, 3, 5, 2)),
    EstatePlan("519901001003", "槐树街大院", "courtyard", (0, 0, 0, 38), "", (True, True, True)),
    EstatePlan("519901002001", "桥头家园", "resettlement", (10, 3, 6, 2), "惠民物业"),
    EstatePlan("519901002001", "青石雅居", "commercial", (6, 2, 17, 2), "青石物业"),
    EstatePlan("519901002001", "供销社宿舍", "old", (3, 4, 6, 2), "", (True, True, False)),
    EstatePlan("519901002001", "石桥公馆", "commercial", (5, 2, 18, 2), "金桂物业"),
    EstatePlan("519901002002", "石榴园小区", "old", (9, 3, 6, 2), "社区物业"),
    EstatePlan("519901002002", "学府华庭", "commercial", (7, 2, 16, 2), "青石物业"),
    EstatePlan("519901002002", "教师新村", "workplace", (5, 3, 6, 2)),
    EstatePlan("519901002002", "城北新居", "resettlement", (8, 3, 6, 2), "惠民物业"),
)

# name, community, dedicated grid: schools, markets and the like look after themselves with a grid of their own.
INSTITUTIONS = (
    ("临江小学", "519901001001"),
    ("望江农贸市场", "519901001002"),
    ("县人民医院", "519901001003"),
    ("青石中学", "519901002001"),
    ("桥头产业园", "519901002001"),
    ("石榴园商业广场", "519901002002"),
)

# road, community, from, to, side
LANES = (
    ("临江路", "519901001001", 1, 60, "both"),
    ("渡口巷", "519901001001", 1, 40, "both"),
    ("望江大道", "519901001002", 2, 88, "even"),
    ("望江大道", "519901001002", 1, 87, "odd"),
    ("槐树街", "519901001003", 1, 52, "both"),
    ("青石街", "519901002001", 9, 43, "both"),
    ("石榴路", "519901002002", 1, 70, "both"),
)
SHOPS = (
    "粮油店",
    "五金店",
    "理发店",
    "早餐店",
    "水果店",
    "药店",
    "小炒店",
    "文具店",
    "打印店",
    "缝补铺",
    "烧烤店",
    "洗衣店",
)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"  # noqa: E501
GIVEN = "春燕 小满 立秋 冬至 国强 建华 秀英 桂兰 志明 淑芬 文博 海涛 雪梅 丽娟 永福 德顺 玉珍 金凤 俊杰 雨桐 子涵 明远 思源 晓峰 婷婷 佳怡 长青 守田 福生 月娥 兰香 庆丰 树根 水生 铁柱 春生 秋实 新民 卫东 红梅 素芳 克勤 念慈 怀仁 安宁 若兰 知行 嘉树 清和 采薇".split()  # noqa: E501, SIM905


@dataclass(frozen=True)
class PlaceRow:
    """One row in the shape of the places import."""

    kind: str
    code: str
    name: str
    parent: str
    facts: dict[str, str] = field(default_factory=dict)


def place_rows() -> Iterator[PlaceRow]:
    """Every place of the town, parents first."""
    yield PlaceRow("county", COUNTY, "青禾县", "")
    for number, (code, name) in enumerate(STREETS, start=1):
        yield PlaceRow("street", code, name, COUNTY, {"phone": f"88000{number}00"})
    for number, (code, name, _grids) in enumerate(COMMUNITIES, start=1):
        yield PlaceRow("community", code, name, f"{code[:9]}000", {"phone": f"880010{number}0"})
    yield from _grids_and_lanes()
    for estate in ESTATES:
        yield from _estate(estate)
    yield from _shops()


def grid_of(estate: EstatePlan) -> str:
    """Estates of a community are shared out over its residents' grids in turn."""
    grids = next(count for code, _name, count in COMMUNITIES if code == estate.community)
    position = [item.name for item in ESTATES if item.community == estate.community].index(estate.name)
    return f"{estate.community}{position % grids + 1:03d}"


def estate_code(estate: EstatePlan) -> str:
    position = [item.name for item in ESTATES if item.community == estate.community].index(estate.name)
    return f"{estate.community}-{position + 1:02d}"


def lane_code(index: int) -> str:
    return f"{LANES[index][1]}-L{index + 1:02d}"


def street_of(community: str) -> str:
    """The name of the street office's area in which a community lies."""
    return next(name for code, name in STREETS if code[:9] == community[:9])


def _grids_and_lanes() -> Iterator[PlaceRow]:
    for code, name, grids in COMMUNITIES:
        for number in range(1, grids + 1):
            yield PlaceRow(
                "grid", f"{code}{number:03d}", f"{name}第{number}网格", code, {"grid_kind": "residents"}
            )
    for number, (name, community) in enumerate(INSTITUTIONS, start=101):
        grid = f"{community}{number}"
        yield PlaceRow("grid", grid, f"{name}专属网格", community, {"grid_kind": "dedicated"})
        yield PlaceRow("institution", f"{community}-I{number}", name, community, {"grid": grid})
    for number, (road, community, first, last, side) in enumerate(LANES, start=1):
        words = {"odd": "单号侧", "even": "双号侧", "both": ""}[side]
        facts = {"road": road, "from_number": str(first), "to_number": str(last), "side": side}
        yield PlaceRow("lane", lane_code(number - 1), f"{road}{first}号至{last}号{words}", community, facts)


def _estate(estate: EstatePlan) -> Iterator[PlaceRow]:
    code, grid = estate_code(estate), grid_of(estate)
    lacks = dict(zip(("lacks_manager", "lacks_department", "lacks_guard"), estate.lacks, strict=True))
    facts = {"grid": grid, "estate_kind": estate.kind} | {
        key: "是" if value else "否" for key, value in lacks.items()
    }
    yield PlaceRow("estate", code, estate.name, estate.community, facts)
    buildings, units, floors, homes = estate.shape
    if not buildings:
        road = "渡口巷" if "渡口" in estate.name else "槐树街"
        for number in range(1, homes + 1):
            yield PlaceRow(
                "home", f"{code}-{number}", f"{number}号院", code, {"road": road, "road_number": str(number)}
            )
    for building in range(1, buildings + 1):
        yield PlaceRow("building", f"{code}-{building}", f"{building}栋", code)
        for unit in range(1, units + 1):
            yield PlaceRow("unit", f"{code}-{building}-{unit}", f"{unit}单元", f"{code}-{building}")
            for floor in range(1, floors + 1):
                for door in range(1, homes + 1):
                    room = f"{floor}{door:02d}"
                    yield PlaceRow(
                        "home", f"{code}-{building}-{unit}-{room}", f"{room}室", f"{code}-{building}-{unit}",
                        {"floor": str(floor)},
                    )  # fmt: skip


def _shops() -> Iterator[PlaceRow]:
    dice = Random(7)
    for number, (road, community, first, last, side) in enumerate(LANES, start=1):
        step = 1 if side == "both" else 2
        for position, house in enumerate(range(first, min(last, first + 36 * step) + 1, step * 2)):
            name = f"{dice.choice(SURNAMES)}记{SHOPS[(position + number) % len(SHOPS)]}"
            facts = {"road": road, "road_number": str(house)}
            yield PlaceRow("shop", f"{community}-S{number}-{house}", name, community, facts)


def names(seed: int) -> Iterator[str]:
    """Names without end, each once."""
    dice = Random(seed)
    used: set[str] = set()
    while True:
        name = dice.choice(SURNAMES) + dice.choice(GIVEN)
        if name not in used:
            used.add(name)
            yield name
