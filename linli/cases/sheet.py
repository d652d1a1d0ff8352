"""A sheet of demands: which columns it may have, and what a row of it says. Any hotline's headings, or a platform's own."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.drafts import Draft
from linli.cases.models import Channel, DemandKind
from linli.kernel import sheets
from linli.kernel.refusals import Refusal
from linli.kernel.sheets import BadCell, BadFile, Column, Row
from linli.people import numbers
from linli.places import queries as places
from linli.places.models import Place

_WORDS = Column("words", ("主要内容", "内容", "诉求内容", "正文", "留言详情", "text"), required=True)
_TITLE = Column("title", ("标题", "诉求标题", "留言主题", "主题"))
_REST = (
    Column("id", ("工单编号", "编号", "诉求编号", "留言编号", "number"), max_length=80),
    Column("time", ("来电时间", "登记时间", "留言时间", "诉求时间", "时间")),
    Column("place", ("地点", "被反映地点", "小区点位", "事发地址", "地址"), max_length=200),
    Column("kind", ("工单类型", "诉求类型", "类型", "label"), max_length=20),
    Column("channel", ("来源渠道", "渠道", "来源"), max_length=40),
    Column("name", ("来电人", "诉求人", "姓名"), max_length=60),
    Column("phone", ("联系方式", "联系电话", "电话", "手机"), max_length=40),
    Column("reply", ("回复内容", "答复", "答复意见", "办理结果")),
    Column("closed_at", ("办结时间",)),
    Column("secret", ("是否保密",), max_length=10),
    Column("due", ("办理时限", "办结时限")),
    Column("mark", ("催办标记",), max_length=40),
)
COLUMNS: tuple[Column, ...] = (_WORDS, _TITLE, *_REST)
_LENGTHS = {column.key: column.max_length for column in COLUMNS}

# Where a refusal names a field of a demand, the column that it came from.
COLUMN_OF = {"happened_at": "time", "outer_number": "id"}
_CHANNELS = (
    ("电话", Channel.PHONE), ("热线", Channel.PHONE), ("扫码", Channel.CODE), ("入户", Channel.DOOR), ("来访", Channel.VISIT),
    ("网", Channel.WEB), ("微信", Channel.WEB), ("app", Channel.WEB), ("小程序", Channel.WEB),
)  # fmt: skip
_MARKS = ("重办", "催办", "督办")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)", re.DOTALL)
_LOOKS_LIKE_CODE = re.compile(r"[0-9]{9,}[0-9A-Za-z-]*")
_HAS_HOUR = re.compile(r"\d\s*[:：时点]")
_NO_PLACE = {"无", "-", "/", "不详", "未知", "暂无"}


class UnknownPlace(Refusal):
    words = gettext_lazy("没有这个地点编码。")
    field = "place"


def columns_in(path: str | Path, mapping: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with the one that the file must have. A row may lack words or title where the headings stand on the
    first line. Raises BadFile where it has neither words nor titles.
    """
    both = (_WORDS, Column(_TITLE.key, _TITLE.titles, required=True))
    for must in both:
        others = tuple(column for column in (_WORDS, _TITLE) if column.key != must.key)
        optional = tuple(Column(column.key, column.titles) for column in others)
        columns = (must, *optional, *_REST)
        try:
            rows = sheets.read(path, columns, mapping=mapping)
        except BadFile:
            if must is both[-1]:
                raise
            continue
        top = next(chain(rows, [None]))
        return (Column(must.key, must.titles), *columns[1:]) if top is not None and top.line == 2 else columns
    raise AssertionError("unreachable")


def columns_of(titles: Mapping[str, str | Sequence[str]]) -> tuple[Column, ...]:
    """The columns of a platform, each key under the platform's own titles; its number must always be there."""
    return tuple(
        Column(
            key,
            (said,) if isinstance(said, str) else tuple(said),
            required=key == "id",
            max_length=_LENGTHS.get(key, 200),
        )
        for key, said in titles.items()
    )


def number_of(row: Row) -> str:
    """The number in the other system; without one, a digest of what the row says, so that a second run knows it."""
    if row["id"]:
        return row["id"]
    said = "\x1f".join(row[key] for key in ("time", "title", "words", "place", "phone"))
    return f"#{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def moment_of(row: Row, key: str) -> datetime | None:
    """The instant in a cell. 07/31/2010 is month first, as American sheets write it, unless that is impossible."""
    text = row[key]
    found = _MONTH_FIRST.fullmatch(text)
    if found:
        month, day, year, rest = found.groups()
        if int(month) > 12:
            month, day = day, month
        text = f"{year}-{month}-{day}{rest}"
    return sheets.read_moment(text, field=key) if text else None


def due_of(row: Row) -> datetime | None:
    """The deadline of the other system; a bare day means its last second."""
    at = moment_of(row, "due")
    if at is None or _HAS_HOUR.search(row["due"]):
        return at
    return at + timedelta(days=1, seconds=-1)


def mark_of(row: Row) -> str:
    """重办, 催办 or 督办, where the other system marks the row so; else ""."""
    return next((mark for mark in _MARKS if mark in row["mark"]), "")


def draft_of(row: Row, *, source: str, within: Place | None, is_platform: bool = False) -> Draft:
    """The demand of a row. Raises BadCell, UnknownPlace, and numbers.BadPhone."""
    place, place_words = _place(row)
    return Draft(
        words=row["words"],
        title=row["title"],
        place=place,
        place_words=place_words,
        within=within,
        kind=_kind(row["kind"]),
        channel=Channel.PLATFORM if is_platform else _channel(row["channel"]),
        name=row["name"],
        phone=_phone(row["phone"]),
        is_secret=sheets.read_flag(row["secret"], field="secret") if row["secret"] else True,
        source=source,
        outer_number=number_of(row),
        happened_at=moment_of(row, "time") or moment_of(row, "sent_at"),
        outer_due_at=due_of(row),
    )


def _place(row: Row) -> tuple[Place | None, str]:
    """The place of a code, or words to look for: street and community, where they have columns of their own, first."""
    text = row["place"]
    if _LOOKS_LIKE_CODE.fullmatch(text):
        place = places.by_code(text)
        if place is None:
            raise UnknownPlace(_("没有这个地点编码：%s") % text)
        return place, ""
    parts = [row[key] for key in ("street", "community")] + [text]
    return None, " ".join(part for part in parts if part and part not in _NO_PLACE)[:200]


def _kinds() -> list[tuple[str, DemandKind]]:
    """By the word in sheets, in the reader's language, and by the value."""
    words = [(sheets.label_in_sheets(kind), kind) for kind in DemandKind]
    return words + [(word, kind) for kind in DemandKind for word in (str(kind.label), kind.value)]


def _kind(text: str) -> DemandKind:
    if len(text) > 10:
        raise BadCell(_("这不像诉求类型，列是不是放错了：%s") % text[:20], field="kind")
    found = next((kind for words, kind in _kinds() if words in text), None)
    return found or DemandKind.HELP


def _channel(text: str) -> Channel:
    if not text:
        return Channel.IMPORT
    return next((channel for words, channel in _CHANNELS if words in text.casefold()), Channel.PLATFORM)


def _phone(text: str) -> str:
    """The number to keep; one that the other system has masked is none."""
    if "*" in text or "x" in text.casefold():
        return ""
    return numbers.normalise_phone(text)
