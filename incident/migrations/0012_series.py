"""In which series a paper has its number, and the Chamber's two sorts of number apart.

What was kept before is read in the same words as the log reads it (`audit.steps`), so that each
row stays as its last entry says.
"""

import django.core.validators
from django.db import migrations, models

from incident.audit.steps import tell_series
from incident.values.words import searchable

AT_ONCE = 500
SERIES = ("kst", "ah", "kv", "h", "blg")
NAMES = ("kind", "dossier", "number", "chamber_number")
LABELS = {"ah": "Aanhangsel van de Handelingen"}


def tell_apart(apps, schema_editor):
    papers = apps.get_model("incident", "kamerstuk")._base_manager.order_by("pk")
    last = 0
    while part := list(papers.filter(pk__gt=last)[:AT_ONCE]):
        for paper in part:
            kept = {name: getattr(paper, name) for name in NAMES}
            tell_series(kept)
            for name, value in kept.items():
                setattr(paper, name, value)
            paper.search_text = searchable(*texts(paper))
        names = ["series", "chamber_number", "document_number", "search_text"]
        papers.model._base_manager.bulk_update(part, names)
        last = part[-1].pk


def texts(paper):
    numbers = "-".join(filter(None, ("kst", paper.dossier, paper.suffix, paper.number)))
    case = paper.chamber_number if paper.series in ("kst", "kv") else ""
    asked = f"kv-tk-{case}" if paper.series == "kv" and case else ""
    own = asked or paper.document_number or case
    number = f"nr. {paper.number}" if paper.number else ""
    names = (numbers if paper.dossier else own, number, LABELS.get(paper.series, ""))
    return (*names, paper.chamber_number, paper.document_number, paper.title, paper.sender)


