"""States of a release, the verbs that move it, and their one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.states import Table


class ReleaseState(models.TextChoices):
    ASKED = "asked", _("等人看过")
    RELEASED = "released", _("已公开")
    REFUSED = "refused", _("没有公开")
    WITHDRAWN = "withdrawn", _("反映人收回")
    TAKEN_DOWN = "taken_down", _("已撤下")


class ReleaseVerb(models.TextChoices):
    RELEASE = "release", _("公开")
    REFUSE = "refuse", _("不公开")
    WITHDRAW = "withdraw", _("收回")
    TAKE_DOWN = "take_down", _("撤下")
    ASK_AGAIN = "ask_again", _("再次同意公开")


_S, _V = ReleaseState, ReleaseVerb
RELEASE_MOVES = Table(
    _("这件事的公开"),
    ReleaseState,
    {
        (_S.ASKED, _V.RELEASE): _S.RELEASED,
        (_S.ASKED, _V.REFUSE): _S.REFUSED,
        (_S.ASKED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.RELEASED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.RELEASED, _V.TAKE_DOWN): _S.TAKEN_DOWN,
        (_S.WITHDRAWN, _V.ASK_AGAIN): _S.ASKED,
    },
)
