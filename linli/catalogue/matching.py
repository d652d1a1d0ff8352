"""Which matter a message speaks of: pure reckoning over plain words, so that a reader can be told why.

A matter's words are written as people speak, one string each:

- ``"漏水"``: heard anywhere in the message;
- ``"电梯…坏/停"``: 坏 or 停 follows 电梯 soon in the same sentence (both sides may give choices);
- ``"~噪音"``: a hint only; it adds a little to a matter that something else speaks for;
- ``"-停车费"``: speaks against the matter.

A longer word weighs more, a word that several matters share weighs less, and a word inside a longer known word is not
heard (停车 inside 停车费). No word is shorter than two characters; with dots, both sides together.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

GAPS = {2: 3, 3: 7}  # how far two parts may stand apart, by the characters of both; longer ones:
GAP = 10
LONGEST_TEXT = 1500  # what stands further down in a letter does not say what it is about
OPENING = 40  # people say first what it is about

_HINT = 0.35
_AGAINST = -2.5
_IN_TITLE = 2.2
_IN_OPENING = 1.4
_REPEATED = 0.2
CLEAR = 0.6  # below this score nothing was said clearly
CLEAR_UNTITLED = 4.5  # where there is a title, and it does not speak for the matter
APART = 0.72  # a runner-up with this share of the best score is too near to tell them apart
APART_UNTITLED = 0.55
TITLE_CLEAR = 1.5  # a title that says one thing as loudly settles which of several near matters it is:
TITLE_APART = 0.55  # where no other is heard in it with more than this share,
TITLE_NEAR = 0.85  # and the whole letter gives that one this share of the best score

_SENTENCE_END = re.compile(r"[。!?;]")


@dataclass(frozen=True, slots=True)
class Word:
    """One written word of one matter, read: its heads and what may follow each of them."""

    shown: str
    weight: float
    is_strong: bool
    heads: tuple[str, ...]
    tails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked[Key: Hashable]:
    """A matter with its score and the words that spoke for it, loudest first."""

    key: Key
    score: float
    words: tuple[str, ...]
    is_past_title: bool = False  # there was a title, and nothing in it spoke for the matter
    title_score: float = 0.0  # the part of the score that was heard in the title


def normalise(text: str) -> str:
    """Full-width forms made half-width, small letters, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def weight_of(length: int) -> float:
    """Two characters weigh 1.0, each further one 0.6, at most 2.8."""
    return min(0.6 * length - 0.2, 2.8)


def read_word(written: str) -> Word:
    """Read one written word. Raises ValueError on one that is empty, too short or has a side missing."""
    text = written.strip()
    mark, body = (text[0], text[1:]) if text[:1] in ("~", "-") else ("", text)
    first, dots, rest = body.partition("…")
    heads = tuple(filter(None, (normalise(part) for part in first.split("/"))))
    tails = tuple(filter(None, (normalise(part) for part in rest.split("/")))) if dots else ()
    if not heads or (dots and not tails) or "…" in rest:
        raise ValueError(f"cannot be read: {written!r}")
    if not dots and any(len(head) < 2 for head in heads):
        raise ValueError(f"shorter than two characters: {written!r}")
    length = min(map(len, heads)) + (min(map(len, tails)) if tails else 0)
    factor = {"": 1.0, "~": _HINT, "-": _AGAINST}[mark]
    return Word(body, weight_of(length) * factor, mark == "", heads, tails)


def heard(written: str, text: str) -> str:
    """What of a written word stands in a text: "电梯…停" of "电梯…坏/停". The word itself where nothing of it does."""
    word, said = read_word(written), normalise(text)
    head = next((one for one in word.heads if one in said), "")
    tail = next((one for one in word.tails if one in said), "")
    if not head or (word.tails and not tail):
        return word.shown
    return f"{head}…{tail}" if tail else head


