from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.journal import actions, queries, reacting, work
from linli.journal.actions import deliveries
from linli.journal.models import Delivery, Entry, Periodic
from linli.journal.reacting import Periodic as Work
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.journal import CLERK, NOW, attached, told

CLERK_WITH_KEY = Actor(
    ActorKind.PERSON, "李", 8, 10, grants=frozenset({Grant("journal.read", Over.EVERYTHING)})
)
LEASE = timedelta(seconds=60)


def echo(entry: Entry, now: datetime) -> None:
    """Leaves one trace per run: an entry on the subject "echo:…"."""
    actions.write(f"echo:{entry.pk}", "echo.heard", by=CLERK, at=now)


def stumble(entry: Entry, now: datetime) -> None:
    echo(entry, now)
    raise ValueError("stumbled")


def rest_until_eight(entry: Entry, now: datetime) -> None:
    """Quiet hours: nothing before eight o'clock of the day of NOW (UTC)."""
    echo(entry, now)
    if now < NOW.replace(hour=8):
        raise reacting.Later(NOW.replace(hour=8))


def _traces() -> list[str]:
    return [entry.subject for entry in Entry.objects.filter(tag="echo.heard").order_by("pk")]


def _claimed(worker: str = "a") -> int:
    (one,) = actions.claim(worker=worker, now=timezone.now(), lease=LEASE, limit=20)
    return one.id


@pytest.mark.django_db
def test_a_delivery_is_done_once_and_goes() -> None:
    with attached({"lamp.lit": (echo,)}):
        first, second = told("lamp:1", 2)
        assert [row.reaction for row in Delivery.objects.all()] == ["tests.echo", "tests.echo"]
        assert work.work_off(NOW) == 2
        assert _traces() == [f"echo:{first.pk}", f"echo:{second.pk}"]
        assert Entry.objects.filter(tag="echo.heard").values_list("happened_at", flat=True)[0] == NOW
        assert not Delivery.objects.exists()
        assert work.work_off(NOW) == 0


@pytest.mark.django_db
def test_a_failed_delivery_leaves_no_effect_and_is_tried_later_then_parked() -> None:
    with attached({"lamp.lit": (stumble,)}):
        told("lamp:1")
        now = timezone.now()
        for attempt in range(1, deliveries.MAX_ATTEMPTS + 1):
            assert Delivery.objects.get().parked_at is None
            Delivery.objects.update(next_try_at=now)
            work.work_off()
            row = Delivery.objects.get()
            assert (row.attempts, row.short_error, row.lease_by) == (attempt, "ValueError: stumbled", "")
            assert row.next_try_at > now
        assert row.parked_at is not None
        assert _traces() == []
        Delivery.objects.update(next_try_at=now)
        assert work.work_off() == 0


@pytest.mark.django_db
def test_what_is_put_off_leaves_no_effect_and_counts_no_attempt() -> None:
    with attached({"lamp.lit": (rest_until_eight, echo)}):
        entry = told("lamp:1")[0]
        assert work.work_off(NOW) == 2
        row = Delivery.objects.get()
        assert (row.next_try_at, row.attempts, row.last_error, row.parked_at) == (
            NOW.replace(hour=8), 0, "", None,
        )  # fmt: skip
        assert (row.lease_by, row.lease_until) == ("", None)
        assert _traces() == [f"echo:{entry.pk}"]
        assert work.work_off(NOW.replace(hour=8)) == 1
        assert _traces() == [f"echo:{entry.pk}"] * 2
        assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_what_is_put_off_waits_by_the_clock_and_is_not_asked_again_at_once() -> None:
    def never(entry: Entry, now: datetime) -> None:
        raise reacting.Later(now - LEASE)

    with attached({"lamp.lit": (never,)}):
        told("lamp:1")
        before = timezone.now()
        assert work.work_off() == 1
        assert Delivery.objects.get().next_try_at >= before + work.SHORTEST_PUT_OFF


def test_waits_grow_and_spread_and_end_at_an_hour() -> None:
    seconds = [deliveries.wait_after(attempts).total_seconds() for attempts in (1, 2, 3, 9, 10, 500)]
    for wait, least in zip(seconds, (10, 20, 40, 2560, 3600, 3600), strict=True):
        assert least <= wait <= least * 1.2


