"""`linli rekey`: encrypts every number anew under the first key of LINLI_KEYS."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import batched
from typing import Any, Protocol

from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from linli.board import actions as board
from linli.board import queries as board_queries
from linli.cases import actions as cases
from linli.cases import queries as case_queries
from linli.journal import queries as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.fields import keys
from linli.notices import actions as notices
from linli.notices import queries as notice_queries
from linli.people import actions as people
from linli.people import queries as people_queries

BATCH = 200


class _Rekey(Protocol):
    def __call__(self, rows: Iterable[int], *, by: Actor, now: datetime) -> int: ...


# A room that keeps encrypted numbers joins with one line: what it calls them, those under old keys, and its sentence.
ROOMS: tuple[tuple[str | Promise, Callable[[], QuerySet[Any]], _Rekey], ...] = (
    (
        gettext_lazy("居民"),
        people_queries.under_old_keys,
        lambda rows, *, by, now: people.rekey_people(person_ids=rows, by=by, now=now),
    ),
    (
        gettext_lazy("诉求"),
        case_queries.under_old_keys,
        lambda rows, *, by, now: cases.rekey_reports(report_ids=rows, by=by, now=now),
    ),
    (
        gettext_lazy("公开栏"),
        board_queries.under_old_keys,
        lambda rows, *, by, now: board.rekey_follows(follow_ids=rows, by=by, now=now),
    ),
    (
        gettext_lazy("群通知"),
        notice_queries.routes_under_old_keys,
        lambda rows, *, by, now: notices.rekey_routes(route_ids=rows, by=by, now=now),
    ),
    (
        gettext_lazy("短信"),
        notice_queries.messages_under_old_keys,
        lambda rows, *, by, now: notices.rekey_messages(message_ids=rows, by=by, now=now),
    ),
)


class Command(BaseCommand):
    help = (
        "Encrypt the numbers of people and reporters anew under the first key of LINLI_KEYS, in small batches. Safe to "
        "stop and run again. Ends by naming the old keys that are still needed; only the others may leave LINLI_KEYS."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor(ActorKind.SERVICE, label="linli rekey")
        for name, under_old_keys, rekey in ROOMS:
            rows = list(under_old_keys().values_list("pk", flat=True))
            with tqdm(
                total=len(rows), delay=2, disable=None, file=sys.stderr, unit=_("条"), desc=str(name)
            ) as bar:
                for some in batched(rows, BATCH):
                    bar.update(rekey(some, by=by, now=timezone.now()))
            left = under_old_keys().count()
            self.stdout.write(
                _("%(name)s：换了 %(done)s 条，还剩 %(left)s 条。")
                % {"name": name, "done": len(rows), "left": left}
            )
        self._say_what_must_stay()

    def _say_what_must_stay(self) -> None:
        old = list(keys())[1:]
        codes, seals = case_queries.query_code_keys(), journal.seal_keys()
        for key_id in old:
            why = [_("居民的查询码")] * (key_id in codes) + [_("日志的封印")] * (key_id in seals)
            self.stdout.write(
                _("旧密钥 %(key)s 要留着：%(why)s还靠它。") % {"key": key_id, "why": "、".join(why)}
                if why
                else _("旧密钥 %s 没有东西靠它了，可以从 LINLI_KEYS 里拿掉。") % key_id
            )
