"""A server of our own over a temporary SQLite file, and a browser to walk through it."""

import fcntl
import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from linli.config.serving import web_command, worker_command
from tests.journeys.found_town import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE_SIZE: ViewportSize = {"width": 360, "height": 740}
DESK_SIZE: ViewportSize = {"width": 1440, "height": 900}
DEMO_PASSWORD = "linli-demo-2026"
STARTS_WITHIN = 60.0
expect.set_options(timeout=20_000)  # ms; a machine of two cores serves, works and draws at once


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def environment(data: Path) -> dict[str, str]:
    """The environment of a town that lies in ``data`` and of no other."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LINLI_")}
    town = {"LINLI_DATA": str(data), "LINLI_SMS": f"file:{data / 'sms.txt'}"}
    return {**kept, **town, "DJANGO_SETTINGS_MODULE": "linli.config.settings"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running town. The server has its own folder, keys and database."""
    data = tmp_path_factory.mktemp("site")
    run_for(data, "tests.journeys.found_town")
    with served(data) as address:
        yield address


@dataclass(frozen=True)
class Demo:
    """The invented town of `linli demo`, served: where, the pages it has, and the door of a building whose head serves
    (see ``pages_there``).
    """

    address: str
    pages: list[dict[str, str]]
    door: str
    data: Path

    def messages(self) -> list[dict[str, Any]]:
        """The short messages that have left the town, oldest first."""
        sent = self.data / "sms.txt"
        return [json.loads(line) for line in sent.read_text().splitlines()] if sent.exists() else []


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A small demo town, built once for all who test at the same time; each serves it for itself and writes little."""
    data = (
        tmp_path_factory.getbasetemp().parent
        / f"demo-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    )
    data.mkdir(exist_ok=True)
    with (data / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = data / "pages.json"
        if not known.exists():
            run_for(data, "linli", "demo", "--demands", "120", "--days", "20", "--no-serve")
            known.write_bytes(run_for(data, "tests.journeys.pages_there"))
    with served(data, worker=True) as address:
        yield Demo(address, data=data, **json.loads(known.read_text()))


def run_for(data: Path, module: str, *words: str) -> bytes:
    """What a module of ours prints about the town in ``data``."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=environment(data),
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout


@contextmanager
def served(data: Path, *, worker: bool = False) -> Iterator[str]:
    """Serve the town in ``data`` at a free port, with a worker where one is wanted; its address."""
    env, port = environment(data), _free_port()
    serve = web_command("127.0.0.1", port, processes=1, threads=4)
    address = f"http://127.0.0.1:{port}"
    with (data / f"serve-{port}.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=log, stderr=log)
        others = (
            [subprocess.Popen(worker_command(), cwd=ROOT, env=env, stdout=log, stderr=log)] if worker else []
        )
        try:
            until = time.monotonic() + STARTS_WITHIN
            while not _answers(f"{address}/report/"):
                if server.poll() is not None or time.monotonic() > until:
                    pytest.fail(
                        f"the server does not answer:\n{(data / f'serve-{port}.log').read_text()[-3000:]}"
                    )
                time.sleep(0.2)
            yield address
        finally:
            for process in (server, *others):
                process.terminate()
            for process in (server, *others):
                process.wait(20)


def chromium() -> str:
    """The browser of this machine, "" where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), "")


def signed_in(browser: Browser, address: str, user: str, *, viewport: ViewportSize) -> BrowserContext:
    """A browser profile in which somebody of the demo town has signed in."""
    context = browser.new_context(
        base_url=address, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    page.close()
    return context


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not chromium():
        pytest.skip("no Chromium on this machine: browser journeys are left out")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a browser profile of its own; a console error or a broken script fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def _open(*, wide: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=DESK_SIZE if wide else PHONE_SIZE,
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        return _watched(context, wrong)

    yield _open
    for context in contexts:
        context.close()
    assert not wrong


def _watched(context: BrowserContext, wrong: list[str]) -> Page:
    """A new page that writes broken scripts and faults of the console into ``wrong``."""
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if _is_fault(said.text) else None)
    return page


def _is_fault(said: str) -> bool:
    return "Content Security Policy" in said or "Uncaught" in said


@pytest.fixture
def demo_page(demo: Demo, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of the demo town in a profile of its own, signed in where a user is named; a console error fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def _open(user: str = "", *, wide: bool = False) -> Page:
        size = DESK_SIZE if wide else PHONE_SIZE
        if user:
            context = signed_in(browser, demo.address, user, viewport=size)
        else:
            context = browser.new_context(
                base_url=demo.address, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
        contexts.append(context)
        return _watched(context, wrong)

    yield _open
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def sign_in(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """A page with somebody of the town signed in by name and password."""

    def _sign_in(name: str, *, wide: bool = True, scripts: bool = True) -> Page:
        page = open_page(wide=wide, scripts=scripts)
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"u-{name}")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/work/**")
        return page

    return _sign_in


@pytest.fixture(scope="session")
def look_over() -> Callable[[Page], None]:
    """Fail on anything that axe-core finds, and on a page wider than the screen."""

    def _look_over(page: Page) -> None:
        assert not faults(page)

    return _look_over


@functools.cache
def _axe() -> str:
    return AXE.read_text()


def faults(page: Page) -> list[str]:
    """What is wrong with a page as it stands: too wide for its screen, and every violation that axe-core finds."""
    found = []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{page.url} is {wide} px wider than the screen")
    page.evaluate(_axe())  # not a <script> element: that would be against our own content policy
    seen = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    for one in seen["violations"]:
        where = [f"{node['html'][:140]} {node['failureSummary'][:160]}" for node in one["nodes"][:2]]
        found.append(f"{page.url} {one['id']}: {one['help']} {where}")
    return found
