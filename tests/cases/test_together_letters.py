"""Letters among those who work together; and what must never be is found: by the doctor, and on a lens."""

from linli.cases import actions, queries, work
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Part, WhistleCall
from linli.cases.states.parts import PartState
from linli.journal.models import Entry
from linli.notices.models import Letter
from tests.factories.cases import NOW, Scene, Walk, hours
from tests.factories.together import ask, at_work, blow, call_of, make_helpers, supervise

LATER = NOW + hours(1)


def _tell(tag: CaseEvent) -> list[str]:
    entry = Entry.objects.filter(tag=tag).latest("pk")
    for _again in range(2):
        work.tell_together(entry, NOW)
    found = Letter.objects.filter(entry_key=entry.pk).order_by("recipient__name")
    assert all(str(work.TOGETHER[tag]) in letter.subject and letter.link for letter in found)
    return [letter.recipient.name for letter in found]


def test_each_hears_what_is_theirs_once(scene: Scene) -> None:
    helpers = make_helpers(scene)
    case = at_work(scene)
    part = ask(helpers, case)
    assert _tell(CaseEvent.PART_ASKED) == ["孙白露"]
    actions.return_part(part_id=part.pk, reason="不归我们", by=scene.bureau, now=LATER)
    assert _tell(CaseEvent.PART_RETURNED) == ["赵立秋"]
    whistle = blow(helpers, case)
    assert _tell(CaseEvent.WHISTLED) == ["孙白露", "沈小雪"]
    actions.respond(call_id=call_of(whistle, helpers.fire).pk, by=helpers.firefighter, now=LATER)
    assert _tell(CaseEvent.WHISTLE_RESPONDED) == ["赵立秋"]
    actions.end_whistle(whistle_id=whistle.pk, result="散了", rest_absent=True, by=helpers.street, now=LATER)
    assert _tell(CaseEvent.WHISTLE_ENDED) == ["孙白露", "沈小雪"]
    one = supervise(helpers, case)
    assert _tell(CaseEvent.SUPERVISED) == ["赵立秋"]
    actions.reply_supervision(supervision_id=one.pk, reply="在办", by=helpers.street, now=LATER)
    assert _tell(CaseEvent.SUPERVISION_REPLIED) == ["钱小寒"]
    actions.urge(report_id=case.reports.get().pk, words="急", now=LATER)
    assert _tell(CaseEvent.URGED) == ["赵立秋"]


def test_what_must_never_be_is_found(scene: Scene) -> None:
    helpers = make_helpers(scene)
    case = at_work(scene)
    ask(helpers, case)
    blow(helpers, case)
    Case.objects.filter(pk=case.pk).update(closed_at=NOW, state="closed")
    found = {finding.what for finding in queries.findings(NOW) if finding.where.endswith(f":{case.pk}")}
    assert any("do a part of it" in what for what in found)
    assert any("still called to it" in what for what in found)
    Part.objects.update(state=PartState.CALLED_OFF, ended_at=NOW)
    WhistleCall.objects.update(ended_at=NOW)
    assert not [one for one in queries.findings(NOW) if "still" in one.what]


def test_what_nobody_minds_stands_on_a_lens_of_its_own(scene: Scene) -> None:
    good, bad = Walk(scene), Walk(scene)
    assert queries.counts(scene.street, NOW)["stuck"] == 0
    Case.objects.filter(pk=bad.key).update(next_at=None)
    assert [row.pk for row in queries.lens(scene.street, "stuck", now=NOW).rows] == [bad.key]
    Case.objects.filter(pk=bad.key).update(from_history=True)
    assert queries.counts(scene.street, NOW)["stuck"] == 0
    Case.objects.filter(pk=good.key).update(holder=None)
    assert queries.counts(scene.street, NOW)["stuck"] == 1
