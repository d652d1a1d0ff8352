import socket
import sys
import time

from linli.config.cli import TWO_WORDS
from linli.config.management.commands.serve import taken
from linli.config.serving import Child


def _pid(child: Child) -> int | None:
    return child.process.pid if child.process is not None else None


def _run_out(child: Child) -> int:
    assert child.process is not None
    child.process.wait(10)
    return child.process.pid


def test_a_dead_child_is_started_again_after_a_pause() -> None:
    said: list[str] = []
    child = Child("short", [sys.executable, "-c", "pass"])
    child.tend(said.append)
    first = _run_out(child)
    child.tend(said.append)
    assert _pid(child) is None
    assert "short ended with 0" in said[0]
    child.tend(said.append)
    assert _pid(child) is None  # the pause is not over
    child.due = time.monotonic()
    child.tend(said.append)
    assert _pid(child) not in (None, first)
    child.stop()


def test_who_dies_at_once_is_tried_more_and_more_slowly() -> None:
    child = Child("short", [sys.executable, "-c", "pass"])
    waits = []
    for _ in range(4):
        child.due = 0
        child.tend(lambda _words: None)
        _run_out(child)
        child.tend(lambda _words: None)
        waits.append(child.wait)
    assert waits == [0.5, 1.0, 2.0, 4.0]


def test_stopping_ends_the_whole_group() -> None:
    child = Child("long", [sys.executable, "-c", "import time; time.sleep(60)"])
    child.start()
    assert child.process is not None
    child.stop()
    assert child.process.poll() is not None


def test_a_taken_port_is_seen() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert taken("127.0.0.1", port)
    assert not taken("127.0.0.1", port)


def test_import_takes_a_second_word() -> None:
    assert "import" in TWO_WORDS
