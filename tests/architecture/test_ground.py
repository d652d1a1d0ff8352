"""Locks, and what must not stand in the files that people read."""

import re

import pytest

from tests.architecture.code import ROOT

LOCKS = sorted((ROOT / "locks").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_carries_hashes_and_no_address(lock: object) -> None:
    text = lock.read_text()  # type: ignore[attr-defined]
    pins = re.findall(r"^[a-z0-9_.\[\]-]+==", text, flags=re.MULTILINE)
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


def test_the_front_end_lock_carries_no_address() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 3


def test_the_contract_names_every_layer_of_the_house() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    for room in (
        "cases",
        "notices",
        "catalogue",
        "organisations",
        "people",
        "places",
        "worktime",
        "journal",
        "ui",
    ):
        assert f'"{room}"' in text or f"| {room}" in text
