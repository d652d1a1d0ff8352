"""Every template is used, every template that is named exists, and none comes from another room."""

import re
from pathlib import Path

import pytest

from tests.architecture.code import PACKAGE, ROOMS

TEMPLATES = {
    str(path.relative_to(room / "templates")): path
    for room in PACKAGE.iterdir()
    if (room / "templates").is_dir()
    for path in (room / "templates").rglob("*")
    if path.suffix in (".html", ".txt")
}
# Named by Django or allauth, not by us.
NAMED_ELSEWHERE = re.compile(
    r"^(account|mfa|allauth|admin|socialaccount|usersessions)/|^(400|403|403_csrf|404|500)\.html$"
)
NAME = re.compile(r"""["']([a-z_0-9]+/[a-z_0-9/]+\.(?:html|txt))(?:#[a-z_0-9-]+)?["']""")


def _named() -> dict[str, set[Path]]:
    found: dict[str, set[Path]] = {}
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".py", ".html", ".txt"):
            for name in NAME.findall(path.read_text(errors="replace")):
                found.setdefault(name, set()).add(path)
    return found


def test_every_template_is_used() -> None:
    named = _named()
    unused = {name for name in TEMPLATES if name not in named and not NAMED_ELSEWHERE.match(name)}
    assert not unused


def test_every_named_template_exists() -> None:
    missing = {name for name in _named() if name not in TEMPLATES and not NAMED_ELSEWHERE.match(name)}
    assert not missing


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_comes_from_its_own_room_or_ui(name: str) -> None:
    for path in _named().get(name, set()):
        owner = TEMPLATES[name].relative_to(PACKAGE).parts[0]
        user = path.relative_to(PACKAGE).parts[0]
        assert owner in ("ui", user) or owner not in ROOMS, f"{path} uses {name} of {owner}"


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_inline_script_or_style(name: str) -> None:
    """The content security policy refuses them; a page that needs one would break without a word."""
    text = TEMPLATES[name].read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']", text)
