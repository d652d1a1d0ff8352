"""How sheets of other platforms are laid out: our keys, and the headings that an installation starts with.

The headings follow those seen in real exports of a city's 12345 hotline; a town sets its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# Our keys of a row that comes in, with what each means.
WORDS_IN = {
    "id": _("工单编号"), "channel": _("来源渠道"), "kind": _("工单类型"), "category": _("问题分类"), "tags": _("标签"),
    "title": _("标题"), "words": _("主要内容"), "name": _("诉求人"), "phone": _("电话"), "secret": _("是否保密"),
    "district": _("区县"), "street": _("街道"), "community": _("社区"), "place": _("小区或地点"),
    "time": _("来电时间"), "sent_at": _("派单时间"), "due": _("办理时限"), "mark": _("催办、重办、督办标记"),
    "reply": _("原来的答复"), "closed_at": _("原来的办结时间"),
}  # fmt: skip
# Our keys of an answer that goes back.
WORDS_OUT = {
    "number": _("工单编号"), "receipt": _("受理编号"), "matter": _("事项"), "lead": _("主办单位"), "role": _("工单性质"),
    "registered_at": _("登记时间"), "signed_at": _("签收时间"), "due_at": _("平台时限"), "contacted_at": _("首次联系时间"),
    "outcome": _("办理结果"), "answer": _("答复内容"), "finished_at": _("答复时间"),
    "is_valid_callback": _("是否有效回访"), "was_contacted": _("是否联系"), "is_solved": _("是否解决"),
    "satisfaction": _("是否满意"), "returns": _("返工次数"),
}  # fmt: skip
KEYS_IN, KEYS_OUT = tuple(WORDS_IN), tuple(WORDS_OUT)


@dataclass(frozen=True, slots=True)
class Layout:
    """A platform that an installation starts with; see ``models.Platform`` for the two kinds of columns."""

    code: str
    name: str
    columns_in: Mapping[str, str]
    columns_out: tuple[tuple[str, str], ...]

    def facts(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "columns_in": dict(self.columns_in),
            "columns_out": [list(pair) for pair in self.columns_out],
        }


STARTING = (
    Layout(
        "city-12345",
        "市 12345 热线",
        {
            "id": "工单编号", "channel": "来源渠道", "kind": "工单类型", "category": "问题分类", "tags": "标签",
            "title": "标题", "words": "主要内容", "name": "来电人", "phone": "联系方式", "secret": "是否保密",
            "district": "被反映区", "street": "被反映街乡镇", "community": "被反映社区(村)", "place": "小区点位",
            "time": "来电时间", "sent_at": "派单时间", "due": "办理时限", "mark": "催办标记",
        },
        (
            ("工单编号", "number"), ("涉及单位", "lead"), ("工单性质", "role"), ("签收时间", "signed_at"),
            ("办理时限", "due_at"), ("首次联系时间", "contacted_at"), ("办理结果", "outcome"), ("回复内容", "answer"),
            ("办结时间", "finished_at"), ("是否有效回访", "is_valid_callback"), ("是否联系", "was_contacted"),
            ("是否解决", "is_solved"), ("是否满意", "satisfaction"),
        ),
    ),
)  # fmt: skip


def fault_of(columns_in: Mapping[str, str], columns_out: list[tuple[str, str]]) -> str:
    """Which key or heading cannot stand: an unknown key, an empty or a doubled heading; "" when all can."""
    for key in columns_in:
        if key not in KEYS_IN:
            return key
    for _heading, key in columns_out:
        if key not in KEYS_OUT:
            return key
    for titles in (list(columns_in.values()), [title for title, _our in columns_out]):
        bare = [title.strip() for title in titles]
        doubled = next((title for title in bare if not title or bare.count(title) > 1), None)
        if doubled is not None:
            return doubled or "…"
    needed = "id" if "id" not in columns_in else "words" if not {"words", "title"} & set(columns_in) else ""
    return needed or ("" if any(key == "number" for _heading, key in columns_out) else "number")
