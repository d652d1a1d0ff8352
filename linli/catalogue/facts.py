"""What is true of a matter, apart from its row: read from files and forms, and checked before it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from linli.catalogue.models import DutyList, Matter, Urgency

CLOCKS = ("sign", "contact", "finish")
RUNGS = range(5)

Limits = Mapping[str, tuple[str, int]]


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
    first_rung: int = 1
    duty_list: str = DutyList.NONE
    limits: Limits = field(default_factory=dict)
    needs_review: bool = False
    needs_evidence: bool = False
    is_private: bool = False
    may_be_public: bool = True
    legal_ground: str = ""
    source: str = ""
    is_local: bool = True
    national_code: str = ""

    def columns(self) -> dict[str, Any]:
        """The facts as columns of ``models.Matter``, without the category."""
        found = asdict(self)
        del found["category"]
        found["words"] = list(self.words)
        found["limits"] = {clock: [str(kind), amount] for clock, (kind, amount) in self.limits.items()}
        return found


def facts_of(matter: Matter) -> MatterFacts:
    """The facts of a version that stands; its category must be loaded."""
    return MatterFacts(
        code=matter.code, name=matter.name, category=matter.category.code, words=tuple(matter.words),
        lead=matter.lead, department=matter.department, urgency=matter.urgency, first_rung=matter.first_rung,
        duty_list=matter.duty_list, limits={c: (str(k), int(n)) for c, (k, n) in matter.limits.items()},
        needs_review=matter.needs_review, needs_evidence=matter.needs_evidence, is_private=matter.is_private,
        may_be_public=matter.may_be_public, legal_ground=matter.legal_ground, source=matter.source,
        is_local=matter.is_local, national_code=matter.national_code,
    )  # fmt: skip
