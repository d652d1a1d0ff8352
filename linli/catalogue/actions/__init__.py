"""The sentences of the catalogue. A version is never rewritten: a change ends it and begins the next."""

from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from linli.catalogue import queries, rules, sheet, starting
from linli.catalogue import refusals as refused
from linli.catalogue.events import CatalogueEvent
from linli.catalogue.facts import MatterFacts, facts_of
from linli.catalogue.models import Category, Matter
from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor

# The starting catalogue also places history that is imported later, so it holds from long before any installation.
STARTING_SINCE = date(2000, 1, 1)

_CHINA = ZoneInfo("Asia/Shanghai")
_ADDRESSES = ("add", "public", "import", "export", "departments")  # pages stand at these words


@transaction.atomic
def add_matter(*, facts: MatterFacts, by: Actor, now: datetime, since: date | None = None) -> Matter:
    """Begin a matter under a code that was never used; it holds from ``since`` (default: today in Shanghai)."""
    refusals.require(rules.can_edit(by))
    if facts.code in _ADDRESSES or Matter.objects.filter(code=facts.code).exists():
        raise refused.CodeTaken
    category = queries.category_for(facts)
    matter = Matter.objects.create(
        **facts.columns(), category=category, valid_from=since or now.astimezone(_CHINA).date()
    )
    journal.write(
        matter, CatalogueEvent.MATTER_ADDED, by=by, at=now, code=matter.code, version=matter.version
    )
    _tell_readers()
    return matter


@transaction.atomic
def change_matter(*, facts: MatterFacts, by: Actor, now: datetime, since: date | None = None) -> Matter:
    """End the last version and begin the next, both on ``since`` (default: today in Shanghai; never before).

    Cases keep the version they were placed with.
    """
    old = queries.locked(facts.code)
    refusals.require(rules.can_edit(by))
    before = facts_of(old)
    changed = [f.name for f in fields(facts) if getattr(facts, f.name) != getattr(before, f.name)]
    if not changed:
        raise refused.NothingChanged
    category = queries.category_for(facts)
    today = now.astimezone(_CHINA).date()
    if since is not None and since < today:
        raise refused.ChangesThePast
    begins = since or today
    _end(old, begins)
    last = queries.versions(facts.code)[0].version
    new = Matter.objects.create(**facts.columns(), category=category, version=last + 1, valid_from=begins)
    journal.write(
        new, CatalogueEvent.MATTER_CHANGED, by=by, at=now,
        code=new.code, version=new.version, before=old.pk, changed=changed, since=begins.isoformat(),
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
def take_back_matter(*, code: str, by: Actor, now: datetime, reason: str = "") -> Matter:
    """A planned version never begins, and the one before it holds on. Returns the version that was taken back."""
    planned = queries.locked(code)
    refusals.require(rules.can_edit(by))
    today = now.astimezone(_CHINA).date()
    if planned.valid_from <= today:
        raise refused.NothingPlanned
    planned.valid_to = today
    planned.save(update_fields=["valid_to"])
    before = queries.versions(code).filter(valid_to=planned.valid_from, version__lt=planned.version).first()
    if before is not None:
        before.valid_to = None
        before.save(update_fields=["valid_to"])
    journal.write(
        planned,
        CatalogueEvent.MATTER_TAKEN_BACK,
        by=by,
        at=now,
        text=reason,
        code=code,
        version=planned.version,
    )
    _tell_readers()
    return planned


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
    journal.write(sheet.STARTING, CatalogueEvent.LOADED, by=by, at=now, codes=[f.code for f in new])
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
