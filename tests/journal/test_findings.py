"""Every way to tamper with the journal by SQL is found, and the place is named."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from linli.journal import actions, queries
from linli.journal.models import Delivery, Entry, Periodic
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.findings import Finding
from tests.factories.journal import CLERK, NOW, tamper, told

GRACE = timedelta(0)
SERVICE = Actor(ActorKind.SERVICE, "test")


def found() -> list[Finding]:
    return list(queries.findings(timezone.now()))


def places() -> set[str]:
    return {finding.where for finding in found()}


def place(entry: Entry) -> str:
    return f"{entry.subject} #{entry.seq} (id {entry.pk})"


def three() -> tuple[Entry, Entry, Entry]:
    told("lamp:0", 2)
    first, second, third = told("lamp:1", 3, text="灯坏了")
    told("lamp:2", 2)
    return first, second, third


@pytest.mark.django_db
def test_a_journal_that_nobody_touched_has_no_findings() -> None:
    first, _, _ = three()
    actions.erase_text(entry_id=first.pk, by=SERVICE, why="本人要求", now=NOW)
    actions.seal(timezone.now(), GRACE)
    told("lamp:1", 2)
    actions.seal(timezone.now(), GRACE)
    assert found() == []


CHANGES = {
    "tag": "'lamp.lix'",
    "actor_kind": "'persom'",
    "actor_label": "'李春艳'",
    "account_key": "8",
    "person_key": "NULL",
    "happened_at": "'2026-03-05 02:00:00.000001+00:00'",
    "recorded_at": "'2026-03-05 02:00:01+00:00'",
    "facts": "'{\"turn\": 9}'",
    "text_digest": "'" + "0" * 64 + "'",
    "previous": "'" + "0" * 64 + "'",
    "hash": "'" + "0" * 64 + "'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_is_found_with_its_place(column: str) -> None:
    _, second, _ = three()
    value = CHANGES[column]
    if connection.vendor == "sqlite" and column.endswith("_at"):
        value = value.replace("+00:00", "")
    tamper(f"UPDATE journal_entry SET {column} = {value} WHERE id = {second.pk}")
    assert place(second) in places()


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["subject", "seq", "id"])
def test_a_changed_name_number_or_id_is_found_with_its_place(column: str) -> None:
    told("lamp:0")
    _first, second, _third = told("lamp:1", 3)
    actions.seal(timezone.now(), GRACE)
    value = {"subject": "'lamp:9'", "seq": "12", "id": "999999"}[column]
    tamper(f"UPDATE journal_entry SET {column} = {value} WHERE id = {second.pk}")
    assert place(second) in places()
    if column == "id":
        return
    where = f"lamp:9 #2 (id {second.pk})" if column == "subject" else f"lamp:1 #12 (id {second.pk})"
    assert {where, "lamp:1 #2"} <= places()


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL keeps values, not the bytes they were sent as"
)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("facts", "'{\"turn\":  1}'"),
        ("facts", '\'{"turn": 0, "turn": 1}\''),
        ("actor_label", "CAST(x'e69d8e61e7ff' AS TEXT)"),
        ("happened_at", "'2026-03-05T02:00:00'"),
        ("happened_at", "'x'"),
    ],
)
def test_bytes_that_mean_the_same_are_found_too(column: str, value: str) -> None:
    _, second, _ = three()
    tamper(f"UPDATE journal_entry SET {column} = {value} WHERE id = {second.pk}")
    assert places() == {place(second)}


@pytest.mark.django_db
def test_a_changed_text_is_found() -> None:
    _, second, _ = three()
    tamper(f"UPDATE journal_entrytext SET text = '灯好了' WHERE entry_id = {second.pk}")
    assert places() == {place(second)}


@pytest.mark.django_db
def test_a_removed_text_and_an_erased_one_that_nobody_answers_for_are_found() -> None:
    first, second, _ = three()
    tamper(
        f"DELETE FROM journal_entrytext WHERE entry_id = {first.pk}",
        f"UPDATE journal_entrytext SET text = NULL WHERE entry_id = {second.pk}",
    )
    assert places() == {place(first), place(second)}


def _remove(where: str) -> None:
    tamper(
        f"DELETE FROM journal_entrytext WHERE entry_id IN (SELECT id FROM journal_entry WHERE {where})",
        f"DELETE FROM journal_entry WHERE {where}",
    )


@pytest.mark.django_db
def test_a_row_removed_in_the_middle_at_the_start_and_at_the_end_is_found() -> None:
    for key in "1234":
        told(f"lamp:{key}", 4)
    _remove("subject = 'lamp:1' AND seq = 1")
    _remove("subject = 'lamp:2' AND seq IN (2, 3)")
    _remove("subject = 'lamp:3' AND seq = 4")
    assert places() == {"lamp:1 #1", "lamp:2 #2 to #3", "lamp:3 #4"}


@pytest.mark.django_db
def test_a_removed_subject_is_found_by_its_chain_and_by_the_seal() -> None:
    three()
    actions.seal(timezone.now(), GRACE)
    gone = [place(entry) for entry in Entry.objects.filter(subject="lamp:1")]
    _remove("subject = 'lamp:1'")
    assert places() == {"lamp:1", *gone}
    tamper("DELETE FROM journal_chain WHERE subject = 'lamp:1'")
    assert places() == set(gone)


@pytest.mark.django_db
def test_a_chain_written_anew_is_found_by_the_seal() -> None:
    first, second, third = three()
    actions.seal(timezone.now(), GRACE)
    _remove("subject = 'lamp:1'")
    tamper("DELETE FROM journal_chain WHERE subject = 'lamp:1'")
    told("lamp:1", 3)
    assert {place(first), place(second), place(third)} <= places()


@pytest.mark.django_db
def test_a_changed_head_of_a_chain_is_found() -> None:
    _, _, third = three()
    tamper("UPDATE journal_chain SET head = 'x' WHERE subject = 'lamp:1'")
    assert places() == {place(third)}
    tamper("DELETE FROM journal_chain WHERE subject = 'lamp:1'")
    assert places() == {"lamp:1"}


@pytest.mark.django_db
def test_seal_files_changed_missing_cut_and_seals_removed_are_found(seals_folder: Path) -> None:
    for _ in range(4):
        three()
        actions.seal(timezone.now(), GRACE)
    files = sorted(seals_folder.glob("*.seal"))
    assert [file.name for file in files] == [f"0000000{n}.seal" for n in (1, 2, 3, 4)]
    whole = files[1].read_text()
    files[0].write_text(files[0].read_text().replace(" 1 ", " 2 ", 1))
    files[1].unlink()
    files[2].write_text(files[2].read_text()[:-40])
    tamper("DELETE FROM journal_seal WHERE number = 4")
    assert places() == {"seal 1", "seal 2", "seal 3", "seal 4"}
    files[1].write_text(whole)
    assert places() == {"seal 1", "seal 3", "seal 4"}


@pytest.mark.django_db
def test_a_seal_whose_file_and_entries_both_changed_is_still_found(seals_folder: Path) -> None:
    _, second, _ = three()
    actions.seal(timezone.now(), GRACE)
    (seals_folder / "00000001.seal").unlink()
    tamper(f"UPDATE journal_entry SET hash = '{'0' * 64}' WHERE id = {second.pk}")
    whats = [finding.what for finding in found() if finding.where == "seal 1"]
    assert len(whats) == 2 and "root does not fit" in whats[1]


@pytest.mark.django_db
def test_a_changed_row_of_a_seal_and_a_lost_key_are_found(settings: object) -> None:
    three()
    actions.seal(timezone.now(), GRACE)
    tamper("UPDATE journal_seal SET root = 'x' WHERE number = 1")
    assert places() == {"seal 1"}
    settings.LINLI_KEYS = "k2:" + "A" * 44  # type: ignore[attr-defined]
    assert [finding.what for finding in found()] == ["its key k1 is not among LINLI_KEYS"]


@pytest.mark.django_db
def test_parked_and_late_deliveries_and_failed_works_are_warnings() -> None:
    entry = told("lamp:1")[0]
    long_ago = timezone.now() - timedelta(hours=1)
    parked = Delivery.objects.create(
        entry=entry, reaction="a.b", next_try_at=long_ago, parked_at=long_ago, last_error="x\nValueError: y"
    )
    late = Delivery.objects.create(entry=entry, reaction="a.c", next_try_at=long_ago)
    Periodic.objects.create(name="a.d", last_error="Traceback\nOSError: full")
    assert {(one.level, one.where) for one in found()} == {
        ("warning", f"delivery {parked.pk}"), ("warning", f"delivery {late.pk}"), ("warning", "periodic a.d"),
    }  # fmt: skip
    assert CLERK.label not in str(found())
