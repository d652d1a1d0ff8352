"""How often things happen in the demo town: one table of named numbers, each with where it comes from.

A share is of all demands, or of those that its words name, between 0 and 1. "own choice" is a number that looks like an
ordinary town and shows every road; no source gives it.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Share:
    amount: float
    of: str
    source: str


_OWN = "own choice"

SHARES: dict[str, Share] = {
    # who brings it, and how they can be reached
    "leaves_phone": Share(0.82, "demands not from a platform", _OWN),
    "mobile": Share(
        0.25, "numbers left; the others are local landlines", "own choice: invented mobiles may be real"
    ),
    "asks_neighbours": Share(0.8, "demands of residents about their home, stair or estate", "systems.md A3"),
    "by_words": Share(0.15, "demands by web or phone: the place is in the words", _OWN),
    # neighbours
    "neighbour_settles": Share(0.7, "neighbours asked", "systems.md A3: 90 % of small disputes end there"),
    "neighbour_passes": Share(0.18, "neighbours asked; the others are silent", _OWN),
    # at the desk
    "withdrawn": Share(0.01, "demands", _OWN),
    "merged": Share(0.02, "demands", _OWN),
    # turns of the road: at most one for each demand
    "hand_up": Share(0.08, "demands", "systems.md A3: each rise is a recorded step; number own choice"),
    "hand_down": Share(0.02, "demands", _OWN),
    "hand_over": Share(0.04, "demands", _OWN),
    "objection": Share(0.03, "demands", "domain.md 1.3 [K]"),
    "extension": Share(0.04, "demands", "domain.md 1.3 [K]: normally once"),
    "hold": Share(0.02, "demands", "domain.md 1.3 [K]: 挂账"),
    "info": Share(0.03, "demands", _OWN),
    "part": Share(0.05, "demands", _OWN),
    "whistle": Share(0.008, "demands: some 12 in 60 days", "systems.md A4; number own choice"),
    "supervised": Share(0.01, "demands", _OWN),
    "referral": Share(0.005, "demands", "domain.md 1.1: statutory channels"),
    "appeal": Share(0.3, "demands not taken in", _OWN),
    "granted": Share(0.5, "objections and appeals", _OWN),
    "unanswered": Share(0.3, "questions to residents", _OWN),
    # the answer
    "late": Share(
        0.04, "demands answered; some more are late by what happens to them", "systems.md A1: 98.2 %"
    ),
    "forgotten": Share(0.04, "demands of the last 20 days: signed or not, and then left lying", _OWN),
    "contact_missed": Share(0.03, "demands answered", _OWN),
    "found_at_door": Share(0.7, "demands by code or web without a number", _OWN),
    "second_note": Share(0.2, "demands worked on", _OWN),
    "partly": Share(0.1, "answers", _OWN),
    "explained": Share(0.08, "answers", _OWN),
    "sent_back": Share(0.08, "answers reviewed", "domain.md 2.4: 返工率"),
    # the call-back
    "reached": Share(0.92, "call-backs where somebody left a number", _OWN),
    "contacted": Share(0.96, "call-backs reached", "domain.md 1.2: 响应率"),
    "unsolved": Share(0.07, "call-backs reached", "domain.md 1.2: 解决率 about 90 %"),
    "satisfied": Share(0.8, "call-backs reached and solved", "domain.md 1.2: 满意率"),
    "mostly": Share(0.15, "call-backs reached and solved", "domain.md 1.2: k = 0.9"),
    "redo": Share(0.015, "demands closed", _OWN),
    "rated": Share(0.35, "demands answered", "systems.md A1"),
    "urged": Share(0.015, "demands worked on", _OWN),
    "urged_late": Share(0.4, "demands that are answered late", _OWN),
}

# Ways in, in percent, at the beginning and at the end of the life: the code on the door grows, letters, visits and the
# hotline fall (systems.md A1, A2, A10).
CHANNELS: dict[str, tuple[int, int]] = {
    "code": (28, 40),
    "web": (8, 10),
    "door": (12, 14),
    "phone": (20, 16),
    "visit": (8, 4),
    "platform": (24, 16),
}

# The turns of the road; what is not taken in is in the words (``data/desk.toml``, some 1.7 % of all that is said).
TURNS = (
    "hand_up", "hand_down", "hand_over", "objection", "extension", "hold", "info", "part", "whistle", "supervised", "referral",
    "withdrawn", "merged",
)  # fmt: skip


def amount(key: str) -> float:
    return SHARES[key].amount


def happens(dice: Random, key: str) -> bool:
    return dice.random() < SHARES[key].amount
