import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from linli.journal import queries, triggers
from linli.journal.models import Entry, EntryText, Seal
from tests.factories.journal import NOW, no_triggers, told

REFUSED = [
    "UPDATE journal_entry SET tag = 'lamp.out'",
    "UPDATE journal_entry SET hash = hash",
    "DELETE FROM journal_entry",
    "UPDATE journal_seal SET root = 'x'",
    "DELETE FROM journal_seal",
    "UPDATE journal_entrytext SET text = 'x'",
    "UPDATE journal_entrytext SET salt = 'x'",
    "UPDATE journal_entrytext SET entry_id = entry_id + 1",
    "DELETE FROM journal_entrytext",
]
REFUSED_SQLITE = [
    "REPLACE INTO journal_entry SELECT * FROM journal_entry",
    "REPLACE INTO journal_seal SELECT * FROM journal_seal",
    "REPLACE INTO journal_entrytext SELECT entry_id, salt, 'x', erased_at, erased_why FROM journal_entrytext",
]
REFUSED_POSTGRESQL = ["TRUNCATE journal_entry CASCADE", "TRUNCATE journal_seal", "TRUNCATE journal_entrytext"]


def _sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_nobody_changes_or_removes_entries_seals_and_texts() -> None:
    told("lamp:1", 2, text="灯坏了")
    Seal.objects.create(number=1, sealed_at=NOW, upto=NOW, last_entry_id=1, entries=1, key_id="k1", root="r")
    more = REFUSED_POSTGRESQL if connection.vendor == "postgresql" else REFUSED_SQLITE
    before = [*Entry.objects.order_by("pk").values_list()], [*EntryText.objects.order_by("pk").values_list()]
    if connection.vendor == "postgresql":
        _sql("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in (*REFUSED, *more):
        with pytest.raises(IntegrityError, match="append-only"):
            _sql(statement)
    after = [*Entry.objects.order_by("pk").values_list()], [*EntryText.objects.order_by("pk").values_list()]
    assert before == after
    assert Seal.objects.get().root == "r"


@pytest.mark.django_db
def test_a_text_may_be_erased_and_never_comes_back() -> None:
    told("lamp:1", text="灯坏了")
    _sql("UPDATE journal_entrytext SET text = NULL, salt = ''")
    with pytest.raises(IntegrityError, match="append-only"):
        _sql("UPDATE journal_entrytext SET text = 'x'")


@pytest.mark.django_db
def test_the_triggers_go_and_come_back_with_their_migration() -> None:
    whole = triggers.names(connection.vendor)
    assert triggers.standing(connection) == whole
    with no_triggers():
        assert triggers.standing(connection) == set()
        places = {finding.where for finding in queries.findings(timezone.now())}
        assert places == whole
    assert triggers.standing(connection) == whole
