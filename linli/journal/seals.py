"""The file of a seal and its root: pure reckoning over lines, and the one place that knows how the file looks.

    linli seal 1
    number 7
    upto 2026-03-05T02:00:00.000000+00:00
    key k1
    previous 3f…

    118 cases.case:9 1 77ab…          id, subject, seq, hash: one line per entry, in order of id
    …

    entries 1
    root 9c…

The root is HMAC-SHA-256, under a key derived from the LINLI_KEYS key of that id, over everything before the last
empty line. A file cut off in the middle has no root.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from linli.journal.chains import instant
from linli.kernel import fields


@dataclass(frozen=True, slots=True)
class Head:
    number: int
    upto: datetime
    key_id: str
    previous: str

    def lines(self) -> str:
        return (
            f"linli seal 1\nnumber {self.number}\nupto {instant(self.upto)}\n"
            f"key {self.key_id}\nprevious {self.previous}\n\n"
        )


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One sealed entry."""

    id: int
    subject: str
    seq: int
    hash: str

    def written(self) -> str:
        return f"{self.id} {self.subject} {self.seq} {self.hash}\n"


@dataclass(frozen=True, slots=True)
class Foot:
    entries: int
    root: str


class SpoiltSeal(Exception):
    """The file cannot be read as a seal: it was cut off or changed."""


class RunningRoot:
    """Reckons the root while lines pass by."""

    def __init__(self, head: Head) -> None:
        """Raises fields.UnknownKey."""
        secret = fields.keys().get(head.key_id)
        if secret is None:
            raise fields.UnknownKey(head.key_id)
        self._mac = hmac.new(
            hmac.digest(secret, b"journal.seal", "sha256"), head.lines().encode(), hashlib.sha256
        )
        self.entries = 0

    def add(self, line: Line) -> None:
        self._mac.update(line.written().encode())
        self.entries += 1

    def foot(self) -> Foot:
        return Foot(self.entries, self._mac.hexdigest())


def newest_key() -> str:
    return next(iter(fields.keys()))


def path_of(folder: Path, number: int) -> Path:
    return folder / f"{number:08d}.seal"


def write(file: TextIO, head: Head, lines: Iterator[Line]) -> tuple[Foot, int]:
    """Write the whole seal; its foot and the id of the last entry."""
    running, last = RunningRoot(head), 0
    file.write(head.lines())
    for line in lines:
        running.add(line)
        file.write(line.written())
        last = line.id
    foot = running.foot()
    file.write(f"\nentries {foot.entries}\nroot {foot.root}\n")
    return foot, last


def read_head(file: TextIO) -> Head:
    """Raises SpoiltSeal. Leaves the file at its first line."""
    try:
        title, *values = (file.readline().rstrip("\n") for _ in range(5))
        named = dict(value.split(" ", 1) for value in values)
        head = Head(
            int(named["number"]), datetime.fromisoformat(named["upto"]), named["key"], named["previous"]
        )
    except (KeyError, ValueError) as error:
        raise SpoiltSeal("head") from error
    if title != "linli seal 1" or file.readline() != "\n":
        raise SpoiltSeal("head")
    return head


def read_lines(file: TextIO) -> Iterator[Line]:
    """The lines after the head, up to the empty one. Raises SpoiltSeal."""
    for written in file:
        if written == "\n":
            return
        parts = written.rstrip("\n").split(" ")
        with suppress(ValueError):
            key, seq = int(parts[0]), int(parts[-2])
            yield Line(key, " ".join(parts[1:-2]), seq, parts[-1])
            continue
        raise SpoiltSeal(f"line {written[:80]!r}")
    raise SpoiltSeal("it is cut off")


def read_foot(file: TextIO) -> Foot:
    """Raises SpoiltSeal."""
    entries, root, rest = file.readline().split(), file.readline().split(), file.readline()
    if len(entries) != 2 or len(root) != 2 or entries[0] != "entries" or root[0] != "root" or rest:
        raise SpoiltSeal("foot")
    if not entries[1].isdecimal():
        raise SpoiltSeal("foot")
    return Foot(int(entries[1]), root[1])


def verify(path: Path) -> tuple[Head, Foot]:
    """Reckon the root of a seal file anew. Raises SpoiltSeal, fields.UnknownKey, OSError."""
    try:
        with path.open(encoding="utf-8") as file:
            head = read_head(file)
            running = RunningRoot(head)
            for line in read_lines(file):
                running.add(line)
            foot = read_foot(file)
    except UnicodeDecodeError as error:
        raise SpoiltSeal("not text") from error
    if (
        not hmac.compare_digest(running.foot().root.encode(), foot.root.encode())
        or running.entries != foot.entries
    ):
        raise SpoiltSeal("its root does not fit its lines")
    return head, foot
