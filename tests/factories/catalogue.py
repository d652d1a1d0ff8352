"""Matters and actors of the catalogue."""

from dataclasses import replace
from typing import Any

from linli.catalogue.facts import MatterFacts
from linli.catalogue.models import Category, LeadKind, Urgency
from linli.catalogue.tiers import TIER_LIMITS
from linli.kernel.actor import Actor, ActorKind, Grant, Over

EDITOR = Actor(
    ActorKind.PERSON, label="目录管理员", grants=frozenset({Grant("catalogue.edit", Over.EVERYTHING)})
)
STRANGER = Actor(
    ActorKind.PERSON, label="别人", grants=frozenset({Grant("catalogue.edit", Over.AREA, 1), Grant("cases.work", Over.EVERYTHING)})
)  # fmt: skip


def make_categories() -> None:
    """One branch that a community may lead (91) and one that it may not (92)."""
    for top, own in (("91", True), ("92", False)):
        parent = None
        for code in (top, f"{top}01", f"{top}0101"):
            parent = Category.objects.create(
                code=code, name=f"分类{code}", parent=parent, level=len(code) // 2, community_may_lead=own
            )


def lamp(**other: Any) -> MatterFacts:
    """A lawful matter to change in one place."""
    facts = MatterFacts(
        code="lamp", name="路灯不亮", category="920101", words=("路灯不亮", "路灯…坏/灭"),
        lead=LeadKind.DEPARTMENT, department="dept-urban-management", limits={"ordinary": TIER_LIMITS[Urgency.ORDINARY]},
    )  # fmt: skip
    return replace(facts, **other)
