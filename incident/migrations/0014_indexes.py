from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0013_official_sources"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["who_id", "number"], name="change_of_account"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["action", "number"], name="change_by_act"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["-sort_day", "span_days", "slug", "-id"], name="event_at_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["status", "changed_at"], name="event_waiting"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["incident", "status", "publish_at", "sort_day", "kind"],
                name="event_for_readers",
            ),
        ),
    ]
