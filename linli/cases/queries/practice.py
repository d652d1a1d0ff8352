"""The rules of practice as they stand in this town."""

from dataclasses import dataclass

from django.utils.functional import Promise

from linli.cases.events import CaseEvent
from linli.cases.models import Practice
from linli.cases.practice import RULES, Rule, amount, forget
from linli.journal import queries as journal
from linli.journal.queries import Told

SUBJECT = "cases.practice"  # the chain of the journal on which every change of a number stands


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule as it stands: the number that holds, on whose word, and the last change of it, if there was one."""

    rule: Rule
    amount: int
    source: str | Promise
    changed: Told | None


def standing() -> list[Standing]:
    """Every rule with what holds and who changed it last, in the order of the rules. Two statements."""
    rows = {row.key: row for row in Practice.objects.all()}
    last = {entry.facts.get("key"): entry for entry in _changes()}
    return [
        Standing(
            rule,
            rows[key].amount if key in rows else rule.amount,
            rows[key].source if key in rows else rule.source,
            last.get(key),
        )
        for key, rule in RULES.items()
    ]


def _changes() -> list[Told]:
    return [entry for entry in journal.entries_of(SUBJECT) if entry.tag == CaseEvent.PRACTICE_SET]


__all__ = ["SUBJECT", "Standing", "amount", "forget", "standing"]
