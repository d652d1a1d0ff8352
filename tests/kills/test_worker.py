import json
import random
import time
from pathlib import Path

import pytest

from tests.kills.databases import real_database
from tests.kills.processes import Running, await_until, run, start

KILLS = 20
WORKER = ["-m", "linli", "worker", "--poll", "0.1", "--lease", "2"]
LOAD = ["-m", "tests.kills.load"]
CHECK = ["-m", "tests.kills.check"]


class Crew:
    """Two workers and one that makes work; who is killed is started again."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self._env, self._folder, self._started = env, folder, 0
        self.workers = [self._start(WORKER), self._start(WORKER)]
        self.load = self._start(LOAD)

    def _start(self, words: list[str]) -> Running:
        self._started += 1
        return start(words, env=self._env, log=self._folder / f"{self._started}.log")

    def kill_worker(self, which: int, moment: float) -> None:
        worker = self.workers[which]
        await_until(lambda: "begins" in worker.said(), seconds=20, what=f"worker begins: {worker.said()}")
        time.sleep(moment)
        assert worker.is_alive(), worker.said()
        worker.kill()
        self.workers[which] = self._start(WORKER)

    def kill_load(self) -> None:
        assert self.load.is_alive(), self.load.said()
        self.load.kill()
        self.load = self._start(LOAD)

    def work_off(self) -> None:
        """No more work comes in; the workers finish what there is and stop when they are asked."""
        self.load.stop()
        await_until(
            lambda: run([*CHECK, "--waiting"], env=self._env).strip() == "0",
            seconds=40, what="deliveries are worked off", every=0.3,
        )  # fmt: skip
        assert [worker.stop() for worker in self.workers] == [0, 0]

    def end(self) -> None:
        for process in (*self.workers, self.load):
            process.end()


@pytest.mark.kill
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_kills_lose_nothing_and_double_nothing(kind: str, tmp_path: Path) -> None:
    with real_database(kind, tmp_path) as database:
        env = {**database, "DJANGO_SETTINGS_MODULE": "tests.kills.settings"}
        run(["-m", "linli", "migrate", "--verbosity", "0"], env=env)
        run([*LOAD, "--make-tables"], env=env)
        crew, dice = Crew(env, tmp_path), random.Random()
        try:
            await_until(lambda: "begins" in crew.load.said(), seconds=20, what="the load begins")
            for turn in range(KILLS):
                crew.kill_worker(turn % 2, dice.uniform(0.02, 0.7))
                if turn % 4 == 3:
                    crew.kill_load()
            crew.work_off()
        finally:
            crew.end()
        told = json.loads(run(CHECK, env=env))
    print(f"{kind}: {KILLS} kills of workers, {KILLS // 4} of the load: {told}")  # noqa: T201
    assert told.pop("lamps") == told.pop("effects") > KILLS
    assert told.pop("rung_again") <= KILLS  # outside the database only the one in flight may go twice
    assert told == {
        "lamps_without_entry": 0, "entries_without_lamp": 0, "lost": 0, "doubled": 0, "of_nothing": 0,
        "unrung": 0, "waiting": 0, "faults": [],
    }  # fmt: skip
