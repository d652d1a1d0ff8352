"""Reading and writing the sheets that the field lives in: CSV, CSV.gz and Excel.

A bad row never stops a file: it becomes a Problem with its line, and what was good is kept.
"""

from linli.kernel.sheets.commands import ImportCommand, take_each, take_in
from linli.kernel.sheets.reading import read
from linli.kernel.sheets.shapes import BadCell, BadFile, Column, Problem, Row, Tally
from linli.kernel.sheets.values import (
    in_sheets,
    label_in_sheets,
    means,
    read_day,
    read_flag,
    read_moment,
    read_number,
)
from linli.kernel.sheets.writing import comma_separated, save, template, workbook

__all__ = [
    "BadCell",
    "BadFile",
    "Column",
    "ImportCommand",
    "Problem",
    "Row",
    "Tally",
    "comma_separated",
    "in_sheets",
    "label_in_sheets",
    "means",
    "read",
    "read_day",
    "read_flag",
    "read_moment",
    "read_number",
    "save",
    "take_each",
    "take_in",
    "template",
    "workbook",
]
