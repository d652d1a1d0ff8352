"""What people in the demo say and write, by topic, from the files in ``data``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

DATA = Path(__file__).parent / "data"
SLOTS = frozenset({"unit", "building", "estate", "floor", "days", "road"})


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing people speak of. ``matter`` is the code it should be placed on, "" where no rule can; ``place`` is where
    it lies; ``weight`` how often it comes up, 1 to 5. See the files for what each list holds. ``ground`` is why it is
    not taken in, "" for what is.
    """

    key: str
    matter: str
    place: str
    kind: str
    weight: int
    says: tuple[str, ...]
    notes: tuple[str, ...]
    answers: tuple[str, ...]
    explains: tuple[str, ...]
    rises: tuple[str, ...]
    objects: tuple[str, ...]
    whistles: tuple[str, ...]
    holds: tuple[str, ...]
    unsolved: tuple[str, ...]
    ground: str = ""


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the files' names."""
    return tuple(
        Topic(**{one.name: _plain(table[one.name]) for one in fields(Topic) if one.name in table})
        for file in sorted(DATA.glob("*.toml"))
        for table in tomllib.loads(file.read_text(encoding="utf-8"))["topic"]
    )


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def slots_in(words: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(words) if name}


def fill(words: str, slots: Mapping[str, object]) -> str:
    """The words with all their slots filled in."""
    return words.format_map(slots) if "{" in words else words


def drawn(dice: Random, count: int) -> list[tuple[Topic, str]]:
    """So many things to say, each once as long as there are enough, in no order of topics."""
    found = list(islice(_draw(dice), count))
    dice.shuffle(found)
    return found


def _draw(dice: Random) -> Iterator[tuple[Topic, str]]:
    while True:
        decks = {topic: dice.sample(topic.says, len(topic.says)) for topic in topics()}
        while decks:
            left = list(decks)
            topic = dice.choices(left, [one.weight for one in left])[0]
            yield topic, decks[topic].pop()
            if not decks[topic]:
                del decks[topic]


def grams(words: str) -> frozenset[str]:
    """The character trigrams of what is said, signs and blanks left out."""
    bare = "".join(sign for sign in words if sign.isalnum())
    return frozenset(bare[at : at + 3] for at in range(len(bare) - 2))
