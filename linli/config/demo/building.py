"""Builds the demo town in a temporary file with fast pragmas, and puts it in place when it is whole."""

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from linli.config import founding
from linli.config.demo import board, people, places
from linli.config.demo.life import Life
from linli.journal import actions as journal
from linli.journal import work as deliveries
from linli.people.models import Account

FAST = (
    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA cache_size=-200000; "
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;"
)
PASSWORD = "linli-demo-2026"


@contextmanager
def into(target: Path) -> Iterator[None]:
    """Work on a temporary SQLite file beside ``target``; rename it over when all went well."""
    temporary = target.with_name(f"{target.name}.building")
    temporary.unlink(missing_ok=True)
    settings = connection.settings_dict
    before = settings["NAME"], settings["OPTIONS"].get("init_command")
    connection.close()
    settings["NAME"], settings["OPTIONS"]["init_command"] = str(temporary), FAST
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
        connection.close()
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        for leftover in ("-wal", "-shm"):
            target.with_name(target.name + leftover).unlink(missing_ok=True)
        temporary.replace(target)
    finally:
        connection.close()
        settings["NAME"], settings["OPTIONS"]["init_command"] = before
        for leftover in ("", "-queue"):
            temporary.with_name(temporary.name + leftover).unlink(missing_ok=True)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """What a life makes is small and soon gone: looking for cycles all the time costs a twentieth of it."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def build(*, demands: int, days: int, seed: int, now: datetime, say: Callable[[str], None]) -> people.Cast:
    """Build the town into the current database: ground, places, people, and a stretch of its life."""
    call_command("migrate", interactive=False, verbosity=0)
    begun = now - timedelta(days=days)
    cast = lay_town(now=now, begun=begun, say=say)
    life = Life(now=now, since=begun, seed=seed)
    logging.getLogger("linli.notices.sms").setLevel(logging.WARNING)  # nobody waits for these messages
    bar = tqdm(total=demands, delay=2, disable=None, file=sys.stderr, unit="件", desc="诉求")
    with bar, seldom_collecting():
        life.live(demands, bar.update)
    say(f"诉求：{demands} 件，{days} 天")
    bulletins, shown = board.lay_bulletins(now=now), board.live_board(now=now, seed=seed)
    deliveries.work_off(now)  # reviewers hear of what was agreed to
    say(f"公告 {bulletins} 条，公开栏 {shown} 件")
    journal.seal(timezone.now(), timedelta(0))  # nobody else writes into the file yet
    return cast


def lay_town(*, now: datetime, begun: datetime, say: Callable[[str], None]) -> people.Cast:
    """The ground, the places and the people, as they stand at ``begun``, in an empty database with tables."""
    for line in founding.found(now=now):
        say(line)
    say(f"场所：{places.lay(now=begun)} 处")
    cast = people.Cast(now=begun, today=now, password=make_password(PASSWORD))
    people.settle(cast)
    say(f"单位 {len(cast.bodies)} 个，任职 {cast.duties} 人，账号 {len(cast.accounts)} 个")
    Account.objects.create(username="admin", password=cast.password, is_superuser=True, is_staff=True)
    cast.accounts.insert(0, ("admin", "系统管理员（只管设置，不看诉求）"))
    return cast
