"""Where the built styles, script and icons lie. The build names files by their content and writes the list."""

import json
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

BUILT = Path(__file__).parent / "static" / "ui"


@lru_cache(maxsize=2)
def _names(written: float) -> dict[str, str]:
    names: dict[str, str] = json.loads((BUILT / "assets.json").read_text())
    return names


def url_of(name: str) -> str:
    """The address of a built file; the plain name where nothing was built yet, so that pages still open."""
    try:
        written = (BUILT / "assets.json").stat().st_mtime
    except FileNotFoundError:
        return static(f"ui/{name}")
    return static(f"ui/{_names(written).get(name, name)}")
