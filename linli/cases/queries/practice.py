"""The rules of practice as they stand in this town."""

from dataclasses import dataclass

from django.utils.functional import Promise

from linli.cases.events import CaseEvent
from linli.cases.models import Practice
from linli.cases.practice import RULES, Rule, amount, forget
from linli.journal import queries as journal
from linli.journal.queries import Change, Past, Told

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


def pasts() -> list[Past]:
    """The newest changes of the numbers. One statement."""

    def changes(one: Told) -> list[Change]:
        rule = RULES.get(str(one.facts.get("key")))
        if rule is None:
            return []
        return [Change(rule.words, one.facts.get("was"), one.facts.get("amount"))]

    words = {CaseEvent.PRACTICE_SET: CaseEvent.PRACTICE_SET.label}
    return journal.pasts(journal.newest_of(SUBJECT, words), words, changes)


def _changes() -> list[Told]:
    return [entry for entry in journal.entries_of(SUBJECT) if entry.tag == CaseEvent.PRACTICE_SET]


__all__ = ["SUBJECT", "Standing", "amount", "forget", "pasts", "standing"]
