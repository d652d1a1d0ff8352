"""The voice notes of a case, for who may read it and for the reporter who follows it."""

from linli.cases import rules
from linli.cases.models import Case, Report, VoiceNote
from linli.cases.queries.photos import token_of
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound


def voices(case: Case) -> list[VoiceNote]:
    """All of them, oldest first; costs nothing where they were fetched with the case."""
    return sorted(case.voice_notes.all(), key=lambda note: note.pk)


def voices_of_report(report: Report) -> list[VoiceNote]:
    """What this reporter said. What other reporters said stays with them."""
    rows = VoiceNote.objects.filter(case__in={report.case_id, report.merged_from_id or report.case_id})
    return list(rows.filter(token__startswith=token_of(report.pk, "")).order_by("pk"))


def voice_for(actor: Actor, voice_id: int) -> VoiceNote:
    """A voice note for who may read its case. Raises NotFound."""
    note = VoiceNote.objects.select_related("case").filter(pk=voice_id).first()
    if note is None or not rules.can_read(actor, note.case):
        raise NotFound
    return note


def voice_of_report(report: Report, voice_id: int) -> VoiceNote:
    """A voice note for the reporter who follows ``report``. Raises NotFound."""
    note = next((one for one in voices_of_report(report) if one.pk == voice_id), None)
    if note is None:
        raise NotFound
    return note
