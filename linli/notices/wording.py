"""The words of short messages. An operator sends only what was registered with it beforehand: a template and its gaps.

Rooms declare theirs beside what sends them; the town registers the same words with its operator under the same code.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise

from linli.people import numbers

LONGEST = 40  # of what goes into one gap
LINK = "link"  # the gap for an address on this site
LONGEST_LINK = 200
_GAP = re.compile(r"%\((\w+)\)s")
_TEMPLATES: dict[str, str | Promise] = {}
_SECRET: set[str] = set()
SECRET_FOR = timedelta(minutes=10)


def declare(code: str, words: str | Promise, *, is_secret: bool = False) -> str:
    """Make a template known: "您的诉求已登记，受理编号%(receipt)s。"; returns its code. Raises ValueError on a double.

    What goes into the gaps of a secret one (a one-time code) is kept no longer than it takes to send it, and after ten
    minutes it is not sent any more.
    """
    if code in _TEMPLATES and str(_TEMPLATES[code]) != str(words):
        raise ValueError(f"template declared twice: {code}")
    _TEMPLATES[code] = words
    if is_secret:
        _SECRET.add(code)
    return code


def is_secret(code: str) -> bool:
    return code in _SECRET


def secrets() -> frozenset[str]:
    """The codes of the secret templates."""
    return frozenset(_SECRET)


def shown(code: str, text: str) -> str:
    """What of a message may be kept to be read: of a secret one the words without what stands in their gaps."""
    return _GAP.sub("••••••", str(_TEMPLATES[code])) if is_secret(code) else text


def render(code: str, params: Mapping[str, str]) -> str:
    """The words with their gaps filled. Raises ValueError: unknown template, other gaps, or what must not leave the house.

    That is what a person typed at length, and phone and identity numbers.
    """
    if code not in _TEMPLATES:
        raise ValueError(f"no template {code} is declared")
    words = str(_TEMPLATES[code])
    gaps = set(_GAP.findall(words))
    if gaps != set(params):
        raise ValueError(f"template {code} has the gaps {sorted(gaps)}, not {sorted(params)}")
    for name, value in params.items():
        if not _may_leave(name, value):
            raise ValueError(f"template {code}: {name} is too long or holds a number of a person")
    return _GAP.sub(lambda gap: params[gap.group(1)], words)


def _may_leave(name: str, value: str) -> bool:
    if name == LINK:
        return (
            len(value) <= LONGEST_LINK and value.startswith(("https://", "http://")) and value.isprintable()
        )
    return len(value) <= LONGEST and numbers.redact(value) == value


def known() -> dict[str, str]:
    """All templates and their words, for registering them with an operator."""
    return {code: str(words) for code, words in sorted(_TEMPLATES.items())}
