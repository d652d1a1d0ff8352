"""How far a town has set itself up: one card for each thing, in the order a new town needs them.

Only counts are read here, each by an index or over a table that is small by nature; what takes a walk over everything
is asked for on the page of checks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases.models import Practice, StandardText
from linli.catalogue import queries as catalogue
from linli.catalogue.models import Matter
from linli.journal import queries as journal
from linli.kernel.actor import Actor
from linli.notices import queries as notices
from linli.notices.models import Route
from linli.organisations import queries as organisations
from linli.organisations.models import Body, Duty, LadderStep, Role, Seat
from linli.places import queries as places
from linli.places.models import DoorCode, Place, PlaceKind
from linli.worktime import queries as worktime
from linli.worktime.events import SUBJECT as WORKTIME

CATALOGUE_BEGAN = "catalogue.matter:starting"


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go, and the words on it."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """``said`` is how it stands, ``missing`` what there is to do and where; ``links`` lead to its pages, the first is its
    own. ``verb`` is the right by which it is seen.
    """

    name: str
    verb: str
    icon: str
    why: str
    said: list[str]
    missing: list[Link]
    links: list[Link]


def cards(actor: Actor, now: datetime) -> list[Card]:
    """The cards that this actor may see. Statements do not grow with the town's cases."""
    on = timezone.localdate(now)
    makers: tuple[tuple[str, Callable[[date, datetime], Card]], ...] = (
        ("places.edit", _places),
        ("organisations.edit", _bodies),
        ("organisations.edit", _duties),
        ("catalogue.edit", _catalogue),
        ("organisations.edit", _ladder),
        ("cases.practice", _practice),
        ("worktime.edit", _worktime),
        ("cases.dispatch", _texts),
        ("notices.routes", _routes),
        ("places.edit", _codes),
    )
    return [make(on, now) for verb, make in makers if actor.may_anywhere(verb)]


def _link(name: str, words: str, *args: object, query: str = "") -> list[Link]:
    """None where that page is not there."""
    try:
        return [Link(reverse(name, args=args) + query, words)]
    except NoReverseMatch:
        return []


def _links(*several: list[Link]) -> list[Link]:
    return [link for some in several for link in some]


def _changed(*subjects: object) -> list[str]:
    at = journal.last_of(str(subject) for subject in subjects)
    if at is None:
        return []
    day = formats.date_format(timezone.localtime(at), "MONTH_DAY_FORMAT")
    return [_("上次改动 %(day)s") % {"day": day}]


def _counted(kind: str, count: int) -> str:
    said = {
        PlaceKind.COUNTY: ngettext("%(count)s 个区县", "%(count)s 个区县", count),
        PlaceKind.STREET: ngettext("%(count)s 个街道（乡镇）", "%(count)s 个街道（乡镇）", count),
        PlaceKind.COMMUNITY: ngettext("%(count)s 个社区（村）", "%(count)s 个社区（村）", count),
        PlaceKind.GRID: ngettext("%(count)s 个网格", "%(count)s 个网格", count),
        PlaceKind.ESTATE: ngettext("%(count)s 个小区（院落）", "%(count)s 个小区（院落）", count),
        PlaceKind.BUILDING: ngettext("%(count)s 栋楼", "%(count)s 栋楼", count),
        PlaceKind.HOME: ngettext("%(count)s 户", "%(count)s 户", count),
    }
    return said[PlaceKind(kind)] % {"count": formats.number_format(count, use_l10n=True, force_grouping=True)}


_NEEDED = (PlaceKind.COUNTY, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.GRID, PlaceKind.ESTATE,
           PlaceKind.BUILDING, PlaceKind.HOME)  # fmt: skip


def _places(_on: date, _now: datetime) -> Card:
    rows = Place.objects.filter(closed_on__isnull=True, kind__in=_NEEDED).order_by()
    counts = dict(rows.values_list("kind").annotate(n=Count("pk")))
    mute = Place.objects.filter(kind=PlaceKind.COMMUNITY, closed_on__isnull=True, phone="").count()
    missing = []
    if PlaceKind.COUNTY not in counts:
        missing += _link("place_add_top", _("先新增区县"), PlaceKind.COUNTY.value)
        missing += _link("places_import", _("或者用表格一次导入"))
    elif PlaceKind.COMMUNITY not in counts:
        missing += _link("places_home", _("点开区县，往下新增街道和社区"))
    elif PlaceKind.BUILDING not in counts:
        missing += _link("places_import", _("还没有楼栋，用表格导入最快"))
    if mute:
        words = ngettext("%(count)s 个社区没有对外电话", "%(count)s 个社区没有对外电话", mute)
        missing += _link("places_home", words % {"count": mute})
    return Card(
        _("场所"), "places.edit", "geo-alt", _("从区县到住户的一棵树，诉求靠它找到该谁管。"),
        [_counted(kind, counts[kind]) for kind in _NEEDED if kind in counts] or [_("还没有地点")], missing,
        _links(_link("places_home", _("看场所")), _link("places_import", _("表格导入")), _link("places_export", _("导出"))),
    )  # fmt: skip


