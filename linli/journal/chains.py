"""How an entry is hashed: pure reckoning over plain values, so that anybody can check a chain without this program.

The hash is SHA-256 over one line of JSON (keys sorted, no spaces, UTF-8) of the entry's facts, with both instants in
UTC to the microsecond, the digest of its text and the hash before it. The text enters only by a salted digest, so it
can be erased while the chain still holds, and cannot be guessed from what stays.
"""

import hashlib
import hmac
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class UnwritableFacts(ValueError):
    """Facts that would not read back from every database as they were written."""


@dataclass(frozen=True, slots=True)
class Link:
    """What the hash of one entry covers: every column but the id, which the seals cover."""

    subject: str
    seq: int
    tag: str
    actor_kind: str
    actor_label: str
    account_key: int | None
    person_key: int | None
    happened_at: datetime
    recorded_at: datetime
    facts: Any
    text_digest: str
    previous: str


_COVERED = tuple(field.name for field in fields(Link))


def subject_of(thing: models.Model | str) -> str:
    """The name of a row's chain, "app_label.model:pk"; a string is taken as it is.

    Raises ValueError for a row without a key and for names over 80 characters.
    """
    if isinstance(thing, models.Model):
        if thing.pk is None:
            raise ValueError(f"{thing._meta.label} has no key yet")
        thing = f"{thing._meta.label_lower}:{thing.pk}"
    if not 0 < len(thing) <= 80:
        raise ValueError(f"not the name of a chain: {thing[:100]!r}")
    return thing


# Made once: json.dumps would make an encoder for each entry of a walk.
canonical = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


def plain(facts: Mapping[str, object]) -> dict[str, Any]:
    """Facts as both databases give them back: dates and decimals as text, whole floats as integers, keys sorted.

    Raises UnwritableFacts for NaN, for NUL characters and for values that JSON does not know.
    """
    try:
        raw = json.dumps(facts, cls=DjangoJSONEncoder, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UnwritableFacts(str(error)) from error
    if "\\u0000" in raw:
        raise UnwritableFacts("NUL character")
    whole: dict[str, Any] = json.loads(raw, parse_float=_number)
    return whole


def _number(written: str) -> int | float:
    value = float(written)
    if not math.isfinite(value):
        raise UnwritableFacts(written)
    return int(value) if value.is_integer() else value


def instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def hash_of(link: Link) -> str:
    covered = {name: getattr(link, name) for name in _COVERED}
    covered["happened_at"] = instant(link.happened_at)
    covered["recorded_at"] = instant(link.recorded_at)
    return hashlib.sha256(canonical(covered).encode()).hexdigest()


def digest_of(salt: str, text: str) -> str:
    """The salted digest of a free text; "" for no text."""
    return hmac.digest(salt.encode(), text.encode(), hashlib.sha256).hex() if text else ""