@pytest.mark.django_db
def test_one_that_fails_does_not_hold_up_the_others() -> None:
    with attached({"lamp.lit": (stumble, echo)}):
        entry = told("lamp:1")[0]
        work.work_off()
        assert _traces() == [f"echo:{entry.pk}"]
        assert Delivery.objects.get().reaction == "tests.stumble"


def _commits(run: Callable[[], object]) -> int:
    """How many transactions ``run`` takes: inside that of the test each shows as a savepoint."""
    with CaptureQueriesContext(connection) as asked:
        run()
    return sum(one["sql"].startswith("SAVEPOINT") for one in asked)


@pytest.mark.django_db
def test_many_share_a_transaction_but_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def quick(entry: Entry, now: datetime) -> None:
        seen.append(entry.pk)

    seen: list[int] = []
    with attached({"lamp.lit": (quick,)}):
        entries = told("lamp:1", 20)
        assert _commits(work.Worker().round) == 2  # to claim them, to deliver them
        assert seen == [entry.pk for entry in entries]
        assert not Delivery.objects.exists()
        monkeypatch.setattr(deliveries, "SHORT", 0.0)
        told("lamp:1", 3)
        assert _commits(work.Worker().round) == 4
        assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_reaction_that_takes_several_is_called_once_for_all_that_wait() -> None:
    @reacting.together
    def hear(entries: Sequence[Entry], now: datetime) -> None:
        heard.append([entry.pk for entry in entries])
        if len(entries) == 3 and is_shaky:
            raise ValueError("three")

    heard: list[list[int]] = []
    is_shaky = False
    with attached({"lamp.lit": (hear, echo)}):
        first = [entry.pk for entry in told("lamp:1", 3)]
        work.Worker().round()
        assert heard == [first]
        assert _traces() == [f"echo:{key}" for key in first]
        is_shaky = True
        second = [entry.pk for entry in told("lamp:1", 3)]
        work.Worker().round()
        assert heard == [first, second, *([key] for key in second)]
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_who_fails_among_many_takes_nobody_along() -> None:
    def stumble_at_two(entry: Entry, now: datetime) -> None:
        echo(entry, now)
        if entry.facts["turn"] == 2:
            raise ValueError("two")

    with attached({"lamp.lit": (stumble_at_two,)}):
        entries = told("lamp:1", 5)
        work.Worker().round()
        assert _traces() == [f"echo:{entry.pk}" for entry in entries if entry.seq != 3]
        row = Delivery.objects.get()
        assert (row.entry_id, row.attempts, row.short_error) == (entries[2].pk, 1, "ValueError: two")


@pytest.mark.django_db
def test_whose_lease_is_lost_is_passed_over_among_many() -> None:
    with attached({"lamp.lit": (echo,)}):
        first, second = told("lamp:1", 2)
        keys = [one.id for one in actions.claim(worker="a", now=timezone.now(), lease=LEASE, limit=20)]
        Delivery.objects.filter(entry=first).update(lease_by="b")
        assert actions.deliver_some(delivery_ids=keys, worker="a", now=NOW) == []
        assert _traces() == [f"echo:{second.pk}"]
        assert Delivery.objects.get().entry_id == first.pk
        assert actions.deliver_some(delivery_ids=keys, worker="a", now=NOW) == []


