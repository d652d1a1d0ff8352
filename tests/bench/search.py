"""How long a search takes among many cases: `python -m tests.bench.search --cases 100000`.

Founds a small town in a fresh SQLite file (or in the database of LINLI_DATABASE_URL, which must be empty), writes that
many cases of invented words straight into it, indexes them by `linli reindex`, and prints one JSON object: milliseconds of
one search, the median and the slowest of ten, for who reads the town, one community, and for words common and rare.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from itertools import batched
from statistics import median
from typing import Any

_SAID = """
电梯 停了 水管 漏水 路灯 不亮 楼道 堆放 杂物 噪音 扰民 占道 摆摊 垃圾 没人 清理 停车 收费 物业 不管 下水道 堵了
墙皮 脱落 流浪狗 咬人 树枝 挡路 井盖 松动 晚上 老人 孩子 走路 看不见 半个月 前天 昨晚 反映 多次 希望 尽快 解决
小区 门口 单元 楼顶 地下室
"""
PIECES = _SAID.split()
RARE = "天线"
SEARCHES = ("电梯", "老人", "灯不", RARE, "电梯 老人", "门", "流浪狗咬人")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure searching.")
    parser.add_argument("--cases", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        os.environ["LINLI_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
        import django

        django.setup()
        print(json.dumps(_measure(asked.cases), ensure_ascii=False, indent=1))  # noqa: T201


def _measure(count: int) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from linli.cases import queries
    from tests.factories.cases import actor_of
    from tests.factories.towns import small_town

    call_command("migrate", interactive=False, verbosity=0)
    town = small_town()
    _fill(town, count)
    begun = time.perf_counter()
    call_command("reindex", stdout=sys.stderr)
    told: dict[str, Any] = {
        "database": connection.vendor, "cases": count, "index_seconds": round(time.perf_counter() - begun, 1),
    }  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cases_search")
            cursor.execute("ANALYZE cases_case")
    readers = {"street": actor_of(town.street_clerk), "community": actor_of(town.community_clerk),
               "company without cases": actor_of(town.property_manager)}  # fmt: skip
    for name, reader in readers.items():
        for words in SEARCHES:
            times = [_one(queries, reader, words) for _turn in range(10)]
            told[f"{name}: {words}"] = {"median_ms": median(times), "slowest_ms": max(times)}
    return told


def _one(queries: Any, reader: Any, words: str) -> float:
    begun = time.perf_counter()
    queries.find(reader, queries.Sought(words))
    return round((time.perf_counter() - begun) * 1000, 1)


def _fill(town: Any, count: int) -> None:
    """Half of the cases lie in the community, half elsewhere in the street; one in a thousand says something rare."""
    from django.db import transaction

    from linli.cases.models import Case
    from tests.factories.towns import NOW

    dice = random.Random(7)
    for numbers in batched(range(count), 2000):
        cases = []
        for number in numbers:
            words = "".join(dice.choices(PIECES, k=dice.randint(12, 40))) + (
                RARE if number % 1000 == 0 else ""
            )
            at = NOW - timedelta(minutes=5 * (count - number))
            case = Case(title=words[:29] + "…", words=words, happened_at=at, registered_at=at, next_at=at)
            case.lies_at(town.unit if number % 2 else town.street)
            case.goes_to(town.street_desk)
            cases.append(case)
        with transaction.atomic():
            Case.objects.bulk_create(cases)


if __name__ == "__main__":
    main()