class Migration(migrations.Migration):
    dependencies = [("incident", "0011_moments_of_coming_out")]

    operations = [
        migrations.RemoveConstraint(
            model_name="kamerstuk",
            name="kamerstuk_number_once_in_dossier",
        ),
        migrations.RemoveConstraint(
            model_name="kamerstuk",
            name="kamerstuk_chamber_number_once",
        ),
        migrations.RemoveConstraint(
            model_name="kamerstuk",
            name="kamerstuk_number_needs_dossier",
        ),
        migrations.AddField(
            model_name="kamerstuk",
            name="document_number",
            field=models.CharField(
                blank=True,
                help_text="Het nummer van het stuk bij de Tweede Kamer, zoals 2025D35001.",
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator(
                        "^\\d{4}D\\d{5}\\Z", "Een nummer zoals 2025D35001."
                    )
                ],
                verbose_name="documentnummer",
            ),
        ),
        migrations.AddField(
            model_name="kamerstuk",
            name="publication",
            field=models.CharField(
                blank=True,
                help_text="Alleen van een stuk met een kenmerk zoals kst-1268678 of ah-1271549.",
                max_length=8,
                validators=[
                    django.core.validators.RegexValidator(
                        "^1\\d{6}\\Z", "Zeven cijfers, zoals in kst-1268678."
                    )
                ],
                verbose_name="publicatienummer",
            ),
        ),
        migrations.AddField(
            model_name="kamerstuk",
            name="series",
            field=models.CharField(
                choices=[
                    ("kst", "Kamerstuk"),
                    ("ah", "Aanhangsel van de Handelingen"),
                    ("kv", "Kamervragen"),
                    ("h", "Handelingen"),
                    ("blg", "Bijlage"),
                ],
                default="kst",
                help_text="Waarin het stuk zijn nummer heeft. Een antwoord op Kamervragen staat in het Aanhangsel, ook als het nummer nog niet bekend is.",
                max_length=3,
                verbose_name="reeks",
            ),
        ),
        migrations.AlterField(
            model_name="kamerstuk",
            name="chamber_number",
            field=models.CharField(
                blank=True,
                help_text="Het nummer van de zaak bij de Tweede Kamer, zoals 2025Z14818. Een antwoord heeft dat van de vragen.",
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator(
                        "^\\d{4}Z\\d{5}\\Z", "Een nummer zoals 2025Z14818."
                    )
                ],
                verbose_name="zaaknummer",
            ),
        ),
        migrations.AlterField(
            model_name="kamerstuk",
            name="dossier",
            field=models.CharField(
                blank=True,
                max_length=9,
                validators=[
                    django.core.validators.RegexValidator(
                        "^([1-9]\\d{3,4}|[CDILMVX]{2,9})\\Z",
                        "Een dossier heeft vier of vijf cijfers; een van de Eerste Kamer alleen kan Romeins zijn.",
                    )
                ],
                verbose_name="dossier",
            ),
        ),
        migrations.AlterField(
            model_name="kamerstuk",
            name="number",
            field=models.CharField(
                blank=True,
                help_text="Leeg laten als het nummer nog niet bekend is. Van Handelingen: vergadering en agendapunt, zoals 42-4.",
                max_length=10,
                validators=[
                    django.core.validators.RegexValidator(
                        "^([1-9]\\d*(-\\d+|[a-z])?|[A-Z]+)\\Z", "Een nummer zoals 1376, of A."
                    )
                ],
                verbose_name="nummer",
            ),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("number", ""), _negated=True), ("series", "kst")),
                fields=("dossier", "suffix", "number"),
                name="kamerstuk_number_once_in_dossier",
                violation_error_message="Dit nummer is in dit dossier al van een ander stuk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True), ("series__in", ["ah", "h"])
                ),
                fields=("series", "chamber", "session", "number"),
                name="kamerstuk_number_once_in_session",
                violation_error_message="Dit nummer is in dit vergaderjaar al van een ander stuk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("number", ""), _negated=True), ("series", "blg")),
                fields=("number",),
                name="kamerstuk_appendix_number_once",
                violation_error_message="Dit nummer is al van een andere bijlage.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("publication", ""), _negated=True),
                fields=("series", "publication"),
                name="kamerstuk_publication_once",
                violation_error_message="Dit publicatienummer is al van een ander stuk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("document_number", ""), _negated=True),
                fields=("document_number",),
                name="kamerstuk_document_number_once",
                violation_error_message="Dit documentnummer is al van een ander stuk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("chamber_number", ""), _negated=True), ("series__in", ["kst", "kv"])
                ),
                fields=("chamber_number",),
                name="kamerstuk_chamber_number_once",
                violation_error_message="Dit zaaknummer is al van een ander stuk.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dossier", ""), _negated=True),
                    models.Q(("number", ""), ("suffix", "")),
                    models.Q(("series", "kst"), _negated=True),
                    _connector="OR",
                ),
                name="kamerstuk_number_needs_dossier",
                violation_error_message="Een nummer of toevoeging hoort bij een dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("series", "kst"), models.Q(("dossier", ""), ("suffix", "")), _connector="OR"
                ),
                name="kamerstuk_dossier_of_kamerstuk",
                violation_error_message="Alleen een Kamerstuk heeft een dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("series__in", ["ah", "h"]), _negated=True),
                    ("number", ""),
                    models.Q(("session", ""), _negated=True),
                    _connector="OR",
                ),
                name="kamerstuk_number_needs_session",
                violation_error_message="Een nummer van deze reeks hoort bij een vergaderjaar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("series", "kv"), _negated=True), ("number", ""), _connector="OR"
                ),
                name="kamerstuk_questions_have_no_number",
                violation_error_message="Kamervragen hebben alleen een zaaknummer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kamerstuk",
            constraint=models.CheckConstraint(
                condition=models.Q(("series__in", ["kst", "ah", "kv", "h", "blg"])),
                name="kamerstuk_series_is_known",
                violation_error_message="Kies een reeks uit de lijst.",
            ),
        ),
    ]