@pytest.mark.django_db
def test_a_reaction_marked_alone_has_no_transaction_around_it() -> None:
    def inside(entry: Entry, now: datetime) -> None:
        seen.append(("inside", len(connection.savepoint_ids)))

    @reacting.alone
    def outside(entry: Entry, now: datetime) -> None:
        seen.append(("outside", len(connection.savepoint_ids)))

    seen: list[tuple[str, int]] = []
    around = len(connection.savepoint_ids)
    with attached({"lamp.lit": (inside, outside)}):
        told("lamp:1", 2)
        work.work_off()
    assert seen == [("inside", around + 1)] * 2 + [("outside", around)] * 2
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_one_that_is_alone_has_a_lease_of_its_own_and_runs_only_under_it() -> None:
    @reacting.alone
    def ring(entry: Entry, now: datetime) -> None:
        leases.append(Delivery.objects.get(entry=entry).lease_until)
        if entry.seq == 2:
            raise reacting.Later(timezone.now() + LEASE)

    leases: list[datetime | None] = []
    with attached({"lamp.lit": (ring,)}):
        told("lamp:1", 2)
        before = timezone.now()
        first, second = actions.claim(worker="a", now=before - LEASE, lease=LEASE * 2, limit=20, told=before)
        actions.deliver_alone(delivery_id=first.id, worker="a", now=NOW, until=before + LEASE * 3)
        assert leases == [before + LEASE * 3]
        with pytest.raises(actions.LeaseLost):
            actions.deliver_alone(delivery_id=second.id, worker="b", now=NOW, until=before)
        with pytest.raises(reacting.Later):
            actions.deliver_alone(delivery_id=second.id, worker="a", now=NOW, until=before)
        assert Delivery.objects.get().pk == second.id


@pytest.mark.django_db
def test_a_reaction_that_nobody_knows_is_parked_with_the_reason() -> None:
    entry = told("lamp:1")[0]
    Delivery.objects.create(entry=entry, reaction="old.gone", next_try_at=NOW)
    work.work_off()
    row = Delivery.objects.get()
    assert row.parked_at is not None
    assert row.last_error == "no reaction of the name old.gone is attached"


@pytest.mark.django_db
def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends() -> None:
    with attached({"lamp.lit": (echo,)}):
        told("lamp:1")
        now = timezone.now()
        assert len(actions.claim(worker="a", now=now, lease=LEASE, limit=20)) == 1
        assert not queries.is_anything_due(now)
        assert actions.claim(worker="b", now=now, lease=LEASE, limit=20) == []
        later = now + LEASE
        assert queries.is_anything_due(later)
        assert len(actions.claim(worker="b", now=later, lease=LEASE, limit=20)) == 1
        assert Delivery.objects.get().attempts == 1


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_does_nothing() -> None:
    with attached({"lamp.lit": (echo,)}):
        told("lamp:1")
        key = _claimed("a")
        Delivery.objects.update(lease_by="b")
        with pytest.raises(actions.LeaseLost):
            actions.deliver(delivery_id=key, worker="a", now=NOW)
        actions.put_back(delivery_id=key, worker="a", error="x", is_hopeless=False, now=NOW)
        assert _traces() == []
        assert Delivery.objects.get().lease_by == "b"
        actions.deliver(delivery_id=key, worker="b", now=NOW)
        with pytest.raises(actions.LeaseLost):
            actions.deliver(delivery_id=key, worker="b", now=NOW)
        assert len(_traces()) == 1


@pytest.mark.django_db
def test_a_delivery_that_kills_its_worker_each_time_is_parked() -> None:
    with attached({"lamp.lit": (echo,)}):
        told("lamp:1")
        Delivery.objects.update(
            attempts=deliveries.MAX_ATTEMPTS - 1, lease_by="dead", lease_until=timezone.now() - LEASE
        )
        work.work_off()
        row = Delivery.objects.get()
        assert row.parked_at is not None and "died" in row.last_error
        assert _traces() == []


@pytest.mark.django_db
def test_a_worker_that_stops_gives_back_what_it_holds() -> None:
    with attached({"lamp.lit": (echo,)}):
        told("lamp:1")
        _claimed("a")
        assert actions.release(worker="a") == 1
        assert queries.is_anything_due(timezone.now())
        assert Delivery.objects.get().attempts == 0


@pytest.mark.django_db
def test_an_idle_round_only_reads() -> None:
    idle = Work("tests.idle", timedelta(0), lambda now: False, lambda now: None)
    with attached({}, (idle, work.SEALING)), CaptureQueriesContext(connection) as asked:
        assert work.Worker().round() == 0
    assert asked.captured_queries
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)


