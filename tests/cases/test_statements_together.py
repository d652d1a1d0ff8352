"""Statements of what several do on one case, counted as test_statements does and held to the reviewed file beside."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from linli.cases import actions, practice, work
from linli.cases.events import CaseEvent
from linli.cases.queries import together
from linli.kernel.actor import TIMER
from tests.cases.test_statements import MOST, statements
from tests.factories.cases import NOW, Scene, hours
from tests.factories.journal import attached
from tests.factories.together import Helpers, ask, at_work, blow, call_of, make_helpers, supervise

REVIEWED = tomllib.loads((Path(__file__).parent / "statements_together.toml").read_text())[connection.vendor]
LATER = NOW + hours(1)


def _prepare(helpers: Helpers, name: str) -> Callable[[], object]:
    """Everything before the sentence; what is returned is the sentence alone."""
    practice.amount("part_days")
    case, bureau, fire = at_work(helpers.scene), helpers.scene.bureau, helpers.firefighter
    if name == "ask_part":
        ask(helpers, case, seat_id=helpers.fire_desk.pk)  # warms the calendar
        return lambda: ask(helpers, case)
    if name == "blow_whistle":
        return lambda: blow(helpers, case)
    if name == "supervise":
        return lambda: supervise(helpers, case)
    if name == "urge":
        report = case.reports.get().pk
        return lambda: actions.urge(report_id=report, words="急", now=NOW)
    part, whistle = ask(helpers, case).pk, blow(helpers, case)
    call, one = call_of(whistle, helpers.fire).pk, supervise(helpers, case).pk
    found: dict[str, Callable[[], object]] = {
        "take_part": lambda: actions.take_part(part_id=part, by=bureau, now=LATER),
        "return_part": lambda: actions.return_part(part_id=part, reason="不归", by=bureau, now=LATER),
        "note_on_part": lambda: actions.note_on_part(
            part_id=part, words="去过", contacted=True, by=bureau, now=LATER
        ),
        "respond": lambda: actions.respond(call_id=call, by=fire, now=LATER),
        "end_whistle": lambda: actions.end_whistle(
            whistle_id=whistle.pk, result="好", rest_absent=True, by=helpers.street, now=LATER
        ),
        "call_off_whistle": lambda: actions.call_off_whistle(
            whistle_id=whistle.pk, reason="雨", by=helpers.street, now=LATER
        ),
        "reply_supervision": lambda: actions.reply_supervision(
            supervision_id=one, reply="在办", by=helpers.street, now=LATER
        ),
        "closing_with_all": lambda: actions.withdraw(
            case_id=case.pk, reason="好了", by=helpers.street, now=LATER
        ),
        "remind_case": lambda: actions.remind_case(case_id=case.pk, by=TIMER, now=NOW + hours(999)),
        "remind_part": lambda: actions.remind_part(part_id=part, by=TIMER, now=NOW + hours(999)),
        "lens_parts": lambda: together.parts_waiting(bureau),
        "lens_supervisions": lambda: together.supervisions_waiting(helpers.street),
        "lens_whistles": lambda: together.whistles(bureau),
        "answer_late": lambda: actions.answer(
            case_id=case.pk, answer="好", outcome="solved", by=helpers.street, now=NOW + hours(999)
        ),
    }
    return found[name]


@pytest.mark.parametrize("name", list(REVIEWED))
def test_statements_are_as_reviewed(scene: Scene, name: str) -> None:
    helpers = make_helpers(scene)
    reactions = {tag.value: (work.tell_together,) for tag in work.TOGETHER}
    with attached({**reactions, CaseEvent.REMINDED.value: (work.tell_reminded,)}):
        found = statements(_prepare(helpers, name))
    assert len(found) == REVIEWED[name], "\n".join(found)
    assert len(found) <= {**MOST, "closing": 20}.get(name.partition("_")[0], 16)
