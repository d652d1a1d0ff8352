"""Reads the catalogue that an empty installation starts with, from the files in ``data/``. No database here."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from linli.catalogue.facts import MatterFacts

DATA = Path(__file__).parent / "data"


def categories() -> dict[str, str]:
    """Code → name, parents first. A code of 2, 4 or 6 digits is of level 1, 2 or 3."""
    with (DATA / "categories.toml").open("rb") as file:
        found: dict[str, str] = tomllib.load(file)["categories"]
    return dict(sorted(found.items(), key=lambda item: (len(item[0]), item[0])))


def community_categories() -> tuple[str, ...]:
    """Codes of the branches that hold a community's own affairs."""
    with (DATA / "categories.toml").open("rb") as file:
        return tuple(tomllib.load(file)["community_may_lead"])


@cache
def departments() -> dict[str, str]:
    """Code → name of the departments that matters of the starting catalogue name as lead."""
    with (DATA / "departments.toml").open("rb") as file:
        found: dict[str, str] = tomllib.load(file)["departments"]
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """A 大类 with the number of 小类 that stand in it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class National:
    """GB/T 47678.5-2026 as far as its 大类 go: code of two digits → kind. ``types`` are everyday 小类, five digits."""

    system: str
    components: dict[str, Kind]
    events: dict[str, Kind]
    types: dict[str, str]


@cache
def national() -> National:
    """The national taxonomy of city components (部件) and matters (事项)."""
    with (DATA / "national.toml").open("rb") as file:
        raw = tomllib.load(file)
    components, events = (
        {code: Kind(**kind) for code, kind in sorted(raw[part].items())} for part in ("components", "events")
    )
    return National(raw["system"], components, events, raw["types"])


def matters() -> Iterator[MatterFacts]:
    """All starting matters, file by file in order of category."""
    for path in sorted((DATA / "matters").glob("*.toml")):
        with path.open("rb") as file:
            for raw in tomllib.load(file)["matter"]:
                yield _facts(raw)


def _facts(raw: dict[str, Any]) -> MatterFacts:
    """Raises TypeError or KeyError on a field that is unknown or missing: the files are ours."""
    facts = dict(raw)
    for key in ("words", "co_handlers", "skips"):
        facts[key] = tuple(raw.get(key, ()))
    if raw.get("is_private"):
        facts.setdefault("may_be_public", False)
    if raw.get("national_code"):
        facts.setdefault("is_local", False)
    return MatterFacts(**facts)
