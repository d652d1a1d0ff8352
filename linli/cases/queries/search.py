"""Searching cases by words, by receipt and by the reporter's phone. Only rows that the reader may read are found.

Found in this order: those with the words in their title first, each part by the number of the case, the newest first.
A title is what the reporter began with, so it says what a case is about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from linli.cases import grams, receipts, rules
from linli.cases.grams import Phrase
from linli.cases.models import IS_OPEN, Case, Report
from linli.cases.queries import reach
from linli.cases.queries.lenses import PAGE, SHOWN, Slice
from linli.cases.queries.reading import visible_to
from linli.cases.search_table import KEY, TABLE
from linli.kernel.actor import Actor
from linli.kernel.fields import blinds
from linli.people import numbers

IN_TITLE, ELSEWHERE = 0, 1
MOST_OF_A_PHONE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. ``is_open`` None means both; the days are of Shanghai, the last one included."""

    words: str
    is_open: bool | None = None
    first: date | None = None
    last: date | None = None


def find(actor: Actor, sought: Sought, *, after: str = "") -> Slice:
    """One page of what was found; ``after`` is the ``next`` of the page before. Three statements at most, one of them to
    learn the actor's areas.
    """
    phrases = grams.phrases(sought.words)
    if not phrases or reach.readable(actor) is None:
        return Slice([])
    found = _keys(_rows(actor, sought), phrases, after)
    shown = found[:PAGE]
    rows = Case.objects.select_related(*SHOWN).in_bulk([key for _tier, key in shown])
    following = f"{shown[-1][0]}-{shown[-1][1]}" if len(found) > PAGE else ""
    return Slice([rows[key] for _tier, key in shown if key in rows], following)


def _rows(actor: Actor, sought: Sought) -> QuerySet[Case]:
    rows = visible_to(actor)
    if sought.is_open is not None:
        rows = rows.filter(IS_OPEN) if sought.is_open else rows.exclude(IS_OPEN)
    if sought.first is not None:
        rows = rows.filter(registered_at__gte=_begin(sought.first))
    if sought.last is not None:
        rows = rows.filter(registered_at__lt=_begin(sought.last + timedelta(days=1)))
    return rows


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _keys(rows: QuerySet[Case], phrases: Sequence[Phrase], after: str) -> list[tuple[int, int]]:
    """Tier and key of a page and one more, in one statement. Whether a row may be read is asked row by row from the
    newest down, until the page is full: whoever reads much soon has a page, and what is rare is few rows.
    """
    tier_after, key_after = _read_key(after)
    key = KEY[connection.vendor]
    # PostgreSQL would walk down its keys and look into each vector, slow where a word is rare: only the index may find.
    order = f"{TABLE}.{key}" if connection.vendor == "sqlite" else f"({TABLE}.{key} + 0)"
    inner = rows.filter(pk=RawSQL(f"{TABLE}.{key}", ())).order_by().values("pk")
    allowed, given = inner.query.sql_with_params()
    parts: list[str] = []
    params: list[Any] = []
    for tier, (condition, said) in enumerate(_conditions(phrases)):
        if tier < tier_after:
            continue
        bound = f"AND {TABLE}.{key} < %s" if tier == tier_after and key_after else ""
        parts.append(
            f"SELECT * FROM (SELECT {tier} AS tier, {TABLE}.{key} AS found FROM {TABLE} WHERE {condition} "
            f"{bound} AND EXISTS ({allowed}) ORDER BY {order} DESC LIMIT {PAGE + 1}) AS part_{tier}"
        )
        params += [*said, *([key_after] if bound else []), *given]
    sql = f"SELECT tier, found FROM ({' UNION ALL '.join(parts)}) AS parts ORDER BY tier, found DESC LIMIT {PAGE + 1}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(int(tier), int(found)) for tier, found in cursor.fetchall()]


def _conditions(phrases: Sequence[Phrase]) -> tuple[tuple[str, list[str]], tuple[str, list[str]]]:
    """Conditions on the table of the search: for the words in the title, and for those elsewhere."""
    if connection.vendor == "sqlite":
        words = " AND ".join(f'"{" ".join(one.tokens)}"{" *" if one.is_begun else ""}' for one in phrases)
        title = f"{{title}} : ({words})"
        match = f"{TABLE} MATCH %s"
        return (match, [title]), (match, [f"({words}) NOT ({title})"])
    title, words = _tsquery(phrases, "A"), _tsquery(phrases, "")
    match = "whole @@ %s::tsquery"
    return (match, [title]), (f"{match} AND NOT {match}", [words, title])


def _tsquery(phrases: Sequence[Phrase], weight: str) -> str:
    """Tokens are letters, digits and Han characters alone: nothing in them needs to be quoted, or could be an operator."""
    said: list[str] = []
    for phrase in phrases:
        tokens = [f"'{token}'{':' + weight if weight else ''}" for token in phrase.tokens]
        if phrase.is_begun:
            tokens[-1] = f"'{phrase.tokens[-1]}':*{weight}"
        said.append(f"({' <-> '.join(tokens)})")
    return " & ".join(said)


def _read_key(after: str) -> tuple[int, int]:
    """(0, 0), the first page, for a key that is empty or spoilt."""
    tier, _dash, key = after.partition("-")
    is_key = tier in ("0", "1") and key.isascii() and key.isdecimal() and len(key) <= 18
    return (int(tier), int(key)) if is_key else (IN_TITLE, 0)


def by_number(actor: Actor, typed: str) -> Case | None:
    """The case of a receipt that somebody typed whole (spaces and dashes forgiven), if the actor may read it."""
    digits = receipts.normalised(typed) if len(typed) <= 40 else ""
    if not digits:
        return None
    report = Report.objects.filter(receipt=digits).first()
    return visible_to(actor).filter(pk=report.case_id).first() if report is not None else None


def by_phone(actor: Actor, number: str) -> list[Case]:
    """Cases whose reporter left this number, the newest first, at most ``MOST_OF_A_PHONE``; four digits are the last four.
    Only where the actor may know reporters over the place of the case (``rules.KNOWS_PHONES``).
    """
    over = reach.any_of([part for verb in rules.KNOWS_PHONES for part in reach.in_areas(actor, verb)])
    if any(map(actor.may_everywhere, rules.KNOWS_PHONES)):
        over = Q()
    if over is None:
        return []
    is_end = len(number) == 4
    column = "phone_last4_blind" if is_end else "phone_blind"
    purpose = numbers.LAST4 if is_end else numbers.PHONE
    reports = Report.objects.filter(**{f"{column}__in": blinds(number, purpose)})
    rows = visible_to(actor).filter(over, pk__in=reports.values("case"))
    return list(rows.select_related(*SHOWN).order_by("-id")[:MOST_OF_A_PHONE])


def unindexed() -> Iterator[int]:
    """Keys of cases that the search does not know."""
    yield from _column(
        f"SELECT id FROM cases_case WHERE id NOT IN (SELECT {KEY[connection.vendor]} FROM {TABLE}) ORDER BY id"
    )


def indexed_alone() -> Iterator[int]:
    """Keys that the search knows of cases that are gone."""
    key = KEY[connection.vendor]
    yield from _column(f"SELECT {key} FROM {TABLE} WHERE {key} NOT IN (SELECT id FROM cases_case)")


def _column(sql: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [int(row[0]) for row in cursor.fetchall()]
