"""Doors between rooms and drawers within one: what the import contract cannot see."""

import ast
import re

import pytest

from tests.architecture.code import NO_ROOM, ROOMS, Source, imports, sources

# What a room shows to other rooms, and the pure reckoning that is named in docs/architecture.md.
DOORS = {"actions", "queries", "models", "states", "events"}
RECKONING = {"worktime.clocks", "people.numbers", "journal.reacting"}
# Drawers from the top down; a drawer imports only from drawers below it. What is not named here is pure reckoning.
ORDER = (
    ("urls", "admin", "management", "middleware", "apps"),
    ("views", "api", "work", "signin", "reactions"),
    ("forms",),
    ("actions",),
    ("queries",),
    ("rules", "<reckoning>"),
    ("models",),
    ("states", "events"),
)
RANK = {drawer: rank for rank, drawers in enumerate(ORDER) for drawer in drawers}
FORBIDDEN = {"utils", "helpers", "services", "managers", "signals"}


def _drawer_of(name: str) -> str:
    """The drawer that a dotted name inside a room points to."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 else ""


def _ids(items: list[Source]) -> list[str]:
    return [item.name for item in items]


OF_ROOMS = [source for source in sources() if source.room and source.room not in NO_ROOM]


@pytest.mark.parametrize("source", OF_ROOMS, ids=_ids(OF_ROOMS))
def test_a_room_enters_another_only_by_its_doors(source: Source) -> None:
    for name in imports(source):
        parts = name.split(".")
        if parts[1] in NO_ROOM or parts[1] == source.room or parts[1] not in ROOMS:
            continue
        drawer = _drawer_of(name)
        assert drawer in DOORS or f"{parts[1]}.{drawer}" in RECKONING, f"{source.name} reaches into {name}"


def _stands_alone(name: str) -> bool:
    """Is this a file of pure reckoning that leans on nothing of its room but states and events?"""
    found = [source for source in sources() if name == source.name or name.startswith(f"{source.name}.")]
    source = max(found, key=lambda one: len(one.name), default=None)
    if source is None or source.drawer in RANK:
        return False
    mine = {_drawer_of(other) for other in imports(source) if other.split(".")[1] == source.room}
    return all(drawer in ("states", "events", source.drawer) or drawer not in RANK for drawer in mine)


@pytest.mark.parametrize("source", OF_ROOMS, ids=_ids(OF_ROOMS))
def test_drawers_of_a_room_import_downwards(source: Source) -> None:
    mine = RANK.get(source.drawer, RANK["<reckoning>"])
    if not source.drawer:
        return
    for name in imports(source):
        if name.split(".")[1] != source.room:
            continue
        drawer = _drawer_of(name)
        theirs = RANK.get(drawer, RANK["<reckoning>"])
        is_below = drawer == source.drawer or theirs >= mine or _stands_alone(name)
        assert is_below, f"{source.name} reaches up to {name}"


@pytest.mark.parametrize("source", list(sources()), ids=_ids(list(sources())))
def test_no_drawer_without_a_meaning(source: Source) -> None:
    assert not FORBIDDEN & set(source.name.split("."))


@pytest.mark.parametrize("source", OF_ROOMS, ids=_ids(OF_ROOMS))
def test_no_dotted_string_reaches_above(source: Source) -> None:
    """A string such as "linli.cases.actions" would be an import that the contract cannot see."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for room in re.findall(r"\blinli\.([a-z_]+)\.\w", node.value):
                assert room == source.room or room not in ROOMS, f"{source.name}: {node.value!r}"


@pytest.mark.parametrize("source", list(sources()), ids=_ids(list(sources())))
def test_kernel_and_ui_know_no_room(source: Source) -> None:
    if source.room in ("kernel", "ui"):
        assert not {name for name in imports(source) if name.split(".")[1] not in ("kernel", "ui")}


def test_only_moves_assign_a_state() -> None:
    for source in sources():
        if source.drawer == "states":
            continue
        for node in ast.walk(source.tree):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            for target in targets:
                assert not (isinstance(target, ast.Attribute) and target.attr == "state"), source.name


def _calls(source: Source) -> list[ast.Call]:
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]


def test_no_update_changes_a_state_behind_the_moves() -> None:
    for source in sources():
        for call in _calls(source):
            if isinstance(call.func, ast.Attribute) and call.func.attr in ("update", "bulk_update"):
                assert not any(keyword.arg == "state" for keyword in call.keywords), (
                    f"{source.name}:{call.lineno}"
                )


@pytest.mark.parametrize(
    "source",
    [
        item
        for item in OF_ROOMS
        if item.drawer in ("actions", "queries", "rules", "models", "states", "forms")
    ],
    ids=lambda item: item.name,
)
def test_time_comes_from_the_door(source: Source) -> None:
    """Below the doors time is an argument. The journal alone says when a thing was recorded."""
    if source.name == "linli.journal.actions.entries":
        return
    for call in _calls(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("now", "today", "localtime", "utcnow"):
            owner = call.func.value
            asks_clock = isinstance(owner, ast.Name) and owner.id in ("timezone", "datetime", "date")
            assert not (asks_clock and not call.args), f"{source.name}:{call.lineno} asks the clock"


def _is_atomic(function: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


@pytest.mark.parametrize(
    "source", [item for item in OF_ROOMS if item.drawer == "actions"], ids=lambda item: item.name
)
def test_a_sentence_takes_who_and_when_by_name(source: Source) -> None:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and _is_atomic(node) and not node.name.startswith("_"):
            by_name = {argument.arg for argument in node.args.kwonlyargs}
            assert {"now"} <= by_name or {"at"} <= by_name, f"{source.name}.{node.name} takes no time"
            assert not node.args.args or node.name == "write", (
                f"{source.name}.{node.name} takes arguments by place"
            )
