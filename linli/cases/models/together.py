"""What others do for a case: neighbours asked first, parts, whistles, supervision; and who may therefore read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.cases.models.case import Case
from linli.cases.states.parts import OPEN_PARTS, PartState
from linli.cases.states.supervisions import SupervisionState
from linli.cases.states.whistles import CallState, WhistleState
from linli.organisations.models import Body, Seat

# Open parts, whistles and calls; supervisions that wait for a reply. Said without a value, as ``case.IS_OPEN`` is.
IS_GOING_ON = models.Q(ended_at__isnull=True)
IS_UNREPLIED = models.Q(replied_at__isnull=True, lifted_at__isnull=True)


class Involved(models.Model):
    """A seat that takes part in a case without holding it: it may read the case, by ``rules.can_read``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="involved")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seat"], name="cases_involved_once")]
        indexes = [models.Index(fields=["body", "case"], name="cases_involved_body")]


class AskOutcome(models.TextChoices):
    SETTLED = "settled", _("邻里已解决")
    PASSED = "passed", _("交给社区办")
    SILENT = "silent", _("没有回音，自动转办")


class NeighbourAsk(models.Model):
    """先行联系: a neighbour who volunteers (楼栋长 …) is asked first. No clock, no lateness; ``asked_until`` is when the case goes
    on by itself.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="neighbour_asks")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=AskOutcome, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="cases_neighbour_asked_once")]
        indexes = [
            models.Index(fields=["seat", "id"], name="cases_asks", condition=models.Q(ended_at__isnull=True))
        ]


class Part(models.Model):
    """协办: a body's share of a case under its own clock. A late part counts against its own body (``marked_late_at``).

    ``ended_at`` is null while the part is open. ``reminded`` is how high reminders of a lapsed ``due_at`` have gone.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="parts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PartState, default=PartState.WAITING)
    task = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    marked_late_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["seat", "due_at", "id"], name="cases_parts_open", condition=IS_GOING_ON),
            models.Index(
                fields=["body", "due_at", "id"], name="cases_parts_open_by_body", condition=IS_GOING_ON
            ),
            models.Index(fields=["reminded", "due_at"], name="cases_parts_to_remind", condition=IS_GOING_ON),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN_PARTS, ended_at__isnull=True)
                | (~models.Q(state__in=OPEN_PARTS) & models.Q(ended_at__isnull=False)),
                name="cases_part_open_or_ended",
            )
        ]


class Whistle(models.Model):
    """A street calls departments together: for what, where, by when. ``verdict`` is the weighing by the level above."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="whistles")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=WhistleState, default=WhistleState.BLOWN)
    task = models.CharField(max_length=500)
    meet_at_place = models.CharField(max_length=200)
    arrive_due_at = models.DateTimeField()
    blown_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    verdict = models.TextField(blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["arrive_due_at", "id"], name="cases_whistles_open", condition=IS_GOING_ON)
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=WhistleState.BLOWN, ended_at__isnull=True)
                | (~models.Q(state=WhistleState.BLOWN) & models.Q(ended_at__isnull=False)),
                name="cases_whistle_open_or_ended",
            )
        ]


class WhistleCall(models.Model):
    """One department called by a whistle. Judged on facts and times; stars are 1 to 5, each side of the other.

    ``due_at`` is when its next step is due: the answer, then the arrival, then nothing more. ``ended_at`` is null while it
    is still awaited or at work; it is set with the last step, or when the whistle ends. ``reminded`` is how high reminders
    of a lapsed ``due_at`` have gone.
    """

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="calls")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CallState, default=CallState.CALLED)
    respond_due_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(blank=True)
    stars_by_street = models.PositiveSmallIntegerField(null=True, blank=True)
    words_by_street = models.CharField(max_length=500, blank=True)
    stars_by_body = models.PositiveSmallIntegerField(null=True, blank=True)
    words_by_body = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whistle", "body"], name="cases_whistle_calls_once")]
        indexes = [
            models.Index(fields=["seat", "due_at", "id"], name="cases_calls_open", condition=IS_GOING_ON),
            models.Index(
                fields=["body", "due_at", "id"], name="cases_calls_open_by_body", condition=IS_GOING_ON
            ),
            models.Index(fields=["reminded", "due_at"], name="cases_calls_to_remind", condition=IS_GOING_ON),
        ]


class SupervisionGround(models.TextChoices):
    LATE = "late", _("超期未办结")
    REPEATED = "repeated", _("反复反映")
    UNSOLVED = "unsolved", _("回访未解决")
    ORDERED = "ordered", _("上级交办")
    GRAVE = "grave", _("影响较大")


class Supervision(models.Model):
    """督办: who asks (``seat``), on what ground, by when a reply is due, and the reply."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=SupervisionState, default=SupervisionState.OPEN)
    ground = models.CharField(max_length=10, choices=SupervisionGround)
    task = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    reply_due_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["reply_due_at", "id"], name="cases_supervisions_open", condition=IS_UNREPLIED
            )
        ]
