"""Kinds of event of an incident's own; an incident without them keeps the eight that all had."""

import incident.fields
import incident.models.incident
from django.db import migrations, models

STANDARD = (
    *("misbruik", "waarschuwing", "maatregel", "besluit", "parlement", "onderzoek", "gevolg"),
    *("herstel", ""),
)


def refuse_own(apps, editor):
    """Keep the way back closed while an event has a kind that the code of before does not know."""
    events = apps.get_model("incident", "Event").objects.using(editor.connection.alias)
    if own := events.exclude(kind__in=STANDARD).values_list("kind", flat=True).first():
        raise RuntimeError(f"An event has the kind {own!r}, which older code cannot show.")


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0018_quotes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_is_known",
        ),
        migrations.AddField(
            model_name="incident",
            name="kinds",
            field=incident.fields.ProseField(
                blank=True,
                help_text="In de volgorde van het filter. Een naam mag later veranderen: lezers zien die dan overal, ook bij oudere versies. Een soort die in gebruik is, blijft bestaan.",
                validators=[incident.models.incident.kinds_of_event],
                verbose_name="soorten gebeurtenis",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(blank=True, max_length=20, verbose_name="soort"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", ""), _negated=True), ("status", "concept"), _connector="OR"
                ),
                name="event_has_kind",
                violation_error_message="Kies een soort uit de lijst voordat deze gebeurtenis verder gaat.",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_own),
    ]
