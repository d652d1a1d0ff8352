"""What the holder asks a reviewer for, and the pauses that stop the promise."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.cases.models.case import Case, ExclusionGround
from linli.cases.states.requests import RequestState
from linli.organisations.models import Seat


class RequestKind(models.TextChoices):
    OBJECTION = "objection", _("派单异议")
    EXTENSION = "extension", _("延期")
    HOLD = "hold", _("暂缓")
    EXCLUSION = "exclusion", _("剔除")
    REFERRAL = "referral", _("转法定途径")
    DUPLICATE = "duplicate", _("并为重复件")
    WHISTLE = "whistle", _("请街道吹哨")
    APPEAL = "appeal", _("对不予受理有异议")


class HoldKind(models.TextChoices):
    """Why a case waits (design 4)."""

    FUND = "fund", _("维修资金表决")
    MONEY = "money", _("立项或资金")
    SEASON = "season", _("季节施工")
    LAWSUIT = "lawsuit", _("诉讼仲裁")
    EXPERT = "expert", _("待鉴定")
    MEDIATION = "mediation", _("调解中")
    PERSON = "person", _("当事人要求")
    SHELVED = "shelved", _("挂账")


class ReferralGround(models.TextChoices):
    """Statutory channels outside this loop (《信访工作条例》 Art. 31: what the law gives a channel goes there)."""

    LAWSUIT = "lawsuit", _("诉讼")
    ARBITRATION = "arbitration", _("仲裁")
    REVIEW = "review", _("行政复议")
    RULING = "ruling", _("行政裁决、行政确认")
    LABOUR = "labour", _("劳动监察、劳动仲裁")
    POLICE = "police", _("公安机关处理")
    PETITION = "petition", _("已进入信访程序")
    OTHER = "other", _("其他法定途径")


class Request(models.Model):
    """One request, asked and decided once. ``article`` is the catalogue's legal ground as it was shown to the asker.

    ``seat`` is the seat for which it was asked, null for a resident; ``reviewer`` the desk at which it waits, by
    ``due_at``. ``days`` are working days (extension), ``review_on`` the Shanghai date on which a hold ends by itself,
    ``ground`` the hold kind, exclusion ground or statutory channel, ``plan`` what will be done meanwhile, or where the
    resident is to go, ``other`` the case that a duplicate repeats.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=RequestKind)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    asker_key = models.BigIntegerField(null=True, blank=True)
    reviewer = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()
    article = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=12, blank=True)
    plan = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    review_on = models.DateField(null=True, blank=True)
    other = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decider_key = models.BigIntegerField(null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state=RequestState.ASKED), name="cases_request_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["reviewer", "due_at", "id"],
                name="cases_requests_open",
                condition=Q(state=RequestState.ASKED),
            ),
            models.Index(
                fields=["due_at", "id"], name="cases_requests_due", condition=Q(state=RequestState.ASKED)
            ),
        ]

    def ground_words(self) -> str:
        """The ground in the words of its kind."""
        words = _GROUNDS.get(RequestKind(self.kind))
        return str(words(self.ground).label) if words is not None and self.ground else ""


_GROUNDS: dict[RequestKind, type[models.TextChoices]] = {
    RequestKind.HOLD: HoldKind,
    RequestKind.EXCLUSION: ExclusionGround,
    RequestKind.REFERRAL: ReferralGround,
}


class PauseWhy(models.TextChoices):
    INFO = "info", _("等居民补充")
    HOLD = "hold", _("暂缓办理")


class Pause(models.Model):
    """An interval in which the promise stands still: [``starts_at``, ``ends_at``), ``ends_at`` null while it lasts.

    ``at_most_until`` bounds it; ``approver_key`` is the person who granted it (null for a question, which needs none).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    why = models.CharField(max_length=4, choices=PauseWhy)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    at_most_until = models.DateTimeField()
    approver_key = models.BigIntegerField(null=True, blank=True)
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField(blank=True)
    reply = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ends_at__isnull=True), name="cases_pause_running_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="cases_pause_ends_after_start",
            ),
        ]
