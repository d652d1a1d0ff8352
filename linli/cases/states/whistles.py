"""The whistle (街道吹哨、部门报到): 吹哨 → 应哨 → 到场 → 销哨, for each department called (BJ-JSJB Art. 16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.states.tables import Table


class WhistleState(models.TextChoices):
    BLOWN = "blown", _("已吹哨")
    ENDED = "ended", _("已销哨")
    CALLED_OFF = "called_off", _("已取消")


class WhistleVerb(models.TextChoices):
    END = "end", _("销哨")
    CALL_OFF = "call_off", _("取消吹哨")


WHISTLE_MOVES = Table(
    _("这次吹哨"),
    WhistleState,
    {
        (WhistleState.BLOWN, WhistleVerb.END): WhistleState.ENDED,
        (WhistleState.BLOWN, WhistleVerb.CALL_OFF): WhistleState.CALLED_OFF,
    },
)


class CallState(models.TextChoices):
    CALLED = "called", _("待应哨")
    RESPONDED = "responded", _("已应哨")
    ARRIVED = "arrived", _("已到场")
    FINISHED = "finished", _("已办完")
    RELEASED = "released", _("不用来了")


OPEN_CALLS = (CallState.CALLED, CallState.RESPONDED, CallState.ARRIVED)
ON_THE_WAY = (CallState.CALLED, CallState.RESPONDED)


class CallVerb(models.TextChoices):
    RESPOND = "respond", _("应哨")
    ARRIVE = "arrive", _("到场")
    FINISH = "finish", _("办完")
    RELEASE = "release", _("不用来了")


CALL_MOVES = Table(
    _("这个部门的报到"),
    CallState,
    {
        (CallState.CALLED, CallVerb.RESPOND): CallState.RESPONDED,
        (CallState.CALLED, CallVerb.ARRIVE): CallState.ARRIVED,
        (CallState.CALLED, CallVerb.RELEASE): CallState.RELEASED,
        (CallState.RESPONDED, CallVerb.ARRIVE): CallState.ARRIVED,
        (CallState.RESPONDED, CallVerb.RELEASE): CallState.RELEASED,
        (CallState.ARRIVED, CallVerb.FINISH): CallState.FINISHED,
    },
)
