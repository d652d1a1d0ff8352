"""Every read of the journal."""

from linli.journal.chains import subject_of
from linli.journal.queries.deliveries import is_anything_due, parked
from linli.journal.queries.entries import Told, entries_by, entries_of, last_entries, last_of
from linli.journal.queries.findings import findings
from linli.journal.queries.pasts import Change, Past, changed, newest_of, pasts
from linli.journal.queries.seals import (
    entries_between,
    is_anything_unsealed,
    last_seal,
    seal_keys,
    seal_lines,
)

__all__ = [
    "Change",
    "Past",
    "Told",
    "changed",
    "entries_between",
    "entries_by",
    "entries_of",
    "findings",
    "is_anything_due",
    "is_anything_unsealed",
    "last_entries",
    "last_of",
    "last_seal",
    "newest_of",
    "parked",
    "pasts",
    "seal_keys",
    "seal_lines",
    "subject_of",
]
