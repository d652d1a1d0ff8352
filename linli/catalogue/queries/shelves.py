"""The catalogue as it is read on pages: by our own categories, by the national ones, and as published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.catalogue import limits, matching, starting
from linli.catalogue.facts import CLOCKS
from linli.catalogue.models import NATIONAL_SYSTEM, Category, LeadKind, Matter, Rung, Urgency
from linli.catalogue.queries.finding import current
from linli.organisations.models import Body


@dataclass(frozen=True, slots=True)
class Shelf:
    """Matters under one heading. ``code`` and ``count`` (of 小类 in the standard) are of a national 大类 only."""

    name: str
    matters: Sequence[Matter]
    code: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """What residents are told of a matter, in words: who answers for it, with whom, on what ground, in what time."""

    matter: Matter
    lead: str
    co_handlers: str
    contact: str
    finish: str


def categories() -> QuerySet[Category]:
    """All categories, parents before children."""
    return Category.objects.order_by("code")


def by_category(on: date, words: str = "") -> list[Shelf]:
    """The matters that hold on a day, under their first-level categories; with ``words``, those whose name, words or
    code contain them."""
    shelves: dict[str, list[Matter]] = {}
    for matter in sorted(_heard(on, words), key=lambda one: one.category.code):
        shelves.setdefault(_top(matter.category).name, []).append(matter)
    return [Shelf(name, matters) for name, matters in shelves.items()]


def by_national(on: date, words: str = "") -> list[Shelf]:
    """The same under the 事项大类 of GB/T 47678.5 in their order, empty ones too unless ``words`` are sought; codes of
    older systems and our own matters are left out."""
    found: dict[str, list[Matter]] = {code: [] for code in starting.national().events}
    for matter in _heard(on, words):
        if matter.national_code and matter.national_system == NATIONAL_SYSTEM:
            found[matter.national_code[-5:-3]].append(matter)
    return [
        Shelf(kind.name, sorted(found[code], key=lambda one: one.national_code[-5:]), code, kind.count)
        for code, kind in starting.national().events.items()
        if found[code] or not words
    ]


def components() -> list[Shelf]:
    """The 部件大类 of GB/T 47678.5: long-lived assets, to which no matter belongs."""
    return [Shelf(kind.name, [], code, kind.count) for code, kind in starting.national().components.items()]


def _heard(on: date, words: str) -> list[Matter]:
    wanted = matching.normalise(words)
    return [
        matter
        for matter in current(on)
        if not wanted
        or any(
            wanted in matching.normalise(one)
            for one in (matter.name, matter.code, matter.category.name, *matter.words)
        )
    ]


def _top(category: Category) -> Category:
    while category.parent is not None:
        category = category.parent
    return category


def published(on: date, words: str = "") -> list[tuple[str, list[Published]]]:
    """The matters of a day as residents are told them, by first-level category; one statement."""
    shelves = by_category(on, words)
    names = _department_names(matter for shelf in shelves for matter in shelf.matters)
    return [
        (
            shelf.name,
            [
                Published(
                    matter,
                    _body(f"department:{matter.department}" if matter.department else matter.lead, names),
                    "、".join(_body(one, names) for one in matter.co_handlers),
                    limits.shown(*matter.limit("contact")),
                    limits.shown(*matter.limit("finish")),
                )
                for matter in shelf.matters
            ],
        )
        for shelf in shelves
    ]


def _department_names(matters: Iterable[Matter]) -> dict[str, str]:
    """Of all departments that these name: what they are called here, else in the starting catalogue."""
    codes = {
        one.removeprefix("department:")
        for matter in matters
        for one in (matter.department, *matter.co_handlers)
        if one
    }
    founded = Body.objects.filter(code__in=codes).values_list("code", "name")
    return {**starting.departments(), **dict(founded)}


def _body(said: str, names: dict[str, str]) -> str:
    kind, _dots, code = said.partition(":")
    if code:
        return names.get(code, code)
    return _("小区物业") if kind == LeadKind.PROPERTY else str(LeadKind(kind).label)


def limits_in_words(matter: Matter, urgency: str = "") -> list[tuple[str, str]]:
    """("sign", "4工作小时") and so on, at an urgency ("": the matter's own)."""
    return [(clock, limits.shown(*matter.limit(clock, urgency))) for clock in CLOCKS]


def urgency_name(urgency: str) -> str:
    """The tier in words."""
    return str(Urgency(urgency).label)


def rungs_in_words(rungs: Iterable[int]) -> str:
    """The names of rungs, from below."""
    return "、".join(str(Rung(one).label) for one in sorted(rungs))


def co_handlers_in_words(matter: Matter) -> str:
    """The usual co-handlers by their names here; one statement where a department is among them."""
    names = _department_names([matter]) if matter.co_handlers else {}
    return "、".join(_body(one, names) for one in matter.co_handlers)


def department_name(code: str) -> str:
    """The name of a department here, else its name in the starting catalogue, else its code."""
    if not code:
        return ""
    founded = Body.objects.filter(code=code).values_list("name", flat=True).first()
    return founded or starting.departments().get(code, code)
