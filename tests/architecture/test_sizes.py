"""A file that outgrows 400 lines becomes a folder; a function that outgrows 40 has two things to say."""

import ast

import pytest

from tests.architecture.code import Source, sources

ALL = list(sources())


@pytest.mark.parametrize("source", ALL, ids=[item.name for item in ALL])
def test_a_file_stays_readable(source: Source) -> None:
    assert source.lines() <= 400


@pytest.mark.parametrize("source", ALL, ids=[item.name for item in ALL])
def test_a_function_says_one_thing(source: Source) -> None:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef):
            spoken = ast.get_docstring(node, clean=False) or ""
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - len(spoken.splitlines())
            assert length <= 45, f"{source.name}.{node.name} has {length} lines"
