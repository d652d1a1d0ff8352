"""Requests (申请): what the holder may not do alone is asked for, and a reviewer grants or refuses it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.states.tables import Table


class RequestState(models.TextChoices):
    ASKED = "asked", _("待审批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")
    TAKEN_BACK = "taken_back", _("已收回")


class RequestVerb(models.TextChoices):
    GRANT = "grant", _("同意")
    REFUSE = "refuse", _("不同意")
    TAKE_BACK = "take_back", _("收回申请")


REQUEST_MOVES = Table(
    _("这项申请"),
    RequestState,
    {
        (RequestState.ASKED, RequestVerb.GRANT): RequestState.GRANTED,
        (RequestState.ASKED, RequestVerb.REFUSE): RequestState.REFUSED,
        (RequestState.ASKED, RequestVerb.TAKE_BACK): RequestState.TAKEN_BACK,
    },
)
