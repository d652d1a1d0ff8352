"""Prints what stands in the database as one JSON object. `--waiting` tells only the deliveries left."""

import json
import os
import sys
from collections import Counter


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kills.settings"
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from linli.journal import queries
    from linli.journal.models import Delivery, Entry
    from tests.kills.reaction import rings

    def rows(statement: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return [key for (key,) in cursor.fetchall()]

    if "--waiting" in sys.argv:
        print(Delivery.objects.count())  # noqa: T201
        return
    entries = dict(Entry.objects.filter(tag="lamp.lit").values_list("pk", "facts__lamp"))
    effects = rows("SELECT entry FROM kills_effect")
    lamps = rows("SELECT id FROM kills_lamp")
    rung = Counter(map(int, rings().read_text().split()))
    told = {
        "lamps": len(lamps),
        "lamps_without_entry": len(set(lamps) - set(entries.values())),
        "entries_without_lamp": len(set(entries.values()) - set(lamps)),
        "effects": len(effects),
        "lost": len(set(entries) - set(effects)),
        "doubled": len(effects) - len(set(effects)),
        "of_nothing": len(set(effects) - set(entries)),
        "unrung": len(set(entries) - set(rung)),
        "rung_again": rung.total() - len(rung),
        "waiting": Delivery.objects.count(),
        "faults": [f"{one.where}: {one.what}" for one in queries.findings(timezone.now())],
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
