"""A withdrawal can hide the reasons of earlier corrections from readers."""

from importlib import import_module

from django.db import migrations, models

guards = import_module("incident.migrations.0004_guards_and_roles")


def put_up_anew(apps, schema_editor):
    """Put the guards up: SQLite makes a table anew for a column, without them."""
    guards.take_down(apps, schema_editor)
    guards.put_up(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("incident", "0005_sign_in")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, put_up_anew),
        migrations.AddField(
            model_name="change",
            name="hides_reasons",
            field=models.BooleanField(default=False, verbose_name="verbergt eerdere redenen"),
        ),
        migrations.RunPython(put_up_anew, migrations.RunPython.noop),
    ]
