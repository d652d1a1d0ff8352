"""Formula cells of an .xlsx file that have no result: reading them as empty would lose what the sheet meant to say."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree

Cell = tuple[int, int]  # line from 1, place from 0

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(rb"<f[ >/]")
_CHUNK, _OVERLAP = 1 << 20, 64
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def without_result(path: Path) -> dict[str, frozenset[Cell]]:
    """The cells whose formula gave an error or was never reckoned, by the name of their sheet. Nothing for a workbook
    of another make (.xls, .ods), which does not tell.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        try:
            sheets = _sheets(archive)
        except (KeyError, ElementTree.ParseError):
            return {}
        return {name: frozenset(_cells(archive, member)) for name, member in sheets.items()}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which member of the archive holds which sheet."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): str(PurePosixPath("/xl") / targets[sheet.get(_RELATION, "")]).lstrip("/")
        for sheet in book.iter(f"{_SHEET}sheet")
    }


def _cells(archive: zipfile.ZipFile, member: str) -> list[Cell]:
    if member not in archive.namelist():
        return []
    with archive.open(member) as part:
        if not _has_formula(part):
            return []
    found = []
    with archive.open(member) as part:
        try:
            for _event, cell in ElementTree.iterparse(part):
                if cell.tag == f"{_SHEET}c":
                    if cell.find(f"{_SHEET}f") is not None and not _has_result(cell):
                        found += _place(cell.get("r", ""))
                    cell.clear()
        except ElementTree.ParseError:  # the reader itself says what is wrong with the file
            return found
    return found


def _has_formula(part: IO[bytes]) -> bool:
    """Most sheets have none: this spares them the slow way."""
    rest = b""
    while chunk := part.read(_CHUNK):
        if _FORMULA.search(rest + chunk):
            return True
        rest = chunk[-_OVERLAP:]
    return False


def _has_result(cell: ElementTree.Element) -> bool:
    """A formula that honestly gives an empty text has a value of the type ``str``."""
    value = cell.find(f"{_SHEET}v")
    kind = cell.get("t", "")
    return kind != "e" and value is not None and bool(value.text or kind == "str")


def _place(reference: str) -> list[Cell]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return []
    letters, line = found.groups()
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return [(int(line), place - 1)]
