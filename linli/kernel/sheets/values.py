"""Reading what stands in one cell: days, instants, numbers, yes and no."""

import re
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _

from linli.kernel.sheets.shapes import BadCell

SHANGHAI = ZoneInfo("Asia/Shanghai")
_MOMENT = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<hour>\d{1,2})[::时](?P<minute>\d{1,2})(?:[::分](?P<second>\d{1,2})?(?:\.\d+)?秒?)?分?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YES = {"是", "有", "√", "y", "yes", "true", "1", "t"}
_NO = {"", "否", "无", "×", "n", "no", "false", "0", "f"}
FIRST_YEAR, LAST_YEAR = 1900, 2100


def read_moment(text: str, *, field: str = "") -> datetime:
    """The instant in UTC of "2019/2/28 11:25:05", "2019-02-14 20:00:00", "2019年2月14日", "2019-02-14T20:00+08:00"
    and their kin. Without a zone it is Shanghai's; without a time it is midnight there. Raises BadCell.
    """
    cleaned = (
        _COMPACT.sub(r"\1-\2-\3", text.strip()) if re.match(r"\d{8}(\D|$)", text.strip()) else text.strip()
    )
    found = _MOMENT.fullmatch(cleaned)
    if found is None:
        raise BadCell(_("看不懂这个时间：%s") % text[:40], field=field)
    year, month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCell(_("年份不对：%s") % text[:40], field=field)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(found["zone"]))
    except ValueError as error:
        raise BadCell(_("没有这个日期或时间：%s") % text[:40], field=field) from error
    return moment.astimezone(UTC)


def _zone(written: str | None) -> ZoneInfo | timezone:
    """Raises ValueError on an offset of a day or more."""
    if not written:
        return SHANGHAI
    if written == "Z":
        return UTC
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))


def read_day(text: str, *, field: str = "") -> date:
    """The day in Shanghai of any text that ``read_moment`` reads. Raises BadCell."""
    return read_moment(text, field=field).astimezone(SHANGHAI).date()


def read_number(text: str, *, field: str = "", least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number; "12号", "12.0" and full-width digits are understood. Raises BadCell."""
    cleaned = text.strip().removesuffix("号").removesuffix(".0")
    if not re.fullmatch(r"[+-]?\d{1,12}", cleaned):
        raise BadCell(_("这里要填整数：%s") % text[:40], field=field)
    number = int(cleaned)
    if not least <= number <= most:
        raise BadCell(_("数字超出范围(%(least)s 到 %(most)s):%(text)s")
                      % {"least": least, "most": most, "text": text[:40]}, field=field)  # fmt: skip
    return number


def in_sheets() -> AbstractContextManager[None]:
    """Sheets are written and read in the language of the house, whatever the reader's: one that was handed out to an
    English reader is taken in by a Chinese one.
    """
    return translation.override(settings.LANGUAGE_CODE)


def label_in_sheets(choice: Choices) -> str:
    """The word of a choice as it stands in a sheet."""
    with in_sheets():
        return str(choice.label)


def means(written: str, choice: Choices) -> bool:
    """Does a cell say this choice: by its value, by its word in sheets, or by its word in the reader's language?"""
    return written in (str(choice.value), str(choice.label)) or written == label_in_sheets(choice)


def read_flag(text: str, *, field: str = "") -> bool:
    """是 or 否 in the ways people write it; an empty cell is no. Raises BadCell."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell(_("这里要填“是”或“否”：%s") % text[:40], field=field)
