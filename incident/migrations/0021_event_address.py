from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0020_followed_dossiers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["incident", "slug"], name="event_address"),
        ),
    ]
