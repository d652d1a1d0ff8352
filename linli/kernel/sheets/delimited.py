"""Records of a CSV or CSV.gz file, one by one, past damage.

A record that the CSV rules refuse (a quote without its pair, text after a closing quote) costs its first line only:
reading goes on at the next line, so that one quote does not swallow the rest of the file.
"""

import csv
import gzip
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from linli.kernel.sheets.shapes import BadFile, Problem

LINE_LIMIT = 32 * 1024 * 1024  # bytes
RECORD_LINES, RECORD_CHARACTERS = 2_000, 32 * 1024 * 1024  # how far a quoted cell may reach
UNPACKED_LIMIT = 4 * 1024**3  # bytes of a CSV.gz; it streams, so this bounds time, not memory
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TOO_LONG = "\x00too long"
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)

csv.field_size_limit(2**31 - 1)  # the limit that counts is reading.CELL_LIMIT, which names the row


class _Broken(Exception):
    """The record that is being read cannot be one."""


class _Lines:
    """The lines of the file as text, numbered from 1, with a way back for lines that a broken record took."""

    def __init__(self, path: Path, magic: bytes) -> None:
        self.is_packed = magic.startswith(_GZIP)
        self.path = path
        self.taken: list[str] = []  # lines of the record that is being read
        self._size = 0  # their characters
        self.number = 0  # the last line given out
        self.cut = ""  # why the file ends before its end
        self.is_whole_line = True
        self.encoding = self._encoding()
        self._file = self._open()
        self._source = self._raw(self._file)
        self._waiting: deque[str] = deque()
        self._unpacked = 0

    def _open(self) -> BinaryIO:
        return cast(BinaryIO, gzip.open(self.path, "rb") if self.is_packed else self.path.open("rb"))

    def _raw(self, file: BinaryIO) -> Iterator[bytes]:
        try:
            while line := file.readline(LINE_LIMIT):
                yield line
        except _BROKEN:
            self.cut = _("文件在这里断了(压缩包不完整或已损坏)")

    def _encoding(self) -> str:
        """UTF-8 where most lines that are not plain ASCII can be read so.

        Chinese in UTF-8 often reads as GB18030 too, as nonsense, but hardly ever the other way round; the lines of a
        mixed file that are in the minority are then refused one by one.
        """
        good = bad = 0
        with self._open() as file:
            for number, line in enumerate(self._raw(file)):
                if number == 0 and line.startswith(_UTF16):
                    raise BadFile(_("文件是 UTF-16 编码，请另存为 UTF-8 的 CSV。"))
                if line.isascii():
                    continue
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    bad += 1
                else:
                    good += 1
                if number > 200_000 and not bad:
                    break
        self.cut = ""
        return "utf-8" if good >= bad else "gb18030"

    def close(self) -> None:
        self._file.close()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= RECORD_LINES or (len(self.taken) > 1 and self._size > RECORD_CHARACTERS):
            raise _Broken(_("引号没有成对"))
        line = self._waiting.popleft() if self._waiting else self._read()
        self.number += 1
        self.taken.append(line)
        self._size += len(line)
        return line

    def _read(self) -> str:
        raw = next(self._source, b"")
        if not raw:
            if self.taken:
                raise _Broken(_("文件在这里断了(引号没有成对)"))
            raise StopIteration
        self._unpacked += len(raw)
        if self.is_packed and self._unpacked > UNPACKED_LIMIT:
            raise BadFile(_("压缩包展开后太大，请拆成几个文件。"))
        if len(raw) >= LINE_LIMIT and not raw.endswith(b"\n"):
            self._skip_line()
            raw = f"{_TOO_LONG}\n".encode()
        self.is_whole_line = raw.endswith(b"\n")
        line = raw.decode(self.encoding, "surrogateescape")
        return line.removeprefix("\ufeff") if self.number == 0 else line

    def _skip_line(self) -> None:
        for more in self._source:
            self._unpacked += len(more)
            if more.endswith(b"\n") or (self.is_packed and self._unpacked > UNPACKED_LIMIT):
                return

    def begin_record(self) -> int:
        """The line on which the next record begins."""
        self.taken.clear()
        self._size = 0
        return self.number + 1

    def give_back(self) -> None:
        """All but the first line of the broken record are read again."""
        back = self.taken[1:]
        self._waiting.extendleft(reversed(back))
        self.number -= len(back)
        self.taken.clear()


def records(path: Path, magic: bytes) -> Iterator[tuple[int, list[str]] | Problem]:
    """(line on which it begins, cells) of every record, a Problem for each that is none, and one for a cut."""
    lines = _Lines(path, magic)
    try:
        yield from _records(lines, _delimiter(lines))
    except OSError as error:
        raise BadFile(_("文件读不了：%s") % error) from error
    finally:
        lines.close()


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]] | Problem]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    while True:
        line = lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except (_Broken, csv.Error) as error:
            if lines.cut:
                break
            why = str(error) if isinstance(error, _Broken) else _("引号没有成对或位置不对")
            lines.give_back()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield Problem(line, "", why)
            continue
        if cells == [_TOO_LONG]:
            yield Problem(line, "", _("这一行太长"))
        elif not lines.is_whole_line and len(cells) < width:
            yield Problem(line, "", _("文件在这里断了(最后一行不完整)"))
        elif cells:
            width = len(cells)
            yield line, cells
    if lines.cut:
        yield Problem(line, "", lines.cut)


def _delimiter(lines: _Lines) -> str:
    """Tab or semicolon where the first line has no comma but those."""
    try:
        first = next(lines)
    except StopIteration:
        return ","
    lines.taken.insert(0, "")
    lines.give_back()
    return next((sign for sign in ",\t;" if sign in first), ",")
