from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.fields import EncryptedField
from linli.people import names
from linli.places.models import Place


class Person(models.Model):
    """A person the town knows. Numbers are ciphertext with blind indexes; see ``numbers`` for how they are normalised."""

    name = models.CharField(_("姓名"), max_length=60)
    phone = EncryptedField(_("电话"), blank=True, default="")
    phone_blind = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phone_last4_blind = models.CharField(max_length=64, blank=True, default="", db_index=True)
    identity = EncryptedField(_("证件号"), blank=True, default="")
    identity_blind = models.CharField(max_length=64, blank=True, default="", db_index=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    home = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=60, unique=True, null=True, blank=True)

    class Meta:
        verbose_name = _("居民")

    def __str__(self) -> str:
        return self.name

    @property
    def surname(self) -> str:
        """What stands on a card at the door, where a whole name has no place."""
        return names.surname(self.name)


class Account(AbstractUser):
    """Somebody who signs in. Staff accounts belong to a person; what they may do comes from that person's duties."""

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("账号")


class Household(models.Model):
    home = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(_("户名"), max_length=60)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(_("与户主关系"), max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "person"], name="people_member_once")]


class Basis(models.TextChoices):
    """The ground on which a purpose stands, 个人信息保护法 Art. 13."""

    CONSENT = "consent", _("本人同意")
    CONTRACT = "contract", _("履行合同")
    DUTY = "duty", _("法定职责")
    EMERGENCY = "emergency", _("紧急情况")


class Consent(models.Model):
    """One consent (or other ground) for one purpose; withdrawn as easily as given (PIPL 15)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CONSENT)
    words = models.TextField(blank=True)
    is_separate = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class PhoneCode(models.Model):
    """A one-time code that proves who holds a number. Of number and code only blind indexes are kept: that of the code is
    erased once it was used or its time is over, the row when no limit looks at it any more.
    """

    phone_blind = models.CharField(max_length=64)
    code_blind = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_blind", "-made_at"], name="people_code_of_number"),
            models.Index(fields=["made_at"], name="people_code_made"),
        ]


class Attempt(models.Model):
    """How often something was tried of late, under a keyed mark of what and from where; shared by all processes."""

    mark = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)
