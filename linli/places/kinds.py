"""Which kind of place lies under which, how it sorts, and the code it gets where a town gives none."""

import re

from linli.places.models import PlaceKind

_K = PlaceKind
# A home lies directly under an estate only in a 平房院落, and directly under a community only on a numbered road.
PARENTS: dict[str, tuple[str, ...]] = {
    _K.COUNTY: (),
    _K.STREET: (_K.COUNTY,),
    _K.COMMUNITY: (_K.STREET,),
    _K.GRID: (_K.COMMUNITY,),
    _K.LANE: (_K.COMMUNITY, _K.STREET),
    _K.ESTATE: (_K.COMMUNITY,),
    _K.BUILDING: (_K.ESTATE,),
    _K.UNIT: (_K.BUILDING,),
    _K.HOME: (_K.UNIT, _K.BUILDING, _K.ESTATE, _K.COMMUNITY),
    _K.SHOP: (_K.COMMUNITY, _K.ESTATE, _K.BUILDING),
    _K.INSTITUTION: (_K.COMMUNITY, _K.STREET, _K.ESTATE),
}
RANK = {kind: rank for rank, kind in enumerate(PARENTS)}
LEAVES = frozenset({_K.HOME.value, _K.SHOP.value, _K.INSTITUTION.value})
NUMBERED = frozenset({_K.HOME.value, _K.SHOP.value, _K.INSTITUTION.value, _K.BUILDING.value, _K.ESTATE.value})
CODED = frozenset({_K.COUNTY.value, _K.STREET.value, _K.COMMUNITY.value, _K.GRID.value})

SEVERAL = frozenset({_K.BUILDING.value, _K.UNIT.value, _K.HOME.value})  # come in rows, and may be added so
MOST_NAMES = 60

_RUN = re.compile(r"(\d{1,4})[-–~到至](\d{1,4})(\D*)")
_ENDING = re.compile(r"(号楼|栋|幢|座|单元|室|号)$")
_DIGITS = re.compile(r"\d+")
_CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九")}


def sort_key(name: str) -> str:
    """2栋 before 10栋, 第二网格 before 第十网格."""
    plain = re.sub(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]", _arabic, name)
    return _DIGITS.sub(lambda found: found.group().zfill(5), plain)[:40]


def _arabic(found: re.Match[str]) -> str:
    tens, ten, ones = found.group().partition("十")
    if not ten:
        return str(_CHINESE[tens])
    return str((_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0))


def names_in(written: str) -> list[str]:
    """The names in 1栋、3栋 or 1-12栋, each once, in order; at most MOST_NAMES."""
    names: list[str] = []
    for part in re.split(r"[、,，;；\n]+", written):
        run = _RUN.fullmatch(part.strip())
        if run and int(run[1]) < int(run[2]):
            last = min(int(run[2]), int(run[1]) + MOST_NAMES)
            names += [f"{number}{run[3]}" for number in range(int(run[1]), last + 1)]
        elif part.strip():
            names.append(part.strip())
    return list(dict.fromkeys(names))[:MOST_NAMES]


def made_code(parent_code: str, name: str) -> str:
    """The code of a place that was given none: the parent's, and the name without 栋, 单元, 室. Eighty at most."""
    short = _ENDING.sub("", name.strip()) or name.strip()
    return f"{parent_code}-{re.sub(r'\s+', '', short)}"[:80]


def is_on_side(number: int, side: str) -> bool:
    """Does a house number lie on the side of a lane?"""
    return side == "both" or (number % 2 == 1) == (side == "odd")
