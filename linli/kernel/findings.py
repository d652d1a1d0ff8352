"""What a check of the installation found: the shape that every room's ``queries.findings`` returns."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """``level`` fault: something is broken or lost. warning: somebody should look. ``where`` names the place exactly."""

    room: str
    level: Literal["fault", "warning"]
    where: str
    what: str
