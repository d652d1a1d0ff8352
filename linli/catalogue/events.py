"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CatalogueEvent(models.TextChoices):
    LOADED = "catalogue.loaded", pgettext_lazy("event", "载入起始目录")
    MATTER_ADDED = "catalogue.matter_added", pgettext_lazy("event", "新增事项")
    MATTER_CHANGED = "catalogue.matter_changed", pgettext_lazy("event", "修改事项")
    MATTER_TAKEN_BACK = "catalogue.matter_taken_back", pgettext_lazy("event", "收回未生效的版本")
    MATTER_ENDED = "catalogue.matter_ended", pgettext_lazy("event", "停用事项")
