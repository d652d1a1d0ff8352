"""What this room writes into the journal, under the seat that is handed over."""

from enum import StrEnum


class DeskEvent(StrEnum):
    HANDOVER_WRITTEN = "desk.handover_written"
