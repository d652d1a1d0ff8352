from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_triggers")]
    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("person_key__isnull", False)),
                fields=["person_key", "happened_at"],
                name="journal_entry_by_person",
            ),
        ),
    ]
