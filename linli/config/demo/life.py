"""Lives demands through the real sentences with a simulated clock: registered, signed, worked on, answered, called back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from linli.cases import actions as cases
from linli.cases.drafts import Draft
from linli.cases.models import Case, Channel, DemandKind, Outcome
from linli.cases.states import State
from linli.catalogue import queries as catalogue
from linli.config.demo.words import ODD, SETTLED, TAILS, TOPICS, Topic
from linli.journal import work as deliveries
from linli.kernel.actor import RESIDENT, Actor
from linli.notices import actions as notices
from linli.organisations import queries as organisations
from linli.people.models import Account
from linli.places.models import Place, PlaceKind

HOUR = timedelta(hours=1)
LONG_SINCE = timedelta(days=4)
# How far a demand of the past weeks has come, by chance: most are closed, a few wait at every step.
ENDINGS = {"closed": 70, "callback": 9, "answered_late": 4, "working": 9, "signed": 4, "untouched": 4}


@dataclass
class Life:
    """The town's demands from ``since`` to ``now``, the same for a seed."""

    now: datetime
    since: datetime
    seed: int
    dice: Random = field(init=False)
    homes: list[Place] = field(init=False)
    actors: dict[int, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)
        self.homes = list(
            Place.objects.filter(kind=PlaceKind.HOME)
            .select_related("unit", "building", "estate")
            .order_by("code")
        )

    def live(self, demands: int, tell: Callable[[int], None]) -> None:
        """Live so many demands, oldest first; ``tell`` hears of each. Letters of before the last days have been read."""
        yesterdays = self.now - timedelta(days=2)
        have_read = False
        for at, (topic, words, home) in zip(self._times(demands), self._demands(), strict=False):
            if at > yesterdays and not have_read:
                self._read_letters()
                have_read = True
            self._one(at, topic, words, home)
            tell(1)
        deliveries.work_off(self.now)

    def _read_letters(self) -> None:
        deliveries.work_off(self.now)
        for actor in self.actors.values():
            notices.mark_all_read(by=actor, now=self.now)

    def _times(self, demands: int) -> list[datetime]:
        seconds = (self.now - self.since).total_seconds()
        moments = (self.since + timedelta(seconds=self.dice.uniform(0, seconds)) for _ in range(demands))
        # People speak up by day: night moments are put into the morning.
        return sorted(
            at if 0 <= at.hour <= 14 else at.replace(hour=self.dice.randint(0, 12)) for at in moments
        )

    def _demands(self) -> Iterator[tuple[Topic | None, str, Place]]:
        used: set[str] = set()
        while True:
            home = self.dice.choice(self.homes)
            topic = None if self.dice.random() < 0.06 else self.dice.choice(TOPICS)
            says = self.dice.choice(topic.says if topic else ODD)
            words = says.format(
                unit=(home.unit or home).name, building=(home.building or home).name, estate=(home.estate or home).name,
                floor=home.floor or 1, days=self.dice.randint(2, 9),
            )  # fmt: skip
            words += self.dice.choice(TAILS)
            if words not in used:
                used.add(words)
                yield topic, words, home

    def _one(self, at: datetime, topic: Topic | None, words: str, home: Place) -> None:
        place = home.unit or home.estate or home
        by_code = self.dice.random() < 0.6
        channel = Channel.CODE if by_code else self.dice.choice((Channel.PHONE, Channel.VISIT, Channel.DOOR))
        known = self.dice.random() < 0.75
        draft = Draft(
            words=words, place=place, channel=channel, kind=_kind_of(words),
            name=self.dice.choice("王李张刘陈") + self.dice.choice(("女士", "先生", "阿姨", "师傅")) if known else "",
            phone=f"188{self.dice.randint(0, 99_999_999):08d}" if known else "",
        )  # fmt: skip
        clerk = self._seat_actor(organisations.intake_desk(place), at)
        by = RESIDENT if by_code or clerk is None else clerk
        done = cases.register(draft=draft, by=by, now=at)
        case = done.case
        if case.state == State.REGISTERED and clerk is not None:
            at += self.dice.uniform(0.1, 5) * HOUR
            case = self._take_from_queue(case, topic, at, clerk)
        if case.state == State.DISPATCHED and topic is not None:
            self._handle(case, topic, at, has_phone=known)

    def _take_from_queue(self, case: Case, topic: Topic | None, at: datetime, clerk: Actor) -> Case:
        """What no rule placed, the desk places by hand or settles itself; what came in lately still waits."""
        if at >= self.now - 36 * HOUR:
            return case
        if topic is None:
            return cases.settle(case_id=case.pk, answer=self.dice.choice(SETTLED), by=clerk, now=at)
        likely = catalogue.suggest(case.words, on=at.date(), limit=1)
        if not likely or case.place_id is None:
            return cases.settle(case_id=case.pk, answer=self.dice.choice(topic.answers), by=clerk, now=at)
        return cases.place_by_hand(
            case_id=case.pk, matter_id=likely[0].matter.pk, place_id=case.place_id, by=clerk, now=at
        )

    def _handle(self, case: Case, topic: Topic, at: datetime, *, has_phone: bool) -> None:
        """Take the case as far as chance and the time left allow."""
        ending = self.dice.choices(list(ENDINGS), list(ENDINGS.values()))[0]
        if self.now - at > LONG_SINCE and self.dice.random() < 0.97:
            ending = "closed"  # hardly anything is left lying for so long
        worker = self._seat_actor(case.holder, at)
        if worker is None or ending == "untouched":
            return
        steps: list[tuple[float, Callable[[datetime], object]]] = [
            (self.dice.uniform(0.2, 3), lambda t: cases.sign(case_id=case.pk, by=worker, now=t)),
        ]
        if ending != "signed":
            note = self.dice.choice(topic.notes)
            steps.append(
                (
                    self.dice.uniform(0.3, 20),
                    lambda t: cases.note(case_id=case.pk, words=note, contacted=has_phone, by=worker, now=t),
                )
            )
        if ending in ("closed", "callback", "answered_late"):
            words, outcome = self.dice.choice(topic.answers), self._outcome()
            wait = 400 if ending == "answered_late" else 60
            steps.append(
                (
                    self.dice.uniform(2, wait),
                    lambda t: cases.answer(case_id=case.pk, answer=words, outcome=outcome, by=worker, now=t),
                )
            )
        for hours, step in steps:
            at += hours * HOUR
            if at >= self.now:
                return
            step(at)
        if ending in ("closed", "callback", "answered_late"):
            self._finish(case, at, ending)

    def _outcome(self) -> Outcome:
        return self.dice.choices((Outcome.SOLVED, Outcome.PARTLY, Outcome.EXPLAINED), (80, 10, 10))[0]

    def _finish(self, case: Case, at: datetime, ending: str) -> None:
        """Review where the matter asks it, then the call-back by the community or street desk."""
        case.refresh_from_db()
        if case.state == State.IN_REVIEW:
            at += self.dice.uniform(0.5, 6) * HOUR
            reviewer = self._reviewer(case, at)
            if reviewer is None or at >= self.now:
                return
            cases.approve(case_id=case.pk, by=reviewer, now=at)
        at += self.dice.uniform(2, 30) * HOUR
        caller = self._reviewer(case, at)
        if ending == "callback" or caller is None or at >= self.now:
            return
        solved = self.dice.random() < 0.93
        cases.call_back(
            case_id=case.pk, manner=self.dice.choice((Channel.PHONE, Channel.PHONE, Channel.DOOR)), is_reached=True,
            was_contacted=True, is_solved=solved, satisfaction=self.dice.choice((3, 3, 3, 2)) if solved else 1,
            words="问题解决了，谢谢。" if solved else "还是老样子，请再来看看。", by=caller, now=at,
        )  # fmt: skip

    def _reviewer(self, case: Case, at: datetime) -> Actor | None:
        """Somebody who neither answered the case nor sits in the answering seat."""
        case.refresh_from_db()
        if case.place is None:
            return None
        for rung in (2, 3, 5):
            seat = organisations.seat_for(case.place, rung=rung)
            if seat is not None and seat.pk != case.answered_by_id:
                actor = self._seat_actor(seat, at)
                if actor is not None and actor.person_id != case.answerer_key:
                    return actor
        return None

    def _seat_actor(self, seat: object, at: datetime) -> Actor | None:
        """The first person on the seat, as an Actor; built once for the whole life."""
        key = getattr(seat, "pk", None)
        if key is None:
            return None
        if key not in self.actors:
            people = organisations.people_on([key], at.date())
            account = Account.objects.filter(person__in=people).order_by("pk").first()
            if account is None:
                return None
            self.actors[key] = organisations.build_actor(account, now=at)
        return self.actors[key]


def _kind_of(words: str) -> str:
    if any(sign in words for sign in ("怎么", "咨询", "什么时候", "需要哪些", "想问", "请问")):
        return DemandKind.ENQUIRY
    if any(sign in words for sign in ("建议", "希望社区", "能不能")):
        return DemandKind.SUGGESTION
    if any(sign in words for sign in ("物业", "工资", "吵", "不退", "太差")):
        return DemandKind.COMPLAINT
    return DemandKind.HELP
