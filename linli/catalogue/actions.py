"""The sentences of the catalogue. A version is never rewritten: a change ends it and begins the next."""

from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from linli.catalogue import facts as reckoning
from linli.catalogue import matching, queries, rules, starting
from linli.catalogue import refusals as refused
from linli.catalogue.events import CatalogueEvent
from linli.catalogue.facts import MatterFacts, facts_of
from linli.catalogue.models import Category, DutyList, LeadKind, Matter, Rung, Urgency
from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.organisations.models import Body, BodyKind
from linli.worktime.clocks import ClockKind

# The starting catalogue also places history that is imported later, so it holds from long before any installation.
STARTING_SINCE = date(2000, 1, 1)

_CHINA = ZoneInfo("Asia/Shanghai")


@transaction.atomic
def add_matter(*, facts: MatterFacts, by: Actor, now: datetime, since: date | None = None) -> Matter:
    """Begin a matter under a code that was never used; it holds from ``since`` (default: today in Shanghai)."""
    refusals.require(rules.can_edit(by))
    if Matter.objects.filter(code=facts.code).exists():
        raise refused.CodeTaken
    category = _checked(facts)
    matter = Matter.objects.create(
        **facts.columns(), category=category, valid_from=since or now.astimezone(_CHINA).date()
    )
    journal.write(
        matter, CatalogueEvent.MATTER_ADDED, by=by, at=now, code=matter.code, version=matter.version
    )
    _tell_readers()
    return matter


@transaction.atomic
def change_matter(*, facts: MatterFacts, by: Actor, now: datetime) -> Matter:
    """End the version that holds and begin the next, both today; cases keep the version they were placed with."""
    old = queries.locked(facts.code)
    refusals.require(rules.can_edit(by))
    before = facts_of(old)
    changed = [f.name for f in fields(facts) if getattr(facts, f.name) != getattr(before, f.name)]
    if not changed:
        raise refused.NothingChanged
    category = _checked(facts)
    today = now.astimezone(_CHINA).date()
    _end(old, today)
    new = Matter.objects.create(
        **facts.columns(), category=category, version=old.version + 1, valid_from=today
    )
    journal.write(
        new, CatalogueEvent.MATTER_CHANGED, by=by, at=now,
        code=new.code, version=new.version, before=old.pk, changed=changed,
    )  # fmt: skip
    _tell_readers()
    return new


@transaction.atomic
def end_matter(*, code: str, by: Actor, now: datetime, reason: str = "") -> Matter:
    """The matter holds no longer from today on; its code is not used again."""
    matter = queries.locked(code)
    refusals.require(rules.can_edit(by))
    _end(matter, now.astimezone(_CHINA).date())
    journal.write(
        matter, CatalogueEvent.MATTER_ENDED, by=by, at=now, text=reason, code=code, version=matter.version
    )
    _tell_readers()
    return matter


@transaction.atomic
def starting_catalogue(*, by: Actor, now: datetime) -> int:
    """Load the categories and matters of ``data/`` whose codes were never used. Returns how many matters are new."""
    refusals.require(rules.can_edit(by))
    categories = _starting_categories()
    used = set(Matter.objects.values_list("code", flat=True))
    new = [facts for facts in starting.matters() if facts.code not in used]
    if not new:
        return 0
    Matter.objects.bulk_create(
        Matter(**facts.columns(), category=categories[facts.category], valid_from=STARTING_SINCE)
        for facts in new
    )
    journal.write(
        "catalogue.matter:starting", CatalogueEvent.LOADED, by=by, at=now, codes=[f.code for f in new]
    )
    _tell_readers()
    return len(new)


def _starting_categories() -> dict[str, Category]:
    found = {category.code: category for category in Category.objects.all()}
    own = starting.community_categories()
    for code, name in starting.categories().items():
        if code not in found:
            found[code] = Category.objects.create(
                code=code, name=name, parent=found.get(code[:-2]), level=len(code) // 2,
                community_may_lead=code.startswith(own),
            )  # fmt: skip
    return found


def _end(matter: Matter, on: date) -> None:
    if on < matter.valid_from:
        raise refused.NotYetBegun
    matter.valid_to = on
    matter.save(update_fields=["valid_to"])


def _tell_readers() -> None:
    queries.forget()
    transaction.on_commit(queries.forget)


def _checked(facts: MatterFacts) -> Category:
    """The category, once everything about the facts holds. Raises the refusal that names what does not."""
    category = Category.objects.filter(code=facts.category).first()
    if category is None:
        raise refused.UnknownCategory
    for name, kinds in (("urgency", Urgency), ("lead", LeadKind), ("duty_list", DutyList)):
        if getattr(facts, name) not in kinds:
            raise refused.UnknownValue(field=name)
    if facts.first_rung not in list(Rung):
        raise refused.UnknownValue(field="first_rung")
    _check_lead(facts, category)
    _check_co_handlers(facts)
    if not set(facts.skips) <= set(Rung):
        raise refused.UnknownValue(field="skips")
    _check_limits(facts)
    _check_words(facts)
    if facts.is_private and (facts.may_be_public or facts.first_rung == 0):
        raise refused.PrivateNeverPublic
    code = facts.national_code
    if code and not (code.isascii() and code.isdecimal() and len(code) in (5, 11)):
        raise refused.BadNationalCode
    return category


def _check_lead(facts: MatterFacts, category: Category) -> None:
    if facts.lead == LeadKind.DEPARTMENT:
        if not _is_department(facts.department):
            raise refused.UnknownDepartment
        return
    if facts.lead == LeadKind.COMMUNITY and not is_own_affair(facts, category):
        raise refused.CommunityMayNotLead
    if facts.department:
        raise refused.DepartmentNotAsked


def _is_department(code: str) -> bool:
    return code in starting.departments() or (
        Body.objects.filter(code=code, kind=BodyKind.DEPARTMENT).exists()
    )


def _check_co_handlers(facts: MatterFacts) -> None:
    """Each known, none twice, and none that leads already."""
    lead = f"department:{facts.department}" if facts.department else facts.lead
    if lead in facts.co_handlers or len(set(facts.co_handlers)) != len(facts.co_handlers):
        raise refused.CoHandlerTwice
    for one in facts.co_handlers:
        kind, _, code = one.partition(":")
        if (kind == LeadKind.DEPARTMENT) != bool(code) or kind not in list(LeadKind):
            raise refused.UnknownValue(field="co_handlers")
        if code and not _is_department(code):
            raise refused.UnknownDepartment(field="co_handlers")


def is_own_affair(facts: MatterFacts, category: Category) -> bool:
    """May a community lead it? Not what a department leads, only assists in, took back, or what the state code names."""
    return (
        category.community_may_lead
        and not facts.department
        and not facts.national_code
        and facts.duty_list not in (DutyList.ASSIST, DutyList.WITHDRAWN)
    )


def _check_limits(facts: MatterFacts) -> None:
    if not set(facts.limits) <= set(Urgency):
        raise refused.BadLimits
    for clocks in facts.limits.values():
        for clock, (kind, amount) in clocks.items():
            if clock not in reckoning.CLOCKS or kind not in list(ClockKind) or amount <= 0:
                raise refused.BadLimits


def _check_words(facts: MatterFacts) -> None:
    if not facts.words:
        raise refused.NoWords
    for word in facts.words:
        try:
            matching.read_word(word)
        except ValueError as error:
            raise refused.UnreadableWords(field="words") from error
