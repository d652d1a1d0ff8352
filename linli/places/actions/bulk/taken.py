"""What a batch did."""

from dataclasses import dataclass, field

from linli.kernel.refusals import Refusal


@dataclass
class Taken:
    """``changed`` are codes that were there with other facts and got the new ones; they count as already there."""

    added: int = 0
    already: int = 0
    changed: list[str] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
