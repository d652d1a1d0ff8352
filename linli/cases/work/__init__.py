"""What this room does by itself: letters to those who must act, reminders, clocks reckoned anew, cases whose time has come
moved on.

Written history has no entry that wakes one of these reactions.
"""

from linli.cases.work.letters import (
    TELLING,
    TO_GROUPS,
    TO_RESIDENTS,
    tell_holder,
    tell_on_duty,
    tell_praised,
    tell_resident,
)
from linli.cases.work.reminding import REMINDING, remind, tell_reminded
from linli.cases.work.together import TOGETHER, tell_together
from linli.cases.work.waking import MOVES_ON, MOVING_ON, is_anything_waking, move_on, reckon_anew

__all__ = [
    "MOVES_ON",
    "MOVING_ON",
    "REMINDING",
    "TELLING",
    "TOGETHER",
    "TO_GROUPS",
    "TO_RESIDENTS",
    "is_anything_waking",
    "move_on",
    "reckon_anew",
    "remind",
    "tell_holder",
    "tell_on_duty",
    "tell_praised",
    "tell_reminded",
    "tell_resident",
    "tell_together",
]
