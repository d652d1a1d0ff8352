from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from linli.journal import actions, queries, seals, work
from linli.journal.models import Seal
from tests.factories.journal import attached, told


@pytest.mark.django_db
def test_a_seal_covers_what_is_older_than_the_grace_once(seals_folder: Path) -> None:
    first, second = told("lamp:1", 2)
    now = timezone.now()
    assert actions.seal(now) is None
    one = actions.seal(now + timedelta(minutes=6))
    assert one is not None and (one.number, one.entries, one.last_entry_id) == (1, 2, second.pk)
    assert actions.seal(now + timedelta(minutes=6)) is None
    with seals.path_of(seals_folder, 1).open() as file:
        head = seals.read_head(file)
        lines = list(seals.read_lines(file))
    assert (head.previous, head.key_id) == ("", one.key_id)
    assert lines == [seals.Line(e.pk, "lamp:1", e.seq, e.hash) for e in (first, second)]


@pytest.mark.django_db
def test_each_seal_hangs_on_the_one_before() -> None:
    roots = []
    for _ in range(3):
        told("lamp:1")
        made = actions.seal(timezone.now(), timedelta(0))
        assert made is not None
        roots.append(made.root)
    assert len(set(roots)) == 3
    assert list(queries.findings(timezone.now())) == []


@pytest.mark.django_db
def test_a_seal_that_died_before_its_file_had_a_name_is_finished(seals_folder: Path) -> None:
    told("lamp:1")
    actions.seal(timezone.now(), timedelta(0))
    path = seals.path_of(seals_folder, 1)
    path.rename(path.with_suffix(".part"))
    assert [finding.where for finding in queries.findings(timezone.now())] == ["seal 1"]
    assert actions.seal(timezone.now()) is None
    assert path.exists()
    assert list(queries.findings(timezone.now())) == []


@pytest.mark.django_db
def test_a_new_key_seals_and_the_old_seals_still_verify(settings: object) -> None:
    told("lamp:1")
    old = actions.seal(timezone.now(), timedelta(0))
    settings.LINLI_KEYS = f"k9:{'A' * 44}," + settings.LINLI_KEYS  # type: ignore[attr-defined]
    told("lamp:1")
    new = actions.seal(timezone.now(), timedelta(0))
    assert old is not None and new is not None
    assert old.key_id != "k9" and new.key_id == "k9"
    assert list(queries.findings(timezone.now())) == []


@pytest.mark.django_db
def test_the_worker_seals_only_when_there_is_something(seals_folder: Path) -> None:
    with attached({}, (work.SEALING,)):
        assert work.work_off() == 0
        told("lamp:1")
        assert work.work_off(timezone.now()) == 0
        assert work.work_off(timezone.now() + timedelta(minutes=6)) == 1
        assert Seal.objects.count() == 1
        assert work.work_off(timezone.now() + timedelta(hours=3)) == 0


@pytest.mark.django_db
def test_a_seal_reaches_no_further_than_the_entries_that_are_there() -> None:
    """Sealed ahead of time, as right after a first filling, it must not claim what comes next."""
    (last,) = told("lamp:1")
    made = actions.seal(timezone.now() + timedelta(hours=1))
    assert made is not None and made.upto == last.recorded_at
    told("lamp:1")
    assert list(queries.findings(timezone.now())) == []
    assert actions.seal(timezone.now(), timedelta(0)) is not None
    assert list(queries.findings(timezone.now())) == []
