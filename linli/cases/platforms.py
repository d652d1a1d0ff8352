"""How sheets of other platforms are laid out: our keys, and the headings that an installation starts with.

The headings follow those seen in real exports of a city's 12345 hotline; a town sets its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Our keys of a row that comes in, with what each means.
KEYS_IN = (
    "id", "channel", "kind", "category", "tags", "title", "words", "name", "phone", "secret", "district", "street",
    "community", "place", "time", "sent_at", "due", "mark", "reply", "closed_at",
)  # fmt: skip
# Our keys of an answer that goes back.
KEYS_OUT = (
    "number", "receipt", "matter", "lead", "role", "registered_at", "signed_at", "due_at", "contacted_at", "outcome", "answer",
    "finished_at", "is_valid_callback", "was_contacted", "is_solved", "satisfaction", "returns",
)  # fmt: skip


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
    for _title, key in columns_out:
        if key not in KEYS_OUT:
            return key
    for titles in (list(columns_in.values()), [title for title, _key in columns_out]):
        bare = [title.strip() for title in titles]
        doubled = next((title for title in bare if not title or bare.count(title) > 1), None)
        if doubled is not None:
            return doubled or "…"
    needed = "id" if "id" not in columns_in else "words" if not {"words", "title"} & set(columns_in) else ""
    return needed or ("" if any(key == "number" for _title, key in columns_out) else "number")
