"""Parts (协办): another body does its share of a case under a clock of its own; the lead gives the one answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.states.tables import Table


class PartState(models.TextChoices):
    WAITING = "waiting", _("待接")
    WORKING = "working", _("办理")
    DONE = "done", _("完成")
    RETURNED = "returned", _("退回")
    CALLED_OFF = "called_off", _("不用办了")


OPEN_PARTS = (PartState.WAITING, PartState.WORKING)


class PartVerb(models.TextChoices):
    TAKE = "take", _("接下")
    FINISH = "finish", _("办完")
    RETURN = "return", _("退回")
    CALL_OFF = "call_off", _("不用办了")


PART_MOVES = Table(
    _("这项协办"),
    PartState,
    {
        (PartState.WAITING, PartVerb.TAKE): PartState.WORKING,
        (PartState.WAITING, PartVerb.RETURN): PartState.RETURNED,
        (PartState.WAITING, PartVerb.CALL_OFF): PartState.CALLED_OFF,
        (PartState.WORKING, PartVerb.FINISH): PartState.DONE,
        (PartState.WORKING, PartVerb.RETURN): PartState.RETURNED,
        (PartState.WORKING, PartVerb.CALL_OFF): PartState.CALLED_OFF,
    },
)
