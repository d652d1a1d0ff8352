"""What is true of a matter, apart from its row: read from files and forms, and checked before it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from linli.catalogue.models import NATIONAL_SYSTEM, DutyList, Matter, Rung, Urgency

CLOCKS = ("sign", "contact", "finish")

Limits = Mapping[str, Mapping[str, tuple[str, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFacts:
    """The facts of one version of a matter; meanings as in ``models.Matter``. ``category`` is a category's code."""

    code: str
    name: str
    category: str
    words: tuple[str, ...]
    lead: str
    department: str = ""
    urgency: str = Urgency.ORDINARY
    co_handlers: tuple[str, ...] = ()
    first_rung: int = Rung.GRID
    skips: tuple[int, ...] = ()
    duty_list: str = DutyList.NONE
    limits: Limits = field(default_factory=dict)
    needs_review: bool = False
    evidence: str = ""
    is_private: bool = False
    may_be_public: bool = True
    legal_ground: str = ""
    source: str = ""
    is_local: bool = True
    national_code: str = ""
    national_system: str = NATIONAL_SYSTEM

    def columns(self) -> dict[str, Any]:
        """The facts as columns of ``models.Matter``, without the category."""
        found = asdict(self)
        del found["category"]
        found["words"] = list(self.words)
        found["co_handlers"] = list(self.co_handlers)
        found["skips"] = list(self.skips)
        found["limits"] = {
            urgency: {clock: [str(kind), amount] for clock, (kind, amount) in clocks.items()}
            for urgency, clocks in self.limits.items()
        }
        return found


def facts_of(matter: Matter) -> MatterFacts:
    """The facts of a version that stands; its category must be loaded."""
    return MatterFacts(
        code=matter.code, name=matter.name, category=matter.category.code, words=tuple(matter.words),
        lead=matter.lead, department=matter.department, urgency=matter.urgency,
        co_handlers=tuple(matter.co_handlers), first_rung=matter.first_rung, skips=tuple(matter.skips),
        duty_list=matter.duty_list,
        limits={u: {c: (str(k), int(n)) for c, (k, n) in of.items()} for u, of in matter.limits.items()},
        needs_review=matter.needs_review, evidence=matter.evidence, is_private=matter.is_private,
        may_be_public=matter.may_be_public, legal_ground=matter.legal_ground, source=matter.source,
        is_local=matter.is_local, national_code=matter.national_code, national_system=matter.national_system,
    )  # fmt: skip
