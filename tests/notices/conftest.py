from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from linli.notices import gateways


@pytest.fixture(autouse=True)
def nobody_was_silent() -> None:
    gateways.wake()


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[Path]:
    """Short messages go into this file."""
    path = tmp_path / "sent.jsonl"
    with override_settings(SMS_GATEWAY=f"file:{path}"):
        yield path
