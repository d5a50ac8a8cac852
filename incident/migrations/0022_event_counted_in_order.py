from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0021_event_address"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_for_readers"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=[
                    *("incident", "status", "sort_day", "kind", "publish_at"),
                    *("first_known", "first_told"),
                ],
                name="event_for_readers",
            ),
        ),
    ]
