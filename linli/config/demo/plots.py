"""What will be brought in the demo's life, drawn before anything is lived: who says what, where, when, by which way in,
and which turn its road takes. Pure data, the same for a seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

from linli.catalogue import starting
from linli.config.demo import plan, shares, talk, times
from linli.config.demo.talk import Topic

RECENT = timedelta(days=20)  # in which something left lying is still open
TWIN_WITHIN = timedelta(days=5)
SHOWN = ("whistle", "part", "hold", "info", "objection", "extension", "supervised")
SHOWN_BEFORE, MANY = (timedelta(hours=20), timedelta(days=3)), 500
_HOMELY = ("home", "unit", "building", "estate")
_NEEDS = {
    "hand_up": "rises",
    "hand_down": "rises",
    "objection": "objects",
    "hold": "holds",
    "whistle": "whistles",
}
# A department has nobody above it but the county; only what is a community's own comes back down to it.
_LEADS = {"hand_up": ("property", "community", "street"), "hand_down": ("community",)}
# What a court decides in the end.
_DISPUTES = ("wages", "consumer", "prepaid", "leak-dispute", "handover", "title-deed", "property-fee")
_DOORS = {"home": "unit", "unit": "unit", "building": "unit", "estate": "unit", "community": "unit"}
NAMES = ("女士", "先生", "阿姨", "师傅", "大爷", "老师")


@dataclass(frozen=True, slots=True)
class Home:
    """A home of the plan with what lies above it, by kind: code and name."""

    codes: Mapping[str, str]
    names: Mapping[str, str]
    floor: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One demand before it is brought. ``place`` is the code of where it lies, ``place_words`` how it was said where the
    place is not given; ``turn`` is one of ``shares.TURNS`` or "".
    """

    number: int
    at: datetime
    topic: Topic
    words: str
    slots: Mapping[str, object]
    place: str
    place_words: str
    channel: str
    name: str
    phone: str
    asks_neighbours: bool
    turn: str
    is_late: bool
    is_forgotten: bool
    twin: int | None  # the number of who said the same before
    dice: Random = field(compare=False)


@cache
def homes() -> tuple[Home, ...]:
    rows = {row.code: row for row in plan.place_rows()}
    found = []
    for row in rows.values():
        if row.kind != "home":
            continue
        codes, names, at = {}, {}, row
        while True:
            codes[at.kind], names[at.kind] = at.code, at.name
            if not at.parent:
                break
            at = rows[at.parent]
        found.append(Home(codes, names, row.facts.get("floor", "1")))
    return tuple(found)


def plots(*, seed: int, demands: int, since: datetime, now: datetime) -> list[Plot]:
    """So many demands between two instants, oldest first."""
    dice = Random(f"plots {seed}")
    said = talk.drawn(dice, demands)
    moments = times.moments(dice, demands, since, now)
    drawn = [
        _plot(number, at, topic, words, Random(f"{seed} {number}"), (at - since) / (now - since), now)
        for number, (at, (topic, words)) in enumerate(zip(moments, said, strict=True))
    ]
    _join_twins(drawn)
    _show_each_turn(drawn, now)
    return drawn


def _join_twins(drawn: list[Plot]) -> None:
    """Who says what somebody has just said of the same kind lives at the same place: what the desk may merge."""
    for number, plot in enumerate(drawn):
        if plot.turn != "merged":
            continue
        before = [
            one
            for one in drawn[max(0, number - 200) : number]
            if one.topic is plot.topic
            and plot.at - one.at < TWIN_WITHIN
            and not one.turn
            and not one.place_words
        ]
        if before:
            first = before[-1]
            drawn[number] = replace(plot, place=first.place, place_words="", twin=first.number)


def _show_each_turn(drawn: list[Plot], now: datetime) -> None:
    """So that each turn is under way at the end, it is taken by one of the last days, where there are many."""
    for turn in SHOWN:
        lately = (
            number
            for number, plot in enumerate(drawn)
            if SHOWN_BEFORE[0] < now - plot.at < SHOWN_BEFORE[1]
            and not plot.turn
            and not plot.is_forgotten
            and _may_turn(plot.topic, turn)
        )
        number = next(lately, None) if len(drawn) >= MANY else None
        if number is not None:
            drawn[number] = replace(drawn[number], turn=turn)


