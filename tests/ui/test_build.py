"""What the build made, where it has run: every name that templates use is in it, and it stays light."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

import linli
from linli.ui import assets

HOUSE = Path(linli.__file__).parent
FRONTEND = HOUSE.parent / "frontend"
built = pytest.mark.skipif(
    not (assets.BUILT / "assets.json").exists(), reason="node frontend/build.mjs has not run"
)


def place_of(name: str) -> Path:
    names: dict[str, str] = json.loads((assets.BUILT / "assets.json").read_text())
    return assets.BUILT / names[name]


@cache
def made(name: str) -> str:
    return place_of(name).read_text()


def over_the_wire(name: str) -> int:
    file = place_of(name)
    return file.with_name(f"{file.name}.gz").stat().st_size


def test_the_lock_names_versions_and_no_addresses() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert all(package.get("integrity") and "resolved" not in package for package in packages)


def test_packages_are_pinned() -> None:
    about = json.loads((FRONTEND / "package.json").read_text())
    versions = [*about["dependencies"].values(), *about["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


@built
def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', made("icons.svg")))
    asked = {
        name
        for template in HOUSE.glob("*/templates/**/*.html")
        for name in re.findall(r'\{% icon "([\w-]+)"', template.read_text())
    }
    assert asked - drawn == set()


@built
def test_every_class_of_a_template_is_in_the_styles() -> None:
    known = set(re.findall(r"\.([A-Za-z][\w-]*)", made("linli.css"))) | {"l-refusal"}
    strange: dict[str, set[str]] = {}
    for template in HOUSE.glob("*/templates/**/*.html"):
        source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\0", template.read_text(), flags=re.DOTALL)
        named = {
            css
            for value in re.findall(r'class="([^"]*)"', source)
            for css in value.split()
            if "\0" not in css
        }
        if named - known:
            strange[str(template.relative_to(HOUSE))] = named - known
    assert strange == {}


@built
def test_a_resident_s_first_page_is_light() -> None:
    """100 KB in all; the rest is kept for the page itself and what is to come."""
    parts = ("resident.css", "resident.js", "icons.svg", "mark.svg")
    assert sum(map(over_the_wire, parts)) < 45_000


@built
def test_residents_styles_know_every_class_of_their_pages() -> None:
    known = set(re.findall(r"\.([A-Za-z][\w-]*)", made("resident.css")))
    everything = set(re.findall(r"\.([A-Za-z][\w-]*)", made("linli.css")))
    lost: dict[str, set[str]] = {}
    for template in HOUSE.glob("*/templates/**/*.html"):
        source = template.read_text()
        if not re.search(r'extends "ui/(resident|plain)\.html"', source):
            continue
        named = {css for value in re.findall(r'class="([^"{]*)"', source) for css in value.split()}
        if (named & everything) - known:
            lost[str(template.relative_to(HOUSE))] = (named & everything) - known
    assert lost == {}


@built
def test_the_script_for_workers_is_light() -> None:
    assert over_the_wire("linli.js") < 20_000


@built
def test_built_files_are_addressed_by_their_content() -> None:
    assert re.search(r"/static/ui/linli\.[0-9a-f]{12}\.css$", assets.url_of("linli.css"))
