"""Matters as rows of a sheet, for import and export: the same columns both ways."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.catalogue import limits
from linli.catalogue.facts import CLOCKS, MatterFacts
from linli.catalogue.models import NATIONAL_SYSTEM, DutyList, LeadKind, Rung, Urgency
from linli.kernel.sheets import BadCell, Column, label_in_sheets, means, read_flag, read_number

LIMIT_HELP = gettext_lazy(
    "如 2小时、4工作小时、5个工作日、7天；别的紧急程度写作 紧急2小时、复杂15天；空着按统一规定"
)

STARTING = (
    "catalogue.matter:starting"  # subject of the entry that tells of the load of the starting catalogue
)

COLUMNS = (
    Column("code", ("事项编码", "编码"), required=True, example="lift-fault", max_length=20),
    Column("name", ("事项名称", "名称"), required=True, example="电梯故障", max_length=80),
    Column("category", ("分类编码",), required=True, example="010301", max_length=20),
    Column("words", ("居民的说法", "说法"), required=True, example="电梯坏、电梯…停/故障",
           help=gettext_lazy("用顿号隔开;…表示中间可隔几个字,~是弱提示,-是排除")),
    Column("urgency", ("紧急程度",), help=gettext_lazy("紧急、水电气热、一般、复杂"), example="水电气热"),
    Column("lead", ("主办",), required=True, help=gettext_lazy("物业企业、社区、街道(乡镇)、部门"), example="物业企业"),
    Column("department", ("部门编码",), max_length=60, help=gettext_lazy("主办是部门时填")),
    Column("first_rung", ("最低层级",), help=gettext_lazy("0志愿者 1网格 2社区 3街道 4区县"), example="1"),
    Column("co_handlers", ("协办",), help=gettext_lazy("物业企业、社区、街道(乡镇)或部门编码，用顿号隔开"),
           example="社区、dept-fire"),
    Column("skips", ("跳过层级",), help=gettext_lazy("不问哪几级，如 志愿者、网格，或 0、1"), example="志愿者"),
    Column("duty_list", ("履职清单",), help=gettext_lazy("基本履职、配合履职、上级部门收回、不在清单")),
    Column("sign", ("签收时限",), help=LIMIT_HELP),
    Column("contact", ("首次联系时限",), help=LIMIT_HELP),
    Column("finish", ("办结时限",), help=LIMIT_HELP, example="24小时"),
    Column("needs_review", ("要审核",), help=gettext_lazy("是或否"), example="是"),
    Column("evidence", ("证据",), max_length=120, help=gettext_lazy("要居民给什么证据，空着是不要"), example="现场照片"),
    Column("is_private", ("涉及隐私",), help=gettext_lazy("是或否；是的不问志愿者，也不公开")),
    Column("may_be_public", ("可以公开",), help=gettext_lazy("是或否；空着按是否涉及隐私")),
    Column("legal_ground", ("依据",), max_length=200, example="民法典第942条"),
    Column("source", ("来源",), max_length=120),
    Column("national_code", ("国标事项编码",), max_length=11, example="01076"),
    Column("national_system", ("编码出处",), max_length=40, help=gettext_lazy("空着是 GB/T 47678.5-2026")),
)  # fmt: skip

_TEXTS = ("code", "name", "category", "department", "evidence", "legal_ground", "source", "national_code")
_FLAGS = ("needs_review", "is_private")
_CO_LEADS = (LeadKind.PROPERTY, LeadKind.COMMUNITY, LeadKind.STREET)


def facts_from(cells: Mapping[str, str]) -> MatterFacts:
    """Raises BadCell with the key of the column at fault."""
    urgency = _choice(cells, "urgency", Urgency, Urgency.ORDINARY)
    given: dict[str, Any] = {key: cells.get(key, "").strip() for key in _TEXTS}
    given |= {key: read_flag(cells.get(key, ""), field=key) for key in _FLAGS}
    rung, public = cells.get("first_rung", ""), cells.get("may_be_public", "")
    return MatterFacts(
        **given,
        words=split_words(cells.get("words", "")),
        urgency=urgency,
        lead=_choice(cells, "lead", LeadKind, None),
        duty_list=_choice(cells, "duty_list", DutyList, DutyList.NONE),
        first_rung=read_number(rung, field="first_rung", most=4) if rung else 1,
        co_handlers=tuple(_co_handler(one) for one in split_words(cells.get("co_handlers", ""))),
        skips=tuple(sorted({_rung(one) for one in split_words(cells.get("skips", ""))})),
        limits=read_limits(cells, urgency),
        may_be_public=read_flag(public, field="may_be_public") if public else not given["is_private"],
        is_local=not given["national_code"],
        national_system=cells.get("national_system", "").strip() or NATIONAL_SYSTEM,
    )


def cells_of(facts: MatterFacts) -> dict[str, Any]:
    """The row of a matter, in words that ``facts_from`` reads to the same facts."""
    said = {clock: limits.say_each(_at_urgencies(facts, clock), facts.urgency) for clock in CLOCKS}
    return {
        **{column.key: getattr(facts, column.key) for column in COLUMNS if column.key not in CLOCKS},
        **said,
        "words": "、".join(facts.words),
        "co_handlers": "、".join(_said_co_handler(one) for one in facts.co_handlers),
        "skips": "、".join(label_in_sheets(Rung(one)) for one in facts.skips),
        "urgency": label_in_sheets(Urgency(facts.urgency)),
        "lead": label_in_sheets(LeadKind(facts.lead)),
        "duty_list": label_in_sheets(DutyList(facts.duty_list)),
    }


def split_words(text: str) -> tuple[str, ...]:
    """Words written one after another, parted by 、, comma, semicolon or white space; each once, in order."""
    return tuple(dict.fromkeys(filter(None, re.split(r"[、,,;;\s]+", text))))


def read_limits(cells: Mapping[str, str], own: str) -> dict[str, dict[str, tuple[str, int]]]:
    """{urgency: {clock: limit}} of the three cells; ``own`` is the matter's urgency. Raises BadCell."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for clock in CLOCKS:
        try:
            for urgency, limit in limits.read_each(cells.get(clock, ""), own).items():
                found.setdefault(urgency, {})[clock] = limit
        except ValueError as error:
            raise BadCell(_("看不懂这个时限：%s") % cells[clock][:40], field=clock) from error
    return found


def _at_urgencies(facts: MatterFacts, clock: str) -> dict[str, tuple[str, int]]:
    return {urgency: clocks[clock] for urgency, clocks in facts.limits.items() if clock in clocks}


def _co_handler(written: str) -> str:
    """A lead by its word or value, else the code of a department; whether there is one is asked later."""
    for kind in _CO_LEADS:
        if means(written, kind):
            return str(kind)
    return "department:" + written.removeprefix("department:")


def _said_co_handler(co_handler: str) -> str:
    if co_handler.startswith("department:"):
        return co_handler.removeprefix("department:")
    return label_in_sheets(LeadKind(co_handler))


def _rung(written: str) -> int:
    """A rung by its word or number. Raises BadCell."""
    for rung in Rung:
        if means(written, rung):
            return rung.value
    raise BadCell(_("没有这一级：%s") % written[:40], field="skips")


def _choice(
    cells: Mapping[str, str], key: str, choices: type[TextChoices], default: TextChoices | None
) -> str:
    written = cells.get(key, "").strip()
    if not written and default is not None:
        return str(default)
    for choice in choices:
        if means(written, choice):
            return str(choice)
    raise BadCell(_("没有这个选项：%s") % written[:40], field=key)
