"""Numbers of local practice: what no law fixes and each town may change, with where the number comes from.

Lines of domain.md marked [S] or [K] stand here as data, never in code. A row of ``models.Practice`` overrides one.
A process keeps the changed numbers at hand, so that clocks reckon with them without a statement; it looks again after
``FRESH_FOR`` seconds, and at once where it made the change itself.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Practice

FRESH_FOR = 60.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One number: its key, what it is when nobody changed it, the most it may be, its unit and meaning, its source."""

    key: str
    amount: int
    most: int
    unit: str | Promise
    words: str | Promise
    source: str | Promise

    least: int = 0


# Own choice; a form of practice known from many towns (domain.md [K]); a single town's (domain.md [S]).
_OWN, _KNOWN = _("自定"), _("各地常见做法")
_HOURS, _DAYS, _WORKING_DAYS, _TIMES = _("小时"), _("天"), _("个工作日"), _("次")

RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("intake_minutes", 120, 2400, _("工作分钟"), _("受理岗归类一件诉求的时间"), _OWN, 1),
        Rule("neighbour_hours", 4, 48, _HOURS, _("先问楼栋长等邻里，多久没回音就转办"), _OWN, 1),
        Rule("callback_days", 3, 15, _WORKING_DAYS, _("答复后多久内回访"), _OWN, 1),
        Rule("callback_tries", 3, 9, _TIMES, _("联系不上，试几次算无效回访"), _KNOWN, 1),
        Rule("callback_gap_hours", 2, 48, _HOURS, _("联系不上，最少隔多久再试一次"), _OWN),
        Rule("info_times", 2, 5, _TIMES, _("一件最多请居民补充几次"), _KNOWN),
        Rule("info_days", 5, 15, _DAYS, _("等居民补充，时限最多暂停几天"), _KNOWN, 1),
        Rule("objection_hours", 24, 72, _HOURS, _("派单后多久内可以提派单异议"), _KNOWN, 1),
        Rule("objection_times", 2, 5, _TIMES, _("一件最多提几次派单异议"), _KNOWN),
        Rule("extension_times", 1, 3, _TIMES, _("一件最多延期几次"), _KNOWN),
        Rule("extension_days", 15, 60, _WORKING_DAYS, _("一次延期最多几个工作日"), _KNOWN, 1),
        Rule("hold_days", 180, 730, _DAYS, _("暂缓一次最多多久"), _KNOWN, 1),
        Rule("decide_hours", 8, 80, _("工作小时"), _("申请多久内审批"), _OWN, 1),
        Rule("redo_days", 15, 90, _DAYS, _("办结后多久内可以要求重办"), _KNOWN, 1),
        Rule("redo_times", 1, 5, _TIMES, _("一件最多重办几次，再反映算新件"), _KNOWN),
        Rule("part_days", 3, 30, _WORKING_DAYS, _("协办没有另约时间时，几个工作日内办完"), _OWN, 1),
        Rule("respond_hours", 2, 72, _HOURS, _("吹哨后多久内应哨"), _OWN, 1),
        Rule("remind_head_hours", 4, 240, _HOURS, _("超期多久提醒单位负责人"), _OWN, 1),
        Rule("remind_coordinator_hours", 24, 480, _HOURS, _("超期多久提醒上级协调岗"), _OWN, 1),
        Rule("alike_days", 30, 365, _DAYS, _("往前多少天里找相似诉求"), _OWN, 1),
    )
}

# How the page puts them together: what belongs to the same moment of a demand.
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        _("受理和派单"),
        ("intake_minutes", "neighbour_hours", "objection_hours", "objection_times", "alike_days"),
    ),
    (_("请居民补充"), ("info_times", "info_days")),
    (_("延期、暂缓和审批"), ("extension_times", "extension_days", "hold_days", "decide_hours")),
    (_("协办和吹哨"), ("part_days", "respond_hours")),
    (_("回访和重办"), ("callback_days", "callback_tries", "callback_gap_hours", "redo_days", "redo_times")),
    (_("超期提醒"), ("remind_head_hours", "remind_coordinator_hours")),
)

_kept: tuple[float, dict[str, int]] | None = None
_changed_in: object = None


def amount(key: str) -> int:
    """The number that holds, in the unit of its rule. Raises KeyError for a key that no rule has."""
    return _changed().get(key, RULES[key].amount)


def forget() -> None:
    """Drop what this process has at hand. What the changing transaction reads is kept by nobody: it may be undone."""
    global _kept, _changed_in
    _kept = None
    _changed_in = _transaction()


def _changed() -> dict[str, int]:
    global _kept
    inside = _transaction()
    if inside is not None and inside is _changed_in:
        return _read()
    kept, clock = _kept, time.monotonic()
    if kept is None or clock - kept[0] >= FRESH_FOR:
        _kept = kept = (clock, _read())
    return kept[1]


def _read() -> dict[str, int]:
    return dict(Practice.objects.values_list("key", "amount"))


def _transaction() -> object:
    """The outermost open transaction of this connection, or None."""
    blocks: list[Any] = connection.atomic_blocks
    return blocks[0] if blocks else None
