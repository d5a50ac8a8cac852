from django.db import migrations, models

IS_PUBLIC = models.Q(public_at__isnull=False)


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0023_newest_for_feeds"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="change", name="change_in_public"),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                name="change_in_public",
                fields=["incident", "public_at", "noun", "at", "action", "row", "number"],
                condition=IS_PUBLIC,
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                name="change_newest", fields=["incident", "number"], condition=IS_PUBLIC
            ),
        ),
    ]
