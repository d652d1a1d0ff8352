"""What stands on the demo's boards: outages and works of these days, and demands that were released, followed by others."""

from datetime import datetime, timedelta
from random import Random

from linli.board import actions as board
from linli.board import queries, rules
from linli.board.models import Release
from linli.board.states import ReleaseState
from linli.cases.models import Report
from linli.config.demo.life.casting import Casting
from linli.config.demo.times import DAY, HOUR
from linli.kernel.actor import RESIDENT
from linli.places import actions as places
from linli.places import queries as place_queries
from linli.places.models import BulletinKind, Place

# estate or community, its part, kind, title, words, hours from now until it begins and that it lasts
BULLETINS = (
    ("柳岸花园", "", BulletinKind.WATER, "", "二次供水水箱清洗消毒，请提前存水；来水后先放一两分钟再用。", -2, 7),
    ("柳岸花园", "3栋", BulletinKind.LIFT, "",
     "更换钢丝绳，请走楼梯。老人、孕妇下不了楼，打物业电话，我们上门帮忙。", 20, 9),
    ("柳岸社区", "", BulletinKind.ROAD, "渡口巷路面铺沥青", "请绕行临江路，菜市场照常营业。", -26, 24 * 6),
    ("槐荫里", "", BulletinKind.POWER, "", "更换变压器，冰箱里的东西请提前安排；来电后再开大功率电器。", 15, 5),
    ("桥头家园", "", BulletinKind.SPRAY, "", "楼道和绿化带消杀，请关好窗，看好孩子和宠物。", 30, 3),
    ("石榴园小区", "", BulletinKind.HEAT, "", "换热站检修。", -60, 10),
)  # fmt: skip
SHOWN = ("0102", "0103", "0104", "02", "03", "05")  # branches that neighbours like to read of
LATELY = timedelta(days=30)
ASKED, RELEASED, REFUSED = (
    60,
    0.85,
    0.05,
)  # reports asked for, shares of what became of them; the rest still waits
MOST_FOLLOWERS = 6
WHY = "施工方案还在征求意见，定下来再公开。"


def lay_bulletins(*, now: datetime) -> int:
    """Give the notices, each by the desk of its community, before they begin. How many."""
    casting, hour = Casting(now=now), now.replace(minute=0, second=0, microsecond=0)
    for name, part, kind, title, words, begins, lasts in BULLETINS:
        place = Place.objects.get(name=name)
        narrow = place_queries.part_named(place, part) if part else place
        starts_at = hour + begins * HOUR
        desk = casting.on(casting.desk(place))
        if desk is not None and narrow is not None:
            places.publish_bulletin(
                place_id=narrow.pk, kind=kind, title=title, words=words, starts_at=starts_at,
                ends_at=starts_at + lasts * HOUR, by=desk, now=min(now, starts_at) - DAY,
            )  # fmt: skip
    return len(BULLETINS)


def live_board(*, now: datetime, seed: int) -> int:
    """Reporters of late agree, desks release what they wrote for the public, neighbours follow. How many are shown."""
    casting, dice = Casting(now=now), Random(seed)
    reports = [one for one in _suitable(now) if not rules.why_never(one.case)]
    for report in dice.sample(reports, min(ASKED, len(reports))):
        asked_at = min(report.received_at + dice.uniform(0.1, 8) * HOUR, now)
        asked = board.ask_release(report_id=report.pk, by=RESIDENT, now=asked_at)
        _decide(asked, casting, dice, min(asked_at + dice.uniform(1, 20) * HOUR, now))
    for release in queries.shown().order_by("pk"):
        if not queries.is_over(release):
            for _number in range(dice.randint(0, MOST_FOLLOWERS)):
                board.follow(public_id=release.public_id, by=RESIDENT, now=now)
    return Release.objects.filter(state=ReleaseState.RELEASED).count()


def _suitable(now: datetime) -> list[Report]:
    rows = Report.objects.filter(merged_from=None, case__merged_into=None, received_at__gte=now - LATELY)
    found = rows.select_related("case__matter__category", "case__place").order_by("pk")
    return [one for one in found if one.case.matter and one.case.matter.category.code.startswith(SHOWN)]


def _decide(asked: Release, casting: Casting, dice: Random, at: datetime) -> None:
    desk, fortune = casting.on(casting.desk(asked.case.place)), dice.random()
    if desk is None or not rules.can_release(desk, asked.case):
        return
    if fortune < RELEASED:
        draft = queries.drafted(asked)
        if (
            "[" in f"{draft.title}{draft.words}{draft.answer}"
        ):  # a reviewer would word it anew; the demo leaves it waiting
            return
        board.release(
            release_id=asked.pk, title=draft.title, words=draft.words, answer=draft.answer, by=desk, now=at
        )
    elif fortune < RELEASED + REFUSED:
        board.refuse_release(release_id=asked.pk, why=WHY, by=desk, now=at)
