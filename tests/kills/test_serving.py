import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.kills.databases import real_database
from tests.kills.imports import ROWS, Imports
from tests.kills.processes import ROOT, Running, await_until, run, start
from tests.kills.residents import Residents

KILLS = 20


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> list[tuple[int, str]]:
    """Processes below ``pid`` with their command lines, the whole family."""
    found: list[tuple[int, str]] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            words = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(fields[1]) == pid:
            key = int(status.parent.name)
            found += [(key, words), *_children(key)]
    return found


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.3)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Two web processes serve: one may die while the other goes on. The head takes both with it, so it dies less often.
TURNS = ("worker", "web", "worker", "web", "head")


def _kill_one(served: Running, turn: int) -> None:
    """kill -9 by turns the worker, a web process, the web server's head."""
    who = TURNS[turn % len(TURNS)]
    name = "linli worker" if who == "worker" else "granian"
    for _try in range(100):
        family = [pid for pid, words in _children(served.pid) if name in words]
        if family:
            try:
                os.kill(family[-1 if who == "web" else 0], signal.SIGKILL)
            except ProcessLookupError:
                continue
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing to kill: {who}; {served.said()}")


@pytest.mark.kill
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the children of a server in /proc")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_kills_of_web_and_worker_amid_intake_and_import_lose_no_report(
    kind: str, tmp_path: Path
) -> None:
    with real_database(kind, tmp_path) as env:
        door, street = run(["-m", "tests.kills.town"], env=env).split()
        port, dice = _free_port(), random.Random()
        served = start(
            ["-m", "linli", "serve", "--port", str(port), "--processes", "2"],
            env=env,
            log=tmp_path / "serve.log",
        )
        residents = Residents(f"http://127.0.0.1:{port}/r/{door}/")
        imports = Imports(env, tmp_path, street)
        try:
            await_until(lambda: _answers(port), seconds=30, what=f"the server answers: {served.said()}")
            residents.begin()
            imports.begin()
            for turn in range(KILLS):
                before = len(residents.acknowledged)
                await_until(
                    lambda floor=before: len(residents.acknowledged) > floor,  # type: ignore[misc]
                    seconds=60, what=f"reports are acknowledged: {residents.refusals} {served.said()[-2000:]}",
                )  # fmt: skip
                time.sleep(dice.uniform(0.0, 0.7))
                _kill_one(served, turn)
                if turn % 3 == 2:
                    imports.kill()
            await_until(lambda: _answers(port), seconds=30, what="the server answers again")
            time.sleep(2)
            residents.end()
            imports.end()
            run(["-m", "tests.kills.check_town", "--hurry"], env=env)
            await_until(
                lambda: run(["-m", "tests.kills.check_town", "--waiting"], env=env).strip() == "0",
                seconds=60, what=f"deliveries are worked off: {served.said()[-2000:]}", every=0.5,
            )  # fmt: skip
            assert served.stop() == 0
        finally:
            residents.end()
            imports.end()
            served.end()
        told = json.loads(
            subprocess.run(
                [sys.executable, "-m", "tests.kills.check_town"], cwd=ROOT, env={**os.environ, **env},
                input=json.dumps(sorted(residents.acknowledged | imports.taken)), capture_output=True, text=True, check=True,
            ).stdout
        )  # fmt: skip
    print(f"{kind}: {KILLS} kills of web and worker, {imports.killed} of an import: {told}")  # noqa: T201
    assert not residents.refusals and not imports.failed
    assert len(residents.acknowledged) > KILLS and len(imports.taken) >= ROWS
    assert told.pop("acknowledged") == len(residents.acknowledged | imports.taken)
    assert told.pop("cases") > KILLS
    assert told == {
        "lost": 0, "doubled": 0, "cases_without_report": 0, "without_letter": 0, "doubled_letters": 0, "waiting": 0,
        "faults": [],
    }  # fmt: skip
