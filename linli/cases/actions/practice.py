"""A town changes a number of local practice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import Practice
from linli.cases.practice import RULES
from linli.cases.queries import practice
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require


class UnknownPractice(Refusal):
    words = _("没有这条办件规则。")
    field = "key"


class TooLittle(Refusal):
    """Below the least that the rule bears."""

    words = _("最少是%(least)s%(unit)s。")
    field = "amount"


class TooMuch(Refusal):
    """Above the most that the rule bears."""

    words = _("最多是%(most)s%(unit)s。")
    field = "amount"


@transaction.atomic
def set_practice(*, key: str, amount: int, source: str, by: Actor, now: datetime) -> Practice:
    """Set one number, with the words on whose ground. What begins from now on goes by it; clocks that run stay.

    Raises NotAllowed, UnknownPractice, TooLittle, TooMuch, WordsMissing (no source).
    """
    require(rules.can_set_practice(by))
    rule = RULES.get(key)
    if rule is None:
        raise UnknownPractice
    bounds = {"least": rule.least, "most": rule.most, "unit": rule.unit}
    if amount < rule.least:
        raise TooLittle(TooLittle.words % bounds)
    if amount > rule.most:
        raise TooMuch(TooMuch.words % bounds)
    text = require_words(source, "source")[:120]
    row = Practice.objects.select_for_update().filter(key=key).first() or Practice(
        key=key, amount=rule.amount
    )
    was, row.amount, row.source = row.amount, amount, text
    row.save()
    practice.forget()
    journal.write(
        practice.SUBJECT, CaseEvent.PRACTICE_SET, by=by, at=now, text=text, key=key, was=was, amount=amount
    )
    return row
