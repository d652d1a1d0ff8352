"""Every read of the catalogue. Words are matched in memory: no statement while the process has the catalogue at hand."""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.catalogue import limits, matching, starting
from linli.catalogue.facts import CLOCKS
from linli.catalogue.models import Category, Matter
from linli.kernel.findings import Finding
from linli.kernel.refusals import NotFound
from linli.organisations.models import Body

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


@dataclass(frozen=True, slots=True)
class Suggestion:
    matter: Matter
    score: float
    words: tuple[str, ...]


class _Snapshot:
    """All versions as they were read, with a phrasebook for each set of versions that held on a day."""

    def __init__(self, matters: Sequence[Matter], stamp: tuple[int, int], inside: object) -> None:
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


def _stamp() -> tuple[int, int]:
    """Changes with every change of the catalogue: a version is only ever added, or ended."""
    found = Matter.objects.aggregate(last=Max("pk"), ended=Count("pk", filter=Q(valid_to__isnull=False)))
    return found["last"] or 0, found["ended"]


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


def match(text: str, *, on: date, title: str = "") -> Match:
    """The matter that a message speaks of on a day (Shanghai date). Warm, it takes no statement."""
    snapshot = _snapshot()
    ranked = snapshot.book(on).rank(text, title=title)
    best, why, near = matching.choose(ranked)
    if best is not None:
        return Match(snapshot.by_key[best.key], best.words)
    words = near[0].words if near else ()
    return Match(None, words, why, tuple(snapshot.by_key[one.key] for one in near))


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


def versions(code: str) -> QuerySet[Matter]:
    """All versions of a matter, newest first."""
    return Matter.objects.filter(code=code).select_related("category__parent__parent").order_by("-version")


def locked(code: str) -> Matter:
    """The version that has not ended, locked until the transaction ends. Raises NotFound."""
    found = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("category")
        .filter(code=code, valid_to=None)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def categories() -> QuerySet[Category]:
    """All categories, parents before children."""
    return Category.objects.order_by("code")


def by_category(on: date, words: str = "") -> list[tuple[str, list[Matter]]]:
    """The matters that hold on a day, under their first-level categories; with ``words``, those whose name, words or
    code contain them."""
    groups: dict[str, list[Matter]] = {}
    wanted = matching.normalise(words)
    for matter in sorted(current(on), key=lambda one: one.category.code):
        heard = (matter.name, matter.code, matter.category.name, *matter.words)
        if not wanted or any(wanted in matching.normalise(one) for one in heard):
            groups.setdefault(_top(matter.category).name, []).append(matter)
    return list(groups.items())


def _top(category: Category) -> Category:
    while category.parent is not None:
        category = category.parent
    return category


def limits_in_words(matter: Matter) -> list[tuple[str, str]]:
    """("sign", "4工作小时") and so on, at the matter's own urgency."""
    return [(clock, limits.say(*matter.limit(clock))) for clock in CLOCKS]


def department_name(code: str) -> str:
    """The name of a department here, else its name in the starting catalogue, else its code."""
    if not code:
        return ""
    founded = Body.objects.filter(code=code).values_list("name", flat=True).first()
    return founded or starting.departments().get(code, code)


def findings(now: datetime) -> Iterator[Finding]:
    """Matters that no one here can lead: their department was not founded, or has ended, by the day of ``now``."""
    on = timezone.localdate(now)
    wanted: dict[str, int] = Counter(matter.department for matter in current(on) if matter.department)
    here = Body.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), code__in=wanted)
    for code in sorted(set(wanted) - set(here.values_list("code", flat=True))):
        yield Finding(
            "catalogue",
            "warning",
            code,
            _("有 %(count)s 个事项归“%(name)s”主办，但这里没有这个部门。")
            % {"count": wanted[code], "name": starting.departments().get(code, code)},
        )
