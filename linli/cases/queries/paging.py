"""The key of a page: where the page before it ended, so that the hundredth costs what the first does."""

from datetime import UTC, datetime


def write_key(at: datetime | None, key: int) -> str:
    """The key of a row that stands at ``at``, "" for none, and then by its id."""
    moment = "" if at is None else at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
    return f"{moment}-{key}"


def read_key(after: str) -> tuple[datetime | None, int]:
    """(None, 0), the first page, for a key that is empty or spoilt."""
    at, _dash, key = after.partition("-")
    if not key.isdecimal() or len(key) > 18:
        return None, 0
    try:
        return (datetime.strptime(at, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC) if at else None), int(key)
    except ValueError:
        return None, 0
