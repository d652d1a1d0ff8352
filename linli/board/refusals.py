"""Why something is not shown, or not followed."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal


class NotForTheBoard(Refusal):
    """Disputes, care, accusations, praise, what the catalogue keeps back, and what has no place to be shown."""

    words = _("这一类事牵涉个人或家庭，不上公开栏。")


class StillRecognisable(Refusal):
    """The words that were to be released hold a number, a home number or the name of a reporter."""

    def __init__(self, pieces: list[str], *, field: str) -> None:
        shown = "、".join(pieces[:5])
        super().__init__(_("还认得出人：%(pieces)s。请改掉再公开。") % {"pieces": shown}, field=field)


class NothingToShow(Refusal):
    words = _("标题和公开的话都要写。")
    field = "words"


class WhyNeeded(Refusal):
    words = _("请写一句理由，反映人会看到。")
    field = "why"


class NotOnTheBoard(Refusal):
    words = _("这件事现在不在公开栏上。")
    status = 404


class AlreadyOver(Refusal):
    words = _("这件事已经有结果，直接看就行，不用再跟。")


class OnlyMobiles(Refusal):
    words = _("请填 11 位手机号，或者空着。")
    field = "phone"
