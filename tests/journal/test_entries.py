from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.journal import actions as journal
from linli.journal import chains, queries
from linli.journal.models import Chain, Delivery, Entry, EntryText
from linli.kernel.actor import TIMER, Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.journal import attached

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.PERSON, "李春燕", account_id=7, person_id=9)
KEEPER = Actor(ActorKind.PERSON, "档案员", 8, 10, grants=frozenset({Grant("journal.erase", Over.EVERYTHING)}))


def shine(entry: Entry, now: datetime) -> None:
    """A reaction."""


def dim(entry: Entry, now: datetime) -> None:
    """Another one."""


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


@pytest.mark.django_db
def test_several_entries_of_one_subject_take_no_more_statements_than_one() -> None:
    with attached({"lamp.lit": (shine,), "lamp.out": (shine, dim)}):
        steps = [
            journal.Step("lamp.lit", CLERK, NOW, facts={"hours": 3}),
            journal.Step("lamp.out", TIMER, NOW, "灯坏了"),
        ]
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            new = journal.write_all("lamp:1", steps, is_new=True)
        assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 4
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            more = journal.write_all("lamp:1", steps)
        assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 5
    assert [(entry.seq, entry.tag) for entry in new + more] == [
        (1, "lamp.lit"), (2, "lamp.out"), (3, "lamp.lit"), (4, "lamp.out"),
    ]  # fmt: skip
    assert [row.entry_id for row in Delivery.objects.order_by("pk")] == [
        new[0].pk, new[1].pk, new[1].pk, more[0].pk, more[1].pk, more[1].pk,
    ]  # fmt: skip
    assert list(queries.findings(NOW)) == []


@pytest.mark.django_db
def test_nothing_is_written_where_a_step_cannot_be() -> None:
    good = journal.Step("lamp.lit", CLERK, NOW)
    for bad, error in (
        (journal.Step("lamp.lit", CLERK, datetime(2026, 1, 1)), ValueError),  # noqa: DTZ001
        (journal.Step("lamp.lit", CLERK, NOW, facts={"bad": float("nan")}), chains.UnwritableFacts),
    ):
        with pytest.raises(error):
            journal.write_all("lamp:1", [good, bad])
    assert not Entry.objects.exists() and not Chain.objects.exists()
    assert journal.write_all("lamp:1", []) == []
    journal.write_all("lamp:1", [good], is_new=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        journal.write_all("lamp:1", [good], is_new=True)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
STEPS = st.lists(
    st.builds(
        journal.Step,
        tag=st.sampled_from(["lamp.lit", "lamp.out", "lamp.dim"]),
        by=st.sampled_from([CLERK, KEEPER, TIMER]),
        at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        text=WORDS | st.just("灯\x00坏了"),
        facts=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(-9, 9) | st.floats(0, 1) | WORDS),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.integers(0, 2), steps=STEPS, is_new=st.booleans())
@pytest.mark.django_db
def test_writing_all_is_writing_one_by_one(before: int, steps: list[journal.Step], is_new: bool) -> None:
    with attached({"lamp.lit": (shine,), "lamp.out": (shine, dim)}), transaction.atomic():
        for subject in ("one:1", "all:1"):
            for _turn in range(before):
                journal.write(subject, "lamp.lit", by=TIMER, at=NOW)
        for step in steps:
            journal.write("one:1", step.tag, by=step.by, at=step.at, text=step.text, **step.facts)
        journal.write_all("all:1", steps, is_new=is_new and not before)
        assert _stands("all:1") == _stands("one:1")
        assert list(queries.findings(NOW)) == []
        transaction.set_rollback(True)


def _stands(subject: str) -> list[tuple[object, ...]]:
    """Everything of a subject but the salts and what hangs on them, and the moment of writing."""
    owed = Delivery.objects.filter(entry__subject=subject).order_by("entry__seq", "pk")
    assert Chain.objects.get(subject=subject).head == Entry.objects.filter(subject=subject).latest("seq").hash
    return [
        *Entry.objects.filter(subject=subject).order_by("seq").values_list(
            "seq", "tag", "actor_kind", "actor_label", "account_key", "person_key", "happened_at", "facts"
        ),
        *((told.seq, told.text) for told in queries.entries_of(subject)),
        *owed.values_list("entry__seq", "reaction", "attempts", "lease_by", "last_error", "parked_at"),
        *Chain.objects.filter(subject=subject).values_list("seq"),
    ]  # fmt: skip
