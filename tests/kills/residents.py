"""Residents who report over HTTP and do not give up: each keeps its token until the report is acknowledged."""

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass
class Residents:
    """``count`` threads at ``url``; ``acknowledged`` holds the tokens that were answered with a receipt page."""

    url: str
    count: int = 4
    acknowledged: set[str] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self.threads = [
            threading.Thread(target=self._speak, args=(n,), daemon=True) for n in range(self.count)
        ]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(30)

    def _speak(self, number: int) -> None:
        said = 0
        while not self.is_over.is_set():
            said += 1
            time.sleep(0.05)  # steady load that leaves a killed server room to come back
            self._report(f"楼道灯坏了,晚上看不见路,第{number}户说的第{said}件事")

    def _report(self, words: str) -> None:
        """One report, sent again under the same token until it is acknowledged or all is over."""
        form: dict[str, str] = {}
        opener = urllib.request.build_opener(
            _StayHere, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        while not self.is_over.is_set():
            try:
                if not form:
                    form = self._open_form(opener)
                answer = opener.open(
                    self.url, urllib.parse.urlencode(form | {"words": words}).encode(), timeout=20
                )
                self.refusals.append(f"{answer.status}: {answer.read()[:200]!r}")
                return
            except urllib.error.HTTPError as error:
                if error.code == 303:
                    self.acknowledged.add(form["token"])
                    return
                if error.code != 503:
                    self.refusals.append(f"{error.code}: {error.read()[:300]!r}")
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)

    def _open_form(self, opener: urllib.request.OpenerDirector) -> dict[str, str]:
        text = opener.open(self.url, timeout=20).read().decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
        return {key: hidden[key] for key in ("csrfmiddlewaretoken", "token")}
