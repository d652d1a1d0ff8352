"""Reading a sheet row by row, whatever state it is in."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from linli.kernel.sheets import delimited, excel
from linli.kernel.sheets.shapes import BadFile, Column, Problem, Row

CELL_LIMIT = 100_000  # characters of one cell; the longest message in a real hotline's year has 7,881
HEADING_LINES = 10  # a title, a unit and a date often stand above the headings
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNREADABLE = re.compile(r"[\udc80-\udcff]")
_FORMULA = re.compile(r"=\s*[-+@(\"'\[{A-Za-z0-9$]")
_SUSPECT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f=\ufeff\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\udc80-\udcff]"
)
# Joiners, and the marks that turn text around: telephones put them about copied numbers, jokers into names.
_INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069")
)

Cells = tuple[int, list[str]]


def read(
    path: str | Path, columns: Sequence[Column], *, mapping: Mapping[str, str] | None = None
) -> Iterator[Row | Problem]:
    """The rows of a CSV (UTF-8 or GB18030), CSV.gz or Excel file, in order, streaming.

    Headings are looked up by title or key, in any order; ``mapping`` (key → heading) overrides the titles. A row that
    cannot be read is a Problem with its line and column; rows without any value are passed over. Raises BadFile at
    once when the file cannot be used: not there, not a sheet, headings missing.
    """
    path = Path(path)
    if not path.is_file():
        raise BadFile(_("没有这个文件：%s") % path)
    rows = _rows(path, columns, dict(mapping or {}))
    next(rows)  # the headings: what is wrong with them is raised here
    return rows  # type: ignore[return-value]


def _rows(path: Path, columns: Sequence[Column], mapping: dict[str, str]) -> Iterator[Row | Problem | None]:
    with path.open("rb") as file:
        magic = file.read(4)
    is_workbook = excel.is_workbook(magic)
    found: list[str] = []
    for source in excel.sheets(path) if is_workbook else [delimited.records(path, magic)]:
        top = list(islice(source, HEADING_LINES))
        for index, first in enumerate(top):
            if isinstance(first, Problem):
                continue
            found = found or first[1]
            places = _places(first[1], columns, mapping)
            if places and not _missing(places, columns, mapping):
                yield None
                yield from (item for item in top[:index] if isinstance(item, Problem))
                yield from _checked(
                    chain(top[index + 1 :], source), places, columns, len(first[1]), is_workbook
                )
                return
    missing = _missing(_places(found, columns, mapping), columns, mapping)
    raise BadFile(_("缺少标题：%(missing)s。文件里有：%(found)s") % {
        "missing": "、".join(missing),
        "found": "、".join(_shown(cell[:20]) for cell in found[:20] if cell) or _("(空)"),
    })  # fmt: skip


def _shown(text: str) -> str:
    """Text of a file for a message: without what a terminal obeys, or no encoding can write."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _plain(heading: str) -> str:
    return re.sub(r"[\s**]+", "", unicodedata.normalize("NFKC", heading).translate(_INVISIBLE)).casefold()


def _places(headings: list[str], columns: Sequence[Column], mapping: dict[str, str]) -> dict[str, int]:
    """Which cell of a row holds which column. Raises BadFile when two headings claim one column."""
    unknown = set(mapping) - {column.key for column in columns}
    if unknown:
        raise BadFile(_("没有这一列：%s") % "、".join(sorted(unknown)))
    plain = [_plain(heading) for heading in headings]
    places = {}
    for column in columns:
        wanted = [mapping[column.key]] if column.key in mapping else [column.key, *column.titles]
        hits = [
            place for place, heading in enumerate(plain) if heading in {_plain(title) for title in wanted}
        ]
        if len(hits) > 1:
            raise BadFile(_("标题重复：%s") % "、".join(headings[place] for place in hits))
        if hits:
            places[column.key] = hits[0]
    return places


def _missing(places: dict[str, int], columns: Sequence[Column], mapping: dict[str, str]) -> list[str]:
    return [
        mapping.get(column.key, column.title)
        for column in columns
        if column.key not in places and (column.required or column.key in mapping)
    ]


