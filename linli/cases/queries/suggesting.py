"""What a resident's words sound like, while they are being typed: for a person to choose from, and nothing is kept."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.cases import placing
from linli.catalogue import queries as catalogue
from linli.catalogue.models import LeadKind, Matter, Urgency
from linli.places.models import Place

MOST_SUGGESTED = 3
MOST_TO_CHOOSE = 8  # a choice that was offered a few words earlier still counts
_NEAR = 0.45  # of the best score: what speaks more softly is not offered


@dataclass(frozen=True, slots=True)
class Sounding:
    """A matter that the words sound like, as a resident reads it: who would do it, and within what time."""

    matter: Matter
    who: str
    contact: str
    finish: str


def sounds_like(words: str, place: Place | None, *, on: date) -> list[Sounding]:
    """The likeliest matters, best first. Warm, the words cost no statement; who leads is remembered for two seconds."""
    found = catalogue.suggest(words, on=on, limit=MOST_SUGGESTED)
    return [_sounding(one.matter, place) for one in found if one.score >= found[0].score * _NEAR]


def _sounding(matter: Matter, place: Place | None) -> Sounding:
    limits = dict(catalogue.limits_in_words(matter))
    return Sounding(matter, _who(matter, place), limits["contact"], limits["finish"])


def _who(matter: Matter, place: Place | None) -> str:
    lead = placing.place_matter(matter, place, placing.memory_at_hand()).lead
    if lead is not None:
        return lead.name
    if matter.department:
        return catalogue.department_name(matter.department)
    return _("小区物业") if matter.lead == LeadKind.PROPERTY else str(LeadKind(matter.lead).label)


def chosen_matter(matter_id: int | None, words: str, *, on: date) -> int | None:
    """The matter that a reporter chose, where their words speak of it at all; else None, and the words decide alone.

    Words that clearly tell of danger are not overruled by a choice of something calmer.
    """
    if matter_id is None:
        return None
    heard = catalogue.suggest(words, on=on, limit=MOST_TO_CHOOSE)
    if all(one.matter.pk != matter_id for one in heard):
        return None
    clear = catalogue.match(words, on=on).matter
    is_danger = clear is not None and clear.urgency == Urgency.DANGER
    return None if is_danger and clear is not None and clear.pk != matter_id else matter_id
