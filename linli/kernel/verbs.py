"""Verbs that a role can grant, each with its plain words. Rooms declare theirs beside their rules."""

from django.utils.functional import Promise

_WORDS: dict[str, str | Promise] = {}


def declare(verb: str, words: str | Promise) -> str:
    """Make ``verb`` ("room.verb") known with the words a reader sees; returns it. Raises ValueError on a double."""
    if verb in _WORDS and str(_WORDS[verb]) != str(words):
        raise ValueError(f"verb declared twice: {verb}")
    _WORDS[verb] = words
    return verb


def known() -> dict[str, str | Promise]:
    """All verbs and their words, sorted by room."""
    return dict(sorted(_WORDS.items()))
