"""Finds the words in the sources without help from outside: what is marked for translation, and what should have been.

The marks are those of gettext. Templates are turned into Python by Django's own ``templatize`` and read like it.
"""

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tests.architecture.code import PACKAGE

KEYWORDS: dict[str, tuple[int, ...] | tuple[tuple[int, str], int] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, order=True)
class Found:
    """One text to translate, and where it stands. ``plural`` and ``context`` are "" where there is none."""

    path: str
    line: int
    text: str
    plural: str = ""
    context: str = ""


def files(*kinds: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in kinds and "migrations" not in path.parts and "static" not in path.parts:
            yield path


def marked() -> list[Found]:
    """Every text marked for translation in code and templates, each place of it."""
    found: list[Found] = []
    for path in files(".py", ".html", ".txt"):
        name = str(path.relative_to(PACKAGE))
        found += (
            _in_code(name, path.read_bytes())
            if path.suffix == ".py"
            else _in_template(name, path.read_text())
        )
    return found


def _in_code(name: str, source: bytes) -> Iterator[Found]:
    for line, said, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
        text, plural = (said[0], said[1]) if isinstance(said, tuple) else (said, "")
        if text:
            yield Found(name, line, text, plural, context or "")


# What ``templatize`` makes of the tags: calls of gettext, between letters that stand for the rest of the page.
_CALL = re.compile(
    r"""\b(?P<how>n?p?gettext|_)\((?P<said>(?:\s*,?\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))+)\s*(?:,[^)]*)?\)"""
)
_QUOTED = re.compile(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def _in_template(name: str, source: str) -> Iterator[Found]:
    for number, line in enumerate(templatize(source).splitlines(), 1):
        for call in _CALL.finditer(line):
            said = [str(ast.literal_eval(one)) for one in _QUOTED.findall(call["said"])]
            context = said.pop(0) if "p" in call["how"].replace("gettext", "") else ""
            plural = said[1] if call["how"].startswith("n") else ""
            yield Found(name, number, said[0], plural, context)


# Written for machines and logs, or read as data: what people call things, which no other language calls them.
DATA = re.compile(r"""(^|/)(data|demo)/|^locale/""")


def unmarked_in_code() -> list[str]:
    """Chinese in a string that is not handed to gettext. Docstrings are not shown to anybody."""
    found = []
    for path in files(".py"):
        name = str(path.relative_to(PACKAGE))
        if DATA.search(name):
            continue
        tree = ast.parse(path.read_text())
        allowed = {id(node) for node in _said_to_gettext(tree)} | {id(node) for node in _docstrings(tree)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CHINESE.search(node.value)
                and id(node) not in allowed
            ):
                found.append(f"{name}:{node.lineno}: {node.value[:60]}")
    return found


def _said_to_gettext(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in KEYWORDS:
                for argument in node.args:
                    yield from ast.walk(argument)


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


_BLOCK = re.compile(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
_STRING = re.compile(r"""(_\()?(["'])(?P<text>(?:(?!\2).)*)\2""")


def unmarked_in_templates() -> list[str]:
    """Chinese that stands in a template by itself, or as a bare string in a tag other than ``translate``."""
    found = []
    for path in files(".html", ".txt"):
        source = _BLOCK.sub("", path.read_text())
        name = str(path.relative_to(PACKAGE))
        found += [
            f"{name}: {said.strip()[:60]}"
            for said in _TAG.sub("\n", source).splitlines()
            if CHINESE.search(said)
        ]
        for tag in _TAG.findall(source):
            if tag.startswith(("{% translate ", "{#", "<!--", "{% comment")):
                continue
            found += [
                f"{name}: {said['text']}"
                for said in _STRING.finditer(tag)
                if not said[1] and CHINESE.search(said["text"])
            ]
    return found
