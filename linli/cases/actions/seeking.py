"""Looking for cases by the reporter's phone: a reason is typed and written down, whatever was found."""

from datetime import datetime

from django.db import transaction

from linli.cases import queries, rules
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import require
from linli.people import numbers

SUBJECT = "cases.sought"  # one chain for all: whom somebody looked for belongs to no single case


@transaction.atomic
def seek_by_phone(*, number: str, reason: str, by: Actor, now: datetime) -> list[Case]:
    """The cases whose reporter left ``number`` (as people write it, or its last four digits), the newest first. The
    number itself is not written down, only what was found by it.

    Raises NotAllowed, WordsMissing, numbers.BadPhone.
    """
    require(rules.can_seek_by_phone(by))
    text = require_words(reason, "reason")
    digits = numbers.narrow(number).strip()
    if not (len(digits) == 4 and digits.isascii() and digits.isdecimal()):
        digits = numbers.normalise_phone(number)
        if not digits:
            raise numbers.BadPhone
    found = queries.by_phone(by, digits)
    keys = [case.pk for case in found]
    journal.write(SUBJECT, CaseEvent.SOUGHT, by=by, at=now, text=text, last_four=len(digits) == 4, found=keys)
    return found
