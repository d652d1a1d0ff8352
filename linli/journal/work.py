"""The worker's round: look (only reading), claim, deliver, run what is periodic; and the loop around it."""

import logging
import os
import random
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from linli.journal import actions, queries, reacting

log = logging.getLogger("linli.journal.worker")

LEASE = timedelta(seconds=60)
BATCH = 20
GATHERING = 0.2  # seconds in which some more come together, so that fewer transactions do
LONGEST_LOOK = timedelta(minutes=1)
SHORTEST_PUT_OFF = timedelta(seconds=1)


def seal_now(now: datetime) -> None:
    actions.seal(now)


SEALING = reacting.Periodic(
    name="journal.seal",
    every=timedelta(hours=1),
    is_due=lambda now: queries.is_anything_unsealed(now - actions.SEAL_GRACE),
    run=seal_now,
)
Clock = Callable[[], datetime]


class Worker:
    """One worker process. ``stop`` may be set from a signal handler; what is at hand is finished first.

    ``told`` is the time that reactions and works are told; leases and waits go by the real one. Where it is not the real
    one, what a reaction put off by it is left alone for the rest of this worker's life.
    """

    def __init__(self, *, poll: float = 1.0, lease: timedelta = LEASE, told: Clock | None = None) -> None:
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stop = threading.Event()
        self._poll, self._lease, self._told = poll, lease, told or timezone.now
        self._is_real, self._put_off = told is None, set[int]()
        self._looks: dict[str, float] = {}

    def run(self) -> None:
        """Work until ``stop`` is set. A lost database is waited for, up to half a minute between tries."""
        log.info("worker %s begins", self.name)
        misses = 0
        while not self.stop.is_set():
            try:
                done = self.round()
                misses = 0
            except (OperationalError, InterfaceError) as error:
                connection.close()
                done, misses = 0, misses + 1
                log.warning("worker %s: the database does not answer: %s", self.name, error)
            if not done:
                self.stop.wait(min(self._poll * 2 ** min(misses, 10), max(self._poll, 30)))
            elif done < BATCH:
                self.stop.wait(min(self._poll, GATHERING))
        self._leave()

    def round(self) -> int:
        """One look; how many deliveries and works it did. It writes nothing when there is nothing to do."""
        return self._deliver() + self._periodic()

    def _deliver(self) -> int:
        now = timezone.now()
        told = now if self._is_real else max(now, self._told())
        if not queries.is_anything_due(now, told=told, but=self._put_off):
            return 0
        until = now + self._lease
        claimed = actions.claim(
            worker=self.name, now=now, lease=self._lease, limit=BATCH, told=told, but=self._put_off
        )
        actions.park_worn_out(delivery_ids=[one.id for one in claimed], worker=self.name, now=now)
        together = [one for one in claimed if not one.attempts and not reacting.is_alone(one.reaction)]
        singly = [one for one in claimed if one not in together]
        while together and self._goes_on(until):
            together = self._some(together, until)
        # One that kills its worker shall not take the same others with it each time, until they are parked as well.
        random.shuffle(singly)
        for one in singly:
            if self._goes_on(until):
                self._one(one)
        if not self._goes_on(until):
            actions.release(worker=self.name)
        return len(claimed)

    def _goes_on(self, until: datetime) -> bool:
        return not self.stop.is_set() and timezone.now() < until

    def _some(self, together: list[actions.Claimed], until: datetime) -> list[actions.Claimed]:
        """Several in one transaction; each by itself where one of them failed. Those that remain."""
        keys = [one.id for one in together]
        try:
            left = actions.deliver_some(delivery_ids=keys, worker=self.name, now=self._told())
        except Exception as error:
            log.info("deliveries %s go one by one: %r", keys, error)
            for one in together:
                if self._goes_on(until):
                    self._one(one)
            return []
        return [one for one in together if one.id in left]

    def _one(self, one: actions.Claimed) -> None:
        told = self._told()
        try:
            if reacting.is_alone(one.reaction):
                until = timezone.now() + self._lease
                actions.deliver_alone(delivery_id=one.id, worker=self.name, now=told, until=until)
            else:
                actions.deliver(delivery_id=one.id, worker=self.name, now=told)
        except actions.LeaseLost:
            log.info("delivery %s: another worker has it", one.id)
        except reacting.Later as later:
            actions.postpone(delivery_id=one.id, worker=self.name, at=max(later.at, told + SHORTEST_PUT_OFF))
            if not self._is_real:
                self._put_off.add(one.id)
        except Exception as error:
            log.warning("delivery %s failed: %r", one.id, error)
            actions.put_back(
                delivery_id=one.id, worker=self.name, now=timezone.now(),
                is_hopeless=isinstance(error, actions.UnknownReaction),
                error=str(error) if isinstance(error, actions.UnknownReaction) else traceback.format_exc(),
            )  # fmt: skip

    def _periodic(self) -> int:
        """Each work is looked at when its time may have come, once a minute at most."""
        done = 0
        for work in reacting.periodic():
            if self.stop.is_set() or time.monotonic() < self._looks.get(work.name, 0):
                continue
            self._looks[work.name] = time.monotonic() + min(work.every, LONGEST_LOOK).total_seconds()
            try:
                done += actions.run_periodic(work, worker=self.name, now=self._told())
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                log.exception("periodic work %s failed", work.name)
        return done

    def _leave(self) -> None:
        try:
            actions.release(worker=self.name)
        except (OperationalError, InterfaceError):
            log.warning("worker %s: could not give its leases back; they run out by themselves", self.name)
        connection.close()
        log.info("worker %s has stopped", self.name)


def work_off(now: datetime | None = None) -> int:
    """Run what is due to the end, in this process; how much it did. For `--once`, the demo and tests.

    With ``now``, reactions and works are told that time instead of the real one.
    """
    worker, done = Worker(told=(lambda: now) if now else None), 0
    while step := worker.round():
        done += step
    return done
