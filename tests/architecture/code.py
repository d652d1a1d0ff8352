"""Reads the source of the rooms, so that tests can hold the house against its plan."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "linli"
ROOMS = sorted(
    folder.name
    for folder in PACKAGE.iterdir()
    if (folder / "__init__.py").exists() and folder.name != "config"
)
# The house, top first; the same order as the import contract in pyproject.toml.
NO_ROOM = ("config", "ui", "kernel")


@dataclass(frozen=True)
class Source:
    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """Dotted name of the module: linli.cases.actions.register."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def drawer(self) -> str:
        """The drawer of its room: actions, for linli/cases/actions/register.py; "" for the room's own page."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return "" if len(parts) < 2 or parts[1] == "__init__" else parts[1]

    def lines(self) -> int:
        return len(self.path.read_text().splitlines())


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the package but migrations."""
    files = (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)
    return tuple(Source(path, ast.parse(path.read_text())) for path in files)


def imports(source: Source) -> set[str]:
    """Dotted names that ``source`` imports from the package, as far down as the text says."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in found if name.startswith("linli.")}