def _bodies(on: date, _now: datetime) -> Card:
    bodies = Body.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).count()
    seats = Seat.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).count()
    committees = Body.objects.filter(kind="community", area=OuterRef("pk"), ended_on__isnull=True)
    bare = Place.objects.filter(~Exists(committees), kind=PlaceKind.COMMUNITY, closed_on__isnull=True).count()
    missing = []
    if not bodies:
        missing += _link("body_found", _("先登记街道办和居（村）委会"))
        missing += _link("bodies_import", _("或者用表格一次导入"))
    elif bare:
        words = ngettext("%(count)s 个社区还没有居（村）委会", "%(count)s 个社区还没有居（村）委会", bare)
        missing += _link("body_found", words % {"count": bare})
    if idle := organisations.bodies_without_desk(on).count():
        words = ngettext("%(count)s 个单位没有受理岗，接不了单", "%(count)s 个单位没有受理岗，接不了单", idle)
        missing += _link("vacancies", words % {"count": idle}, query="#desks")
    said = [
        ngettext("%(count)s 个单位", "%(count)s 个单位", bodies) % {"count": bodies},
        ngettext("%(count)s 个岗位", "%(count)s 个岗位", seats) % {"count": seats},
        ngettext("%(count)s 种角色", "%(count)s 种角色", roles := Role.objects.count()) % {"count": roles},
    ]
    return Card(
        _("单位和岗位"), "organisations.edit", "diagram-3", _("谁接单、谁办理、谁协调，先设岗位再放人。"), said,
        missing,
        _links(_link("bodies", _("看单位")), _link("bodies_import", _("表格导入")), _link("bodies_export", _("导出")),
               _link("roles", _("角色")), _link("chart", _("组织架构图"))),
    )  # fmt: skip


def _duties(on: date, now: datetime) -> Card:
    holding = Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    people = holding.values("person_id").distinct().count()
    empty = organisations.vacancies(on).count()
    missing = []
    if empty:
        words = ngettext("%(count)s 个岗位空缺", "%(count)s 个岗位空缺", empty)
        missing += _link("vacancies", words % {"count": empty})
    return Card(
        _("任职"), "organisations.edit", "people", _("人来人往，岗位不动：谁从哪天到哪天在哪个岗位。"),
        [ngettext("%(count)s 人在任", "%(count)s 人在任", people) % {"count": people}], missing,
        _links(_link("vacancies", _("看空岗")), _link("people", _("登记人员")), _link("roster", _("值班表")),
               _link("away", _("请假顶岗"))),
    )  # fmt: skip


def _catalogue(on: date, now: datetime) -> Card:
    keys = list(Matter.objects.values_list("pk", flat=True).order_by("-pk")[:400])
    count = len(catalogue.current(on))
    missing = []
    if lost := len(list(catalogue.findings(now))):
        words = ngettext("%(count)s 个主办部门这里还没有", "%(count)s 个主办部门这里还没有", lost)
        missing += _link("catalogue", words % {"count": lost}, query="#departments")
    return Card(
        _("事项目录"), "catalogue.edit", "journal-text", _("什么事归谁主办，从哪一级问起，多久办好。"),
        [ngettext("%(count)s 个事项", "%(count)s 个事项", count) % {"count": count},
         *_changed(CATALOGUE_BEGAN, *(f"catalogue.matter:{key}" for key in keys))],
        missing,
        _links(_link("catalogue", _("看目录")), _link("matters_import", _("表格导入")), _link("matters_export", _("导出"))),
    )  # fmt: skip


def _ladder(_on: date, _now: datetime) -> Card:
    areas = list(LadderStep.objects.order_by().values_list("area_id", flat=True).distinct())
    said = (
        [
            ngettext("%(count)s 个地方另设了步骤", "%(count)s 个地方另设了步骤", len(areas))
            % {"count": len(areas)}
        ]
        if areas
        else [_("处处按角色自己的层级来")]
    )
    said += _changed(*(f"organisations.ladder:{key or 'everywhere'}" for key in [None, *areas]))
    return Card(
        _("分级处置"), "organisations.edit", "ladder", _("一件事先问谁，解决不了再到谁。"), said, [],
        _links(_link("ladder", _("看分级处置")), _link("ladder_try", _("试一个地方"))),
    )  # fmt: skip


