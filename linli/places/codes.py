"""Codes of divisions and grids. Pure: digits in, yes or no out.

Sources: STAT12 (统计用区划代码, domain 2.2) for the 12 digits, GB/T 47678.3 for the grid code of 15.
"""

from linli.places.models import PlaceKind

# How many digits of the twelve say something at each level; the rest are zeros.
DIGITS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
_LEVEL_BY_LENGTH = [min(level for level, digits in DIGITS.items() if digits >= n) for n in range(13)]
KINDS = {PlaceKind.COUNTY.value: 3, PlaceKind.STREET.value: 4, PlaceKind.COMMUNITY.value: 5}
GRID_DIGITS = 15
# Serial numbers of level 4 (digits 7–9): kinds of street-level divisions. First and last, both included.
STREET_RANGES = {"街道": (1, 99), "镇": (100, 199), "乡": (200, 399), "类乡级": (400, 599)}
LAST_STREET = 599


def is_division(code: str) -> bool:
    """Twelve digits that begin with a province."""
    return len(code) == 12 and code.isascii() and code.isdigit() and code[:2] != "00"


def level_of(code: str) -> int:
    """The level that the zeros of ``code`` say: 1 province, 2 prefecture, 3 county, 4 street or town, 5 community.
    Raises ValueError when it is no division's code.
    """
    if not is_division(code):
        raise ValueError(code)
    return _LEVEL_BY_LENGTH[len(code.rstrip("0"))]


def fits_level(code: str, level: int) -> bool:
    """Does ``code`` belong to ``level``? A prefecture city without counties repeats its own code at level 3."""
    return is_division(code) and (level_of(code) == level or (level == 3 and level_of(code) == 2))


def parent_of(code: str) -> str:
    """The code of the division above; "" for a province. Raises ValueError when it is no division's code."""
    level = level_of(code)
    return "" if level == 1 else code[: DIGITS[level - 1]].ljust(12, "0")


def street_kind(code: str) -> str:
    """街道, 镇, 乡 or 类乡级 by the serial of a level-4 code; "" outside the ranges of STAT12."""
    serial = int(code[6:9])
    return next((kind for kind, (first, last) in STREET_RANGES.items() if first <= serial <= last), "")


def fits_kind(code: str, kind: str) -> bool:
    """May a county, street or community of the town's tree carry ``code``?"""
    return is_division(code) and (level_of(code) == KINDS[kind] or (kind == "county" and level_of(code) == 2))


def is_grid(code: str, community_code: str = "") -> bool:
    """Fifteen digits: the twelve of its community and a serial of three that is not 000."""
    return (
        len(code) == GRID_DIGITS
        and code.isascii()
        and code.isdigit()
        and is_division(code[:12])
        and code[12:] != "000"
        and (not community_code or code[:12] == community_code)
    )
