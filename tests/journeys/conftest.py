"""A server of our own over a temporary SQLite file, and a browser to walk through it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from linli.config.serving import web_command
from tests.journeys.found_town import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE_SIZE: ViewportSize = {"width": 360, "height": 740}
DESK_SIZE: ViewportSize = {"width": 1280, "height": 800}
STARTS_WITHIN = 60.0


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running town. The server has its own folder, keys and database."""
    data, port = tmp_path_factory.mktemp("site"), _free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LINLI_")}
    env = {**kept, "LINLI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    subprocess.run([sys.executable, "-m", "tests.journeys.found_town"], cwd=ROOT, env=env, check=True)
    serve = web_command("127.0.0.1", port, processes=1, threads=4)
    address = f"http://127.0.0.1:{port}"
    with (data / "serve.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            until = time.monotonic() + STARTS_WITHIN
            while not _answers(f"{address}/report/"):
                if server.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"the server does not answer:\n{(data / 'serve.log').read_text()[-3000:]}")
                time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine: browser journeys are left out")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a browser profile of its own; a console error or a broken script fails the test."""
    contexts, wrong = [], []

    def _open(*, wide: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=DESK_SIZE if wide else PHONE_SIZE,
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if _is_fault(said.text) else None)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert not wrong


def _is_fault(said: str) -> bool:
    return "Content Security Policy" in said or "Uncaught" in said


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
    """Fail on what axe-core calls serious or critical, and on a page wider than the screen."""
    script = AXE.read_text() if AXE.exists() else ""

    def _look_over(page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
        if not script:
            return
        page.evaluate(script)  # not a <script> element: that would be against our own content policy
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [
            f"{one['id']}: {one['help']} {[node['html'][:160] for node in one['nodes'][:3]]}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert not grave, f"{page.url}\n" + "\n".join(grave)

    return _look_over
