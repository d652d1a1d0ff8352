"""The sheet in which days are imported: its columns, and what its rows mean."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kernel.sheets import BadCell, Column, Row, read_day
from linli.worktime.models import DayKind

COLUMNS = (
    Column("date", ("日期",), required=True, help=_("一天一行，例如 2027-01-01"), example="2027-01-01"),
    Column("kind", ("类型", "安排"), required=True, help=_("休息 或 上班"), example="休息"),
    Column("name", ("名称", "节日"), help=_("节日名称；普通休息日可不填"), example="元旦", max_length=40),
    Column(
        "source",
        ("依据", "来源"),
        required=True,
        help=_("哪一份通知"),
        example="国务院办公厅关于2027年部分节假日安排的通知",
        max_length=120,
    ),
)
_KINDS = {
    DayKind.WORK: ("work", "上班", "工作", "工作日", "班", "调休上班", "补班"),
    DayKind.REST: ("rest", "休息", "休息日", "休", "放假", "节假日", "假"),
}


def kind_of(row: Row) -> DayKind:
    """Raises BadCell for a word that says neither."""
    word = row["kind"].strip().casefold()
    for kind, words in _KINDS.items():
        if word in words:
            return kind
    raise BadCell(_("这里要填“休息”或“上班”：%s") % row["kind"][:40], field="kind")


def day_of(row: Row) -> date:
    """Raises BadCell for what is no date."""
    return read_day(row["date"], field="date")
