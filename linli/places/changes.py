"""Which changes a page offers for a place, by kind."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.places.kinds import NUMBERED, PARENTS
from linli.places.models import PlaceKind

WORDS: dict[str, str | Promise] = {
    "rename": _("改名称"),
    "estate": _("改小区类型和三无"),
    "lane": _("改起止门牌"),
    "grid": _("换网格"),
    "address": _("改路名门牌"),
    "phone": _("改电话"),
    "codes": _("加一个码"),
    "close": _("停用"),
}
_KINDS: dict[str, frozenset[str]] = {
    "rename": frozenset(PARENTS),
    "estate": frozenset({"estate"}),
    "lane": frozenset({"lane"}),
    "grid": NUMBERED | {"unit"},
    "address": NUMBERED,
    "phone": frozenset({"county", "street", "community"}),
    "codes": frozenset({"estate", "building", "unit", "lane", "shop", "institution", "community"}),
    "close": frozenset(PARENTS),
}


def offered(kind: str) -> dict[str, str | Promise]:
    """Names and words of the changes that a place of this kind may see."""
    return {name: words for name, words in WORDS.items() if kind in _KINDS[name]}


def below(kind: str | None, *, is_courtyard: bool = False) -> list[PlaceKind]:
    """What may be added under a place of this kind; ``None`` is the top of the tree."""
    if kind is None:
        return [PlaceKind.COUNTY]
    found = [PlaceKind(child) for child, parents in PARENTS.items() if kind in parents]
    return [one for one in found if is_courtyard or not (kind == "estate" and one == PlaceKind.HOME)]
