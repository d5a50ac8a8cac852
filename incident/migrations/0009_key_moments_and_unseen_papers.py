"""What the telling needs: key moments, subtitle, synonyms, papers nobody saw, who spoke in short."""

import incident.fields
import incident.models.incident
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0008_entry_is_text"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_relation_is_known",
        ),
        migrations.AddField(
            model_name="event",
            name="is_key",
            field=models.BooleanField(
                default=False,
                help_text="Met vinkje staat deze gebeurtenis open op de tijdlijn, met haar woorden in de tekening. Hoogstens 12 per incident, anders valt er niets meer op.",
                verbose_name="sleutelmoment",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="short_title",
            field=incident.fields.CellField(
                blank=True,
                help_text="Voor in de tekening, zoals ‘OM sluit zich af’. Nodig bij een sleutelmoment.",
                max_length=40,
                verbose_name="korte titel",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="subtitle",
            field=incident.fields.LineField(
                blank=True,
                help_text="Eén regel onder de titel: waar deze tijdlijn over gaat.",
                max_length=160,
                verbose_name="ondertitel",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="synonyms",
            field=incident.fields.ProseField(
                blank=True,
                help_text="Voor het zoeken. Een groep op elke regel, met komma’s: ‘lek, kwetsbaarheid, gat’. Wie één van de woorden zoekt, vindt ook de andere.",
                validators=[incident.models.incident.groups_of_words],
                verbose_name="woorden die hetzelfde betekenen",
            ),
        ),
        migrations.AddField(
            model_name="kamerstuk",
            name="title_is_ours",
            field=models.BooleanField(
                default=False,
                help_text="Met vinkje: het stuk draagt dit onderwerp niet zelf, wij omschrijven het zo.",
                verbose_name="onze omschrijving",
            ),
        ),
        migrations.AddField(
            model_name="kamerstuk",
            name="unseen_source",
            field=incident.fields.CellField(
                blank=True,
                help_text="Alleen als niemand hier het stuk zelf zag: van wie wij ervan weten, zoals ‘Security.NL’. Lezers zien dat erbij. Leeg laten zodra u het stuk zag.",
                max_length=80,
                verbose_name="stuk niet gezien, volgens",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="speaker_short",
            field=incident.fields.CellField(
                blank=True,
                help_text="Met het lidwoord: ‘de minister’, ‘het OM’. Zo zien wij wie eerder iets zei.",
                max_length=40,
                verbose_name="wie, kort",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="relation",
            field=models.CharField(
                choices=[
                    ("eerst", "Voor het eerst gezegd"),
                    ("herhaald", "Nog eens hetzelfde gezegd"),
                    ("vervolg", "Later nog eens iets gezegd"),
                    ("anders", "Een ander zegt iets anders"),
                    ("gewijzigd", "Dezelfde zegt iets anders dan eerst"),
                    ("tegengesproken", "Tegengesproken door een ander"),
                    ("ingetrokken", "Ingetrokken"),
                ],
                max_length=20,
                verbose_name="verhouding",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_key", False), models.Q(("short_title", ""), _negated=True), _connector="OR"
                ),
                name="event_key_has_short_title",
                violation_error_message="Geef een sleutelmoment een korte titel, voor in de tekening.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        [
                            "eerst",
                            "herhaald",
                            "vervolg",
                            "anders",
                            "gewijzigd",
                            "tegengesproken",
                            "ingetrokken",
                        ],
                    )
                ),
                name="statement_relation_is_known",
                violation_error_message="Kies een verhouding uit de lijst.",
            ),
        ),
    ]
