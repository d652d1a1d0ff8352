"""Residents who send the public report form over HTTP at planned moments. One process, no more than loopback."""

import asyncio
import re
import secrets
import time
import urllib.request
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.bench import pace, words

LONGEST_WAIT = 60.0
_HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass
class Residents:
    """``milliseconds`` holds, by the token of the form, how long after its moment a report was acknowledged."""

    port: int
    path: str
    plan: pace.Plan
    milliseconds: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    def run(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        self._open_form()
        async with asyncio.TaskGroup() as group:
            for number in range(self.plan.count):
                await asyncio.sleep(max(0.0, self.plan.moment(number) - time.monotonic()))
                group.create_task(self._report(number))
        for _reader, writer in self._free:
            writer.close()

    def _open_form(self) -> None:
        """The form is opened once: what is measured is the sending."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.path}", timeout=30) as answer:
            cookies = SimpleCookie("; ".join(answer.headers.get_all("set-cookie")))
            found = _HIDDEN.search(answer.read().decode())
        assert found is not None
        self._csrf, self._cookie = found.group(1), f"csrftoken={cookies['csrftoken'].value}"

    async def _report(self, number: int) -> None:
        token = secrets.token_hex(10)
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                status, said = await self._send(number, token)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.refused.append(repr(error))
            return
        if status == 303:
            self.milliseconds[token] = (time.monotonic() - self.plan.moment(number)) * 1000
        else:
            self.refused.append(f"{status}: {said[:200]!r}")

    async def _send(self, number: int, token: str) -> tuple[int, bytes]:
        form = {"csrfmiddlewaretoken": self._csrf, "token": token, "words": words.said(number)}
        body = urlencode(form | {"phone": words.phone(number), "is_secret": "on"}).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self._cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        while True:
            is_used = bool(self._free)
            kept = self._free.pop() if is_used else await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = kept
            writer.write(head.encode() + body)
            try:
                answer = await reader.readuntil(b"\r\n\r\n")
                break
            except (OSError, asyncio.IncompleteReadError):
                writer.close()
                if (
                    not is_used
                ):  # a server closes what was quiet for long: every client tries anew, the token is the same
                    raise
        length = _LENGTH.search(answer)
        said = await reader.readexactly(int(length.group(1))) if length else b""
        self._free.append(kept)
        return int(answer.split(None, 2)[1]), said
