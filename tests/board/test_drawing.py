import re

from linli.board.states import RELEASE_MOVES
from tests.cases.test_drawing import DOC, arrows


def test_the_drawing_is_the_table() -> None:
    section = re.search(
        r"^## A release\n.*?```mermaid\nstateDiagram-v2\n(.*?)```", DOC.read_text(), re.S | re.M
    )
    assert section
    drawn = [line for line in section[1].splitlines() if "[*]" not in line]
    assert sorted(drawn) == sorted(arrows(RELEASE_MOVES))
