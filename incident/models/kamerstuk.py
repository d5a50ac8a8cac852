"""A paper of Parliament, with or without its number."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify

from incident.audit.recorder import audited
from incident.choices import Chamber, PaperKind, PaperSeries
from incident.fields import CellField, free_slug, one_of
from incident.models.bases import Dated, Searchable, Versioned, loaded_by
from incident.models.facts import PaperFacts
from incident.models.querysets.papers import BY_CASE, KamerstukQuerySet
from incident.paths import path_of
from incident.publishing.chains import check_day
from incident.values.citations import named
from incident.values.references import Series

BY_SESSION = [series.value for series in Series if series.has_sessions]


class KamerstukManager(models.Manager.from_queryset(KamerstukQuerySet)):
    """Finds a paper by its address, for fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Kamerstuk(PaperFacts, Versioned, Dated, Searchable):
    """A paper of Parliament; its number in the dossier may be not yet known (empty)."""

    kind = models.CharField("soort stuk", max_length=20, choices=PaperKind)
    title = CellField("onderwerp", max_length=200, blank=True)
    title_is_ours = models.BooleanField(
        "onze omschrijving",
        default=False,
        help_text="Met vinkje: het stuk draagt dit onderwerp niet zelf, wij omschrijven het zo.",
    )
    unseen_source = CellField(
        "stuk niet gezien, volgens",
        max_length=80,
        blank=True,
        help_text="Alleen als niemand hier het stuk zelf zag: van wie wij ervan weten, zoals "
        "‘Security.NL’. Lezers zien dat erbij. Leeg laten zodra u het stuk zag.",
    )
    sender = CellField(
        "afzender", max_length=120, blank=True, help_text="Wie het stuk schreef, met zijn functie."
    )
    chamber = models.CharField("kamer", max_length=2, choices=Chamber, default=Chamber.SECOND)
    session = models.CharField(
        "vergaderjaar",
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{4}-\d{4}\Z", "Schrijf het vergaderjaar als 2024-2025.")],
    )
    series = models.CharField(
        "reeks",
        max_length=3,
        choices=PaperSeries,
        default=PaperSeries.KAMERSTUK,
        help_text="Waarin het stuk zijn nummer heeft. Een antwoord op Kamervragen staat in het "
        "Aanhangsel, ook als het nummer nog niet bekend is.",
    )
    dossier = models.CharField(
        "dossier",
        max_length=9,
        blank=True,
        validators=[
            RegexValidator(
                r"^([1-9]\d{3,4}|[CDILMVX]{2,9})\Z",
                "Een dossier heeft vier of vijf cijfers; een van de Eerste Kamer alleen kan "
                "Romeins zijn.",
            )
        ],
    )
    suffix = models.CharField(
        "toevoeging",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9]+\Z", "Gebruik hoofdletters, zoals VI.")],
    )
    number = models.CharField(
        "nummer",
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^([1-9]\d*(-\d+|[a-z])?|[A-Z]+)\Z", "Een nummer zoals 1376, of A.")
        ],
        help_text="Leeg laten als het nummer nog niet bekend is. Van Handelingen: vergadering en "
        "agendapunt, zoals 42-4.",
    )
    publication = models.CharField(
        "publicatienummer",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^1\d{6}\Z", "Zeven cijfers, zoals in kst-1268678.")],
        help_text="Alleen van een stuk met een kenmerk zoals kst-1268678 of ah-1271549.",
    )
    chamber_number = models.CharField(
        "zaaknummer",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{4}Z\d{5}\Z", "Een nummer zoals 2025Z14818.")],
        help_text="Het nummer van de zaak bij de Tweede Kamer, zoals 2025Z14818. Een antwoord "
        "heeft dat van de vragen.",
    )
    document_number = models.CharField(
        "documentnummer",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{4}D\d{5}\Z", "Een nummer zoals 2025D35001.")],
        help_text="Het nummer van het stuk bij de Tweede Kamer, zoals 2025D35001.",
    )
    date_note = CellField(
        "uitleg bij de datum",
        max_length=300,
        blank=True,
        help_text="Hoe wij aan de dag komen, als het stuk die zelf niet geeft.",
    )
    slug = models.CharField("adres", max_length=80, unique=True, blank=True, editable=False)
    is_kept = models.BooleanField("blijft bewaard", default=False, editable=False)

    audit_fields = (
        *("slug", "kind", "title", "sender", "date", "date_note", "chamber", "session"),
        *("dossier", "suffix", "number", "chamber_number", "title_is_ours", "unseen_source"),
        *("series", "publication", "document_number"),
    )

    public_citations = loaded_by("Kamerstuk.objects.with_events()")
    telling_list = loaded_by("Kamerstuk.objects.with_tellings()")

    objects = KamerstukManager()

    class Meta:
        verbose_name = "Kamerstuk"
        verbose_name_plural = "Kamerstukken"
        constraints = [
            models.UniqueConstraint(
                name="kamerstuk_number_once_in_dossier",
                fields=["dossier", "suffix", "number"],
                condition=~models.Q(number="") & models.Q(series=PaperSeries.KAMERSTUK),
                violation_error_message="Dit nummer is in dit dossier al van een ander stuk.",
            ),
            models.UniqueConstraint(
                name="kamerstuk_number_once_in_session",
                fields=["series", "chamber", "session", "number"],
                condition=~models.Q(number="") & models.Q(series__in=BY_SESSION),
                violation_error_message="Dit nummer is in dit vergaderjaar al van een ander stuk.",
            ),
            models.UniqueConstraint(
                name="kamerstuk_appendix_number_once",
                fields=["number"],
                condition=~models.Q(number="") & models.Q(series=PaperSeries.APPENDIX),
                violation_error_message="Dit nummer is al van een andere bijlage.",
            ),
            models.UniqueConstraint(
                name="kamerstuk_publication_once",
                fields=["series", "publication"],
                condition=~models.Q(publication=""),
                violation_error_message="Dit publicatienummer is al van een ander stuk.",
            ),
            models.UniqueConstraint(
                name="kamerstuk_document_number_once",
                fields=["document_number"],
                condition=~models.Q(document_number=""),
                violation_error_message="Dit documentnummer is al van een ander stuk.",
            ),
            models.UniqueConstraint(
                name="kamerstuk_chamber_number_once",
                fields=["chamber_number"],
                condition=~models.Q(chamber_number="") & models.Q(series__in=BY_CASE),
                violation_error_message="Dit zaaknummer is al van een ander stuk.",
            ),
            models.CheckConstraint(
                name="kamerstuk_number_needs_dossier",
                condition=~models.Q(dossier="")
                | models.Q(number="", suffix="")
                | ~models.Q(series=PaperSeries.KAMERSTUK),
                violation_error_message="Een nummer of toevoeging hoort bij een dossier.",
            ),
            models.CheckConstraint(
                name="kamerstuk_dossier_of_kamerstuk",
                condition=models.Q(series=PaperSeries.KAMERSTUK) | models.Q(dossier="", suffix=""),
                violation_error_message="Alleen een Kamerstuk heeft een dossier.",
            ),
            models.CheckConstraint(
                name="kamerstuk_number_needs_session",
                condition=~models.Q(series__in=BY_SESSION)
                | models.Q(number="")
                | ~models.Q(session=""),
                violation_error_message="Een nummer van deze reeks hoort bij een vergaderjaar.",
            ),
            models.CheckConstraint(
                name="kamerstuk_questions_have_no_number",
                condition=~models.Q(series=PaperSeries.QUESTIONS) | models.Q(number=""),
                violation_error_message="Kamervragen hebben alleen een zaaknummer.",
            ),
            models.CheckConstraint(
                name="kamerstuk_has_slug",
                condition=~models.Q(slug=""),
                violation_error_message="Een Kamerstuk heeft een adres.",
            ),
            one_of("kamerstuk_kind", PaperKind, "Kies een soort stuk uit de lijst."),
            one_of("kamerstuk_series", PaperSeries, "Kies een reeks uit de lijst."),
            one_of("kamerstuk_chamber", Chamber, "Kies een van de twee Kamers."),
        ]

    def __str__(self):
        return " – ".join(filter(None, (self.citation, self.subject)))

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return path_of("timeline:kamerstuk", self.slug)

    @property
    def names(self) -> set[str]:
        """Return what a citation may call it: its address, and its other identifiers."""
        case = self.chamber_number if self.known_series.is_by_case else ""
        bare = f"{self.series}-{self.publication}" if self.publication else ""
        return {self.slug, case, self.document_number, bare} - {""}

    @property
    def subject(self) -> str:
        """Return the title where the citation does not hold it already; "" where there is none."""
        return self.title if self.is_named else ""

    @property
    def searched_texts(self):
        numbers = "-".join(filter(None, ("kst", self.dossier, self.suffix, self.number)))
        name = numbers if self.dossier else self.reference.identifier
        number = f"nr. {self.number}" if self.number else ""
        bare = f"{self.series}-{self.publication}" if self.publication else ""
        series = "" if self.known_series.is_by_case else self.get_series_display()
        names = (name, number, bare, series, self.chamber_number, self.document_number)
        return (*names, self.title, self.sender)

    def named_by(self) -> list:
        """Return the events, claims and questions whose text shows this paper's name or day."""
        named = [citation.event for citation in self.citations.select_related("event")]
        named += [statement.claim for statement in self.statements.select_related("claim")]
        named += self.answered_questions.all()
        named += [q.questions for q in self.mentioned_by.select_related("questions")]
        named += [self.questions] if hasattr(self, "questions") else []
        return list(dict.fromkeys(named))

    def clean(self):
        """Refuse a number that its series cannot have, figures of another script, and such a day.

        That is one that breaks what was said in it.
        """
        super().clean()
        if self.pk:
            check_day(self)
        names = ("session", "dossier", "number", "publication", "chamber_number", "document_number")
        if wrong := [name for name in names if not getattr(self, name).isascii()]:
            raise ValidationError(dict.fromkeys(wrong, "Gebruik de cijfers 0 tot en met 9."))
        if self.series in PaperSeries.values and (faults := self.as_numbered.faults):
            raise ValidationError(faults)
        first, _, second = self.session.partition("-")
        if first.isdigit() and second.isdigit() and int(second) != int(first) + 1:
            raise ValidationError(
                {"session": "Een vergaderjaar loopt van het ene jaar in het volgende."}
            )

    def derive(self):
        """Keep bounds and address: the identifier, or a lasting name while there is none."""
        super().derive()
        if self.is_numbered:
            self.slug = self.reference.address
        elif not self.slug or self.had_number():
            self.slug = self.free_slug()

    def had_number(self) -> bool:
        """Return whether the present address was made from a number that is gone."""
        return bool(named(self.slug))

    def free_slug(self) -> str:
        day = f"{self.sort_day:%Y-%m-%d}" if self.sort_day else ""
        stem = slugify(f"{self.dossier} {self.suffix} zonder nummer {self.kind} {day}")
        alike = [m.objects.filter(slug__startswith=stem) for m in (Kamerstuk, FormerAddress)]
        return free_slug(stem, {slug for rows in alike for (slug,) in rows.values_list("slug")})

    def save(self, *args, **kwargs):
        """Save; where the address changes, the old one keeps leading here."""
        with audited():
            known = Kamerstuk.objects.filter(pk=self.pk).values_list("slug", flat=True)
            old = known.first() if self.pk else None
            super().save(*args, **kwargs)
            if old and old != self.slug:
                FormerAddress.objects.update_or_create(slug=old, defaults={"kamerstuk": self})


class FormerAddress(models.Model):
    """An address that a paper had before it got its number; it redirects for ever."""

    kamerstuk = models.ForeignKey(
        Kamerstuk, models.CASCADE, verbose_name="Kamerstuk", related_name="former_addresses"
    )
    slug = models.CharField("oud adres", max_length=80, unique=True)

    class Meta:
        verbose_name = "oud adres"
        verbose_name_plural = "oude adressen"

    def __str__(self):
        return self.slug
