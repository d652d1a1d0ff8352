from typing import Any

from django.db import migrations

from linli.journal import triggers


def raise_triggers(apps: Any, schema_editor: Any) -> None:
    for statement in triggers.create(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lower_triggers(apps: Any, schema_editor: Any) -> None:
    for statement in triggers.drop(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(raise_triggers, lower_triggers)]
