"""What the search knows of a case, written in the transaction of the change. It can be made anew from the case alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from linli.cases import grams, placing
from linli.cases.models import Case, Channel, Report
from linli.cases.search_table import COLUMNS, KEY, TABLE
from linli.places import queries as places

_MOST_PLACES = 256  # of one token in a vector of PostgreSQL
_FURTHEST = 16_383
_NUMBERED_BY_OTHERS = (Channel.PLATFORM, Channel.IMPORT)


def prepared(case: Case, *, path: str) -> dict[str, str]:
    """What the search will keep of the case's own words, cut before the transaction begins. ``path`` is its place in
    words.
    """
    found = {
        "title": grams.kept(case.title),
        "words": grams.kept(case.words),
        "place": _place_tokens(case, path),
        "answer": grams.kept(case.answer),
    }
    return {column: _value(column, tokens) for column, tokens in found.items()}


def put(case: Case, words: Mapping[str, str], reports: Iterable[Report]) -> None:
    """Make the case known to the search, or known anew: one statement."""
    columns = {**words, "receipts": _value("receipts", _receipt_tokens(reports))}
    key = KEY[connection.vendor]
    slots = ", ".join([_slot()] * len(COLUMNS))
    sql = f"INTO {TABLE} ({key}, {', '.join(COLUMNS)}) VALUES (%s, {slots})"
    if connection.vendor == "sqlite":
        sql = f"INSERT OR REPLACE {sql}"
    else:
        fresh = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
        sql = f"INSERT {sql} ON CONFLICT ({key}) DO UPDATE SET {fresh}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [case.pk, *(columns[name] for name in COLUMNS)])


def index_answer(case: Case) -> None:
    """The answer was given or taken back: one statement."""
    _change(case, answer=grams.kept(case.answer))


def index_place(case: Case) -> None:
    _change(case, place=_place_tokens(case, placing.path_of(case.place)))


def index_receipts(case: Case, reports: Iterable[Report]) -> None:
    """Reports came or went: these are found by their receipts here. Words stay with the case that they came with."""
    _change(case, receipts=_receipt_tokens(reports))


def reindex(*, case_ids: Sequence[int]) -> int:
    """Make these cases known anew, in one transaction; how many there were."""
    with transaction.atomic():
        cases = list(Case.objects.select_related("place").filter(pk__in=case_ids))
        reports: dict[int, list[Report]] = defaultdict(list)
        for report in Report.objects.filter(case__in=cases).order_by("pk"):
            reports[report.case_id].append(report)
        paths = places.paths(case.place for case in cases if case.place is not None)
        for case in cases:
            put(case, prepared(case, path=paths.get(case.place_id or 0, "")), reports[case.pk])
    return len(cases)


def drop_orphans() -> None:
    """Rows of the search whose case is gone go too."""
    with connection.cursor() as cursor:
        key = KEY[connection.vendor]
        cursor.execute(f"DELETE FROM {TABLE} WHERE {key} NOT IN (SELECT id FROM cases_case)")


def tidy() -> None:
    """After a great rebuilding, leave the index in one piece. PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")


def _place_tokens(case: Case, path: str) -> list[str]:
    return grams.kept(f"{path}\n{case.place_words}")


def _receipt_tokens(reports: Iterable[Report]) -> list[str]:
    """Receipts, and the numbers of other systems; the secret token of a form of ours is no number."""
    found: list[str] = []
    for report in reports:
        found.append(report.receipt)
        number = report.outer_number or ""
        if report.channel in _NUMBERED_BY_OTHERS and not number.startswith("#"):
            found += grams.tokens(number)
    return found


def _change(case: Case, **columns: list[str]) -> None:
    sets = ", ".join(f"{name} = {_slot()}" for name in columns)
    values = [_value(name, found) for name, found in columns.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {sets} WHERE {KEY[connection.vendor]} = %s", [*values, case.pk])


def _slot() -> str:
    return "%s" if connection.vendor == "sqlite" else "%s::tsvector"


def _value(column: str, found: Sequence[str]) -> str:
    """The tokens as the database takes them. A vector names each token with its places; those of a title weigh A."""
    if connection.vendor == "sqlite":
        return " ".join(found)
    weight = "A" if column == "title" else ""
    stands: dict[str, list[str]] = defaultdict(list)
    for place, token in enumerate(found, start=1):
        if len(stands[token]) < _MOST_PLACES:
            stands[token].append(f"{min(place, _FURTHEST)}{weight}")
    return " ".join(f"'{token}':{','.join(at)}" for token, at in stands.items())
