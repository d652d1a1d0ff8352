from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.catalogue.tiers import TIER_LIMITS
from linli.worktime.clocks import ClockKind

NATIONAL_SYSTEM = "GB/T 47678.5-2026"


class Urgency(models.TextChoices):
    """Tiers of time limits (domain 1.3)."""

    DANGER = "danger", _("紧急")
    BASIC = "basic", _("水电气热")
    ORDINARY = "ordinary", pgettext_lazy("urgency", "一般")
    COMPLEX = "complex", _("复杂")


class Rung(models.IntegerChoices):
    """The ladder, from below; volunteers are building heads (楼栋长) and the like, asked and never bound."""

    VOLUNTEERS = 0, _("志愿者")
    GRID = 1, _("网格")
    COMMUNITY = 2, _("社区")
    STREET = 3, _("街道")
    COUNTY = 4, _("区县")


class LeadKind(models.TextChoices):
    """Who is lawfully responsible, found for a place. A community only leads what is its own (BJ-JSJB Art. 17)."""

    PROPERTY = "property", _("物业企业")
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道(乡镇)")
    DEPARTMENT = "department", _("部门")


class DutyList(models.TextChoices):
    """Which list of 乡镇(街道)履行职责事项清单 the matter stands on (LVZHI)."""

    BASIC = "basic", _("基本履职")
    ASSIST = "assist", _("配合履职")
    WITHDRAWN = "withdrawn", _("上级部门收回")
    NONE = "none", _("不在清单")


class Category(models.Model):
    """A taxonomy of at most three levels: codes of 2, 4 and 6 digits.

    ``community_may_lead`` says that what stands below it is a community's own affair; a community never leads any
    other matter (BJ-JSJB Art. 17).
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    community_may_lead = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """One version of one matter; a case keeps the version it was placed with.

    It holds from ``valid_from`` until the day before ``valid_to`` (Shanghai dates); one that was taken back before it
    began has a ``valid_to`` that is earlier still, and never holds. ``words`` are the ways people speak
    of it, written as ``matching`` reads them. ``department`` is the code of a body where the lead is
    a department. ``first_rung`` is the lowest rung of the ladder that may be asked; ``skips`` are the rungs that the
    ladder leaves out for it. ``co_handlers`` usually join in:
    "property", "community", "street" or "department:<code>". ``limits`` gives
    {urgency: {"sign"|"contact"|"finish": [clock kind, amount]}}; minutes for the kinds always and office_hours, days
    for working_days and calendar_days; what is not set there is that of the tier. ``evidence`` says in words what
    evidence is asked, "" is none. ``is_private`` matters skip volunteers and are never public. ``national_code`` is
    one of ``national_system``; systems older than GB/T 47678.5 send codes of their own.
    """

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=80)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    words = models.JSONField(default=list)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    lead = models.CharField(max_length=12, choices=LeadKind)
    department = models.CharField(max_length=60, blank=True)
    co_handlers = models.JSONField(default=list)
    first_rung = models.PositiveSmallIntegerField(choices=Rung, default=Rung.GRID)
    skips = models.JSONField(default=list)
    duty_list = models.CharField(max_length=10, choices=DutyList, default=DutyList.NONE)
    limits = models.JSONField(default=dict)
    needs_review = models.BooleanField(default=False)
    evidence = models.CharField(max_length=120, blank=True)
    is_private = models.BooleanField(default=False)
    may_be_public = models.BooleanField(default=True)
    legal_ground = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=120, blank=True)
    is_local = models.BooleanField(default=True)
    national_code = models.CharField(max_length=11, blank=True)
    national_system = models.CharField(max_length=40, default=NATIONAL_SYSTEM)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="catalogue_matter_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to=None), name="catalogue_matter_current_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_private=False) | models.Q(may_be_public=False),
                name="catalogue_matter_private_never_public",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def limit(self, clock: str, urgency: str = "") -> tuple[ClockKind, int]:
        """The limit for "sign", "contact" or "finish" at an urgency ("": the matter's own).

        It is that of the tier where the matter sets none.
        """
        urgency = urgency or self.urgency
        kind, amount = self.limits.get(urgency, {}).get(clock) or TIER_LIMITS[urgency][clock]
        return ClockKind(kind), int(amount)

    def asks_volunteers(self) -> bool:
        """May volunteers be asked at all? Not about what is private, dangerous, or left out by ``skips``."""
        return Rung.VOLUNTEERS not in self.skips and not self.is_private and self.urgency != Urgency.DANGER
