"""Duplicates, doing again, taking up again, praise."""

from datetime import datetime, timedelta

from linli.cases import rules
from linli.cases.models import Case, DemandKind, RequestKind
from linli.cases.practice import amount
from linli.cases.queries import requests as asked
from linli.cases.queries.offers.straight import leads
from linli.cases.queries.reading import has_rounds
from linli.cases.states import State, Verb
from linli.kernel.actor import Actor

SPLIT_WITHIN = timedelta(days=1)  # own choice: a slip is noticed the same day; later the reporters were told


def _merge(case: Case, actor: Actor, now: datetime) -> bool:
    may = leads(case, Verb.MERGE) and rules.can_dispatch(actor, case)
    return may and not rules.must_ask_to_merge(actor, case)


def _ask_duplicate(case: Case, actor: Actor, now: datetime) -> bool:
    may = leads(case, Verb.MERGE) and rules.can_work(actor, case) and not _merge(case, actor, now)
    return may and not asked.waits(case, RequestKind.DUPLICATE)


def _split(case: Case, actor: Actor, now: datetime) -> bool:
    is_joined = case.state == State.CLOSED and case.merged_into is not None and case.closed_at is not None
    if not is_joined or not rules.can_dispatch(actor, case):
        return False
    assert case.merged_into is not None and case.closed_at is not None
    may = case.merged_into.merged_into_id is None and rules.can_dispatch(actor, case.merged_into)
    return may and now <= case.closed_at + SPLIT_WITHIN


def may_redo(case: Case, actor: Actor, now: datetime) -> bool:
    """The resident's page asks it too."""
    if not leads(case, Verb.REDO) or not has_rounds(case) or case.closed_at is None:
        return False
    in_time = now <= case.closed_at + timedelta(days=amount("redo_days"))
    return in_time and case.redone < amount("redo_times") and rules.can_redo(actor, case)


def may_follow_up(case: Case, actor: Actor, now: datetime) -> bool:
    """Once it may no longer be done again. The resident's page asks it too."""
    over = case.state == State.CLOSED and case.merged_into_id is None and case.kind != DemandKind.PRAISE
    return over and rules.can_follow_up(actor, case) and not may_redo(case, actor, now)


def _pass_on(case: Case, actor: Actor, now: datetime) -> bool:
    may = leads(case, Verb.PASS_ON) and case.kind == DemandKind.PRAISE
    return may and rules.can_dispatch(actor, case)


OFFERS = {
    "pass_on_praise": _pass_on,
    "merge": _merge,
    "ask_duplicate": _ask_duplicate,
    "split": _split,
    "redo": may_redo,
    "follow_up": may_follow_up,
}
