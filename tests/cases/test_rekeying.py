"""Keys change while everything stays readable: reporters' phones, and what the command says may go."""

import base64
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from linli.cases import actions, queries
from linli.cases.events import CaseEvent
from linli.cases.models import Report
from linli.journal import queries as journal
from linli.kernel.actor import RESIDENT
from linli.kernel.refusals import NotAllowed
from tests.factories.cases import NOW, PHONE, SERVICE, STRANGER, Scene, take_in


def _key(name: str) -> str:
    return f"{name}:{base64.urlsafe_b64encode(name.encode() * 32).decode()}"


@pytest.fixture
def report(scene: Scene, settings: Any) -> Report:
    """A report taken in under the key a, which b has followed since."""
    settings.LINLI_KEYS = _key("a")
    taken = take_in("电梯停了", place=scene.town.unit, phone=PHONE)
    settings.LINLI_KEYS = f"{_key('b')},{_key('a')}"
    return taken.report


def test_a_reporters_phone_moves_under_the_new_key(report: Report, settings: Any) -> None:
    assert list(queries.under_old_keys()) == [report]
    assert [f.level for f in queries.findings(NOW) if "rekey" in f.what] == ["warning"]
    assert actions.rekey_reports(report_ids=[report.pk], by=SERVICE, now=NOW) == 1
    assert not queries.under_old_keys().exists()
    (told,) = journal.entries_of("cases.keys")
    assert (told.tag, told.facts["reports"]) == (CaseEvent.REKEYED, 1)
    settings.LINLI_KEYS = _key("b")
    assert Report.objects.get().phone == PHONE
    assert [f.what for f in queries.findings(NOW) if f.level == "fault"] == [
        "1 件的查询码用的密钥 a 不在 LINLI_KEYS 里，居民查不到进度"
    ]


def test_phones_under_a_key_that_is_gone_are_a_fault(report: Report, settings: Any) -> None:
    settings.LINLI_KEYS = _key("b")
    faults = [f.what for f in queries.findings(NOW) if f.level == "fault"]
    assert "1 件的电话用的密钥 a 不在 LINLI_KEYS 里" in faults


@pytest.mark.parametrize("by", [STRANGER, RESIDENT])
def test_only_the_machine_changes_keys(report: Report, by: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.rekey_reports(report_ids=[report.pk], by=by, now=NOW)


def test_the_command_covers_every_room_and_says_which_keys_must_stay(report: Report) -> None:
    out = StringIO()
    call_command("rekey", stdout=out)
    assert "诉求：换了 1 条，还剩 0 条" in out.getvalue()
    assert "旧密钥 a 要留着：居民的查询码还靠它" in out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM cases_report")
        assert cursor.fetchone()[0].startswith("b.")
    again = StringIO()
    call_command("rekey", stdout=again)
    assert "诉求：换了 0 条" in again.getvalue()
