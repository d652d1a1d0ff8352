"""The shape of an act: one sentence with its button, the small form under it, and the words shown when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils.functional import Promise

from linli.cases.models import Case
from linli.kernel.pages import Request


@dataclass(frozen=True, slots=True)
class Said:
    """What was pressed: on which case, about which of its things (0: the case itself), and what was typed, cleaned."""

    request: Request
    case: Case
    of: int
    typed: dict[str, Any]
    now: datetime


MakeForm = Callable[[Case, datetime, Any], django_forms.Form]
Say = Callable[[Said], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """``say`` does the act by one sentence and gives the words to show. ``is_main`` acts stand in the open; the others
    are behind 更多.
    """

    words: str | Promise
    make: MakeForm
    say: Say
    picture: str
    tone: str = "outline-primary"
    is_main: bool = False


def plain(form: type[django_forms.Form]) -> MakeForm:
    """A form that needs to know nothing of the case."""
    return lambda case, now, data: form(data)
