"""Reads tokens of acknowledged reports from standard input and prints as JSON what became of them."""

import json
import os
import sys
from collections import Counter


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from linli.cases.models import Case, Report
    from linli.journal import queries as journal
    from linli.journal.models import Delivery, Entry

    if "--hurry" in sys.argv:  # a minute goes by for those who wait for the lease of a dead worker
        Delivery.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())
        return
    if "--waiting" in sys.argv:
        print(Delivery.objects.count())  # noqa: T201
        return
    acknowledged = set(json.load(sys.stdin))
    kept = Counter(Report.objects.values_list("outer_number", flat=True))
    dispatched = dict(Entry.objects.filter(tag="cases.dispatched").values_list("pk", "subject"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_key FROM notices_letter")
        letters = Counter(key for (key,) in cursor.fetchall())
    told = {
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - set(kept)),
        "doubled": sum(count - 1 for count in kept.values()),
        "cases_without_report": Case.objects.exclude(pk__in=Report.objects.values("case")).count(),
        "cases": Case.objects.count(),
        "without_letter": len(set(dispatched) - set(letters)),
        "doubled_letters": sum(count - 1 for count in letters.values()),
        "waiting": Delivery.objects.count(),
        "faults": [
            f"{one.where}: {one.what}" for one in journal.findings(timezone.now()) if one.level == "fault"
        ],
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
