"""A demand comes onto the board: its reporter asks, a reviewer releases words of their own, either takes it back."""

from datetime import datetime

from django.db import transaction

from linli.board import queries, redacting, rules
from linli.board import refusals as refused
from linli.board.events import BoardEvent
from linli.board.models import Release
from linli.board.states import RELEASE_MOVES, ReleaseVerb
from linli.cases.models import Case, Report
from linli.journal import actions as journal
from linli.kernel import ids
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, require

LETTERS = 10  # of ids.SAYABLE, 45 bits: nobody finds one that was not given out
LONGEST_TITLE, LONGEST_WORDS, LONGEST_WHY = 60, 2000, 200


@transaction.atomic
def ask_release(*, report_id: int, by: Actor, now: datetime) -> Release:
    """The reporter agrees that their demand is shown, without name and home, to those who live there (PIPL Art. 25: a
    consent of its own, never asked together with another). The view has checked their query code. Asked twice, it stands as
    it stood. Raises NotForTheBoard, NoSuchMove, NotFound.
    """
    report = Report.objects.select_related("case", "merged_from").filter(pk=report_id).first()
    if report is None:
        raise NotFound
    case = queries.locked_case((report.merged_from or report.case).pk)
    _require_fit(case)
    found = Release.objects.select_for_update().filter(case=case).first()
    if found is None:
        found = Release(case=case, report=report)
    elif found.state in queries.STANDING:
        return found
    else:
        RELEASE_MOVES.move(found, ReleaseVerb.ASK_AGAIN)
    found.report, found.asked_at, found.why = report, now, ""
    found.public_id = ids.unguessable(LETTERS)
    found.community_id, found.estate_id = case.community_id, case.estate_id
    found.save()
    journal.write(found, BoardEvent.ASKED, by=by, at=now, case=case.pk, report=report.pk)
    return found


@transaction.atomic
def withdraw_release(*, report_id: int, by: Actor, now: datetime) -> Release:
    """The reporter takes the consent back: the page is gone at once, its words are erased, nobody follows it any more.
    Raises NoSuchMove, NotFound.
    """
    found = Release.objects.select_for_update().filter(report=report_id).first()
    if found is None:
        raise NotFound
    RELEASE_MOVES.move(found, ReleaseVerb.WITHDRAW)
    _empty(found)
    found.save()
    found.follows.all().delete()
    journal.write(found, BoardEvent.WITHDRAWN, by=by, at=now)
    return found


@transaction.atomic
def release(
    *, release_id: int, title: str, words: str, answer: str = "", by: Actor, now: datetime
) -> Release:
    """Show it with these words, in which nobody is recognised. Raises NotForTheBoard, StillRecognisable, NothingToShow,
    NoSuchMove, NotAllowed, NotFound.
    """
    found = _for_reviewer(release_id, by)
    RELEASE_MOVES.move(found, ReleaseVerb.RELEASE)
    _require_fit(found.case)
    _write(found, title, words, answer)
    _decide(found, by, now)
    found.community_id, found.estate_id = found.case.community_id, found.case.estate_id
    found.save()
    journal.write(found, BoardEvent.RELEASED, by=by, at=now, text=f"{found.title}\n{found.words}")
    return found


@transaction.atomic
def refuse_release(*, release_id: int, why: str, by: Actor, now: datetime) -> Release:
    """It is not shown; the reporter reads why. Raises WhyNeeded, NoSuchMove, NotAllowed, NotFound."""
    found = _for_reviewer(release_id, by)
    RELEASE_MOVES.move(found, ReleaseVerb.REFUSE)
    found.why = _why(why)
    _decide(found, by, now)
    found.save()
    journal.write(found, BoardEvent.REFUSED, by=by, at=now, text=found.why)
    return found


@transaction.atomic
def take_down_release(*, release_id: int, why: str, by: Actor, now: datetime) -> Release:
    """It is shown no more, and not again; the reporter reads why. Raises as ``refuse_release``."""
    found = _for_reviewer(release_id, by)
    RELEASE_MOVES.move(found, ReleaseVerb.TAKE_DOWN)
    found.why = _why(why)
    _empty(found)
    _decide(found, by, now)
    found.save()
    found.follows.all().delete()
    journal.write(found, BoardEvent.TAKEN_DOWN, by=by, at=now, text=found.why)
    return found


@transaction.atomic
def edit_release(
    *, release_id: int, title: str, words: str, answer: str = "", by: Actor, now: datetime
) -> Release:
    """Other words, or the answer that came; whoever follows it hears of a first answer. Raises NotOnTheBoard,
    StillRecognisable, NothingToShow, NotAllowed, NotFound.
    """
    found = _for_reviewer(release_id, by)
    if found.state != queries.RELEASED:
        raise refused.NotOnTheBoard
    is_first_answer = bool(answer.strip()) and not found.answer
    _write(found, title, words, answer)
    _decide(found, by, now)
    found.save()
    tag = BoardEvent.ANSWERED if is_first_answer else BoardEvent.EDITED
    journal.write(found, tag, by=by, at=now, text=f"{found.title}\n{found.words}\n{found.answer}".strip())
    return found


@transaction.atomic
def propose_answer(*, case_id: int, now: datetime) -> int:
    """The case has an answer: those of its releases that are shown wait for a reviewer to write it for the public. How
    many. Who may read the board sees only that it was answered.
    """
    rows = list(queries.shown_of_case(case_id).filter(answer="").values_list("pk", flat=True))
    # Most cases are on no board. Those that are keep an answer that a reviewer has written meanwhile.
    return Release.objects.filter(pk__in=rows, answer="").update(answer_waits=True) if rows else 0


def _for_reviewer(release_id: int, by: Actor) -> Release:
    """The release under a lock, with its case. Raises NotFound, NotAllowed."""
    found = queries.locked(release_id)
    require(rules.can_release(by, found.case))
    return found


def _require_fit(case: Case) -> None:
    if why := rules.why_never(case):
        raise refused.NotForTheBoard(why)


def _write(found: Release, title: str, words: str, answer: str) -> None:
    title, words, answer = title.strip()[:LONGEST_TITLE], words.strip()[:LONGEST_WORDS], answer.strip()
    if not title or not words:
        raise refused.NothingToShow(field="title" if not title else "words")
    names = queries.names_of_reporters(found.case_id)
    for field, text in (("title", title), ("words", words), ("answer", answer)):
        if pieces := redacting.recognisable(text, names=names):
            raise refused.StillRecognisable(pieces, field=field)
    found.title, found.words, found.answer = title, words, answer[:LONGEST_WORDS]
    found.answer_waits = False


def _why(why: str) -> str:
    if not why.strip():
        raise refused.WhyNeeded
    return why.strip()[:LONGEST_WHY]


def _decide(found: Release, by: Actor, now: datetime) -> None:
    found.decided_at, found.decided_by_person_key = now, by.person_id


def _empty(found: Release) -> None:
    found.title = found.words = found.answer = ""
    found.answer_waits = False
