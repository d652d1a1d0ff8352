from django.db import models
from django.db.models import Q

from linli.board.states import ReleaseState
from linli.cases.models import Case, Report
from linli.kernel.fields import EncryptedField
from linli.places.models import Place


class Release(models.Model):
    """What the public may read of one demand: words of its own, never those of the case.

    ``case`` is the demand as its reporter brought it, ``report`` who agreed (PIPL Art. 25). ``title``, ``words`` and
    ``answer`` are the reviewer's; they are empty until released and emptied when the reporter takes the consent back.
    ``answer_waits`` says that the case has an answer which the reviewer has not looked at for the board. ``estate`` and
    ``community`` are where it is shown; nothing finer is kept here. ``why`` is told to the reporter where it was refused.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReleaseState, default=ReleaseState.ASKED)
    public_id = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answer_waits = models.BooleanField(default=False)
    community = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    estate = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_person_key = models.BigIntegerField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["community", "-id"], name="board_public", condition=Q(state=ReleaseState.RELEASED)
            ),
            models.Index(
                fields=["estate", "-id"], name="board_public_estate", condition=Q(state=ReleaseState.RELEASED)
            ),
            models.Index(fields=["asked_at"], name="board_asked", condition=Q(state=ReleaseState.ASKED)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReleaseState.RELEASED) | Q(title="", words="", answer=""),
                name="board_words_only_while_public",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.public_id

    @property
    def told_by(self) -> Case:
        """The case whose steps are told: the one that it joined, else its own."""
        return self.case.merged_into or self.case


class Follow(models.Model):
    """Somebody else waits for the same. ``phone`` is there only where they want one short message, and is erased with its
    index once that was queued (``told_at``). ``token`` leads back to it: who has it may stop.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="follows")
    token = models.CharField(max_length=24, unique=True)
    phone = EncryptedField(blank=True, default="")
    phone_blind = models.CharField(max_length=64, blank=True, default="")
    followed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "phone_blind"], condition=~Q(phone_blind=""), name="board_follow_once"
            )
        ]
