"""Numbers of local practice: what no law fixes and each town may change, with where the number comes from.

Lines of domain.md marked [S] or [K] stand here as data, never in code. A row of ``models.Practice`` overrides one.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Rule:
    """One number: its key, what it is when nobody changed it, the most it may be, its unit and meaning, its source."""

    key: str
    amount: int
    most: int
    unit: str | Promise
    words: str | Promise
    source: str

    least: int = 0


_OWN = "own choice"
_HOURS, _DAYS, _WORKING_DAYS, _TIMES = _("小时"), _("天"), _("个工作日"), _("次")

RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("intake_minutes", 120, 2400, _("工作分钟"), _("受理岗归类一件诉求的时间"), _OWN, 1),
        Rule("neighbour_hours", 4, 48, _HOURS, _("先问楼栋长等邻里，多久没回音就转办"), _OWN, 1),
        Rule("callback_days", 3, 15, _WORKING_DAYS, _("答复后多久内回访"), _OWN, 1),
        Rule("callback_tries", 3, 9, _TIMES, _("联系不上，试几次算无效回访"), "design 4 [K]", 1),
        Rule("info_times", 2, 5, _TIMES, _("一件最多请居民补充几次"), "design 4 [K]"),
        Rule("info_days", 5, 15, _DAYS, _("等居民补充，时限最多暂停几天"), "design 4 [K]", 1),
        Rule("objection_hours", 24, 72, _HOURS, _("派单后多久内可以提派单异议"), "domain 1.3 [K]", 1),
        Rule("objection_times", 2, 5, _TIMES, _("一件最多提几次派单异议"), "domain 1.3 [K]"),
        Rule("extension_times", 1, 3, _TIMES, _("一件最多延期几次"), "domain 1.3 [K]"),
        Rule("extension_days", 15, 60, _WORKING_DAYS, _("一次延期最多几个工作日"), "domain 1.3 [K]", 1),
        Rule("hold_days", 180, 730, _DAYS, _("暂缓一次最多多久"), "domain 1.3 [K]", 1),
        Rule("decide_hours", 8, 80, _("工作小时"), _("申请多久内审批"), _OWN, 1),
        Rule("redo_days", 15, 90, _DAYS, _("办结后多久内可以要求重办"), "domain 1.5 [K]", 1),
        Rule("redo_times", 1, 5, _TIMES, _("一件最多重办几次，再反映算新件"), "design 4 [K]"),
        Rule("part_days", 3, 30, _WORKING_DAYS, _("协办没有另约时间时，几个工作日内办完"), _OWN, 1),
        Rule("respond_hours", 2, 72, _HOURS, _("吹哨后多久内应哨"), _OWN, 1),
        Rule("remind_head_hours", 4, 240, _HOURS, _("超期多久提醒单位负责人"), _OWN, 1),
        Rule("remind_coordinator_hours", 24, 480, _HOURS, _("超期多久提醒上级协调岗"), _OWN, 1),
        Rule(
            "alike_days", 30, 365, _DAYS, _("往前多少天里找相似诉求"), "domain 2.4 [S] uses 50 m and 24 h", 1
        ),
    )
}