def _plot(
    number: int, at: datetime, topic: Topic, words: str, dice: Random, passed: float, now: datetime
) -> Plot:
    home = _home(dice, talk.slots_in(words))
    lane = _lane(dice, home)
    slots = _slots(dice, home, lane)
    channel = _channel(dice, topic, passed)
    place, place_words = _place(dice, topic, home, lane, channel)
    has_phone = channel == "platform" or shares.happens(dice, "leaves_phone")
    return Plot(
        number=number,
        at=at,
        topic=topic,
        words=talk.fill(words, slots),
        slots=slots,
        place=place,
        place_words=place_words,
        channel=channel,
        name=dice.choice(plan.SURNAMES) + dice.choice(NAMES) if has_phone else "",
        phone=_phone(dice) if has_phone else "",
        asks_neighbours=topic.place in _HOMELY
        and channel in ("code", "web", "phone")
        and shares.happens(dice, "asks_neighbours"),
        turn=_turn(dice, topic),
        is_late=shares.happens(dice, "late"),
        is_forgotten=now - at < RECENT and shares.happens(dice, "forgotten"),
        twin=None,
        dice=dice,
    )


def _phone(dice: Random) -> str:
    """A local landline, mostly: no real person has it, and the log of short messages stays short."""
    if shares.happens(dice, "mobile"):
        return f"188{dice.randint(0, 99_999_999):08d}"
    return f"88{dice.randint(0, 999_999):06d}"


def _home(dice: Random, slots: set[str]) -> Home:
    """A home that has what the words speak of: a courtyard has no building and no unit."""
    while True:
        home = dice.choice(homes())
        if "unit" in home.codes or not slots & {"unit", "building", "floor"}:
            return home


def _lane(dice: Random, home: Home) -> int:
    here = [number for number, lane in enumerate(plan.LANES) if lane[1] == home.codes["community"]]
    return dice.choice(here)


def _slots(dice: Random, home: Home, lane: int) -> dict[str, object]:
    names = home.names
    return {
        "unit": names.get("unit", names["home"]),
        "building": names.get("building", names["home"]),
        "estate": names["estate"],
        "floor": home.floor,
        "days": dice.randint(2, 9),
        "road": plan.LANES[lane][0],
    }


def _channel(dice: Random, topic: Topic, passed: float) -> str:
    """The way in; ``passed`` is how far the life has gone, 0 to 1. Nobody scans a door's code for a street."""
    ways = {way: first + (last - first) * passed for way, (first, last) in shares.CHANNELS.items()}
    if topic.place in ("lane", "street"):
        ways["web"] += ways.pop("code") + ways.pop("door")
    return dice.choices(list(ways), list(ways.values()))[0]


def _place(dice: Random, topic: Topic, home: Home, lane: int, channel: str) -> tuple[str, str]:
    """The code of where it lies, and the words for it where the place was only said."""
    kind = topic.place
    if channel == "code":
        kind = _DOORS[kind]
    if kind == "lane":
        road, community, first, last, _side = plan.LANES[lane]
        code = plan.lane_code(lane)
        words = f"{plan.street_of(community)}{road}{dice.randint(first, last)}号附近"
    else:
        code = home.codes.get(kind, home.codes["estate"])
        words = f"{home.names['community']}{home.names['estate']}{home.names.get('building', '')}"
    if channel in ("web", "phone") and kind != "street" and shares.happens(dice, "by_words"):
        return code, words
    return code, ""


def _turn(dice: Random, topic: Topic) -> str:
    """At most one turn for each demand, as likely as its share of all demands says, where it may be taken."""
    left = dice.random()
    for turn in shares.TURNS:
        if _may_turn(topic, turn):
            left -= shares.amount(turn) / _able(turn)
        if left < 0:
            return turn
    return ""


@cache
def _able(turn: str) -> float:
    """The share of all that is said which may take this turn."""
    able = sum(len(one.says) for one in talk.topics() if _may_turn(one, turn))
    return able / sum(len(one.says) for one in talk.topics())


def _may_turn(topic: Topic, turn: str) -> bool:
    """Has the topic words for it, and is its lead one that takes it? What no rule places is handled at the desk."""
    if not topic.matter or topic.kind == "praise":
        return False
    if turn == "referral":
        return topic.matter in _DISPUTES
    has_words = turn not in _NEEDS or bool(getattr(topic, _NEEDS[turn]))
    return has_words and (turn not in _LEADS or _leads()[topic.matter] in _LEADS[turn])


@cache
def _leads() -> dict[str, str]:
    """Who leads each matter of the starting catalogue, by its code."""
    return {matter.code: str(matter.lead) for matter in starting.matters()}
