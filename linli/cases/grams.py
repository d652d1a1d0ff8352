"""Words cut small, so that Chinese can be searched and compared: pure reckoning over plain text.

Chinese has no blanks between words. A run of its characters is cut into pairs, and its last character stands once more by
itself: 电梯停了 is 电梯 梯停 停了 了. So every run of two characters or more is a phrase of pairs, and every single character
begins a token. Other letters and digits stay together: 3栋2单元 is 3 栋 2 单元 元.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from linli.people import numbers

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
_REDACTED = re.compile(r"\[(?:电话|证件号)\]")
LONGEST_TOKEN = 60
MOST_CHARACTERS = 8000  # of one text: PostgreSQL knows the places of the first 16,383 tokens only
MOST_WORDS = 8  # of one search
FINISHED_FROM = 4  # letters or digits after which the rest of a number or a Latin word may be left out


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side; of the last one only the beginning is meant where ``is_begun``."""

    tokens: tuple[str, ...]
    is_begun: bool = False


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


def tokens(text: str) -> list[str]:
    """The tokens of ``text`` in their order, for the index."""
    found: list[str] = []
    for run in _runs(text):
        found += [*_pairs(run), run[-1]] if _IS_HAN.match(run) else [run[:LONGEST_TOKEN]]
    return found


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def kept(text: str) -> list[str]:
    """The tokens that may be kept of what somebody wrote: phone and identity numbers are taken out first."""
    return tokens(_REDACTED.sub(" ", numbers.redact(text[:MOST_CHARACTERS])))


def phrases(sought: str) -> tuple[Phrase, ...]:
    """What somebody typed into a search, one phrase for each word between blanks; nothing of it is an operator."""
    found = (_phrase(_runs(word)) for word in sought.split()[:MOST_WORDS])
    return tuple(phrase for phrase in found if phrase is not None)


def _phrase(runs: list[str]) -> Phrase | None:
    if not runs:
        return None
    *before, last = runs
    found = tokens(" ".join(before))
    if _IS_HAN.match(last):
        return Phrase((*found, *(_pairs(last) or (last,))), is_begun=len(last) == 1)
    return Phrase((*found, last[:LONGEST_TOKEN]), is_begun=len(last) >= FINISHED_FROM)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs and words of ``text``, each once, to compare it with another."""
    found: set[str] = set()
    for run in _runs(text):
        found.update(_pairs(run) if _IS_HAN.match(run) and len(run) > 1 else (run,))
    return frozenset(found)


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts have in common (Jaccard): 0.0 nothing, 1.0 all."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def sought_words(sought: str) -> list[str]:
    """The words of a search as they were typed, to mark them in what was found."""
    return sought.split()[:MOST_WORDS]


def cut_at(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """``text`` in pieces with whether each is one of ``words``; capital and small letters are alike."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return [(text, False)] if text else []
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
