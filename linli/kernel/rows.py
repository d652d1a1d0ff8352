"""Plain INSERTs for the few rows that are written all the time.

The ORM builds the statement of an INSERT anew each time, which takes longer than the database takes to run it, and on
SQLite everybody else waits meanwhile. Here the statement is built once for a model, and the values, ciphertexts too, can be
made ready before the transaction begins.
"""

from functools import cache
from typing import Any

from django.db import connection, models


@cache
def _columns(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """Every column that the database does not fill by itself. Tables of one model only: no inherited ones."""
    assert not model._meta.parents
    return tuple(
        field for field in model._meta.concrete_fields if not field.primary_key and not field.generated
    )


@cache
def _statement(model: type[models.Model]) -> str:
    quoted = connection.ops.quote_name
    columns = _columns(model)
    names = ", ".join(quoted(str(field.column)) for field in columns)
    places = ", ".join(["%s"] * len(columns))
    key = quoted(str(model._meta.pk.column))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places}) RETURNING {key}"


class Ready[Row: models.Model]:
    """A new row whose values are ready to be written. Later changes of the row are not seen, only ``late`` ones."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self._values = {
            field.attname: field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for field in _columns(type(row))
        }

    def insert(self, **late: Any) -> Row:
        """Write it, with some columns (by attname) that were not known before; the row has its key afterwards.

        Raises IntegrityError as the database does.
        """
        model = type(self.row)
        for field in _columns(model):
            if field.attname in late:
                setattr(self.row, field.attname, late[field.attname])
                self._values[field.attname] = field.get_db_prep_save(late[field.attname], connection)
        with connection.cursor() as cursor:
            cursor.execute(_statement(model), list(self._values.values()))
            (self.row.pk,) = cursor.fetchone()
        self.row._state.adding, self.row._state.db = False, connection.alias
        return self.row
