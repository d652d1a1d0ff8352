from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.cases.states import OPEN_STATES, State
from linli.catalogue.models import Matter, Urgency
from linli.organisations.models import Body, Seat
from linli.places.models import AREA_COLUMNS, Place

# Open cases. Said without a value, so that SQLite sees that the partial indexes serve it; a constraint holds it to the
# states.
IS_OPEN = Q(closed_at__isnull=True)


class Channel(models.TextChoices):
    CODE = "code", _("扫码")
    WEB = "web", _("网页")
    DOOR = "door", _("入户")
    PHONE = "phone", _("电话")
    VISIT = "visit", _("来访")
    PLATFORM = "platform", _("平台转来")
    IMPORT = "import", _("导入")


class DemandKind(models.TextChoices):
    """Kinds of demand (BJ-JSJB Art. 2)."""

    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    ENQUIRY = "enquiry", _("咨询")
    SUGGESTION = "suggestion", _("建议")
    REPORT = "report", _("举报")
    PRAISE = "praise", _("表扬")


class UnplacedWhy(models.TextChoices):
    """Why no rule placed a case; shown on the unplaced queue."""

    NO_PLACE = "no_place", _("不知道地点")
    NO_WORDS = "no_words", _("没有对上目录里的事项")
    SEVERAL = "several", _("像几个事项，分不清")
    NO_LEAD = "no_lead", _("这个地点没有对应的主办单位")
    NO_SEAT = "no_seat", _("主办单位没有能接单的岗位")
    PRAISE = "praise", _("表扬，请转达")
    RETURNED = "returned", _("派单异议成立，请重新派单")
    APPEALED = "appealed", _("不予受理的异议成立，请重新受理")


class DeclineGround(models.TextChoices):
    """The lawful reasons not to dispatch a demand (BJ-JSJB Art. 11), and a place outside the town."""

    EMERGENCY = "emergency", _("紧急情况，已转 110、119、120、122")
    STATUTORY = "statutory", _("应走法定途径，或已进入信访")
    DUPLICATE = "duplicate", _("重复反映，没有新情况")
    SECRET = "secret", _("涉及国家秘密、商业秘密或者个人隐私")
    NO_DUTY = "no_duty", _("不属于任何单位职责，应由市场或社会解决")
    UNLAWFUL = "unlawful", _("违反法律或者公序良俗")
    ELSEWHERE = "elsewhere", _("不在本地")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    EXPLAINED = "explained", _("解释说明(暂不能办)")
    REFERRED = "referred", _("转法定途径")
    DUPLICATE = "duplicate", _("重复件")


class ExclusionGround(models.TextChoices):
    """Why the three rates leave a case out (domain 1.3 [K]: decided by a reviewer, seen in the journal)."""

    DUPLICATE = "duplicate", _("重复反映")
    UNREASONABLE = "unreasonable", _("诉求不合理")
    FORCE_MAJEURE = "force", _("不可抗力")
    WRONG_DISPATCH = "wrong", _("派单错误")
    OTHER = "other", _("其他")


