"""One process that registers planned demands by the sentence ``cases.register``, and prints as JSON how it went."""

import json
import os
import secrets
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench import pace, words


class Counter:
    """Counts statements; what begins and ends a transaction is not one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            self.count += 1
        return execute(sql, params, many, context)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from linli.cases import actions
    from linli.cases.drafts import Draft
    from linli.cases.models import Channel
    from linli.kernel.actor import RESIDENT
    from linli.kernel.refusals import Refusal
    from linli.places import queries as places

    door, folder = sys.argv[1], Path(sys.argv[2])
    plan = pace.Plan(float(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]))
    found = places.open_door(door)
    assert found is not None

    def register(number: int, token: str, now: datetime) -> None:
        draft = Draft(
            words=words.said(number), place=found.place, channel=Channel.CODE, phone=words.phone(number),
            source="bench", outer_number=token,
        )  # fmt: skip
        actions.register(draft=draft, by=RESIDENT, now=now)

    queue, counter = pace.Queue(folder / "next"), Counter()
    for _turn in range(3):  # the catalogue, the calendar and the statements are read once
        register(9, secrets.token_hex(10), timezone.now())
    told: dict[str, Any] = {"acknowledged": {}, "refused": [], "busy": 0.0}
    with connection.execute_wrapper(counter):
        while (number := queue.take()) < plan.count:
            pace.wait_until(plan.moment(number))
            token, begun = secrets.token_hex(10), time.process_time()
            try:
                register(number, token, timezone.now())
                told["acknowledged"][token] = (time.monotonic() - plan.moment(number)) * 1000
            except (Refusal, DatabaseError) as error:
                told["refused"].append(repr(error))
            told["busy"] += time.process_time() - begun
    told["statements"] = counter.count
    (folder / f"told-{os.getpid()}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
