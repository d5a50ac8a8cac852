from django.db import migrations, models
from django.db.models.functions import Greatest

from incident.publishing.visibility import Bytewise

NEWEST = (Greatest("publish_at", "changed_at").desc(), Bytewise("slug"))


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0022_event_counted_in_order"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index("incident", "status", *NEWEST, name="event_newest"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index("status", *NEWEST, name="event_newest_of_all"),
        ),
    ]
