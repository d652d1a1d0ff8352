from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    WORK = "work", _("工作日")
    REST = "rest", _("休息日")


class Day(models.Model):
    """One date of the calendar (Asia/Shanghai) that the ordinary week does not tell, with who says so.

    A date without a row follows the week: Monday to Friday are worked. A rest day with a name is a holiday, on which
    bodies with shifted rest days rest too; one without a name is only an official rest day.
    """

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=4, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120)
    is_official = models.BooleanField(default=True)


class Timetable(models.Model):
    """The office hours that a kind of body keeps: 机关, 社区 (shifted), 物业 (never closes)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)
    is_always_open = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Season(models.Model):
    """The hours of one part of the year. ``hours`` is a list of ["08:00", "12:00"] pairs, local time, in order.

    ``weekdays`` empty means "on official working days"; otherwise the body works on these ISO weekdays (1 Monday …
    7 Sunday) except on statutory holidays: communities shift their rest days so that somebody is there on Saturday.
    From and to are "MM-DD", both included; a season may run over the new year.
    """

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="seasons")
    from_day = models.CharField(max_length=5, default="01-01")
    to_day = models.CharField(max_length=5, default="12-31")
    hours = models.JSONField(default=list)
    weekdays = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timetable", "from_day"], name="worktime_season_once")]
