import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from linli.journal import actions
from linli.journal.models import Delivery
from tests.factories.journal import NOW, tamper, told


def _doctor(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("doctor", *words, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_a_sound_installation_has_no_faults() -> None:
    told("lamp:1", 3)
    code, words = _doctor()
    assert code == 0 and words.endswith("no faults\n") and "fault: " not in words
    assert json.loads(_doctor("--json")[1])["faults"] == 0


@pytest.mark.django_db
def test_a_fault_is_named_with_its_place_and_ends_with_1() -> None:
    told("lamp:1", 3)
    actions.seal(timezone.now(), timedelta(0))
    tamper("UPDATE journal_entry SET tag = 'lamp.lix' WHERE seq = 2")
    code, words = _doctor()
    assert code == 1 and "fault: journal: lamp:1 #2 (id " in words
    code, words = _doctor("--json")
    found = json.loads(words)
    assert (code, found["faults"], found["findings"][0]["level"]) == (1, 1, "fault")


@pytest.mark.django_db
def test_a_warning_alone_does_not_end_with_1() -> None:
    Delivery.objects.create(entry=told("lamp:1")[0], reaction="a.b", next_try_at=NOW, parked_at=NOW)
    code, words = _doctor()
    assert code == 0 and "warning: journal: delivery" in words
