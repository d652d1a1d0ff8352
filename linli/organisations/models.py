from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.people.models import Person
from linli.places.models import Place
from linli.worktime.models import Timetable


class BodyKind(models.TextChoices):
    GOVERNMENT = "government", _("区县政府")
    DEPARTMENT = "department", _("部门")
    STREET = "street", _("街道办(乡镇政府)")
    COMMUNITY = "community", _("居(村)民委员会")
    PROPERTY = "property", _("物业企业")
    OWNERS = "owners", _("业主委员会")
    TEAM = "team", _("服务队")
    UNIT = "unit", _("驻区单位")
    PARTY_COMMITTEE = "party_committee", _("党(工)委")
    PARTY_BRANCH = "party_branch", _("党支部")
    PARTY_GROUP = "party_group", _("党小组")
    PARTY_HOUSEHOLD = "party_household", _("党员中心户")


class Tree(models.TextChoices):
    WORK = "work", _("工作体系")
    PARTY = "party", _("党组织体系")


class Founding(models.TextChoices):
    """How a branch was founded (systems H1)."""

    ALONE = "alone", _("单独建")
    ATTACHED = "attached", _("挂靠建")
    JOINED = "joined", _("融合建")


class Body(models.Model):
    """A body of any kind. The Party tree and the work tree stand apart: a parent is of the same tree."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=BodyKind)
    tree = models.CharField(max_length=5, choices=Tree)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    founding = models.CharField(max_length=8, choices=Founding, blank=True)
    joined_by = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="+")
    area = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    timetable = models.ForeignKey(Timetable, models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "area"], name="organisations_body_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def office_phone(self) -> str:
        """The number that may be told to anybody: the body's own, else the public one of its area. Needs ``area``."""
        return self.phone or (self.area.phone if self.area is not None else "")


class Service(models.Model):
    """A body serves a place besides its own area: a property company serves an estate, a team serves three."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "place", "since"], name="organisations_service_once")
        ]


class Reach(models.TextChoices):
    """Over what the verbs of a role reach."""

    AREA = "area", _("岗位负责的区域")
    BODY = "body", _("本单位")
    EVERYTHING = "everything", _("全部")


class Role(models.Model):
    """What a seat may do, as data. ``rung`` is its level on the ladder of work (0: not on the ladder).

    Rung 4 belongs to departments and is no step of the ladder of places. A volunteer's step carries no clock and no
    lateness. ``is_desk`` marks the seat at which a body takes in work, ``is_head`` the one that answers for the body.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    verbs = models.JSONField(default=list)
    reach = models.CharField(max_length=10, choices=Reach, default=Reach.AREA)
    rung = models.PositiveSmallIntegerField(default=0)
    is_desk = models.BooleanField(default=False)
    is_volunteer = models.BooleanField(default=False)
    is_head = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class LadderStep(models.Model):
    """One step of a ladder: ``role`` serves as number ``position`` from below, under ``area`` (None: everywhere).

    ``category`` is the beginning of a catalogue category's code, "" for every matter. The steps of one area and category
    are one ladder and hold as a whole; where no ladder fits a place, the rungs of the roles are the ladder.
    """

    area = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField()
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "category", "position"], name="organisations_step_once"),
            models.UniqueConstraint(fields=["area", "category", "role"], name="organisations_step_role_once"),
            models.UniqueConstraint(
                fields=["category", "position"],
                condition=models.Q(area__isnull=True),
                name="organisations_step_everywhere_once",
            ),
            models.UniqueConstraint(
                fields=["category", "role"],
                condition=models.Q(area__isnull=True),
                name="organisations_step_role_everywhere_once",
            ),
        ]


class Seat(models.Model):
    """A post that stays while people come and go: a role in a body, over an area. Work is held by seats."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    area = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "role", "area"], name="organisations_seat_once"),
            models.UniqueConstraint(
                fields=["body", "role"],
                condition=models.Q(area__isnull=True),
                name="organisations_seat_without_area_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A person on a seat from a day to a day (both included). A substitute's duty names the duty it stands in for."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    is_lead = models.BooleanField(default=True)  # A 岗; False is B 岗

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "person", "starts_on"], name="organisations_duty_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="organisations_duty_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="organisations_duty_person")]


class LeaveState(models.TextChoices):
    ASKED = "asked", _("等答复")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")
    TAKEN_BACK = "taken_back", _("已收回")


class LeaveAsk(models.Model):
    """Somebody on leave asks that ``person`` stand in for their duty from a day to a day; a head of the body decides."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=LeaveState, default=LeaveState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decider_key = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="organisations_leave_ends_after_start",
            )
        ]


class ShiftKind(models.TextChoices):
    NIGHT = "night", _("夜间值班")
    WEEKEND = "weekend", _("周末值班")
    HOLIDAY = "holiday", _("节假日值班")


class Shift(models.Model):
    """One shift of a body's duty roster: who is on (A 岗) and who stands behind (B 岗), from an instant to an instant."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ShiftKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    backup = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "starts_at", "person"], name="organisations_shift_once")
        ]
