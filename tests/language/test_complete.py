"""No word of a page stands in code outside gettext, and English has all that Chinese has."""

import re

import pytest

from tests.language import catalogue, sources

# Chinese that is no word of a page: the form in which the field writes its sheets, words that are recognised in what
# people type, what a town is founded with.
NOT_OF_PAGES = {
    "board/redacting.py": "how homes and people are written",
    "cases/actions/platforms.py": "marks of the platforms' sheets",
    "cases/dangers.py": "words of danger in what people write",
    "cases/management/commands/import_cases.py": "the name of a sheet",
    "cases/texts.py": "names of gaps, part of what a town keeps",
    "catalogue/management/commands/export_matters.py": "values of cells, the name of a sheet",
    "catalogue/management/commands/import_matters.py": "the name of a sheet",
    "catalogue/queries/lawful.py": "values of cells",
    "catalogue/views/sheets.py": "the name of a sheet",
    "config/settings.py": "the town's name where none is set, and a language in its own words",
    "organisations/actions/sheets.py": "titles of columns, and what stands in them",
    "organisations/management/commands/import_bodies.py": "the name of a sheet and of its first column",
    "organisations/sheet.py": "titles of columns",
    "places/management/commands/import_divisions.py": "the name of a sheet",
    "organisations/queries/sheets.py": "values of cells",
    "organisations/views/sheets.py": "the name of a sheet",
    "people/actions/households.py": "what a household is called where nobody says",
    "places/management/commands/import_places.py": "the name of a sheet",
    "places/queries/looking.py": "how homes are written",
    "places/views/__init__.py": "the name of a sheet",
    "worktime/management/commands/import_days.py": "the name of a sheet",
    "worktime/views/days.py": "the name of a sheet",
    "cases/answers.py": "values of the platforms' sheets",
    "cases/exporting.py": "titles of columns",
    "cases/grams.py": "ranges of signs",
    "cases/platforms.py": "titles of the platforms' columns",
    "cases/sheet.py": "titles of columns, and what stands in them",
    "catalogue/limits.py": "how terms are written in the catalogue",
    "catalogue/sheet.py": "titles of columns",
    "kernel/sheets/excel.py": "values of cells",
    "kernel/sheets/values.py": "values of cells",
    "kernel/sheets/writing.py": "values of cells",
    "people/names.py": "surnames of two signs",
    "people/numbers.py": "marks that stand for a number taken out",
    "places/codes.py": "how divisions are named",
    "places/divisions.py": "titles of columns",
    "places/kinds.py": "how homes are written",
    "places/lines.py": "titles of columns, and what stands in them",
    "places/queries/naming.py": "how homes are written",
    "places/queries/tree.py": "how homes are written",
    "worktime/actions/timetables.py": "what a town is founded with",
    "worktime/daysheet.py": "titles of columns, and what stands in them",
    "worktime/packaged.py": "names of the statutory days",
    "worktime/queries.py": "values of cells",
    "worktime/seasons.py": "how seasons are written",
}
GAP = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")


def _gaps(text: str) -> set[str]:
    return {one.group(0) for one in GAP.finditer(text)}


def test_no_chinese_stands_in_code_outside_gettext() -> None:
    assert not [one for one in sources.unmarked_in_code() if one.split(":")[0] not in NOT_OF_PAGES]


def test_every_exception_is_still_needed() -> None:
    assert set(NOT_OF_PAGES) <= {one.split(":")[0] for one in sources.unmarked_in_code()}


def test_no_chinese_stands_in_a_template_outside_gettext() -> None:
    """A language is named in its own words, so that whoever reads no other finds it."""
    assert not [
        one
        for one in sources.unmarked_in_templates()
        if not one.startswith("ui/templates/ui/language.html: 中文")
    ]


def test_every_text_is_chinese_first() -> None:
    """The Chinese catalogue is complete because the texts are its own; one in another language would have no Chinese."""
    without = {
        one.text
        for one in sources.marked()
        if re.search(r"[A-Za-z]{3}", GAP.sub("", one.text)) and not sources.CHINESE.search(one.text)
    }
    assert not without


def test_english_has_every_text_and_no_other() -> None:
    kept = {
        (one.context or "", one.id if isinstance(one.id, str) else one.id[0])
        for one in catalogue.kept()
        if one.id
    }
    said = set(catalogue.said())
    assert not said - kept, "new texts: run `make words` and translate them"
    assert not kept - said, "texts that nobody says any more: run `make words`"


def _translated() -> list[tuple[str, str]]:
    pairs = []
    for one in catalogue.kept():
        if one.id:
            ids = (one.id,) if isinstance(one.id, str) else one.id
            strings = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
            pairs += [(ids[min(number, len(ids) - 1)], string) for number, string in enumerate(strings)]
    return pairs


def test_english_leaves_nothing_out() -> None:
    assert not [text for text, english in _translated() if not english.strip()]


def test_english_keeps_every_gap() -> None:
    """A gap that is missing loses a fact, one too many breaks the page."""
    assert not [
        (text, english) for text, english in _translated() if english and _gaps(text) != _gaps(english)
    ]


@pytest.mark.parametrize("sign", ["。", "，", "：", "？", "！", "；", "（", "）", "、"])
def test_english_is_written_with_english_signs(sign: str) -> None:
    assert not [english for _text, english in _translated() if sign in english]


def test_english_holds_no_chinese() -> None:
    """Names of the field that English readers know by their Chinese stand in docs/glossary.md, not on pages."""
    assert not [english for _text, english in _translated() if sources.CHINESE.search(english)]