def _practice(_on: date, _now: datetime) -> Card:
    changed = Practice.objects.count()
    said = (
        [ngettext("%(count)s 条按本地改过", "%(count)s 条按本地改过", changed) % {"count": changed}]
        if changed
        else [_("全部按起始数字")]
    )
    return Card(
        _("办件规则"), "cases.practice", "sliders", _("几小时应哨、延期几次、多久内可以重办这些数字。"),
        said + _changed("cases.practice"), [], _link("practice", _("看规则")),
    )  # fmt: skip


def _worktime(on: date, now: datetime) -> Card:
    official = worktime.official_years()
    wanted = {on.year, *([on.year + 1] if on.month >= 11 else [])}
    missing = []
    for year in sorted(wanted - official):
        words = _("%(year)s 年的放假安排还没有，国务院办公厅通知发布后导入") % {"year": year}
        missing += _link("days", words, query=f"?year={year}")
    tables = len(worktime.timetables())
    said = [
        ngettext("%(count)s 种上班时间", "%(count)s 种上班时间", tables) % {"count": tables},
        *([_("正式日历到 %(year)s 年") % {"year": max(official)}] if official else []),
        *_changed(WORKTIME),
    ]
    return Card(
        _("上班时间和日历"), "worktime.edit", "calendar3", _("时限只走上班的时候，放假和调休都要算对。"), said, missing,
        _links(_link("days", _("看日历")), _link("timetables", _("上班时间")), _link("days_import", _("导入放假安排"))),
    )  # fmt: skip


def _texts(_on: date, _now: datetime) -> Card:
    count = StandardText.objects.filter(retired_at__isnull=True).count()
    said = [ngettext("%(count)s 条", "%(count)s 条", count) % {"count": count}] if count else [_("还没有")]
    return Card(
        _("常用语"), "cases.dispatch", "chat-left-text", _("常写的答复和说明备好，办件时点一下就填上。"), said, [],
        _link("texts", _("看常用语")),
    )  # fmt: skip


def _routes(_on: date, _now: datetime) -> Card:
    on_count = Route.objects.filter(is_on=True).count()
    said = (
        [ngettext("%(count)s 个群开着通知", "%(count)s 个群开着通知", on_count) % {"count": on_count}]
        if on_count
        else [_("还没有群，通知只到站内收件箱")]
    )
    missing = [] if on_count else _link("route_add", _("添加一个工作群"))
    return Card(
        _("短信和群通知"), "notices.routes", "chat-dots", _("派单和超时自动说到工作群里，不用人盯。"), said, missing,
        _link("routes", _("看群通知")),
    )  # fmt: skip


def _codes(_on: date, _now: datetime) -> Card:
    hanging = DoorCode.objects.filter(retired_at__isnull=True)
    units = Place.objects.filter(kind=PlaceKind.UNIT, closed_on__isnull=True)
    bare = units.exclude(pk__in=hanging.values("place_id")).count()
    count = hanging.count()
    missing = []
    if bare:
        words = ngettext("%(count)s 个单元门还没有码", "%(count)s 个单元门还没有码", bare)
        missing += _link("labels", words % {"count": bare})
    said = ngettext("%(count)s 个码在用", "%(count)s 个码在用", count) % {"count": count}
    return Card(
        _("门牌码"), "places.edit", "qr-code", _("贴在单元门和电梯里，居民一扫就能说事；不贴住户门上。"), [said], missing,
        _link("labels", _("打印码牌")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What a walk over one room found; ``rest`` is how many more there are than are listed."""

    name: str
    url: str
    found: list[str]
    rest: int


LISTED = 20


def checked(actor: Actor, now: datetime) -> Iterator[Checked]:
    """What the rooms find wrong with what a town sets up, for those who may change it."""
    rooms = (
        ("places.edit", _("场所"), "places_home", places.findings),
        ("organisations.edit", _("单位、岗位和分级处置"), "bodies", organisations.findings),
        ("catalogue.edit", _("事项目录"), "catalogue", catalogue.findings),
        ("worktime.edit", _("上班时间和日历"), "days", worktime.findings),
        ("notices.routes", _("短信和群通知"), "routes", notices.findings),
    )
    for verb, name, url, find in rooms:
        if actor.may_everywhere(verb):
            found = [one.what for one in find(now)]
            yield Checked(name, reverse(url), found[:LISTED], max(len(found) - LISTED, 0))
