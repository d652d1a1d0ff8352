"""Writing Excel. Text is always written as text: a cell that begins with "=" never becomes a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from linli.kernel.sheets.shapes import BadFile, Column
from linli.kernel.sheets.values import SHANGHAI

_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
TEXT_LIMIT = 32_767  # Excel's own limit of a cell


def template(columns: Sequence[Column], *, sheet_name: str) -> bytes:
    """An Excel file to fill in: headings, help as comments, one example row (which an import passes over)."""
    example = {column.key: column.example for column in columns}
    return workbook([(sheet_name, columns, [example])])


def workbook(sheets: Sequence[tuple[str, Sequence[Column], Iterable[Mapping[str, object]]]]) -> bytes:
    """An Excel file of (name, columns, rows); a row is values by column key: text, numbers, days, instants, None."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, dict(_SAFE))
    formats = {
        "must": book.add_format({"bold": True, "bg_color": "#FFF2CC", "bottom": 1}),
        "may": book.add_format({"bold": True, "bg_color": "#EDEDED", "bottom": 1}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for name, columns, rows in sheets:
        sheet = book.add_worksheet(name[:31])
        _write_headings(sheet, columns, formats)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                _write_cell(sheet, line, place, row.get(column.key), formats)
    book.close()
    return buffer.getvalue()


def _write_headings(sheet: Any, columns: Sequence[Column], formats: dict[str, Any]) -> None:
    for place, column in enumerate(columns):
        wide = max(len(column.title) * 2 + 4, min(len(column.example) * 2, 40), 10)
        sheet.set_column(place, place, wide, formats["text"])
        sheet.write_string(0, place, column.title, formats["must" if column.required else "may"])
        if column.help:
            sheet.write_comment(0, place, str(column.help), {"x_scale": 2})
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Any, line: int, place: int, value: object, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(line, place, "是" if value else "否", formats["text"])
        case int() if abs(value) < 10**11:
            sheet.write_number(line, place, value)
        case float():
            sheet.write_number(line, place, value)
        case datetime():
            local = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(line, place, local, formats["moment"])
        case date():
            sheet.write_datetime(line, place, value, formats["day"])
        case _:
            sheet.write_string(line, place, str(value)[:TEXT_LIMIT], formats["text"])


_OBEYED = ("=", "+", "-", "@")


def comma_separated(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> bytes:
    """A CSV file with a byte order mark, so that Excel reads the characters right; instants in Shanghai's time. Text that
    a table program would obey as a formula gets an apostrophe before it.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(column.title for column in columns)
    for row in rows:
        writer.writerow(_words(row.get(column.key)) for column in columns)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{value.astimezone(SHANGHAI) if value.tzinfo else value:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d}"
        case str() if value.startswith(_OBEYED):
            return f"'{value}"
        case _:
            return str(value)


def save(path: Path, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> None:
    """Write the rows into an .xlsx or .csv file, as its name ends. Raises BadFile on another ending."""
    match path.suffix.lower():
        case ".xlsx":
            path.write_bytes(workbook([(name, columns, rows)]))
        case ".csv":
            path.write_bytes(comma_separated(columns, rows))
        case _:
            raise BadFile(gettext("文件名要以 .xlsx 或 .csv 结尾。"))
