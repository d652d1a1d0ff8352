"""Rows of an Excel file as text. Dates come as YYYY-MM-DD[ HH:MM:SS], whole numbers without a point."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from linli.kernel.sheets import formulas
from linli.kernel.sheets.shapes import BadFile, Problem

UNPACKED_LIMIT = 400 * 1024 * 1024  # bytes; an Excel file is read whole
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NO_RESULT = "\x00formula"  # stands for a formula that gave an error or was never reckoned
LONG_NUMBER = "\x00number"  # stands for a number whose last digits Excel has lost
_EXACT = 10**15


def is_workbook(magic: bytes) -> bool:
    return magic in (_ZIP, _OLE)


def sheets(path: Path) -> Iterator[Iterator[tuple[int, list[str]] | Problem]]:
    """The sheets of a workbook, each as (line, cells). Raises BadFile when it is damaged, locked or a bomb."""
    _bound(path)
    empty = formulas.without_result(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                yield _lines(book.get_sheet_by_name(name).iter_rows(), empty.get(name, frozenset()))
    except CalamineError as error:
        raise BadFile(_("Excel 文件不完整、加了密码或已损坏：%s") % str(error)[:120]) from error


def _lines(
    rows: Iterable[Iterable[object]], empty: frozenset[formulas.Cell]
) -> Iterator[tuple[int, list[str]] | Problem]:
    lines = {line for line, _place in empty}
    for line, row in enumerate(rows, start=1):
        cells = [_text(value) for value in row]
        if line in lines:
            cells = [NO_RESULT if (line, place) in empty else cell for place, cell in enumerate(cells)]
        yield line, cells


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case int() | float():
            if abs(value) >= _EXACT:
                return LONG_NUMBER
            return str(int(value)) if value == int(value) else repr(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S") if value.time() != time() else f"{value:%Y-%m-%d}"
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
    return ""


def _bound(path: Path) -> None:
    """Unpack the file once, keeping nothing: a bomb or a cut is found before anything is read into memory."""
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            if path.stat().st_size > UNPACKED_LIMIT:
                raise BadFile(_("Excel 文件太大。"))
            return
    left = UNPACKED_LIMIT
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as part:
                    while chunk := part.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise BadFile(_("Excel 文件展开后太大，请拆成几个文件。"))
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise BadFile(_("Excel 文件不完整或已损坏(可能只传了一半):%s") % str(error)[:120]) from error
    except Exception as error:  # zlib.error and its like have no common parent
        if isinstance(error, BadFile):
            raise
        raise BadFile(_("Excel 文件已损坏：%s") % str(error)[:120]) from error
