"""docs/states.md draws every table of moves: an arrow too many or too few fails here."""

import re
from pathlib import Path
from typing import Any

import pytest

from linli.cases.states import CASE_MOVES
from linli.cases.states.parts import PART_MOVES
from linli.cases.states.requests import REQUEST_MOVES
from linli.cases.states.supervisions import SUPERVISION_MOVES
from linli.cases.states.tables import Table
from linli.cases.states.whistles import CALL_MOVES, WHISTLE_MOVES

DOC = Path(__file__).resolve().parents[2] / "docs" / "states.md"
DRAWN: dict[str, Table[Any, Any]] = {
    "The case": CASE_MOVES,
    "A request": REQUEST_MOVES,
    "A part": PART_MOVES,
    "A whistle": WHISTLE_MOVES,
    "A department called by a whistle": CALL_MOVES,
    "Supervision": SUPERVISION_MOVES,
}


def arrows(table: Table[Any, Any]) -> list[str]:
    """One line for each pair of states, with all verbs that lead there."""
    verbs: dict[tuple[str, str], list[str]] = {}
    for (state, verb), to in table.moves.items():
        verbs.setdefault((str(state.label), str(to.label)), []).append(str(verb.label))
    return [f"    {at} --> {to}: {'、'.join(words)}" for (at, to), words in verbs.items()]


@pytest.mark.parametrize("title", list(DRAWN))
def test_the_drawing_is_the_table(title: str) -> None:
    section = re.search(
        rf"^## {title}\n.*?```mermaid\nstateDiagram-v2\n(.*?)```", DOC.read_text(), re.S | re.M
    )
    assert section, f"docs/states.md has no section {title}"
    drawn = [line for line in section[1].splitlines() if "[*]" not in line]
    assert sorted(drawn) == sorted(arrows(DRAWN[title]))
