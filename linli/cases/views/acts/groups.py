"""How the acts of a case stand on its page: by subject under 更多, and the keys that open them at a desk."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.kernel.actor import Actor

# What stands under 更多: each subject with its acts. What no line names stands under the last.
GROUPS: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "way": (
        _("流转"),
        frozenset(
            {"place", "dispatch", "hand_up", "hand_down", "hand_over", "pull_back", "go_on", "ask_objection"}
        ),
    ),
    "resident": (
        _("和居民"),
        frozenset({"ask_info", "give_info", "call_back", "appeal", "follow_up", "pass_on_praise", "withdraw"}),
    ),
    "together": (
        _("协同"),
        frozenset(
            {
                "ask_part", "call_off_part", "note_part", "return_part", "blow", "ask_whistle", "release_call",
                "call_off_whistle", "end_whistle", "weigh_whistle", "supervise", "lift_supervision",
            }
        ),
    ),
    "time": (_("时限"), frozenset({"ask_extension", "ask_hold", "resume", "take_back"})),
    "end": (
        _("结束"),
        frozenset({"settle", "decline", "merge", "ask_duplicate", "ask_referral", "ask_exclusion", "split", "redo"}),
    ),
}  # fmt: skip
_LAST = "end"
_OF = {name: group for group, (_words, names) in GROUPS.items() for name in names}

# One letter each, outside of boxes and without a modifier; none that lists use (a g j k n p r u x).
KEYS = {
    "sign": "s", "answer": "c", "note": "m", "ask_objection": "i", "hand_up": "b", "call_back": "h", "approve": "o",
    "send_back": "t", "place": "l", "dispatch": "d", "ask_info": "q", "ask_part": "z", "respond": "y", "arrive": "v",
    "take_part": "f", "finish_part": "f", "reply_supervision": "l", "grant": "o", "ask_extension": "e",
}  # fmt: skip
# What these are about is said on their button even where there is one alone; of a part or a call only among several.
ABOUT_KINDS = frozenset({"grant", "refuse", "take_back"})


class Grouped(Protocol):
    @property
    def group(self) -> str: ...


class Keys:
    """Gives each key out once: of several acts of one name the first has it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        key = KEYS.get(name, "")
        if key in self._taken:
            return ""
        self._taken.add(key)
        return key


def group_of(name: str) -> str:
    return _OF.get(name, _LAST)


def is_own_way_back(name: str, case: Case, actor: Actor) -> bool:
    """Did this actor's own seat send it? Then 收回 stands in the open as long as the receiver has not signed."""
    return name == "pull_back" and case.sent_from_id is not None and case.sent_from_id in actor.seats


def grouped[A: Grouped](acts: Iterable[A]) -> Sequence[tuple[str | Promise, list[A]]]:
    """The acts under their subjects, in the order of the subjects."""
    found: dict[str, list[A]] = {name: [] for name in GROUPS}
    for act in acts:
        found[act.group].append(act)
    return [(GROUPS[name][0], some) for name, some in found.items() if some]
