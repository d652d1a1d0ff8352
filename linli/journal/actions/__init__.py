"""The journal's sentences: write an entry, erase a text, hand deliveries on, run periodic work, seal."""

from linli.journal.actions.deliveries import (
    Claimed,
    LeaseLost,
    NotParked,
    ReasonMissing,
    UnknownReaction,
    claim,
    deliver,
    deliver_alone,
    deliver_some,
    drop_delivery,
    park_worn_out,
    postpone,
    put_back,
    release,
    retry_delivery,
)
from linli.journal.actions.entries import (
    NothingToErase,
    OutsideTransaction,
    Step,
    erase_text,
    write,
    write_all,
)
from linli.journal.actions.periodic import run_periodic
from linli.journal.actions.sealing import GRACE as SEAL_GRACE
from linli.journal.actions.sealing import seal
from linli.journal.chains import subject_of

__all__ = [
    "SEAL_GRACE",
    "Claimed",
    "LeaseLost",
    "NotParked",
    "NothingToErase",
    "OutsideTransaction",
    "ReasonMissing",
    "Step",
    "UnknownReaction",
    "claim",
    "deliver",
    "deliver_alone",
    "deliver_some",
    "drop_delivery",
    "erase_text",
    "park_worn_out",
    "postpone",
    "put_back",
    "release",
    "retry_delivery",
    "run_periodic",
    "seal",
    "subject_of",
    "write",
    "write_all",
]
