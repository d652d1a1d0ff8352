"""What a seat sent on and another has now: the lens 我交出去的 is served by an index of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_faces")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["sent_from", "next_at", "id"],
                name="cases_open_by_sender",
            ),
        ),
    ]