@pytest.mark.django_db
def test_a_lost_database_is_waited_for() -> None:
    class Shaky(work.Worker):
        rounds = 0

        def round(self) -> int:
            self.rounds += 1
            if self.rounds == 1:
                raise OperationalError("server closed the connection")
            self.stop.set()
            return 0

        def _leave(self) -> None:
            """The connection of the test stays open."""

    worker = Shaky(poll=0.01)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "close", lambda: None)
        worker.run()
    assert worker.rounds == 2


@pytest.mark.django_db
def test_periodic_work_runs_when_due_under_a_lease() -> None:
    runs: list[datetime] = []
    hourly = Work("tests.hourly", timedelta(hours=1), lambda now: True, runs.append)
    assert actions.run_periodic(hourly, worker="a", now=NOW)
    assert not actions.run_periodic(hourly, worker="b", now=NOW + timedelta(minutes=59))
    assert actions.run_periodic(hourly, worker="b", now=NOW + timedelta(minutes=60))
    assert runs == [NOW, NOW + timedelta(minutes=60)]
    Periodic.objects.update(lease_until=NOW + timedelta(hours=3), lease_by="c")
    assert not actions.run_periodic(hourly, worker="b", now=NOW + timedelta(hours=2, minutes=30))
    assert actions.run_periodic(hourly, worker="b", now=NOW + timedelta(hours=3))


@pytest.mark.django_db
def test_failed_periodic_work_keeps_its_error_and_is_tried_again() -> None:
    def fail(now: datetime) -> None:
        if now == NOW:
            raise OSError("full")

    hourly = Work("tests.hourly", timedelta(hours=1), lambda now: True, fail)
    with pytest.raises(OSError):
        actions.run_periodic(hourly, worker="a", now=NOW)
    assert "full" in Periodic.objects.get().last_error
    assert not actions.run_periodic(hourly, worker="a", now=NOW + timedelta(minutes=4))
    assert actions.run_periodic(hourly, worker="a", now=NOW + timedelta(minutes=5))
    assert Periodic.objects.get().last_error == ""


def _parked() -> Delivery:
    entry = told("lamp:1")[0]
    return Delivery.objects.create(
        entry=entry, reaction="tests.echo", next_try_at=NOW, parked_at=NOW, attempts=10, last_error="E: x"
    )


@pytest.mark.django_db
def test_a_parked_delivery_is_retried_and_that_is_written_down() -> None:
    row = _parked()
    actions.retry_delivery(delivery_id=row.pk, by=CLERK_WITH_KEY, now=timezone.now())
    assert [told.tag for told in queries.entries_of("lamp:1")] == ["lamp.lit", "journal.delivery_retried"]
    with attached({"lamp.lit": (echo,)}):
        work.work_off()
    assert _traces() == [f"echo:{row.entry_id}"]


@pytest.mark.django_db
def test_a_parked_delivery_is_dropped_with_a_reason_and_that_is_written_down() -> None:
    row = _parked()
    with pytest.raises(actions.ReasonMissing):
        actions.drop_delivery(delivery_id=row.pk, reason=" ", by=CLERK_WITH_KEY, now=NOW)
    actions.drop_delivery(delivery_id=row.pk, reason="收信人已搬走", by=CLERK_WITH_KEY, now=NOW)
    last = queries.entries_of("lamp:1")[-1]
    assert (last.tag, last.text, last.facts["reaction"]) == (
        "journal.delivery_dropped", "收信人已搬走", "tests.echo",
    )  # fmt: skip
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_strangers_and_wrong_deliveries_are_refused() -> None:
    row = _parked()
    with pytest.raises(NotAllowed):
        actions.retry_delivery(delivery_id=row.pk, by=CLERK, now=NOW)
    with pytest.raises(NotAllowed):
        actions.drop_delivery(delivery_id=row.pk, reason="x", by=CLERK, now=NOW)
    with pytest.raises(NotFound):
        actions.retry_delivery(delivery_id=0, by=CLERK_WITH_KEY, now=NOW)
    Delivery.objects.update(parked_at=None)
    with pytest.raises(actions.NotParked):
        actions.drop_delivery(delivery_id=row.pk, reason="x", by=CLERK_WITH_KEY, now=NOW)
    assert len(queries.entries_of("lamp:1")) == 1
