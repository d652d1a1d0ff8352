"""The question behind a link that was sent to its reporter."""

from dataclasses import dataclass
from datetime import datetime

from linli.cases import links
from linli.cases.models import Pause, PauseWhy, Report


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one reporter. ``is_open`` says that it may still be answered, ``was_answered`` that it has been."""

    pause: Pause
    report: Report
    is_open: bool

    @property
    def was_answered(self) -> bool:
        return bool(self.pause.reply)


def question_of(token: str, now: datetime) -> Question | None:
    """The question that a token opens; None where the token is spoilt, or the report has joined another case since."""
    keys = links.named_by(token)
    if keys is None:
        return None
    report_id, pause_id = keys
    rows = Pause.objects.select_related("case__holder_body", "case__community", "case__street")
    pause = rows.filter(pk=pause_id, why=PauseWhy.INFO).first()
    report = Report.objects.filter(pk=report_id, case=pause.case_id).first() if pause is not None else None
    if pause is None or report is None:
        return None
    return Question(pause, report, pause.ends_at is None and pause.at_most_until > now)


def running_question(case_id: int) -> Pause | None:
    """The question at which a case waits now, with the case."""
    rows = Pause.objects.select_related("case").filter(case=case_id, why=PauseWhy.INFO, ends_at__isnull=True)
    return rows.first()
