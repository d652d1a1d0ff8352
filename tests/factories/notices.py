"""Routes, messages and a listener on this machine for tests of notices."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.notices import actions
from linli.notices.models import Channel, Message, Route
from linli.organisations.models import Body
from tests.factories.towns import NOW

KEEPER = Actor(ActorKind.PERSON, "维护员", grants=frozenset({Grant("notices.routes", Over.EVERYTHING)}))
RECEIVED = actions.declare_template("tests.received", "您的诉求已登记，受理编号%(receipt)s。")
RECEIPT = "26030548291375"
NUMBER = "13812345678"


def make_route(body: Body, *, url: str = "wecombot://abc-1/", **extra: Any) -> Route:
    values: dict[str, Any] = {"name": "工作群", "channel": Channel.WECOM, **extra}
    return Route.objects.create(body=body, url=url, **values)


def queue_sms(*, entry_key: int = 1, number: str = NUMBER, **extra: Any) -> Message | None:
    values: dict[str, Any] = {"params": {"receipt": RECEIPT}, "urgent": False, "now": NOW, **extra}
    return actions.send_sms(entry_key=entry_key, to_number=number, template=RECEIVED, **values)


def lines_in(path: Path) -> list[dict[str, Any]]:
    """What the gateway file:PATH was given."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@contextmanager
def listening(
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}', status: int = 200
) -> Iterator[tuple[str, list[Any]]]:
    """A web server that answers every POST the same: its address, and the JSON bodies it was sent."""
    heard: list[Any] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_port}", heard
        finally:
            server.shutdown()
