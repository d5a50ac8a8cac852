"""What is searched of papers and other sources, and anew of events: words without hyphens."""

from django.db import migrations, models

from incident.values.words import searchable

AT_ONCE = 500


def of_event(event):
    return event.title, event.body, event.date_note


def of_link(link):
    return link.publisher, link.title


def of_paper(paper):
    numbers = "-".join(filter(None, ("kst", paper.dossier, paper.suffix, paper.number)))
    number = f"nr. {paper.number}" if paper.number else ""
    names = (numbers if paper.dossier else "", number, paper.chamber_number)
    return (*names, paper.title, paper.sender)


TEXTS = {"event": of_event, "link": of_link, "kamerstuk": of_paper}


def fill_search_text(apps, schema_editor):
    for name, texts in TEXTS.items():
        model = apps.get_model("incident", name)
        rows = model._base_manager.order_by("pk")
        last = 0
        while part := list(rows.filter(pk__gt=last)[:AT_ONCE]):
            for row in part:
                row.search_text = searchable(*texts(row))
            model._base_manager.bulk_update(part, ["search_text"])
            last = part[-1].pk


class Migration(migrations.Migration):
    dependencies = [("incident", "0009_key_moments_and_unseen_papers")]

    operations = [
        migrations.AddField(
            "kamerstuk", "search_text", models.TextField(default="", editable=False)
        ),
        migrations.AddField("link", "search_text", models.TextField(default="", editable=False)),
        migrations.RunPython(fill_search_text, migrations.RunPython.noop),
    ]
