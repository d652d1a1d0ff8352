"""A line of the sheet of places: its columns, and what its cells say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.sheets import BadCell, Column, Row, means, read_flag, read_number
from linli.places.models import EstateKind, GridKind, LaneSide, PlaceKind

COLUMNS = (
    Column("kind", ("类别", "类型"), required=True, example="小区",
           help=gettext_lazy("区县、街道、社区、网格、街巷、小区、楼栋、单元、住户、商铺、单位")),
    Column("name", ("名称",), required=True, example="示例花园", max_length=80),
    Column("code", ("编码", "代码"), max_length=80,
           help=gettext_lazy("区县、街道、社区 12 位，网格 15 位；其余可空着，系统按上级编码生成")),
    Column("parent", ("上级", "上级编码", "所属"), example="示例街道/示例社区", max_length=200,
           help=gettext_lazy("上级的编码，或从上到下的名称，用 / 隔开：临江街道/柳岸社区/柳岸花园/3栋")),
    Column("grid", ("网格", "网格编码"), max_length=80, help=gettext_lazy("所在网格的 15 位编码")),
    Column("estate_kind", ("小区类型",), example="商品房",
           help=gettext_lazy("商品房、商住、老旧、还房(安置)、平房院落、单位家属院")),
    Column("lacks_manager", ("无物管",), example="否", help=gettext_lazy("是或否")),
    Column("lacks_department", ("无主管部门",), example="否", help=gettext_lazy("是或否")),
    Column("lacks_guard", ("无人防物防",), example="否", help=gettext_lazy("是或否")),
    Column("floor", ("楼层",), help=gettext_lazy("住户所在楼层，地下写负数")),
    Column("road", ("路名", "道路"), max_length=60, help=gettext_lazy("街巷、沿街商铺和住户的路名")),
    Column("road_number", ("门牌号", "门牌"), help=gettext_lazy("沿街的门牌号，只填数字")),
    Column("from_number", ("起号",), help=gettext_lazy("街巷从几号")),
    Column("to_number", ("止号",), help=gettext_lazy("街巷到几号")),
    Column("side", ("单双号", "侧"), help=gettext_lazy("双侧、单号、双号；空着算双侧")),
    Column("grid_kind", ("网格类型",), help=gettext_lazy("居民网格或专属网格")),
    Column("households", ("户数",)),
    Column("phone", ("电话",), max_length=20, help=gettext_lazy("社区、街道对外的电话，印在码牌上")),
)  # fmt: skip

_KINDS = {
    "区县": "county", "区": "county", "县": "county", "街道": "street", "乡镇": "street", "镇": "street", "乡": "street",
    "社区": "community", "村": "community", "网格": "grid", "街巷": "lane", "小区": "estate", "院落": "estate",
    "楼栋": "building", "楼": "building", "栋": "building", "单元": "unit", "住户": "home", "房屋": "home", "户": "home",
    "商铺": "shop", "商户": "shop", "单位": "institution", "机构": "institution",
}  # fmt: skip
_ESTATES = {"安置": "resettlement", "还房": "resettlement", "安置房": "resettlement", "院落": "courtyard",
            "家属院": "workplace", "老旧小区": "old"}  # fmt: skip
_GRIDS = {"居民": "residents", "专属": "dedicated"}
_SIDES = {"单号": "odd", "单": "odd", "双号": "even", "双": "even", "": "both"}


@dataclass(frozen=True, slots=True)
class Line:
    """One place as a sheet gives it. ``None`` and "" mean that the sheet says nothing, and change nothing."""

    line: int
    kind: str
    name: str
    code: str = ""
    parent: str = ""
    grid: str = ""
    road: str = ""
    road_number: int | None = None
    floor: int | None = None
    phone: str = ""
    estate_kind: str = ""
    lacks_manager: bool | None = None
    lacks_department: bool | None = None
    lacks_guard: bool | None = None
    grid_kind: str = ""
    households: int | None = None
    from_number: int | None = None
    to_number: int | None = None
    side: str = ""


def kind_of(row: Row) -> str:
    """Raises BadCell."""
    return _choice(row["kind"], "kind", PlaceKind, _KINDS)


def parse(row: Row) -> Line:
    """Raises BadCell, its ``field`` the key of the column."""
    kind = kind_of(row)
    is_lane, is_estate, is_grid = (kind == one for one in ("lane", "estate", "grid"))
    if is_lane and not row["road"]:
        raise BadCell(_("街巷要写路名"), field="road")
    if is_estate and not row["estate_kind"]:
        raise BadCell(_("小区要写小区类型"), field="estate_kind")
    first = _number(row, "from_number", needed=is_lane)
    last = _number(row, "to_number", needed=is_lane)
    if first is not None and last is not None and first > last:
        raise BadCell(_("起号不能大于止号"), field="to_number")
    return Line(
        line=row.line,
        kind=kind,
        name=" ".join(row["name"].split()),
        code=row["code"],
        parent=row["parent"],
        grid=row["grid"],
        road=row["road"],
        road_number=_number(row, "road_number"),
        floor=_number(row, "floor", least=-20, most=200),
        phone=row["phone"],
        estate_kind=_choice(row["estate_kind"], "estate_kind", EstateKind, _ESTATES) if is_estate else "",
        lacks_manager=_flag(row, "lacks_manager"),
        lacks_department=_flag(row, "lacks_department"),
        lacks_guard=_flag(row, "lacks_guard"),
        grid_kind=_choice(row["grid_kind"] or "residents", "grid_kind", GridKind, _GRIDS) if is_grid else "",
        households=_number(row, "households", most=1_000_000),
        from_number=first,
        to_number=last,
        side=_choice(row["side"], "side", LaneSide, _SIDES) if is_lane else "",
    )


def _choice(
    text: str, field: str, choices: type[PlaceKind | EstateKind | GridKind | LaneSide], words: dict[str, str]
) -> str:
    if text in words:
        return words[text]
    if text in choices.values:
        return text
    for choice in choices:
        if means(text, choice):
            return str(choice.value)
    known = "、".join(str(choice.label) for choice in choices)
    raise BadCell(
        _("没有“%(text)s”这一类，可填：%(known)s") % {"text": text[:20], "known": known}, field=field
    )


def _number(row: Row, field: str, *, needed: bool = False, least: int = 0, most: int = 99_999) -> int | None:
    if not row[field]:
        if needed:
            raise BadCell(_("这一格必须填"), field=field)
        return None
    return read_number(row[field], field=field, least=least, most=most)


def _flag(row: Row, field: str) -> bool | None:
    return read_flag(row[field], field=field) if row[field] else None
