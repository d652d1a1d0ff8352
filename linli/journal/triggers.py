"""The triggers that hold the journal: written once here for migration 0002 and for the check that they stand.

Entries and seals are never updated or deleted; of a text only its erasure is let through. On SQLite REPLACE deletes
without firing DELETE triggers, so an insert over an existing row is refused too; on PostgreSQL so is TRUNCATE.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_KEYS = {
    "journal_entry": "id = NEW.id OR (subject = NEW.subject AND seq = NEW.seq)",
    "journal_seal": "id = NEW.id OR number = NEW.number",
    "journal_entrytext": "entry_id = NEW.entry_id",
}
_ERASURE = "OLD.text IS NOT NULL AND NEW.text IS NULL AND NEW.entry_id = OLD.entry_id"


def names(vendor: str) -> set[str]:
    """The names of the triggers that must stand on a database of that vendor."""
    third = "truncate" if vendor == "postgresql" else "replace"
    return {f"{table}_no_{what}" for table in _KEYS for what in ("update", "delete", third)}


def create(vendor: str) -> list[str]:
    return _create_postgresql() if vendor == "postgresql" else _create_sqlite()


def drop(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            *(f"DROP TRIGGER {name} ON {name.rpartition('_no_')[0]}" for name in sorted(names(vendor))),
            "DROP FUNCTION journal_refuse()",
        ]
    return [f"DROP TRIGGER {name}" for name in sorted(names(vendor))]


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the journal's triggers that stand and are switched on."""
    if connection.vendor == "postgresql":
        ask = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        ask = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return {name for (name,) in cursor.fetchall()} & names(connection.vendor)


def _create_sqlite() -> list[str]:
    statements = []
    for table, key in _KEYS.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        let = f"WHEN NOT ({_ERASURE}) " if table == "journal_entrytext" else ""
        exists = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) "
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {let}{refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {exists}{refuse}",
        ]
    return statements


def _create_postgresql() -> list[str]:
    statements = [
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    ]
    for table in _KEYS:
        let = f"WHEN (NOT ({_ERASURE})) " if table == "journal_entrytext" else ""
        refuse = "EXECUTE FUNCTION journal_refuse()"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {let}{refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ]
    return statements
