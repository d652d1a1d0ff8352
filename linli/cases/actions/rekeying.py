"""Reporters' numbers under a new key."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from linli.cases import rules
from linli.cases.events import CaseEvent
from linli.cases.models import Report
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.fields import blind
from linli.kernel.refusals import require
from linli.people import numbers


@transaction.atomic
def rekey_reports(*, report_ids: Iterable[int], by: Actor, now: datetime) -> int:
    """Encrypt and index the phones of these reports anew under the newest key; how many. Nothing else changes, so one
    entry tells of the batch. Raises NotAllowed.

    Query codes stay as they are: only their blind index is kept, and nobody knows the code itself.
    """
    require(rules.can_rekey(by))
    reports = list(Report.objects.select_for_update().filter(pk__in=list(report_ids)).order_by("pk"))
    for report in reports:
        report.phone_blind = blind(report.phone, numbers.PHONE)
        report.phone_last4_blind = blind(numbers.last4(report.phone), numbers.LAST4)
        report.save(update_fields=["phone", "phone_blind", "phone_last4_blind"])
    if reports:
        journal.write(
            "cases.keys", CaseEvent.REKEYED, by=by, at=now, first=reports[0].pk, reports=len(reports)
        )
    return len(reports)
