"""What a case page tells: its steps in plain words, and the buttons that the reader may press."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.events import CaseEvent
from linli.cases.models import Case, RatingWhy
from linli.journal import queries as journal
from linli.journal.queries import Told
from linli.kernel.actor import Actor, ActorKind
from linli.organisations.models import Seat
from linli.people import numbers

# What a resident sees of the way of their demand; the rest is the inside of an office.
PUBLIC = frozenset(
    {
        CaseEvent.REGISTERED,
        CaseEvent.DISPATCHED,
        CaseEvent.SIGNED,
        CaseEvent.CONTACTED,
        CaseEvent.ANSWERED,
        CaseEvent.APPROVED,
        CaseEvent.SETTLED,
        CaseEvent.CLOSED,
        CaseEvent.REOPENED,
        CaseEvent.DECLINED,
        CaseEvent.WITHDRAWN,
        CaseEvent.EARLIER_REPLY,
        CaseEvent.INFO_ASKED,
        CaseEvent.INFO_GIVEN,
        CaseEvent.INFO_MISSED,
        CaseEvent.EXTENDED,
        CaseEvent.HELD_OVER,
        CaseEvent.RESUMED,
        CaseEvent.REFERRED,
        CaseEvent.RETURNED,
        CaseEvent.APPEALED,
        CaseEvent.APPEAL_UPHELD,
        CaseEvent.TOOK_IN,
        CaseEvent.SPLIT,
        CaseEvent.REDONE,
        CaseEvent.PRAISE_PASSED_ON,
        CaseEvent.PART_TAKEN,
        CaseEvent.WHISTLED,
        CaseEvent.URGED,
    }
)
_SAID_TO_RESIDENTS = {
    CaseEvent.APPROVED: CaseEvent.ANSWERED.label,
    CaseEvent.SETTLED: CaseEvent.ANSWERED.label,
    CaseEvent.PART_TAKEN: _("别的单位来协助"),
    CaseEvent.WHISTLED: _("请几个部门一起来办"),
    CaseEvent.URGED: _("您催办了"),
}
TEXT_FOR_RESIDENTS = frozenset(
    {
        CaseEvent.DECLINED,
        CaseEvent.EARLIER_REPLY,
        CaseEvent.INFO_ASKED,
        CaseEvent.EXTENDED,
        CaseEvent.HELD_OVER,
        CaseEvent.REFERRED,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``who``, the seat for which they acted (``as_seat``) and that to which it went (``seat``) are empty for
    residents; ``text`` is None where it was erased by law.
    """

    tag: str
    label: str
    at: datetime
    who: str = ""
    seat: str = ""
    text: str | None = ""
    as_seat: str = ""


def timeline(case: Case, actor: Actor, *, with_numbers: bool = True) -> tuple[Step, ...]:
    """The steps of the case, oldest first: all of them for those who may read it, the public ones for a resident whose
    door has checked receipt and code. Without ``with_numbers`` phone and identity numbers are taken out of their words.
    """
    told = [entry for entry in journal.entries_of(case) if entry.tag in CaseEvent.values]
    if not rules.can_read(actor, case):
        return tuple(
            _public(entry) for entry in told if entry.tag in PUBLIC and not entry.facts.get("for_review")
        )
    keys = {entry.facts[name] for entry in told for name in ("to", "seat", "left") if entry.facts.get(name)}
    seats = dict(Seat.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    return tuple(
        Step(
            entry.tag,
            str(CaseEvent(entry.tag).label),
            entry.happened_at,
            entry.actor_label,
            seats.get(entry.facts.get("to") or 0, ""),
            _text(entry, with_numbers=with_numbers),
            seats.get(_acted_for(entry) or 0, ""),
        )
        for entry in told
    )


def _acted_for(entry: Told) -> int | None:
    """The seat for which a person acted, as far as the entry says it."""
    if entry.actor_kind != ActorKind.PERSON:
        return None
    # Only the holder hands up and down; whoever else sends a case on may act for another seat than the one it left.
    of_left = entry.tag in (CaseEvent.HANDED_UP, CaseEvent.HANDED_DOWN)
    key: int | None = entry.facts.get("seat") or (entry.facts.get("left") if of_left else None)
    return key


def _text(entry: Told, *, with_numbers: bool = True) -> str | None:
    if entry.is_erased:
        return None
    text = entry.text or ""
    why = [str(RatingWhy(one).label) for one in entry.facts.get("why") or () if entry.tag == CaseEvent.RATED]
    if why:
        text = gettext("%(why)s。%(words)s") % {"why": "、".join(why), "words": text}
    return text if with_numbers else numbers.redact(text)


def _public(entry: Told) -> Step:
    tag = CaseEvent(entry.tag)
    label = _SAID_TO_RESIDENTS.get(tag, tag.label)
    return Step(
        entry.tag, str(label), entry.happened_at, text=_text(entry) if tag in TEXT_FOR_RESIDENTS else ""
    )
