"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import pgettext_lazy


class BoardEvent(models.TextChoices):
    ASKED = "board.asked", pgettext_lazy("event", "反映人同意公开")
    WITHDRAWN = "board.withdrawn", pgettext_lazy("event", "反映人收回公开")
    RELEASED = "board.released", pgettext_lazy("event", "公开")
    REFUSED = "board.refused", pgettext_lazy("event", "不公开")
    EDITED = "board.edited", pgettext_lazy("event", "改公开的话")
    ANSWERED = "board.answered", pgettext_lazy("event", "公开答复")
    TAKEN_DOWN = "board.taken_down", pgettext_lazy("event", "撤下")
    REKEYED = "board.rekeyed", pgettext_lazy("event", "换密钥")
