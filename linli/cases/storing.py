"""Files below the media folder: under names nobody guesses, whole or not at all, readable by their owner alone."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def new_name(now: datetime, suffix: str) -> str:
    """A name below the media folder in the folder of the month; ``suffix`` begins with a dot."""
    return f"cases/{timezone.localtime(now):%Y/%m}/{secrets.token_urlsafe(24)}{suffix}"


def write(name: str, data: bytes) -> None:
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def remove(name: str) -> None:
    path_of(name).unlink(missing_ok=True)


def path_of(name: str) -> Path:
    root: Path = settings.MEDIA_ROOT
    return root / name
