"""Supervision (督办): who asks, on what ground, by when, and what was replied."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.states.tables import Table


class SupervisionState(models.TextChoices):
    OPEN = "open", _("督办中")
    REPLIED = "replied", _("已回复")
    LIFTED = "lifted", _("已解除")


class SupervisionVerb(models.TextChoices):
    REPLY = "reply", _("回复督办")
    LIFT = "lift", _("解除督办")


SUPERVISION_MOVES = Table(
    _("这项督办"),
    SupervisionState,
    {
        (SupervisionState.OPEN, SupervisionVerb.REPLY): SupervisionState.REPLIED,
        (SupervisionState.OPEN, SupervisionVerb.LIFT): SupervisionState.LIFTED,
        (SupervisionState.REPLIED, SupervisionVerb.LIFT): SupervisionState.LIFTED,
    },
)
