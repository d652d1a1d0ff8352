"""The tags this room writes into the journal, all on one subject: whoever reckons with time cares about every one."""

from django.db import models
from django.utils.translation import pgettext_lazy

# Days and timetables belong together for those who reckon, so their entries stand in one chain.
SUBJECT = "worktime.calendar"


class WorktimeEvent(models.TextChoices):
    DAYS_CHANGED = "worktime.days_changed", pgettext_lazy("event", "调整日历")
    TIMETABLE_CHANGED = "worktime.timetable_changed", pgettext_lazy("event", "调整作息时间")
