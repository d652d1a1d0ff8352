"""Builds a small demo as its user would, in processes of their own, and looks at what stands there."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from linli.cases.models import Case
from linli.config.demo import building
from linli.config.demo.life import Life
from tests.architecture.code import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LINLI_")}
    environment["LINLI_DATA"] = str(tmp_path)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "linli", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_demo_is_a_sound_town_and_is_built_once(run: Run, tmp_path: Path) -> None:
    built = run("demo", "--no-serve", "--demands", "60", "--days", "20")
    assert built.returncode == 0, built.stderr
    assert "诉求：60 件，20 天" in built.stdout and "linli-demo-2026" in built.stdout
    with sqlite3.connect(tmp_path / "linli.sqlite3") as database:
        (cases,) = database.execute("SELECT count(*) FROM cases_case").fetchone()
        (duties,) = database.execute("SELECT count(*) FROM organisations_duty").fetchone()
        (waiting,) = database.execute("SELECT count(*) FROM journal_delivery").fetchone()
        (hashes,) = database.execute("SELECT count(DISTINCT password) FROM people_account").fetchone()
    assert (cases, waiting, hashes) == (60, 0, 1)
    assert duties >= 150
    told = json.loads(run("doctor", "--json").stdout)
    assert told["faults"] == 0
    assert "诉求：" not in run("demo", "--no-serve").stdout


@pytest.mark.django_db
def test_the_life_is_the_same_for_a_seed() -> None:
    """Two lives of one seed in the same town: the same titles in the same states at the same times."""
    now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    since = now - timedelta(days=20)
    building.lay_town(now=now, begun=since, say=lambda _line: None)
    first, again, other = (lived(seed, since, now) for seed in (1, 1, 2))
    assert first == again and first != other
    states = Counter(state for _title, state, *_rest in first)
    assert len(first) == 40 and states["closed"] >= 20 and len(states) >= 3


def lived(seed: int, since: datetime, now: datetime) -> list[tuple[object, ...]]:
    """What was lived, and then undone."""
    with transaction.atomic():
        life = Life(now=now, since=since, seed=seed)
        life.live(40, lambda _count: None)
        assert not life.refused
        facts = ("title", "state", "registered_at", "closed_at", "answer", "outcome", "holder__name", "rises")
        rows = list(Case.objects.order_by("registered_at", "title").values_list(*facts))
        transaction.set_rollback(True)
    return rows


def test_an_installation_of_its_own(run: Run) -> None:
    """Nothing to serve before the setup; the setup may run again; a town that is no demo is left alone."""
    refused = run("serve", "--port", "0")
    assert refused.returncode == 1 and "linli setup" in refused.stderr
    first, again = run("setup"), run("setup")
    assert first.returncode == again.returncode == 0
    assert "新增 0 项" not in first.stdout
    assert "新增 0 项" in again.stdout and "新增 0 个" in again.stdout
    kept = run("demo", "--no-serve")
    assert kept.returncode == 1 and "is no demo" in kept.stderr
