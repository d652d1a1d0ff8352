"""The table of the search, as each database has one: SQLite a virtual table of FTS5, PostgreSQL vectors under a GIN index.

Both hold the tokens of ``grams`` by column, in their order. A trigger erases the row with its case.
"""

TABLE = "cases_search"
KEY = {"sqlite": "rowid", "postgresql": "case_id"}
COLUMNS = ("title", "words", "place", "answer", "receipts")

# No column of lengths: nothing is ranked by the database.
_SQLITE = (
    "CREATE VIRTUAL TABLE cases_search USING fts5(title, words, place, answer, receipts, columnsize=0, "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER cases_search_erased AFTER DELETE ON cases_case BEGIN "
    "DELETE FROM cases_search WHERE rowid = old.id; END",
)
_POSTGRESQL = (
    "CREATE TABLE cases_search (case_id bigint PRIMARY KEY, title tsvector NOT NULL, words tsvector NOT NULL, "
    "place tsvector NOT NULL, answer tsvector NOT NULL, receipts tsvector NOT NULL, "
    "whole tsvector GENERATED ALWAYS AS (title || words || place || answer || receipts) STORED)",
    "CREATE INDEX cases_search_whole ON cases_search USING gin (whole)",
    "CREATE FUNCTION cases_search_erase() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM cases_search WHERE case_id = old.id; RETURN NULL; END $$",
    "CREATE TRIGGER cases_search_erased AFTER DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_search_erase()",
    "CREATE FUNCTION cases_search_empty() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM cases_search; RETURN NULL; END $$",
    "CREATE TRIGGER cases_search_emptied AFTER TRUNCATE ON cases_case FOR EACH STATEMENT "
    "EXECUTE FUNCTION cases_search_empty()",
)
_DROP_SQLITE = ("DROP TRIGGER IF EXISTS cases_search_erased", "DROP TABLE IF EXISTS cases_search")
_DROP_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS cases_search_erased ON cases_case",
    "DROP TRIGGER IF EXISTS cases_search_emptied ON cases_case",
    "DROP FUNCTION IF EXISTS cases_search_erase()",
    "DROP FUNCTION IF EXISTS cases_search_empty()",
    "DROP TABLE IF EXISTS cases_search",
)


def create(vendor: str) -> tuple[str, ...]:
    """The statements that make the table on this database ("sqlite" or "postgresql")."""
    return _SQLITE if vendor == "sqlite" else _POSTGRESQL


def drop(vendor: str) -> tuple[str, ...]:
    return _DROP_SQLITE if vendor == "sqlite" else _DROP_POSTGRESQL
