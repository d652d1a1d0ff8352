"""What a check of the journal finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from linli.journal import triggers
from linli.journal.models import Periodic
from linli.journal.queries.deliveries import due, parked
from linli.journal.queries.seal_findings import seal_findings
from linli.journal.queries.walk import chain_findings, fault
from linli.kernel.findings import Finding

LONG = timedelta(minutes=15)  # a worker that runs lets nothing wait so long


def findings(now: datetime) -> Iterator[Finding]:
    """Everything that is wrong with chains, texts, seals, triggers, deliveries and periodic work."""
    for name in sorted(triggers.names(connection.vendor) - triggers.standing(connection)):
        yield fault(name, "this trigger is gone: entries could be changed unseen")
    yield from chain_findings()
    yield from seal_findings()
    yield from _delivery_findings(now)


def _delivery_findings(now: datetime) -> Iterator[Finding]:
    for row in parked():
        yield Finding(
            "journal", "warning", f"delivery {row.pk}",
            f"parked: {row.reaction} for {row.entry.subject} #{row.entry.seq}: {row.short_error}",
        )  # fmt: skip
    late = due(now - LONG)
    if oldest := late.order_by("next_try_at").first():
        yield Finding(
            "journal", "warning", f"delivery {oldest.pk}",
            f"{late.count()} deliveries wait since {oldest.next_try_at.isoformat()}: no worker runs",
        )  # fmt: skip
    for work in Periodic.objects.exclude(last_error="").order_by("name"):
        last = work.last_error.strip().splitlines()[-1]
        yield Finding("journal", "warning", f"periodic {work.name}", f"failed: {last}")
