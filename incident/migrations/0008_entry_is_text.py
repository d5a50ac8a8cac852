"""Whether an entry of the log touched a text, in a column; older entries get theirs here."""

import json

from django.db import migrations, models

NOT_TEXT = {"status", "publish_at", "slug", "is_published", "is_withdrawn"}
GUARD = {
    "sqlite": "DROP TRIGGER IF EXISTS change_stays",
    "postgresql": "DROP TRIGGER IF EXISTS change_stays ON incident_change",
}
AT_ONCE = 500


def fill_is_text(apps, schema_editor):
    """Say of each entry whether something else changed than where the text stands.

    The guard that refuses this is put up again after the migration.
    """
    schema_editor.execute(GUARD[schema_editor.connection.vendor])
    log = apps.get_model("incident", "Change").objects
    entries = log.order_by("number").values_list("number", "fields_json")
    found = [
        number for number, fields in entries.iterator() if json.loads(fields).keys() - NOT_TEXT
    ]
    for start in range(0, len(found), AT_ONCE):
        log.filter(number__in=found[start : start + AT_ONCE]).update(is_text=True)


class Migration(migrations.Migration):
    dependencies = [("incident", "0007_withdrawn_incident")]

    operations = [
        migrations.AddField(
            "change", "is_text", models.BooleanField("aan de tekst", default=False)
        ),
        migrations.RunPython(fill_is_text, migrations.RunPython.noop),
    ]
