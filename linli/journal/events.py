"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import pgettext_lazy


class JournalEvent(models.TextChoices):
    TEXT_ERASED = "journal.text_erased", pgettext_lazy("event", "依法删除文字")
    DELIVERY_RETRIED = "journal.delivery_retried", pgettext_lazy("event", "重新投递")
    DELIVERY_DROPPED = "journal.delivery_dropped", pgettext_lazy("event", "放弃投递")