class Case(models.Model):
    """One demand on its way. Instants are UTC. See the design of states in ``states`` and of clocks in ``clocks``.

    ``next_at`` is the earliest time at which somebody must act, for sorting; null on closed cases and on history.
    ``from_history`` marks an import: it keeps its own times, no clock runs for it and it is never late.
    ``wakes_at`` is when the case moves on by itself: neighbours were silent, a question was not answered, a hold ends
    (``work.move_on``). ``came_from`` is the state to which a question goes back. ``sent_from`` is the seat that sent the
    case to its holder and may pull it back. ``extension_days`` are the working days that granted 延期 added to the
    promise. ``outer_due_at`` is the deadline of the system it came from; nothing here moves it. ``reminded`` is how
    high reminders of the clock at ``next_at`` have gone. ``merged_into`` is the case that answers for this one,
    ``follows`` the closed case that this one takes up again. ``excluded_why`` says why rates leave it out (剔除).
    ``asks_neighbours`` is the reporter's wish that their building head be asked first.
    ``promised_from`` is where the promise (``contact_due_at``, ``finish_due_at``) counts from, and ``promised`` the terms as
    they were given: {"contact" | "finish": [clock kind, amount], "timetable": key or null}. ``leg_from`` is where the
    holder's own clock (``intake_due_at``, ``sign_due_at``, ``callback_due_at``) counts from; null where a further try of
    the call-back has set it. ``words`` are kept as they were said; ``title`` is free of phone and identity
    numbers, since it stands in lists and letters. ``answered_by`` and ``answerer_key`` (a person's key) say who gave
    the answer that now waits or stands; nobody checks their own.
    """

    state = models.CharField(max_length=20, choices=State, default=State.REGISTERED)
    kind = models.CharField(max_length=12, choices=DemandKind, default=DemandKind.HELP)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    title = models.CharField(max_length=120)
    words = models.TextField()
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    matched_words = models.JSONField(default=list, blank=True)
    unplaced_why = models.CharField(max_length=10, choices=UnplacedWhy, blank=True)
    lead = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    holder_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    rung = models.PositiveSmallIntegerField(default=0)

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    place_words = models.CharField(max_length=200, blank=True)
    county = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    street = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    community = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    grid = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    lane = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    estate = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    building = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")

    happened_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    intake_due_at = models.DateTimeField(null=True, blank=True)
    contact_due_at = models.DateTimeField(null=True, blank=True)
    finish_due_at = models.DateTimeField(null=True, blank=True)
    promised_from = models.DateTimeField(null=True, blank=True)
    promised = models.JSONField(default=dict, blank=True)
    leg_from = models.DateTimeField(null=True, blank=True)
    sign_due_at = models.DateTimeField(null=True, blank=True)
    callback_due_at = models.DateTimeField(null=True, blank=True)
    outer_due_at = models.DateTimeField(null=True, blank=True)
    wakes_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    contacted_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    answerer_key = models.BigIntegerField(null=True, blank=True)

    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    declined_why = models.CharField(max_length=10, choices=DeclineGround, blank=True)
    came_from = models.CharField(max_length=20, choices=State, blank=True)
    sent_from = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    asks_neighbours = models.BooleanField(default=False)
    extension_days = models.PositiveSmallIntegerField(default=0)
    rises = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    redone = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    excluded_at = models.DateTimeField(null=True, blank=True)
    excluded_why = models.CharField(max_length=12, choices=ExclusionGround, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    from_history = models.BooleanField(default=False)

    class Meta:
        # One partial index for each column that a lens looks through; see queries.lenses.
        indexes = [
            models.Index(fields=["next_at", "id"], name="cases_open", condition=IS_OPEN),
            models.Index(fields=["holder", "next_at", "id"], name="cases_open_by_seat", condition=IS_OPEN),
            models.Index(
                fields=["holder_body", "next_at", "id"], name="cases_open_by_body", condition=IS_OPEN
            ),
            models.Index(fields=["county", "next_at", "id"], name="cases_open_by_county", condition=IS_OPEN),
            models.Index(fields=["street", "next_at", "id"], name="cases_open_by_street", condition=IS_OPEN),
            models.Index(
                fields=["community", "next_at", "id"], name="cases_open_by_community", condition=IS_OPEN
            ),
            models.Index(fields=["grid", "next_at", "id"], name="cases_open_by_grid", condition=IS_OPEN),
            models.Index(fields=["estate", "next_at", "id"], name="cases_open_by_estate", condition=IS_OPEN),
            models.Index(
                fields=["sent_from", "next_at", "id"], name="cases_open_by_sender", condition=IS_OPEN
            ),
            models.Index(fields=["reminded", "next_at", "id"], name="cases_to_remind", condition=IS_OPEN),
            models.Index(fields=["wakes_at", "id"], name="cases_waking", condition=Q(wakes_at__isnull=False)),
            models.Index(
                fields=["street", "next_at", "id"],
                name="cases_unplaced",
                condition=Q(state=State.REGISTERED),
            ),
            models.Index(
                fields=["street", "next_at", "id"],
                name="cases_awaiting_callback",
                condition=Q(state=State.AWAITING_CALLBACK),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(closed_at__isnull=False)),
                name="cases_open_or_closed",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def areas(self) -> dict[str, int | None]:
        """The ids of the places under which the case lies, by column."""
        return {column: getattr(self, f"{column}_id") for column in AREA_COLUMNS}

    def area_ids(self) -> tuple[int, ...]:
        """Every id under which the case lies, its own place included, without gaps."""
        return tuple({key: None for key in (*self.areas().values(), self.place_id) if key})

    def lies_at(self, place: Place | None) -> None:
        """Put the case at ``place``, with the columns of what lies above it."""
        self.place = place
        for column in AREA_COLUMNS:
            setattr(self, f"{column}_id", getattr(place, f"{column}_id") if place is not None else None)

    def goes_to(self, seat: Seat | None) -> None:
        """Put the case into the hands of ``seat``, with its body and rung."""
        self.holder = seat
        self.holder_body = seat.body if seat is not None else None
        self.rung = seat.role.rung if seat is not None else 0
