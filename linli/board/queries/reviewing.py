"""What the reporter and the reviewer see of a release."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from linli.board import redacting, rules
from linli.board.models import Follow, Release
from linli.board.queries.public import OVER
from linli.board.states import ReleaseState
from linli.cases.models import Case, Report
from linli.kernel.actor import Actor, Over
from linli.kernel.fields import keys
from linli.kernel.refusals import NotFound
from linli.organisations.models import BodyKind, Seat
from linli.organisations.queries.steps import coordinating_desk
from linli.places.models import AREA_COLUMNS

RELEASED = ReleaseState.RELEASED
STANDING = (ReleaseState.ASKED, ReleaseState.RELEASED)
MOST_LISTED = 100
# What a reviewer looks through, by its name in the address.
LISTS = {
    "asked": Q(state=ReleaseState.ASKED),
    "answers": Q(state=ReleaseState.RELEASED, answer_waits=True),
    "shown": Q(state=ReleaseState.RELEASED),
    "kept": Q(state__in=[ReleaseState.REFUSED, ReleaseState.TAKEN_DOWN]),
}


def one_that_waits(release_id: int) -> Release | None:
    """A release that waits for a reviewer, with its case and place; None once somebody decided or it was taken back."""
    rows = Release.objects.select_related("case__place", "estate", "community")
    return rows.filter(pk=release_id, state=ReleaseState.ASKED).first()


def desk_of_review(release: Release) -> Seat | None:
    """The nearest desk that may release it: the community's, else the street's, else the government's."""
    where = release.case.place or release.estate or release.community
    for level in (BodyKind.COMMUNITY, BodyKind.STREET, BodyKind.GOVERNMENT):
        desk = coordinating_desk(where, (level,))
        if desk is not None and rules.RELEASE in desk.role.verbs:
            return desk
    return None


def locked_case(case_id: int) -> Case:
    """The case under a lock, with its matter. Raises NotFound."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("matter__category")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def locked(release_id: int) -> Release:
    """The release under a lock, with its case. Raises NotFound."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("case__matter__category")
    found = rows.filter(pk=release_id).first()
    if found is None:
        raise NotFound
    return found


def names_of_reporters(case_id: int) -> list[str]:
    """How the reporters of a case, and of those that it joined or that joined it, said they are called."""
    of_case = Q(case=case_id) | Q(merged_from=case_id) | Q(case__merged_into=case_id)
    rows = Report.objects.filter(of_case).values_list("name", "person__name")
    return [name for pair in rows for name in pair if name]


def release_of_report(report: Report) -> Release | None:
    """What became of the demand as this reporter brought it."""
    said = report.merged_from_id or report.case_id
    return Release.objects.filter(case=said, report=report).select_related("case__merged_into").first()


def why_not(report: Report) -> str | Promise:
    """Why the demand of this reporter can not be shown; "" where it may."""
    said = report.merged_from_id or report.case_id
    return rules.why_never(Case.objects.select_related("matter__category").get(pk=said))


def may_release(actor: Actor) -> bool:
    """Over any place at all? Pages ask this; the sentences ask for the case."""
    return actor.may_anywhere(rules.RELEASE)


def _of(actor: Actor) -> QuerySet[Release]:
    if actor.may_everywhere(rules.RELEASE):
        return Release.objects.all()
    areas = actor.keys(rules.RELEASE, Over.AREA)
    within = [Q(**{f"case__{column}__in": areas}) for column in (*AREA_COLUMNS, "place")]
    return Release.objects.filter(reduce(or_, within)) if areas else Release.objects.none()


def for_reviewer(actor: Actor, kind: str) -> list[Release]:
    """One of LISTS, what waits longest first, with ``followers``. One statement."""
    rows = (
        _of(actor)
        .filter(LISTS[kind])
        .select_related("case__merged_into", "case__matter", "estate", "community")
    )
    order = ("asked_at", "pk") if kind == "asked" else ("-decided_at", "-pk")
    return list(rows.annotate(followers=Count("follows")).order_by(*order)[:MOST_LISTED])


def waiting_counts(actor: Actor) -> dict[str, int]:
    """How many wait in "asked" and "answers". One statement."""
    counted = {kind: Count("pk", filter=LISTS[kind]) for kind in ("asked", "answers")}
    return _of(actor).aggregate(**counted)


def one_for_reviewer(actor: Actor, release_id: int) -> Release:
    """For its page. Raises NotFound, also where the actor may not know of it."""
    rows = _of(actor).select_related("case__merged_into", "case__matter", "estate", "community")
    found = rows.annotate(followers=Count("follows")).filter(pk=release_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reviewer begins with. ``answer`` is "" while there is none that went out."""

    title: str
    words: str
    answer: str


def drafted(release: Release) -> Draft:
    """Public words made of the case's own by ``redacting``, or those that stand; one statement."""
    case, told = release.case, release.told_by
    names = names_of_reporters(case.pk)
    title = case.matter.name if case.matter is not None else str(case.get_kind_display())
    answer = redacting.draft(told.answer, names=names) if told.state in OVER else ""
    return Draft(
        release.title or title,
        release.words or redacting.draft(case.words, names=names),
        release.answer or answer,
    )


def under_old_keys() -> QuerySet[Follow]:
    """Follows whose number was encrypted under a key that is no longer the first."""
    newest = f"{next(iter(keys()))}."
    return Follow.objects.exclude(phone_blind="").exclude(phone_blind__startswith=newest).order_by("pk")
