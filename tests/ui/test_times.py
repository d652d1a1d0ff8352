"""How instants are said."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linli.ui import times

# 10:00 in Shanghai.
NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW - timedelta(hours=1), "今天 09:00"),
        (NOW + timedelta(hours=13, minutes=59), "今天 23:59"),
        (NOW + timedelta(hours=14), "明天 00:00"),
        (NOW - timedelta(hours=10, minutes=1), "昨天 23:59"),
        (NOW - timedelta(days=10), "2月23日 10:00"),
        (NOW - timedelta(days=100), "2025年11月25日 10:00"),
    ],
)
def test_short_speaks_of_the_day_in_the_reader_s_zone(at: datetime, said: str) -> None:
    assert times.short(at, NOW) == said


@pytest.mark.parametrize(
    ("span", "tone", "words"),
    [
        (timedelta(minutes=-1), "late", "已超时1分钟"),
        (timedelta(0), "late", "已超时1分钟"),
        (timedelta(hours=-47, minutes=-59), "late", "已超时47小时"),
        (timedelta(days=-3), "late", "已超时3天"),
        (timedelta(minutes=59), "soon", "还剩59分钟"),
        (timedelta(hours=4), "soon", "还剩4小时"),
        (timedelta(hours=4, seconds=1), "calm", "还剩4小时"),
        (timedelta(days=5), "calm", "还剩5天"),
    ],
)
def test_due_is_late_soon_or_calm_and_says_how_far(span: timedelta, tone: str, words: str) -> None:
    due = times.due(NOW + span, NOW)
    assert (due.tone, due.words) == (tone, words)


def test_a_deadline_at_midnight_is_the_end_of_the_day_before() -> None:
    beijing = ZoneInfo("Asia/Shanghai")
    now = datetime(2026, 11, 22, 10, 0, tzinfo=beijing)
    assert times.until(datetime(2026, 12, 1, tzinfo=beijing), now) == "11月30日 24:00"
    assert times.until(datetime(2026, 11, 23, tzinfo=beijing), now) == "今天 24:00"
    assert times.until(datetime(2026, 12, 1, 9, 30, tzinfo=beijing), now) == "12月1日 09:30"


def test_a_span_says_its_second_day_only_where_it_is_another_one() -> None:
    evening, midnight = NOW + timedelta(hours=8), NOW + timedelta(hours=14)
    assert times.span(NOW, evening, NOW) == "今天 10:00—18:00"
    assert times.span(NOW, midnight, NOW) == "今天 10:00—24:00"
    assert times.span(NOW, NOW + timedelta(days=3), NOW) == "今天 10:00—3月8日 10:00"
    assert times.span_in_full(NOW, evening) == "3月5日 星期四 10:00—18:00"
    assert times.span_in_full(NOW, midnight) == "3月5日 星期四 10:00—24:00"
    assert times.span_in_full(NOW, NOW + timedelta(days=1)) == "3月5日 星期四 10:00—3月6日 星期五 10:00"
