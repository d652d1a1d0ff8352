"""What may be a name or code: one line of printable signs. Pure."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class BadName(Refusal):
    words = _("名称不能空着，也不能带看不见的字符。")
    field = "name"


class TooLong(Refusal):
    def __init__(self, longest: int, *, field: str = "name") -> None:
        super().__init__(_("太长了，最多 %(longest)d 个字。") % {"longest": longest}, field=field)


def one_line(text: str, longest: int, *, field: str = "name") -> str:
    """``text`` trimmed. Raises BadName for nothing or control characters, TooLong beyond ``longest`` signs."""
    trimmed = text.strip()
    if not trimmed or any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in trimmed):
        raise BadName(field=field)
    if len(trimmed) > longest:
        raise TooLong(longest, field=field)
    return trimmed


# Surnames of two signs that are still met with.
_OF_TWO_SIGNS = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|司空|端木|独孤|南宫|长孙|宇文|闻人|钟离|澹台|公冶|申屠|太叔|轩辕|鲜于"
)


def surname(name: str) -> str:
    """What stands on a card at the door, where a whole name has no place."""
    return name[: 2 if _OF_TWO_SIGNS.match(name) else 1]
