"""The sheets on which door codes are printed: how many labels stand on a page, in which grid. Pure reckoning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Layout:
    """``code`` is also the style that knows the millimetres; ``on_page`` is how many labels a page takes."""

    code: str
    words: str | Promise
    on_page: int


# The grids of the sticker sheets that every shop sells: 99.1 × 67.7 mm and 63.5 × 38.1 mm on A4.
LAYOUTS = {
    one.code: one
    for one in (
        Layout("a4-8", _("A4，每张 8 枚（2 列 4 行，99×68 毫米）"), 8),
        Layout("a4-21", _("A4，每张 21 枚（3 列 7 行，63×38 毫米）"), 21),
        Layout("a6", _("A6，每张 1 枚（单元门海报）"), 1),
    )
}
FIRST = "a4-8"
MOST = 1000  # labels printed at once


def in_pages[Label](labels: Sequence[Label], layout: Layout) -> Iterator[tuple[Label, ...]]:
    """The labels page by page."""
    yield from batched(labels, layout.on_page)


def spaced(code: str) -> str:
    """A code as it is read aloud: ACDE-FGHJ-KM."""
    return "-".join("".join(part) for part in batched(code, 4))
