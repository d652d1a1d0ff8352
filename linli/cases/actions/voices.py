"""What a reporter said into the telephone. The recording is recognised before BEGIN and kept as it came."""

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, recordings, rules, storing
from linli.cases.actions.handling import AlreadyOver
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Report, VoiceNote
from linli.cases.queries.photos import token_of
from linli.cases.states import OPEN_STATES
from linli.journal import actions as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotFound, Refusal, require

MOST_VOICES_OF_REPORT = 3


class TooManyVoiceNotes(Refusal):
    words = _("录音够多了，不能再传。")
    field = "voice"


def add_voice_note(
    *, report_id: int, file: IO[bytes], token: str, seconds: int, by: Actor, now: datetime
) -> VoiceNote:
    """Keep what a reporter said. Their door has checked receipt and code. ``token`` was made by whoever sends it: sent
    twice, it is kept once. ``seconds`` is as the sender says.

    Raises NotFound, NotAllowed, AlreadyOver, TooManyVoiceNotes, recordings.NotARecording, recordings.RecordingTooBig.
    """
    require(by.kind is ActorKind.RESIDENT)
    report = Report.objects.select_related("case").filter(pk=report_id).first()
    if report is None:
        raise NotFound
    token = token_of(report_id, token)
    before = VoiceNote.objects.filter(token=token).first()
    if before is not None:
        return before
    _can(report.case, report_id)  # before it is read, and again under the lock
    recording = recordings.clean(file)
    name = storing.new_name(now, recording.suffix)
    storing.write(name, recording.data)
    note = VoiceNote(
        case_id=report.case_id, token=token, name=name, kind=recording.kind, added_at=now,
        seconds=min(max(seconds, 0), recordings.MOST_SECONDS),
    )  # fmt: skip
    try:
        return _keep(note=note, report_id=report_id, by=by, now=now)
    except BaseException:
        storing.remove(name)
        raise


def _can(case: Case, report_id: int) -> None:
    if case.state not in OPEN_STATES:
        raise AlreadyOver
    mine = VoiceNote.objects.filter(case=case, token__startswith=token_of(report_id, ""))
    if mine.count() >= MOST_VOICES_OF_REPORT:
        raise TooManyVoiceNotes


@transaction.atomic
def _keep(*, note: VoiceNote, report_id: int, by: Actor, now: datetime) -> VoiceNote:
    case = queries.locked(note.case_id)
    twin = VoiceNote.objects.filter(token=note.token).first()
    if twin is not None:  # sent twice at once
        storing.remove(note.name)
        return twin
    _can(case, report_id)
    note.save(force_insert=True)
    journal.write(
        case, CaseEvent.VOICE_ADDED, by=by, at=now, voice=note.pk, seconds=note.seconds, report=report_id
    )
    return note


@transaction.atomic
def remove_voice_note(*, voice_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Take a recording away, row and file, with the reason. Whoever dispatches or reviews there.

    Raises NotFound, NotAllowed, WordsMissing.
    """
    case_id = VoiceNote.objects.filter(pk=voice_id).values_list("case", flat=True).first()
    if case_id is None:
        raise NotFound
    case = queries.locked(case_id)
    note = VoiceNote.objects.filter(pk=voice_id).first()
    if note is None:  # taken away twice at once
        raise NotFound
    require(rules.can_remove_voice_note(by, case))
    text = require_words(reason, "reason")
    journal.write(case, CaseEvent.VOICE_REMOVED, by=by, at=now, text=text, voice=note.pk)
    name = note.name
    note.delete()
    transaction.on_commit(lambda: storing.remove(name))
    return case
