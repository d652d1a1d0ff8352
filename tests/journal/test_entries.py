from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.journal import actions as journal
from linli.journal import chains, queries
from linli.journal.models import Chain, Delivery, Entry, EntryText
from linli.kernel.actor import TIMER, Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.PERSON, "李春燕", account_id=7, person_id=9)
KEEPER = Actor(ActorKind.PERSON, "档案员", 8, 10, grants=frozenset({Grant("journal.erase", Over.EVERYTHING)}))


@pytest.mark.django_db
def test_entries_of_one_subject_hang_together_in_order() -> None:
    first = journal.write("lamp:1", "lamp.lit", by=CLERK, at=NOW, hours=3)
    second = journal.write("lamp:1", "lamp.out", by=TIMER, at=NOW, text="灯坏了")
    other = journal.write("lamp:2", "lamp.lit", by=CLERK, at=NOW)
    assert (first.seq, second.seq, other.seq) == (1, 2, 1)
    assert second.previous == first.hash
    assert other.previous == ""
    head = Chain.objects.get(subject="lamp:1")
    assert (head.seq, head.head) == (2, second.hash)
    told = queries.entries_of("lamp:1")
    assert [(one.tag, one.text, one.facts) for one in told] == [
        ("lamp.lit", None, {"hours": 3}),
        ("lamp.out", "灯坏了", {}),
    ]
    assert told[0].account_key == 7


@pytest.mark.django_db
def test_a_row_of_a_model_is_its_own_subject() -> None:
    assert journal.write(Chain(subject="x"), "a.b", by=TIMER, at=NOW).subject == "journal.chain:x"
    with pytest.raises(ValueError):
        journal.write(Delivery(), "a.b", by=TIMER, at=NOW)


@pytest.mark.django_db
def test_the_time_of_recording_is_real_and_the_time_of_happening_is_given() -> None:
    before = timezone.now()
    entry = journal.write("lamp:1", "lamp.lit", by=CLERK, at=NOW)
    entry.refresh_from_db()
    assert entry.happened_at == NOW
    assert before <= entry.recorded_at <= timezone.now()
    with pytest.raises(ValueError):
        journal.write("lamp:1", "lamp.lit", by=CLERK, at=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.django_db
def test_facts_read_back_as_they_were_hashed() -> None:
    entry = journal.write(
        "lamp:1", "lamp.lit", by=CLERK, at=NOW, day=date(2026, 1, 1), share=0.1, big=1e22, whole=3.0,
        money=Decimal("1.10"), names=["甲", {"b": 1, "a": None}],
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.facts == {
        "day": "2026-01-01", "share": 0.1, "big": 10**22, "whole": 3, "money": "1.10",
        "names": ["甲", {"a": None, "b": 1}],
    }  # fmt: skip
    for bad in (float("nan"), object(), "a\x00b"):
        with pytest.raises(chains.UnwritableFacts):
            journal.write("lamp:1", "lamp.lit", by=CLERK, at=NOW, bad=bad)


@pytest.mark.django_db
def test_an_entry_with_a_text_takes_at_most_five_statements() -> None:
    journal.write("lamp:1", "lamp.lit", by=CLERK, at=NOW)
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        journal.write("lamp:1", "lamp.out", by=CLERK, at=NOW, text="灯坏了")
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 5


@pytest.mark.django_db
def test_an_erased_text_is_gone_and_the_erasure_is_written_down() -> None:
    entry = journal.write("lamp:1", "lamp.out", by=CLERK, at=NOW, text="家里电话 13800000000")
    journal.erase_text(entry_id=entry.pk, by=KEEPER, why="本人要求", now=NOW)
    row = EntryText.objects.get(pk=entry.pk)
    assert (row.text, row.salt, row.erased_at, row.erased_why) == (None, "", NOW, "本人要求")
    first, second = queries.entries_of("lamp:1")
    assert first.text is None and first.is_erased
    assert (second.tag, second.text, second.facts) == (
        "journal.text_erased", "本人要求", {"entry": entry.pk, "entry_seq": 1},
    )  # fmt: skip
    with pytest.raises(journal.NothingToErase):
        journal.erase_text(entry_id=entry.pk, by=KEEPER, why="本人要求", now=NOW)


@pytest.mark.django_db
def test_a_stranger_erases_nothing() -> None:
    entry = journal.write("lamp:1", "lamp.out", by=CLERK, at=NOW, text="灯坏了")
    with pytest.raises(NotAllowed):
        journal.erase_text(entry_id=entry.pk, by=CLERK, why="x", now=NOW)
    with pytest.raises(NotFound):
        journal.erase_text(entry_id=0, by=KEEPER, why="x", now=NOW)
    assert queries.entries_of("lamp:1")[0].text == "灯坏了"
    assert Entry.objects.count() == 1
