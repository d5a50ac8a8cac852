from django.db import migrations, models
from django.db.models.functions import Coalesce, Least


def keep_first_days(apps, schema_editor):
    event, citation, link = (
        apps.get_model("incident", name) for name in ("Event", "Citation", "Link")
    )

    def earliest(model, path="", **which):
        rows = model._base_manager.filter(event=models.OuterRef("pk"), **which).order_by()
        return models.Subquery(rows.values("event").values(day=models.Min(f"{path}last_day")))

    papers, links = earliest(citation, "kamerstuk__"), earliest(link)
    event._base_manager.update(
        first_told=earliest(citation, "kamerstuk__", told=True),
        first_known=Coalesce(Least(papers, links), papers, links),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0014_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="event",
            name="event_for_readers",
        ),
        migrations.AddField(
            model_name="event",
            name="first_known",
            field=models.DateField(editable=False, null=True, verbose_name="zeker bekend op"),
        ),
        migrations.AddField(
            model_name="event",
            name="first_told",
            field=models.DateField(editable=False, null=True, verbose_name="zeker gemeld op"),
        ),
        migrations.RunPython(keep_first_days, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=[
                    "incident",
                    "status",
                    "publish_at",
                    "sort_day",
                    "kind",
                    "first_known",
                    "first_told",
                ],
                name="event_for_readers",
            ),
        ),
    ]
