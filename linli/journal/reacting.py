"""The shapes of a reaction and of periodic work, and the registry that ``config`` fills at start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from linli.journal.models import Entry

Reaction = Callable[[Entry, datetime], None]


class Later(Exception):
    """A reaction raises it when this is not the time, as in quiet hours: what it did is undone and its delivery is put
    back until ``at`` (aware, by the clock that the reaction was told); no attempt is counted and no error is kept.
    """

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that runs by itself. ``is_due`` only reads, so that an idle system writes nothing."""

    name: str
    every: timedelta
    is_due: Callable[[datetime], bool]
    run: Callable[[datetime], None]


_reactions: dict[str, tuple[Reaction, ...]] = {}
_by_name: dict[str, Reaction] = {}
_alone: set[Reaction] = set()
_together: dict[Reaction, Callable[[Sequence[Entry], datetime], None]] = {}
_periodic: tuple[Periodic, ...] = ()


def alone[Marked: Reaction](reaction: Marked) -> Marked:
    """Mark a reaction that talks to the outside (a gateway, a work group). It is called with no transaction around it, so
    that at a crash only the one in flight may go twice and nobody waits for a lock while the other side thinks; what it
    writes it writes in transactions of its own, and it must bear a second run.
    """
    _alone.add(reaction)
    return reaction


def together(reaction: Callable[[Sequence[Entry], datetime], None]) -> Reaction:
    """Make a reaction of a function that takes several entries at once, so that what it reads and writes for twenty
    costs little more than for one. Where one of them fails, it is called again with each by itself.
    """

    @wraps(reaction)
    def to_one(entry: Entry, now: datetime) -> None:
        reaction([entry], now)

    _together[to_one] = reaction
    return to_one


def react(reaction: Reaction, entries: Sequence[Entry], now: datetime) -> None:
    """Call ``reaction`` for all of these, at once where it takes several."""
    several = _together.get(reaction)
    if several is not None:
        several(entries, now)
        return
    for entry in entries:
        reaction(entry, now)


def takes_several(reaction: Reaction) -> bool:
    return reaction in _together


def is_alone(name: str) -> bool:
    return _by_name.get(name) in _alone


def name_of(reaction: Reaction) -> str:
    """The name under which deliveries to this reaction are kept: "room.function"."""
    room = reaction.__module__.removeprefix("linli.").split(".")[0]
    return f"{room}.{reaction.__name__}"


def attach(reactions: Mapping[str, tuple[Reaction, ...]], periodic: tuple[Periodic, ...]) -> None:
    """Replace the registry. Called once at start by ``config``; tests may attach their own."""
    global _periodic
    _reactions.clear()
    _by_name.clear()
    for tag, functions in reactions.items():
        _reactions[tag] = tuple(functions)
        for function in functions:
            _by_name[name_of(function)] = function
    _periodic = periodic


def reactions_to(tag: str) -> tuple[Reaction, ...]:
    return _reactions.get(tag, ())


def by_name(name: str) -> Reaction | None:
    return _by_name.get(name)


def periodic() -> tuple[Periodic, ...]:
    return _periodic