class Phrasebook[Key: Hashable]:
    """The words of many matters, made ready once; it may be shared between threads."""

    def __init__(self, matters: Iterable[tuple[Key, Sequence[str]]]) -> None:
        """``matters`` gives each key with its written words. Raises ValueError on an unreadable word."""
        spoken: dict[tuple[str, tuple[str, ...]], list[tuple[Key, Word]]] = defaultdict(list)
        for key, words in matters:
            for word in map(read_word, words):
                for head in word.heads:
                    spoken[head, word.tails].append((key, word))
        sharers: dict[tuple[str, str], int] = defaultdict(int)
        for (head, tails), users in spoken.items():
            for pair in product((head,), tails or ("",)):
                sharers[pair] += len({key for key, word in users if word.is_strong})
        self._starts: dict[str, list[_Head[Key]]] = defaultdict(list)
        self._single: dict[str, list[_Head[Key]]] = defaultdict(list)
        for (head, tails), users in spoken.items():
            shared = max(sharers[head, tail] for tail in tails or ("",))
            entries = [(key, word, word.weight / max(shared, 1) ** 0.7) for key, word in users]
            starts = self._starts if len(head) > 1 else self._single
            starts[head[:2]].append(_Head(head, tails, entries))
        for heads in self._starts.values():
            heads.sort(key=lambda head: (-len(head.text), head.tails))

    def rank(self, text: str, *, title: str = "") -> list[Ranked[Key]]:
        """All matters that something speaks for, best first; the score is above 0."""
        scores: dict[Key, float] = defaultdict(float)
        told: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        strong: set[Key] = set()
        titled: dict[Key, float] = defaultdict(float)
        for part, in_title in ((title, True), (text, False)):
            counts: dict[tuple[Key, str], int] = defaultdict(int)
            for place, key, word, weight in self._heard(normalise(part[:LONGEST_TEXT])):
                counts[key, word.shown] += 1
                share = weight if counts[key, word.shown] == 1 else weight * _REPEATED
                if counts[key, word.shown] > 4:
                    continue
                share *= _IN_TITLE if in_title else _IN_OPENING if place < OPENING else 1.0
                scores[key] += share
                if weight > 0:
                    told[key][word.shown] += share
                if word.is_strong:
                    strong.add(key)
                if in_title and weight > 0:
                    titled[key] += share
        found = [
            Ranked(
                key,
                score,
                tuple(sorted(told[key], key=lambda shown: -told[key][shown])),
                bool(title) and key not in titled,
                titled.get(key, 0.0),
            )
            for key, score in scores.items()
            if key in strong and score > 0
        ]
        found.sort(key=lambda ranked: -ranked.score)
        return found

    def _heard(self, text: str) -> Iterable[tuple[int, Key, Word, float]]:
        covered = 0
        starts, single = self._starts, self._single
        for place in range(len(text) - 1):
            for head in single.get(text[place], ()):
                if head.is_followed(text, place + 1):
                    for key, word, weight in head.entries:
                        yield place, key, word, weight
            heads = starts.get(text[place : place + 2])
            if heads is None:
                continue
            for head in heads:
                if not text.startswith(head.text, place):
                    continue
                end = place + len(head.text)
                if head.tails:
                    if not head.is_followed(text, end):
                        continue
                elif end <= covered:
                    continue
                else:
                    covered = max(covered, end)
                for key, word, weight in head.entries:
                    yield place, key, word, weight


@dataclass(slots=True)
class _Head[Key: Hashable]:
    text: str
    tails: tuple[str, ...]
    entries: list[tuple[Key, Word, float]]

    def is_followed(self, text: str, end: int) -> bool:
        reach = text[end : end + GAP + 8]
        stop = _SENTENCE_END.search(reach)
        within = reach[: stop.start()] if stop else reach
        length = len(self.text)
        return any(0 <= within.find(tail) <= GAPS.get(length + len(tail), GAP) for tail in self.tails)


def choose[Key: Hashable](ranked: Sequence[Ranked[Key]]) -> tuple[Ranked[Key] | None, str, list[Ranked[Key]]]:
    """The matter that was clearly said, or why there is none ("no_words", "several"), and those that were near."""
    best = ranked[0] if ranked else None
    if best is None or best.score < (CLEAR_UNTITLED if best.is_past_title else CLEAR):
        return None, "no_words", []
    apart = APART_UNTITLED if best.is_past_title else APART
    near = [one for one in ranked[1:] if one.score >= best.score * apart and one.score >= CLEAR]
    if not near:
        return best, "", []
    named = _named_in_title(ranked, best.score)
    return (named, "", []) if named is not None else (None, "several", [best, *near])


def _named_in_title[Key: Hashable](ranked: Sequence[Ranked[Key]], best: float) -> Ranked[Key] | None:
    """The one matter that the title names, where the rest of the letter does not speak against it."""
    first, *others = sorted(ranked, key=lambda one: -one.title_score)
    is_named = first.title_score >= TITLE_CLEAR and first.score >= best * TITLE_NEAR
    is_alone = not others or others[0].title_score <= first.title_score * TITLE_APART
    return first if is_named and is_alone else None
