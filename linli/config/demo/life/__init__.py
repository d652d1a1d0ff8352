"""Lives the demo's demands through the real sentences, all of them at once: at each instant the one whose time has come."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from linli.config.demo.life import joining, opening, straight
from linli.config.demo.life.casting import Casting
from linli.config.demo.life.story import Steps, Story
from linli.config.demo.plots import Plot, plots
from linli.journal import work as deliveries
from linli.kernel.refusals import Refusal
from linli.notices import actions as notices
from linli.places.models import Place

READ_UNTIL = timedelta(days=2)
POST_AT = 18  # o'clock in Shanghai
# How often letters are delivered, and what runs by itself runs: long ago, and in the last days, which people read of.
SELDOM, OFTEN, LATELY = timedelta(days=3), timedelta(hours=4), timedelta(days=4)


@dataclass
class Life:
    """The town's demands from ``since`` to ``now``, the same for a seed. ``refused`` counts what a rule stopped."""

    now: datetime
    since: datetime
    seed: int
    refused: Counter[str] = field(default_factory=Counter)

    def live(self, demands: int, tell: Callable[[int], object]) -> None:
        """Live so many demands; ``tell`` hears of each that is brought. Letters of before the last days have been read."""
        drawn = plots(seed=self.seed, demands=demands, since=self.since, now=self.now)
        places = _places({one.place for one in drawn})
        casting = Casting(now=self.since)
        stories = [Story(one, places[one.place], casting, self.now, one.at) for one in drawn]
        for story in stories:
            story.twin = stories[story.plot.twin] if story.plot.twin is not None else None
        waiting: list[tuple[datetime, int, Steps]] = [
            (story.at, story.plot.number, _road(story, tell)) for story in stories
        ]
        waiting.append((self.since, -1, self._post(casting)))
        heapq.heapify(waiting)
        while waiting and waiting[0][0] < self.now:
            at, number, steps = waiting[0]
            if number >= 0:
                stories[number].at = at
            then = self._next(steps)
            if then is None:
                heapq.heappop(waiting)
            else:
                heapq.heapreplace(waiting, (max(then, at), number, steps))
        deliveries.work_off(self.now)

    def _next(self, steps: Steps) -> datetime | None:
        try:
            return next(steps, None)
        except Refusal as refusal:
            self.refused[type(refusal).__name__] += 1
            return None

    def _post(self, casting: Casting) -> Steps:
        """Letters, and what runs by itself; two days before the end everybody has read theirs."""
        at = timezone.localtime(self.since).replace(hour=POST_AT, minute=0, second=0, microsecond=0)
        is_read = False
        while True:
            yield at
            deliveries.work_off(at)
            opening.send_answers_out(casting, at)
            if at >= self.now - READ_UNTIL and not is_read:
                is_read = True
                for actor in casting.everybody():
                    notices.mark_all_read(by=actor, now=at)
            at += SELDOM if at + SELDOM < self.now - LATELY else OFTEN


def _places(codes: set[str]) -> dict[str, Place]:
    return {place.code: place for place in Place.objects.filter(code__in=codes)}


def _road(story: Story, tell: Callable[[int], object]) -> Steps:
    """From the door to the door."""
    opening.bring(story)
    tell(1)
    yield from opening.open_up(story)
    if story.case.state == "awaiting_callback":
        yield from straight.check(story)
    yield from straight.work(story)
    yield from joining.redo(story)
    yield from straight.work(story)


__all__ = ["Life", "Plot"]
