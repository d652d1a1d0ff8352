"""The shapes that go through an import: columns, rows, problems, and the tally at the end."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class BadFile(Refusal):
    """The file cannot be used at all: not readable, or its headings are missing."""

    words = _("这个文件读不了。")


class BadCell(Refusal):
    """A cell that says nothing readable; ``field`` is the key of its column."""

    words = _("这一格填得不对。")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. ``titles`` are the headings under which it may stand, the first one is written into
    templates; ``key`` itself is always understood. ``max_length`` is in characters.
    """

    key: str
    titles: tuple[str, ...] = ()
    required: bool = False
    help: str | Promise = ""
    example: str = ""
    max_length: int | None = None

    @property
    def title(self) -> str:
        return self.titles[0] if self.titles else self.key


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read: the line in the file where it begins (the heading of a plain file is line 1) and the
    text of every column by key, "" where the file has none.
    """

    line: int
    values: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was refused. ``field`` is the key of a column, or "" where the whole row is at fault."""

    line: int
    field: str
    why: str


@dataclass
class Tally:
    """What an import did. Each row read counts once: as added, as already there, or among the refused.

    ``notes`` are lines for the person at the screen; programs do not get them.
    """

    read: int = 0
    added: int = 0
    already: int = 0
    refused: list[Problem] = field(default_factory=list)
    placed: int = 0
    unplaced: int = 0
    notes: list[str] = field(default_factory=list)

    def refuse(self, line: int, field: str, why: object) -> None:
        self.refused.append(Problem(line, field, str(why)))

    def as_json(self) -> dict[str, Any]:
        """The keys that programs read; no more and no fewer."""
        return {
            "read": self.read,
            "added": self.added,
            "already": self.already,
            "refused": [{"line": p.line, "field": p.field, "why": p.why} for p in self.refused],
            "placed": self.placed,
            "unplaced": self.unplaced,
        }
