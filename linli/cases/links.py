"""Links that open one question for the reporter who was asked, without a query code. Pure: nothing is read or written.

A link names report and pause and is signed; it opens nothing once the question was answered or its time is over, which the
pause itself says (``queries.answering``).
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from linli.cases.models import Pause

_SALT = "cases.answer"
LONGEST = timedelta(days=90)  # longer than any question may wait; the pause ends it before


def answer_path(pause: Pause, report_id: int | None = None) -> str:
    """The path of the page on which one question is answered; of the first report where none is named.

    Costs a statement only where no report is named and those of the case were not fetched.
    """
    if report_id is None:
        report_id = min((report.pk for report in pause.case.reports.all()), default=0)
    return reverse("answer_link", args=[signing.dumps([report_id, pause.pk], salt=_SALT)])


def named_by(token: str) -> tuple[int, int] | None:
    """The keys of report and pause that a token names; None for one that is spoilt, foreign or too old."""
    try:
        report_id, pause_id = signing.loads(token, salt=_SALT, max_age=LONGEST)
        return int(report_id), int(pause_id)
    except (signing.BadSignature, TypeError, ValueError):
        return None
