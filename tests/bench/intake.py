"""How many demands a second are taken in, and how long each waits: `python -m tests.bench.intake --help`.

Founds a small town in a fresh database, starts a worker and the load, waits until the deliveries are worked off, and
prints one JSON object. Latency counts from the moment at which an intake was planned, so waiting in a queue counts too.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from typing import Any

from linli.config import serving
from tests.bench import pace, pages
from tests.kills import databases
from tests.kills.processes import ROOT, Running, await_until, run, start

HOST = "127.0.0.1"
READY = 4.0  # seconds for the writers to start
LONGEST_REST = 120.0  # seconds for the worker to finish what is left
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="linli-bench-", dir=asked.folder) as name, ExitStack() as stack:
        folder = Path(name)
        kind = "postgresql" if asked.database else "sqlite"
        env = stack.enter_context(databases.real_database(kind, folder, server=asked.database))
        env["LINLI_LOG"] = "WARNING"
        door = run(["-m", "tests.kills.town"], env=env).split()[0]
        worker = start(serving.worker_command()[1:], env=env, log=folder / "worker.log")
        stack.callback(worker.end)
        told = (_over_http if asked.over == "http" else _over_sentences)(asked, door, env, folder)
        told |= _worked_off(env, told["acknowledged"], worker)
    milliseconds = sorted(told.pop("acknowledged").values())
    print(json.dumps({"database": kind, **_asked_for(asked), **_spread(milliseconds), **told}, indent=1))  # noqa: T201


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how many demands are taken in.")
    parser.add_argument("--rate", type=float, default=100.0, help="intakes a second (100)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long (60)")
    parser.add_argument("--over", choices=("sentences", "http"), default="sentences")
    parser.add_argument(
        "--processes", type=int, default=4, help="writers, or processes of the web server (4)"
    )
    parser.add_argument(
        "--threads", type=int, default=8, help="threads of each process of the web server (8)"
    )
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="a PostgreSQL server on which a database is made and dropped; without it, an SQLite file",
    )
    parser.add_argument("--folder", type=Path, help="on which disk the SQLite file lies")
    return parser.parse_args()


def _asked_for(asked: argparse.Namespace) -> dict[str, Any]:
    names = ("over", "rate", "seconds", "processes")
    return {name: getattr(asked, name) for name in names} | {"planned": _plan(asked).count}


def _plan(asked: argparse.Namespace) -> pace.Plan:
    return pace.Plan(time.monotonic() + READY, asked.rate, int(asked.rate * asked.seconds))


def _over_sentences(
    asked: argparse.Namespace, door: str, env: dict[str, str], folder: Path
) -> dict[str, Any]:
    plan = _plan(asked)
    words = [
        "-m",
        "tests.bench.sentences",
        door,
        str(folder),
        str(plan.begins),
        str(plan.rate),
        str(plan.count),
    ]
    writers = [
        start(words, env=env, log=folder / f"writer-{number}.log") for number in range(asked.processes)
    ]
    try:
        for writer in writers:
            seconds = asked.seconds * 10 + 60
            await_until(lambda one=writer: not one.is_alive(), seconds=seconds, what="writers end", every=0.2)  # type: ignore[misc]
    finally:
        for writer in writers:
            writer.end()
    told = [json.loads(path.read_text()) for path in folder.glob("told-*.json")]
    if len(told) != len(writers):
        raise RuntimeError("\n".join(writer.said() for writer in writers))
    done = {token: late for one in told for token, late in one["acknowledged"].items()}
    refused = [why for one in told for why in one["refused"]]
    return {
        "acknowledged": done,
        "refused": len(refused),
        "why": sorted(set(refused))[:3],
        "statements_each": round(sum(one["statements"] for one in told) / plan.count, 1),
        "cpu_ms_each": round(sum(one["busy"] for one in told) * 1000 / plan.count, 1),
    }


def _over_http(asked: argparse.Namespace, door: str, env: dict[str, str], folder: Path) -> dict[str, Any]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    command = serving.web_command(HOST, port, processes=asked.processes, threads=asked.threads)
    web = start(command[1:], env=env, log=folder / "web.log")
    try:
        await_until(lambda: _answers(port), seconds=30, what=f"the server answers: {web.said()}")
        pages.Residents(port, f"/r/{door}/", pace.Plan(time.monotonic() + 1, 10, 40)).run()  # everybody warm
        plan, before = _plan(asked), _cpu_of(web.pid)
        residents = pages.Residents(port, f"/r/{door}/", plan)
        residents.run()
        busy = _cpu_of(web.pid) - before
    finally:
        web.end()
    return {
        "acknowledged": residents.milliseconds,
        "refused": len(residents.refused),
        "why": sorted(set(residents.refused))[:3],
        "cpu_ms_each": round(busy * 1000 / plan.count, 1),
    }


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.3)
        return probe.connect_ex((HOST, port)) == 0


def _cpu_of(pid: int) -> float:
    """Seconds that a process and everything below it has computed (Linux; 0 elsewhere)."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == pid:
            total += (int(fields[11]) + int(fields[12])) / _TICKS
        elif int(fields[1]) == pid:
            total += _cpu_of(int(stat.parent.name))
    return total


def _worked_off(env: dict[str, str], acknowledged: dict[str, float], worker: Running) -> dict[str, Any]:
    """What was left for the worker when the load ended, and what stands in the database when it is done."""
    left, begun = _waiting(env), time.monotonic()
    while _waiting(env) and time.monotonic() - begun < LONGEST_REST:
        time.sleep(0.3)
    told = {"deliveries_left": left, "worked_off_s": round(time.monotonic() - begun, 1)}
    told["cpu_worker_s"] = round(_cpu_of(worker.pid), 1)
    worker.stop()
    check = subprocess.run(
        [sys.executable, "-m", "tests.kills.check_town"], cwd=ROOT, env={**os.environ, **env},
        input=json.dumps(list(acknowledged)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(check.stdout)
    names = ("lost", "doubled", "without_letter", "doubled_letters", "waiting", "faults")
    return told | {name: found[name] for name in names}


def _waiting(env: dict[str, str]) -> int:
    return int(run(["-m", "tests.kills.check_town", "--waiting"], env=env))


def _spread(milliseconds: list[float]) -> dict[str, Any]:
    if len(milliseconds) < 2:
        return {"acknowledged": len(milliseconds)}
    cuts = quantiles(milliseconds, n=100)
    at = {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "longest_ms": milliseconds[-1]}
    return {"acknowledged": len(milliseconds), **{name: round(value, 1) for name, value in at.items()}}


if __name__ == "__main__":
    main()
