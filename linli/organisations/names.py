"""What may be a name or code: one line of printable signs. Pure."""

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
