"""The story of a case as its page tells it: day by day, the newest first, by what the reader wants to see of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.events import CaseEvent
from linli.cases.queries import Step

# What passed between the office and the resident; everything else is work.
WITH_RESIDENT = frozenset(
    {
        CaseEvent.REGISTERED, CaseEvent.CONTACTED, CaseEvent.NUMBER_SEEN, CaseEvent.INFO_ASKED, CaseEvent.INFO_GIVEN,
        CaseEvent.INFO_MISSED, CaseEvent.ANSWERED, CaseEvent.SETTLED, CaseEvent.DECLINED, CaseEvent.CALLED_BACK,
        CaseEvent.RATED, CaseEvent.URGED, CaseEvent.APPEALED, CaseEvent.WITHDRAWN, CaseEvent.REDONE,
        CaseEvent.FOLLOWED, CaseEvent.PRAISE_PASSED_ON, CaseEvent.EARLIER_REPLY,
    }
)  # fmt: skip
FILTERS: dict[str, str | Promise] = {
    "all": gettext_lazy("全部"),
    "work": gettext_lazy("办理"),
    "resident": gettext_lazy("和居民的联系"),
}
SHOWN = 12  # steps that stand in the open; earlier ones are folded
LONG = 160  # characters; longer words are folded


@dataclass(frozen=True, slots=True)
class Told:
    """A step with how it is shown: is it between office and resident, and what of its words stands in the open."""

    step: Step
    with_resident: bool

    @property
    def is_long(self) -> bool:
        return len(self.step.text or "") > LONG

    @property
    def beginning(self) -> str:
        return (self.step.text or "")[: LONG // 2]


@dataclass(frozen=True, slots=True)
class Day:
    words: str
    steps: list[Told]


@dataclass(frozen=True, slots=True)
class Story:
    """``days`` stand in the open, ``earlier`` ones are folded; ``filters`` are the ways to see it, with that of now."""

    days: list[Day]
    earlier: list[Day]
    earlier_count: int
    filters: list[tuple[str, str | Promise, bool]]


def story(steps: Sequence[Step], wanted: str, now: datetime) -> Story:
    wanted = wanted if wanted in FILTERS else "all"
    told = [Told(step, step.tag in WITH_RESIDENT) for step in reversed(steps)]
    seen = [one for one in told if wanted == "all" or one.with_resident == (wanted == "resident")]
    # A single step is not worth a fold.
    shown = SHOWN if len(seen) > SHOWN + 1 else len(seen)
    filters = [(name, words, name == wanted) for name, words in FILTERS.items()]
    return Story(_days(seen[:shown], now), _days(seen[shown:], now), len(seen) - shown, filters)


def _days(told: Iterable[Told], now: datetime) -> list[Day]:
    today = timezone.localdate(now)
    by_day = groupby(told, key=lambda one: timezone.localdate(one.step.at))
    return [Day(_day_words(day, today), list(steps)) for day, steps in by_day]


def _day_words(day: date, today: date) -> str:
    near = {0: _("今天"), -1: _("昨天")}.get((day - today).days)
    said = {"year": day.year, "month": day.month, "day": day.day}
    words = _("%(month)d月%(day)d日") if day.year == today.year else _("%(year)d年%(month)d月%(day)d日")
    return f"{near} · {words % said}" if near else words % said
