"""Standard texts (常用语): for which acts they stand, and how their gaps are filled. Pure reckoning, nothing is read."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The acts that take words, in the order of the page that manages them: what each is called and the field of its form
# into which a text goes.
ACTS: dict[str, tuple[str | Promise, str]] = {
    "answer": (_("答复"), "answer"),
    "note": (_("记一笔"), "words"),
    "settle": (_("已自行处置"), "answer"),
    "decline": (_("不予受理"), "words"),
    "ask_info": (_("请居民补充"), "question"),
    "ask_extension": (_("申请延期"), "reason"),
    "ask_hold": (_("申请暂缓"), "reason"),
    "ask_objection": (_("派单异议"), "reason"),
    "hand_up": (_("上报"), "reason"),
    "send_back": (_("退回返工"), "reason"),
    "ask_part": (_("请人协办"), "task"),
}

# What a text may leave open. The names are part of what is kept and stand as they are in every language.
MATTER, PLACE, BODY, DUE = "事项", "地点", "单位", "期限"
GAPS = (MATTER, PLACE, BODY, DUE)
_GAP = re.compile(r"\{([^{}]*)\}")


def unknown_gaps(words: str) -> list[str]:
    """Gaps of a text that nothing fills, in their order."""
    return [gap for gap in _GAP.findall(words) if gap not in GAPS]


def filled(words: str, facts: Mapping[str, str]) -> str:
    """The text with its gaps filled; a gap of which nothing is known stays, so that whoever reads it sees it."""
    return _GAP.sub(lambda gap: facts.get(gap[1]) or gap[0], words)