def _checked(
    source: Iterable[Cells | Problem],
    places: dict[str, int],
    columns: Sequence[Column],
    width: int,
    is_workbook: bool,
) -> Iterator[Row | Problem]:
    examples = {column.key: column.example for column in columns if column.example}
    last_needed = max((places[c.key] for c in columns if c.required and c.key in places), default=0)
    quick = _quick(places, columns, width)
    for item in source:
        if isinstance(item, Problem):
            yield item
            continue
        line, cells = item
        values = quick(cells)
        if values is not None:
            row: Row | Problem = Row(line, values)
            if not _is_example(values, examples):
                yield row
        elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield Problem(line, "", _("这一行有 %(cells)s 格，标题只有 %(width)s 格")
                          % {"cells": len(cells), "width": width})  # fmt: skip
        elif len(cells) <= last_needed and any(cell.strip() for cell in cells):
            yield Problem(line, "", _("这一行不完整：只有 %(cells)s 格，标题有 %(width)s 格")
                          % {"cells": len(cells), "width": width})  # fmt: skip
        else:
            row = _row(line, cells, places, columns, is_workbook)
            if isinstance(row, Problem) or (
                any(row.values.values()) and not _is_example(row.values, examples)
            ):
                yield row


def _is_example(values: dict[str, str], examples: dict[str, str]) -> bool:
    if not examples or any(values[key] != example for key, example in examples.items()):
        return False
    return sum(map(bool, values.values())) == len(examples)


def _quick(
    places: dict[str, int], columns: Sequence[Column], width: int
) -> Callable[[list[str]], dict[str, str] | None]:
    """The short way for a row without anything suspect; None sends it the long way, which says what is wrong."""
    blank = {column.key: "" for column in columns}
    needed = [column.key for column in columns if column.required]
    limits = [(column.key, column.max_length) for column in columns if column.max_length is not None]
    pairs = list(places.items())

    def values_of(cells: list[str]) -> dict[str, str] | None:
        text = "\n".join(cells)
        if len(cells) != width or len(text) > CELL_LIMIT or _SUSPECT.search(text):
            return None
        values = blank.copy()
        for key, place in pairs:
            values[key] = cells[place].strip()
        for key in needed:
            if not values[key]:
                return None
        for key, limit in limits:
            if len(values[key]) > limit:
                return None
        return values if needed or any(values.values()) else None

    return values_of


def _row(
    line: int, cells: list[str], places: dict[str, int], columns: Sequence[Column], is_workbook: bool
) -> Row | Problem:
    values = {}
    for column in columns:
        place = places.get(column.key, -1)
        cell = cells[place] if 0 <= place < len(cells) else ""
        if cell:
            why = _fault(cell, column, is_workbook)
            if why:
                return Problem(line, column.key, why)
            cell = cell.translate(_INVISIBLE)
        values[column.key] = cell.strip()
    if any(values.values()):
        for column in columns:
            if column.required and not values[column.key]:
                return Problem(line, column.key, _("这一格必须填"))
    return Row(line, values)


def _fault(cell: str, column: Column, is_workbook: bool) -> str:
    """Why this cell cannot be taken; "" when it can."""
    if len(cell) > CELL_LIMIT:
        return _("这一格太长(%s 个字)") % len(cell)
    if column.max_length is not None and len(cell.strip()) > column.max_length:
        return _("这一格最多 %(most)s 个字，现有 %(has)s 个") % {
            "most": column.max_length, "has": len(cell.strip())}  # fmt: skip
    if cell == excel.LONG_NUMBER:
        return _("数字太长,Excel 已丢掉末几位：请把这一格设为文本再填")
    if cell == excel.NO_RESULT:
        return _("这一格的公式没有结果：请复制后“选择性粘贴为数值”再导入")
    control = _CONTROL.search(cell)
    if control:
        return _("有控制字符(U+%04X)") % ord(control.group())
    if _UNREADABLE.search(cell):
        return _("编码读不出来(要 UTF-8 或 GB18030)")
    if not is_workbook and _FORMULA.match(cell.lstrip()):
        return _("这是公式，不是文字")
    return ""
