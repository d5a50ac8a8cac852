"""When an incident first opened, and whether it is withdrawn as a whole.

One that was open and is closed now stays closed: readers were told nothing of it, so an upgrade
does not put a tombstone there, with a reason that nobody gave. Staff can open it again.
"""

import json

from django.db import migrations, models
from django.utils import timezone


def fill_opened_at(apps, schema_editor):
    """Take the moment of the first entry in which an incident is public, now where none is."""
    log = apps.get_model("incident", "Change").objects.filter(noun="incident").order_by("number")
    opened = {}
    for row, at, state in log.values_list("row", "at", "state_json"):
        if (json.loads(state) or {}).get("is_published"):
            opened.setdefault(row, at)
    for incident in apps.get_model("incident", "Incident").objects.all():
        now = timezone.now() if incident.is_published else None
        incident.opened_at = opened.get(incident.pk, now)
        incident.save(update_fields=["opened_at"])


class Migration(migrations.Migration):
    dependencies = [("incident", "0006_log_formats")]

    operations = [
        migrations.AddField(
            "incident",
            "is_withdrawn",
            models.BooleanField("als geheel ingetrokken", default=False, editable=False),
        ),
        migrations.AlterField(
            "incident",
            "is_published",
            models.BooleanField(
                "openbaar",
                default=False,
                help_text="Zonder vinkje bestaat dit incident met al zijn gebeurtenissen niet voor "
                "lezers. Wat eens openbaar was, blijft dat; u kunt het daarna alleen als geheel "
                "intrekken.",
            ),
        ),
        migrations.AddField(
            "incident",
            "opened_at",
            models.DateTimeField("eerst openbaar op", null=True, editable=False),
        ),
        migrations.RunPython(fill_opened_at, migrations.RunPython.noop),
        migrations.AddConstraint(
            "incident",
            models.CheckConstraint(
                name="incident_withdrawn_was_public",
                condition=models.Q(is_withdrawn=False) | models.Q(is_published=True),
                violation_error_message="Alleen een incident dat openbaar was, trekt u in.",
            ),
        ),
    ]
