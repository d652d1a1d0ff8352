"""`linli import cases FILE`: demands of former days, from any hotline's sheet."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions
from linli.cases.drafts import Draft
from linli.cases.models import Channel, DemandKind, Report, UnplacedWhy
from linli.cases.placing import Memory
from linli.kernel import sheets
from linli.kernel.actor import Actor, importer
from linli.kernel.refusals import Refusal
from linli.kernel.sheets import BadCell, BadFile, Column, ImportCommand, Row, Tally
from linli.organisations import queries as organisations
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
)

_KINDS = {str(kind.label): kind for kind in DemandKind} | {kind.value: kind for kind in DemandKind}
_CHANNELS = (
    ("电话", Channel.PHONE), ("热线", Channel.PHONE), ("扫码", Channel.CODE), ("入户", Channel.DOOR), ("来访", Channel.VISIT),
    ("网", Channel.WEB), ("微信", Channel.WEB), ("app", Channel.WEB), ("小程序", Channel.WEB),
)  # fmt: skip
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)", re.DOTALL)
_LOOKS_LIKE_CODE = re.compile(r"[0-9]{9,}[0-9A-Za-z-]*")
_NO_PLACE = {"无", "-", "/", "不详", "未知", "暂无"}
# Where a refusal names a field of a demand, the column that it came from.
_COLUMN_OF = {"happened_at": "time", "outer_number": "id"}


class NoDesk(Refusal):
    """Cases that no seat holds would lie where nobody looks."""

    words = _("还没有受理岗，导入的诉求没有人接。请先建立单位和受理岗（linli import bodies）。")
    field = "place"


class UnknownPlace(Refusal):
    words = _("没有这个地点编码。")
    field = "place"


class Doubled(Refusal):
    field = "id"


class Command(ImportCommand):
    help = "Import demands of former days: they keep their times, start no clock and no letter, and are never late."
    columns: Sequence[Column] = (_WORDS, _TITLE, *_REST)
    batch = 100
    sheet_name = "诉求"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--source", default="", help="name of the system the rows come from (default: FILE)"
        )

    def prepare(self, options: dict[str, Any]) -> None:
        """The area of ``--place``, and which of words and title the file has. A row may lack one of the two where the
        headings stand on the first line.
        """
        self.source = (options["source"] or Path(options["file"]).name)[:60]
        self.actor: Actor = importer(_("导入 %s") % self.source)
        self.within: Place | None = None
        if options["place"]:
            self.within = places.by_code(options["place"])
            if self.within is None:
                raise UnknownPlace(_("没有这个地点编码：%s") % options["place"])
        if organisations.intake_desk(self.within) is None:
            raise NoDesk
        self.lines: dict[str, int] = {}
        self.known: set[str] = set()
        self.why: Counter[str] = Counter()
        self.columns = _columns_for(
            options["file"], dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        )

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        keys = [_number(row) for row in rows]
        found = Report.objects.filter(source=self.source, outer_number__in=keys)
        self.known = {key for key in found.values_list("outer_number", flat=True) if key} - set(self.lines)
        self.memory = Memory()
        super().take_batch(rows, tally)

    def take_row(self, row: Row, tally: Tally) -> None:
        number = _number(row)
        first = self.lines.setdefault(number, row.line)
        if first != row.line:
            raise Doubled(
                _("编号重复：第 %s 行已经有了") % first if row["id"] else _("和第 %s 行完全一样") % first
            )
        if number in self.known:
            tally.already += 1
            return
        try:
            self._register(row, number, tally)
        except actions.AlreadyRegistered:  # another run of the same file came first
            tally.already += 1
        except Refusal as refusal:
            refusal.field = _COLUMN_OF.get(refusal.field, refusal.field)
            raise

    def _register(self, row: Row, number: str, tally: Tally) -> None:
        closed_at = _moment(row, "closed_at")
        taken = actions.register_history(
            draft=self._draft(row, number),
            reply=row["reply"],
            closed_at=closed_at,
            by=self.actor,
            now=timezone.now(),
            memory=self.memory,
        )
        tally.added += 1
        if taken.case.unplaced_why:
            tally.unplaced += 1
            self.why[taken.case.unplaced_why] += 1
        else:
            tally.placed += 1

    def _draft(self, row: Row, number: str) -> Draft:
        place, place_words = _place(row["place"])
        return Draft(
            words=row["words"],
            title=row["title"],
            place=place,
            place_words=place_words,
            within=self.within,
            kind=_kind(row["kind"]),
            channel=_channel(row["channel"]),
            name=row["name"],
            phone=_phone(row["phone"]),
            source=self.source,
            outer_number=number,
            happened_at=_moment(row, "time"),
        )

    def finish(self, tally: Tally) -> None:
        for why, count in self.why.most_common():
            tally.notes.append(
                _("待归类 %(count)s 件：%(why)s") % {"count": count, "why": UnplacedWhy(why).label}
            )


def _columns_for(path: str, mapping: dict[str, str]) -> tuple[Column, ...]:
    """The columns with the one that the file must have. Raises BadFile where it has neither words nor titles."""
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


def _number(row: Row) -> str:
    """The number in the other system; without one, a digest of what the row says, so that a second run knows it."""
    if row["id"]:
        return row["id"]
    said = "\x1f".join(row[key] for key in ("time", "title", "words", "place", "phone"))
    return f"#{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _moment(row: Row, key: str) -> datetime | None:
    """The instant in a cell. 07/31/2010 is month first, as American sheets write it, unless that is impossible."""
    text = row[key]
    found = _MONTH_FIRST.fullmatch(text)
    if found:
        month, day, year, rest = found.groups()
        if int(month) > 12:
            month, day = day, month
        text = f"{year}-{month}-{day}{rest}"
    return sheets.read_moment(text, field=key) if text else None


def _place(text: str) -> tuple[Place | None, str]:
    """The place of a code, or words to look for."""
    if text in _NO_PLACE:
        return None, ""
    if not _LOOKS_LIKE_CODE.fullmatch(text):
        return None, text
    place = places.by_code(text)
    if place is None:
        raise UnknownPlace(_("没有这个地点编码：%s") % text)
    return place, ""


def _kind(text: str) -> DemandKind:
    if len(text) > 10:
        raise BadCell(_("这不像诉求类型，列是不是放错了：%s") % text[:20], field="kind")
    found = next((kind for words, kind in _KINDS.items() if words in text), None)
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
