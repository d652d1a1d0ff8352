from typing import Any

from django.db import migrations

from linli.cases import search_table


def make_table(apps: Any, schema_editor: Any) -> None:
    for statement in search_table.create(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop_table(apps: Any, schema_editor: Any) -> None:
    for statement in search_table.drop(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(make_table, drop_table)]
