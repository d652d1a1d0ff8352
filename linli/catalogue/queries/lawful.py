"""May a matter be as it is written? Each refusal names what does not hold."""

from django.http import QueryDict

from linli.catalogue import facts as reckoning
from linli.catalogue import matching, rules, sheet, starting
from linli.catalogue import refusals as refused
from linli.catalogue.facts import MatterFacts
from linli.catalogue.models import NATIONAL_SYSTEM, Category, DutyList, LeadKind, Rung, Urgency
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.organisations.models import Body, BodyKind
from linli.worktime.clocks import ClockKind

_TICKS = ("needs_review", "is_private", "may_be_public")


def facts_from_form(data: QueryDict, *, by: Actor, code: str = "") -> MatterFacts:
    """The facts that the form of a matter sends, checked as they would be before they are kept; nothing is kept.

    The form of a matter that stands does not send its code: give it as ``code``. Raises NotAllowed, and the refusal
    that names what does not hold, with its field.
    """
    refusals.require(rules.can_edit(by))
    cells = {column.key: "、".join(data.getlist(column.key)) for column in sheet.COLUMNS}
    cells |= {tick: "是" if data.get(tick) else "否" for tick in _TICKS}
    cells["code"] = cells["code"] or code
    facts = sheet.facts_from(cells)
    category_for(facts)
    return facts


def category_for(facts: MatterFacts) -> Category:
    """The category, once everything about the facts holds. Raises the refusal that names what does not."""
    category = Category.objects.filter(code=facts.category).first()
    if category is None:
        raise refused.UnknownCategory
    for name, kinds in (("urgency", Urgency), ("lead", LeadKind), ("duty_list", DutyList)):
        if getattr(facts, name) not in kinds:
            raise refused.UnknownValue(field=name)
    _check_rungs(facts)
    _check_lead(facts, category)
    _check_co_handlers(facts)
    _check_limits(facts)
    _check_words(facts)
    if facts.is_private and (facts.may_be_public or facts.first_rung == Rung.VOLUNTEERS):
        raise refused.PrivateNeverPublic
    _check_national(facts)
    return category


def is_own_affair(facts: MatterFacts, category: Category) -> bool:
    """May a community lead it? Not what a department leads, only assists in, took back, or what the state code names."""
    return (
        category.community_may_lead
        and not facts.department
        and not facts.national_code
        and facts.duty_list not in (DutyList.ASSIST, DutyList.WITHDRAWN)
    )


def _check_rungs(facts: MatterFacts) -> None:
    for name, rungs in (("first_rung", {facts.first_rung}), ("skips", set(facts.skips))):
        if not rungs <= set(Rung):
            raise refused.UnknownValue(field=name)
    if facts.first_rung in facts.skips:
        raise refused.FirstRungSkipped


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


def _check_national(facts: MatterFacts) -> None:
    """Five digits, or eleven with the county before them, of a 大类 that is known; older systems have lists of their own."""
    code = facts.national_code
    if not code:
        return
    if not (code.isascii() and code.isdecimal()):
        raise refused.BadNationalCode
    if facts.national_system != NATIONAL_SYSTEM:
        return
    if len(code) not in (5, 11):
        raise refused.BadNationalCode
    if code[-5:-3] not in starting.national().events:
        raise refused.UnknownNationalKind
