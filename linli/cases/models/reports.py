"""What concerns one reporter or one try to reach them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.cases.models.case import Case, Channel
from linli.kernel.fields import EncryptedField
from linli.people.models import Person


class ProxyConsent(models.TextChoices):
    """How somebody for whom a demand is entered (代录) agreed to it; 无障碍环境建设法 and PIPL Art. 13 leave none out."""

    PRESENT = "present", _("本人当面说的")
    PHONE = "phone", _("本人在电话里说的")
    FAMILY = "family", _("家人替他说的")


class Report(models.Model):
    """What one reporter brought: the receipt and query code they keep, how to reach them, and their rating.

    ``receipt`` is bare digits (see ``receipts``); of the query code only the blind index is kept. ``source`` and
    ``outer_number`` name the demand in the system it came from. A case has one report until others are merged into it;
    each reporter keeps a receipt, an answer and a rating; ``merged_from`` is the case it came with. ``answered_out_at``
    is when our answer went back to the system it came from. ``proxy_consent`` says how they agreed where a worker entered
    it for them.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    receipt = models.CharField(max_length=20, unique=True)
    query_blind = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=Channel)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    phone = EncryptedField(blank=True, default="")
    phone_blind = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phone_last4_blind = models.CharField(max_length=64, blank=True, default="", db_index=True)
    is_secret = models.BooleanField(default=True)
    source = models.CharField(max_length=60, blank=True)
    outer_number = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001  null: from no other system
    received_at = models.DateTimeField()
    solved = models.BooleanField(null=True, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    taken_by_person_key = models.BigIntegerField(null=True, blank=True)
    proxy_consent = models.CharField(max_length=8, choices=ProxyConsent, blank=True)
    merged_from = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    answered_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outer_number", "source"],  # the number first: it is looked for in every source too
                condition=Q(outer_number__isnull=False),
                name="cases_report_outer_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["source", "answered_out_at"],
                name="cases_report_of_platform",
                condition=Q(channel=Channel.PLATFORM),
            )
        ]


class RatingWhy(models.TextChoices):
    """Why somebody is not content; kept with the entry of the rating."""

    UNSOLVED = "unsolved", _("事情没解决")
    SLOW = "slow", _("办得慢")
    MANNER = "manner", _("态度不好")
    UNCLEAR = "unclear", _("没说清楚")
    OTHER = "other", _("其他")


class CallBack(models.Model):
    """One try to carry the answer back: reached or not, and what the resident says, each asked apart."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks")
    made_at = models.DateTimeField()
    by_person_key = models.BigIntegerField(null=True, blank=True)
    manner = models.CharField(max_length=10, choices=Channel, default=Channel.PHONE)
    is_reached = models.BooleanField()
    is_applicable = models.BooleanField(default=True)
    was_contacted = models.BooleanField(null=True, blank=True)
    is_solved = models.BooleanField(null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)


class Urge(models.Model):
    """催办: a reporter asks where it stands; once a day (Shanghai), which the constraint holds."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="urges")
    urged_on = models.DateField()
    urged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "urged_on"], name="cases_urge_once_a_day")]


class PhotoOf(models.TextChoices):
    """At which end of the case a photo was taken: what is wrong, work on it, what was done."""

    BEFORE = "before", _("反映时")
    DURING = "during", _("办理中")
    AFTER = "after", _("办好后")


class Photo(models.Model):
    """A photo of the matter, cleaned of its metadata on arrival. ``token`` was made by whoever sent it: sent twice, it is
    kept once. ``name`` is its file below the media folder; width and height are in pixels.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="photos")
    token = models.CharField(max_length=64, unique=True)
    of = models.CharField(max_length=6, choices=PhotoOf, default=PhotoOf.BEFORE)
    name = models.CharField(max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    by_person_key = models.BigIntegerField(null=True, blank=True)


class VoiceNote(models.Model):
    """What a reporter said into the telephone. ``token`` was made by whoever sent it: sent twice, it is kept once. ``name``
    is its file below the media folder, ``kind`` its media type as recognised on arrival, ``seconds`` as the sender says.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="voice_notes")
    token = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    seconds = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
