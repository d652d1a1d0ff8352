"""A table of moves: what each verb leads to from each state, and the one function that assigns a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class HasState(Protocol):
    """A case, a request, a part …, as far as a table needs to know it."""

    state: str


class NoSuchMove(Refusal):
    """The thing is not in a state from which this verb leads anywhere."""

    def __init__(self, what: object, state: models.TextChoices, verb: models.TextChoices) -> None:
        super().__init__(
            _("%(what)s现在是“%(state)s”，不能“%(verb)s”。")
            % {"what": what, "state": state.label, "verb": verb.label}
        )


@dataclass(frozen=True)
class Table[S: models.TextChoices, V: models.TextChoices]:
    """``moves`` maps (state, verb) to the state it leads to; ``what`` is the thing's name in a refusal."""

    what: Any
    states: type[S]
    moves: Mapping[tuple[S, V], S]

    def ensure(self, thing: HasState, verb: V) -> None:
        """Raises NoSuchMove where ``verb`` leads nowhere from the state of ``thing``."""
        state = self.states(thing.state)
        if (state, verb) not in self.moves:
            raise NoSuchMove(self.what, state, verb)

    def move(self, thing: HasState, verb: V) -> None:
        """Put ``thing`` into the state that ``verb`` leads to. Raises NoSuchMove."""
        self.ensure(thing, verb)
        thing.state = self.moves[self.states(thing.state), verb]

    def verbs_from(self, state: S) -> tuple[V, ...]:
        return tuple(verb for (at, verb) in self.moves if at == state)
