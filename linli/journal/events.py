"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEvent(models.TextChoices):
    TEXT_ERASED = "journal.text_erased", _("依法删除文字")
    DELIVERY_RETRIED = "journal.delivery_retried", _("重新投递")
    DELIVERY_DROPPED = "journal.delivery_dropped", _("放弃投递")
