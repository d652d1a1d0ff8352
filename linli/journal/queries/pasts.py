"""What was changed on a subject, as its page tells it: who, when, from what to what, and why."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from linli.journal.chains import subject_of
from linli.journal.models import Entry
from linli.journal.queries.entries import Told, told

MOST = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed. ``before`` and ``after`` are words, "" for nothing."""

    name: object
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Past:
    """One entry as a page tells it: ``what`` happened, what ``changes`` it made, the reason in ``text``."""

    at: datetime
    who: str
    what: object
    changes: list[Change]
    text: str


def newest_of(
    subject: Model | str, tags: Collection[str], *, most: int = MOST, **facts: object
) -> list[Told]:
    """The newest ``most`` entries of ``subject`` that have one of these tags and these facts, the newest first. One
    statement.
    """
    wanted = {f"facts__{key}": value for key, value in facts.items()}
    rows = Entry.objects.filter(subject=subject_of(subject), tag__in=list(tags), **wanted)
    return told(rows.order_by("-seq")[:most])


def pasts(
    entries: Collection[Told],
    words: Mapping[Any, object],
    changes: Callable[[Told], list[Change]] = lambda _told: [],
) -> list[Past]:
    """``entries`` with the ``words`` of their tags and their ``changes``."""
    return [
        Past(one.happened_at, one.actor_label, words.get(one.tag, one.tag), changes(one), one.text or "")
        for one in entries
    ]


def changed(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[str, object],
    say: Callable[[str, Any], object],
) -> list[Change]:
    """Those of ``names`` whose value is another in ``after``; ``say`` puts a value of a key into words."""
    return [
        Change(words, say(key, before.get(key)), say(key, after.get(key)))
        for key, words in names.items()
        if (key in before or key in after) and (before.get(key) or None) != (after.get(key) or None)
    ]
