"""Which matter words speak of. They are matched in memory: no statement while the process has the catalogue at hand."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Q

from linli.catalogue import matching
from linli.catalogue.facts import MatterFacts
from linli.catalogue.models import Category, Matter

_INSTEAD = 0  # no row has this key
LOOK_AGAIN_AFTER = 3.0  # seconds until a process asks whether another one has changed the catalogue


@dataclass(frozen=True, slots=True)
class Match:
    """What a message speaks of. ``why`` is "" when ``matter`` was found, else "no_words" or "several" (``others``).

    ``words`` are those that spoke for ``matter``; where several are near, those of the first of them.
    """

    matter: Matter | None
    words: tuple[str, ...]
    why: str = ""
    others: tuple[Matter, ...] = ()


def heard(words: Sequence[str], text: str) -> list[str]:
    """What of the words that spoke for a matter stands in the text, to be shown; a word that cannot be read as it is."""
    found = []
    for written in words:
        try:
            found.append(matching.heard(written, text))
        except ValueError:  # the catalogue has changed since
            found.append(written)
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Suggestion:
    matter: Matter
    score: float
    words: tuple[str, ...]


class _Snapshot:
    """All versions as they were read, with a phrasebook for each set of versions that held on a day."""

    def __init__(self, matters: Sequence[Matter], stamp: tuple[int, int, int], inside: object) -> None:
        self.matters = matters
        self.by_key = {matter.pk: matter for matter in matters}
        self.stamp = stamp
        self.inside = inside  # the outermost transaction whose uncommitted changes it may hold
        self.looked_at = time.monotonic()
        self._books: OrderedDict[tuple[int, ...], matching.Phrasebook[int]] = OrderedDict()

    def on(self, day: date) -> list[Matter]:
        return [m for m in self.matters if m.valid_from <= day and (m.valid_to is None or day < m.valid_to)]

    def book(self, day: date) -> matching.Phrasebook[int]:
        current = self.on(day)
        key = tuple(matter.pk for matter in current)
        book = self._books.get(key)
        if book is None:
            book = self._books[key] = matching.Phrasebook((m.pk, m.words) for m in current)
            while len(self._books) > 4:
                self._books.popitem(last=False)
        return book


_lock = threading.Lock()
_kept: _Snapshot | None = None
_changed_in: object = None


def _transaction() -> object:
    """The outermost open transaction of this connection, or None."""
    blocks: list[Any] = connection.atomic_blocks
    return blocks[0] if blocks else None


def _stamp() -> tuple[int, int, int]:
    """Changes with every change of the catalogue: a version is only ever added, ended, or taken back unused."""
    found = Matter.objects.aggregate(
        last=Max("pk"),
        ended=Count("pk", filter=Q(valid_to__isnull=False)),
        unused=Count("pk", filter=Q(valid_to__lte=F("valid_from"))),
    )
    return found["last"] or 0, found["ended"], found["unused"]


def _snapshot() -> _Snapshot:
    global _kept, _changed_in
    inside = _transaction()
    unsure = inside is not None and inside is _changed_in
    kept = _kept
    if kept is not None and kept.inside is (inside if unsure else None):
        if time.monotonic() - kept.looked_at < LOOK_AGAIN_AFTER:
            return kept
        if _stamp() == kept.stamp:
            kept.looked_at = time.monotonic()
            return kept
    with _lock:
        stamp = _stamp()
        matters = list(Matter.objects.select_related("category__parent__parent").order_by("code", "version"))
        _kept = _Snapshot(matters, stamp, inside if unsure else None)
        return _kept


def forget() -> None:
    """Drop what this process has at hand. Changes of the catalogue call it; tests may.

    What is read again inside the changing transaction is kept for that transaction only, for it may be undone.
    """
    global _kept, _changed_in
    _kept = None
    _changed_in = _transaction()


@dataclass(frozen=True, slots=True)
class Phrases:
    """Matters with their words made ready; ``match`` takes no statement."""

    book: matching.Phrasebook[int]
    by_key: Mapping[int, Matter]

    def match(self, text: str, *, title: str = "") -> Match:
        """The matter that a message speaks of."""
        best, why, near = matching.choose(self.book.rank(text, title=title))
        if best is not None:
            return Match(self.by_key[best.key], best.words)
        words = near[0].words if near else ()
        return Match(None, words, why, tuple(self.by_key[one.key] for one in near))


def match(text: str, *, on: date, title: str = "") -> Match:
    """The matter that a message speaks of on a day (Shanghai date). Warm, it takes no statement."""
    snapshot = _snapshot()
    return Phrases(snapshot.book(on), snapshot.by_key).match(text, title=title)


def phrasebook_with(*, on: date, instead: MatterFacts) -> Phrases:
    """The matters of a day as if ``instead`` held among them, in the place of the matter of its code or as a new one.

    That matter is never saved and has no key; compare what is found by ``code``. For many texts: about as long to make
    ready as a hundred texts to match.
    """
    others = {matter.pk: matter for matter in current(on) if matter.code != instead.code}
    category = Category.objects.select_related("parent__parent").get(code=instead.category)
    changed = Matter(**instead.columns(), category=category, valid_from=on)
    by_key = {**others, _INSTEAD: changed}
    return Phrases(matching.Phrasebook((key, one.words) for key, one in by_key.items()), by_key)


def suggest(text: str, *, on: date, title: str = "", limit: int = 5) -> list[Suggestion]:
    """The likeliest matters, best first, however unclear: for a person to choose from."""
    snapshot = _snapshot()
    ranked = snapshot.book(on).rank(text, title=title)[:limit]
    return [Suggestion(snapshot.by_key[one.key], one.score, one.words) for one in ranked]


def current(on: date) -> list[Matter]:
    """The matters that hold on a day, by code; from memory when warm. Do not change the rows."""
    return _snapshot().on(on)


def by_code(code: str, *, on: date | None = None) -> Matter | None:
    """The version of a matter that holds on a day; without a day, the one that has not ended."""
    for matter in _snapshot().matters if on is None else current(on):
        if matter.code == code and (on is not None or matter.valid_to is None):
            return matter
    return None
