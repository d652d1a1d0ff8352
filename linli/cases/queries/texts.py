"""Standard texts as they stand ready on a case, as their page lists them, and what happened to one."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from linli.cases.models import Case, StandardText
from linli.cases.texts import ACTS, BODY, DUE, MATTER, PLACE, filled
from linli.kernel.refusals import NotFound
from linli.ui import times

MOST_OFFERED = 6  # for one act; more are no help


def in_use() -> list[StandardText]:
    """All texts that are not retired, by act in the order of ``ACTS``, those of a matter after those of all."""
    order = {act: number for number, act in enumerate(ACTS)}
    rows = StandardText.objects.filter(retired_at__isnull=True).select_related("matter")
    return sorted(rows, key=lambda one: (order.get(one.act, 99), one.matter_id or 0, one.pk))


def retired() -> list[StandardText]:
    """The texts that were retired, the last first, at most a hundred."""
    rows = StandardText.objects.filter(retired_at__isnull=False).select_related("matter")
    return list(rows.order_by("-retired_at")[:100])


def text_for(text_id: int) -> StandardText:
    """Raises NotFound."""
    text = StandardText.objects.select_related("matter").filter(pk=text_id).first()
    if text is None:
        raise NotFound
    return text


def locked_text(text_id: int) -> StandardText:
    """Raises NotFound."""
    text = StandardText.objects.select_for_update().filter(pk=text_id).first()
    if text is None:
        raise NotFound
    return text


def is_named(act: str, matter_id: int | None, name: str, *, but: int | None = None) -> bool:
    """Does another text in use have that name for the same act and matter?"""
    rows = StandardText.objects.filter(act=act, matter=matter_id, name=name, retired_at__isnull=True)
    return rows.exclude(pk=but or 0).exists()


def texts_for(
    case: Case, acts: Collection[str], *, now: datetime
) -> dict[str, list[tuple[StandardText, str]]]:
    """By act the texts that stand ready for the case with their gaps filled, those of its matter first. One statement,
    none without an act that takes words.
    """
    wanted = [act for act in acts if act in ACTS]
    if not wanted:
        return {}
    of_matter = Q(matter__isnull=True)
    if case.matter is not None:
        of_matter |= Q(matter__code=case.matter.code)
    rows = StandardText.objects.filter(of_matter, retired_at__isnull=True, act__in=wanted)
    facts, found = _facts(case, now), dict[str, list[tuple[StandardText, str]]]()
    for text in sorted(rows, key=lambda one: (one.matter_id is None, one.pk)):
        some = found.setdefault(text.act, [])
        if len(some) < MOST_OFFERED:
            some.append((text, filled(text.words, facts)))
    return found


def _facts(case: Case, now: datetime) -> dict[str, str]:
    """What fills the gaps. No name and no number: the words may go to anybody. The place no nearer than its building."""
    near = [place.name for place in (case.estate, case.building) if place is not None]
    community = [case.community.name] if case.community is not None else []
    body = case.holder_body or case.lead
    return {
        MATTER: case.matter.name if case.matter is not None else "",
        PLACE: "".join(near or community),
        BODY: body.name if body is not None else "",
        DUE: times.until(case.finish_due_at, now) if case.finish_due_at is not None else "",
    }
