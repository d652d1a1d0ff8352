"""Holds the seals against their files and both against the entries, so that what is missing can be named."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from linli.journal import seals
from linli.journal.models import Seal
from linli.journal.queries.seals import entries_between, seal_lines
from linli.journal.queries.walk import fault
from linli.kernel.fields import UnknownKey
from linli.kernel.findings import Finding


def seal_findings() -> Iterator[Finding]:
    """Files and rows number by number: each must be there, be whole, hang on the one before, and fit the entries."""
    folder = Path(settings.SEALS_DIR)
    rows = {row.number: row for row in Seal.objects.all()}
    files = {int(path.stem): path for path in folder.glob("*.seal") if path.stem.isdecimal()}
    after: datetime | None = None
    root = ""
    for number in range(1, max((*rows, *files), default=0) + 1):
        row, path = rows.get(number), files.get(number)
        yield from _one(number, row, path, after, root)
        if row is not None:
            after, root = row.upto, row.root
        elif path is not None and (read := _read(path)):
            after, root = read[0].upto, read[1].root


def _one(
    number: int, row: Seal | None, path: Path | None, after: datetime | None, previous: str
) -> Iterator[Finding]:
    where = f"seal {number}"
    if row is None:
        yield fault(where, "its row was removed from the database")
    if path is None:
        yield fault(where, f"its file is missing from {settings.SEALS_DIR}")
        if row is not None:
            yield from _against_row(where, row, after, previous)
        return
    try:
        head, foot = seals.verify(path)
    except UnknownKey as error:
        yield fault(where, f"its key {error} is not among LINLI_KEYS")
        return
    except (seals.SpoiltSeal, OSError) as error:
        yield fault(where, f"its file {path.name} was changed: {error}")
        if row is not None:
            yield from _against_row(where, row, after, previous)
        return
    if head.number != number or head.previous != previous:
        yield fault(where, f"its file {path.name} does not hang on the seal before it")
    if row is not None and (row.root, row.entries, row.upto, row.key_id) != (
        foot.root, foot.entries, head.upto, head.key_id,
    ):  # fmt: skip
        yield fault(where, "its row in the database was changed: it does not fit its file")
    yield from _against_entries(where, path, after, head.upto)


def _read(path: Path) -> tuple[seals.Head, seals.Foot] | None:
    try:
        return seals.verify(path)
    except (seals.SpoiltSeal, UnknownKey, OSError):
        return None


def _against_row(where: str, row: Seal, after: datetime | None, previous: str) -> Iterator[Finding]:
    """Without a file, the root says that something is wrong, not what."""
    try:
        running = seals.RunningRoot(seals.Head(row.number, row.upto, row.key_id, previous))
    except UnknownKey as error:
        yield fault(where, f"its key {error} is not among LINLI_KEYS")
        return
    for line in seal_lines(entries_between(after, row.upto)):
        running.add(line)
    if running.foot().root != row.root:
        yield fault(where, f"its root does not fit the entries up to {row.upto.isoformat()}")


def _against_entries(where: str, path: Path, after: datetime | None, upto: datetime) -> Iterator[Finding]:
    """Walk the lines of the file and the entries of its period side by side, both in order of id."""
    with path.open(encoding="utf-8") as file:
        seals.read_head(file)
        there = seal_lines(entries_between(after, upto))
        entry = next(there, None)
        for line in seals.read_lines(file):
            while entry is not None and entry.id < line.id:
                yield _unsealed(where, entry)
                entry = next(there, None)
            if entry is None or entry.id > line.id:
                yield fault(
                    f"{line.subject} #{line.seq} (id {line.id})",
                    f"is in {where} and no longer in the database",
                )
                continue
            if entry != line:
                yield fault(f"{line.subject} #{line.seq} (id {line.id})", f"is not what {where} sealed")
            entry = next(there, None)
        while entry is not None:
            yield _unsealed(where, entry)
            entry = next(there, None)


def _unsealed(where: str, entry: seals.Line) -> Finding:
    return Finding(
        "journal", "warning", f"{entry.subject} #{entry.seq} (id {entry.id})",
        f"lies in the period of {where} and is not in it: it was put in later, or its transaction outlasted the grace",
    )  # fmt: skip
