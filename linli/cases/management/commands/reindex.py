"""`linli reindex`: makes the search of cases anew."""

import sys
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from linli.cases import actions, queries
from linli.cases.models import Case

BATCH = 200


class Command(BaseCommand):
    help = (
        "Make the search of cases anew from the cases themselves, in small batches. Safe to stop and run again, also "
        "while people work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help="only the cases that the search does not know"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = (
            list(queries.unindexed())
            if options["missing"]
            else list(Case.objects.order_by("pk").values_list("pk", flat=True))
        )
        done = 0
        with tqdm(total=len(keys), delay=2, disable=None, file=sys.stderr, unit=_("件")) as bar:
            for some in batched(keys, BATCH):
                done += actions.reindex(case_ids=some)
                bar.update(len(some))
        actions.drop_orphans()
        if not options["missing"]:
            actions.tidy()
        self.stdout.write(_("查找索引已重建：%(done)s 件。") % {"done": done})
