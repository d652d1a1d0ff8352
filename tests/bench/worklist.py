"""How long the server takes for pages of the desk on a filled database: middle and 95th of a hundred, statements, size.

LINLI_DATA=… python -m tests.bench.worklist [--user street-1] [PATH …]
"""

import argparse
import os
import statistics
import time

PATHS = ("/work/?lens=area", "/work/?lens=all", "/work/?lens=mine", "/work/search/?q=电梯")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--user", default="street-1")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("paths", nargs="*", default=PATHS)
    asked = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    for path in asked.paths:
        print(_measured(asked.user, path, asked.times))  # noqa: T201


def _measured(user: str, path: str, times: int) -> str:
    """One line about one page; the database is only read, but for the session that signs in."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from linli.people.models import Account

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(
        Account.objects.get(username=user), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.get(path)
    took: list[float] = []
    for _turn in range(times):
        begin = time.perf_counter()
        answer = client.get(path)
        took.append((time.perf_counter() - begin) * 1000)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    took.sort()
    return (
        f"{path}: {answer.status_code}, p50 {statistics.median(took):.1f} ms, "
        f"p95 {took[int(times * 0.95) - 1]:.1f} ms, {len(seen)} statements, {len(answer.content)} bytes"
    )


if __name__ == "__main__":
    main()
