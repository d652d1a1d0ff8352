"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardEvent(models.TextChoices):
    ASKED = "board.asked", _("反映人同意公开")
    WITHDRAWN = "board.withdrawn", _("反映人收回公开")
    RELEASED = "board.released", _("公开")
    REFUSED = "board.refused", _("不公开")
    EDITED = "board.edited", _("改公开的话")
    ANSWERED = "board.answered", _("公开答复")
    TAKEN_DOWN = "board.taken_down", _("撤下")
    REKEYED = "board.rekeyed", _("换密钥")
