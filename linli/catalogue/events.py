"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueEvent(models.TextChoices):
    LOADED = "catalogue.loaded", _("载入起始目录")
    MATTER_ADDED = "catalogue.matter_added", _("新增事项")
    MATTER_CHANGED = "catalogue.matter_changed", _("修改事项")
    MATTER_TAKEN_BACK = "catalogue.matter_taken_back", _("收回未生效的版本")
    MATTER_ENDED = "catalogue.matter_ended", _("停用事项")
