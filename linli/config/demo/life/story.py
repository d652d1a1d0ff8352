"""One demand and its road, as a generator that yields the instant of its next step: the life wakes it then."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from linli.cases.models import Case, Report
from linli.catalogue.models import Urgency
from linli.config.demo import shares, talk, times
from linli.config.demo.life.casting import Casting
from linli.config.demo.plots import Plot
from linli.config.demo.times import HOUR
from linli.kernel.actor import Actor
from linli.places.models import Place

Steps = Generator[datetime]


@dataclass
class Story:
    """What a road needs to know. ``at`` is the simulated time, set by the life before each step."""

    plot: Plot
    place: Place
    casting: Casting
    now: datetime
    at: datetime
    case: Case = field(init=False)
    report: Report = field(init=False)
    has_turned: bool = False
    twin: "Story | None" = None  # who said the same before

    @property
    def dice(self) -> Random:
        return self.plot.dice

    def happens(self, key: str) -> bool:
        return shares.happens(self.dice, key)

    def share(self, key: str) -> float:
        return shares.amount(key)

    def pick(self, words: Sequence[str]) -> str:
        """One of the topic's words, with the slots of this demand."""
        return talk.fill(self.dice.choice(words), self.plot.slots)

    def holder(self) -> Actor | None:
        return self.casting.on(self.case.holder_id, self.plot.number)

    def look(self) -> Case:
        """The case as it stands, where others than this road may have moved it."""
        self.case.refresh_from_db()
        return self.case

    def wait(self, least: float, most: float, *, latest: datetime | None = None) -> Steps:
        """So many hours, and then until people are at work; danger does not wait for the morning. Not past ``latest``
        where that can be helped.
        """
        if self.case.urgency == Urgency.DANGER:
            yield self.at + self.dice.uniform(least, most) * HOUR / 20
            return
        then = self.at + self.dice.uniform(least, most) * HOUR
        at_work = times.at_work(then, self.dice)
        if latest is not None and at_work >= latest > self.at:
            at_work = min(then, self.at + (latest - self.at) * 0.9)
        yield at_work


Turn = Callable[[Story, Actor], Steps]
