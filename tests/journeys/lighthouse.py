"""What Lighthouse says of the pages of a resident: `make lighthouse`. Exits 1 where a score is below 95.

Serves a town of its own on loopback, reports a demand there, and measures the page behind the door code, the receipt's
progress page and the home page on a simulated mid-range telephone.
"""

import http.cookiejar
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

import django

FEWEST = 95
MEASURED = ("performance", "accessibility", "best-practices")
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|token)" value="([^"]*)"')
_RECEIPT = re.compile(r"/progress/\?receipt=(\d+)")


def _reported(address: str, door_code: str) -> tuple[str, str]:
    """Report by the door code; the address of the progress page and the cookies that open it."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = opener.open(f"{address}/r/{door_code}/").read().decode()
    typed = {
        **dict(_HIDDEN.findall(form)),
        "words": "二单元电梯停了，从昨晚开始，还没人来修。",
        "first": "office",
    }
    done = opener.open(f"{address}/r/{door_code}/", urllib.parse.urlencode(typed).encode()).read().decode()
    receipt = _RECEIPT.search(done)
    assert receipt is not None, "the report did not arrive"
    return f"{address}/progress/?receipt={receipt[1]}", "; ".join(f"{one.name}={one.value}" for one in jar)


def main() -> int:
    django.setup()
    from tests.factories.pages import DOOR_CODE
    from tests.journeys.conftest import ROOT, run_for, served

    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    with tempfile.TemporaryDirectory() as folder:
        run_for(Path(folder), "tests.journeys.found_town")
        with served(Path(folder)) as address:
            progress, cookie = _reported(address, DOOR_CODE)
            measure = [
                node,
                "measure.mjs",
                json.dumps({"cookie": cookie}),
                f"{address}/r/{DOOR_CODE}/",
                progress,
                f"{address}/",
            ]
            said = subprocess.run(
                measure, cwd=ROOT / "frontend" / "lighthouse", check=True, stdout=subprocess.PIPE
            )
    low = False
    for line in said.stdout.decode().splitlines():
        one = json.loads(line)
        low |= min(one[name] for name in MEASURED) < FEWEST
        print(one["address"], *(f"{name} {one[name]}" for name in MEASURED), one["failed"], sep="\n  ")  # noqa: T201
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
