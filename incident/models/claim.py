"""A claim that the case leaves open, and each statement about it."""

import datetime
import re
from collections.abc import Iterable
from itertools import pairwise

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from incident.audit.rows import Audited
from incident.choices import Relation
from incident.fields import (
    CellField,
    LineField,
    ProseField,
    one_of,
    slug_of_words,
    without_controls,
)
from incident.models.bases import Dated, Publishable, Versioned
from incident.models.sources import https_only
from incident.paths import path_of
from incident.publishing.chains import in_order
from incident.publishing.visibility import PublishableQuerySet
from incident.values.dates import EventDate

NO_STATEMENT = "Zet er eerst een uitspraak bij: zonder uitspraak is er niets te lezen."


class ClaimQuerySet(PublishableQuerySet):
    """Verbs for claims."""

    def for_readers(self, at: datetime.datetime | None = None):
        """Return the public claims in the order of the page, each with what was said of it."""
        statements = Statement.objects.select_related("kamerstuk")
        return (
            self.published(at)
            .select_related("incident")
            .order_by("place", "pk")
            .prefetch_related(models.Prefetch("statements", statements))
        )


class ClaimManager(models.Manager.from_queryset(ClaimQuerySet)):
    """Finds a claim by incident and slug, for fixtures."""

    def get_by_natural_key(self, incident, slug):
        return self.get(incident__slug=incident, slug=slug)


class Claim(Publishable, Versioned):
    """A point that the case leaves open, such as "is er data weggehaald?"."""

    incident = models.ForeignKey(
        "incident.Incident", models.PROTECT, verbose_name="incident", related_name="claims"
    )
    slug = models.CharField(
        "adres",
        max_length=60,
        validators=[slug_of_words],
        help_text="Het stuk in het webadres, zoals ‘data’. Verander het daarna niet meer.",
    )
    title = LineField("kwestie", max_length=120, help_text="Als vraag: ‘Is er data weggehaald?’.")
    explanation = ProseField(
        "uitleg", blank=True, help_text="Waarom dit telt. Platte tekst, houd het kort."
    )
    place = models.PositiveSmallIntegerField(
        "plaats op de pagina", default=0, help_text="Een lager getal staat hoger."
    )

    audit_fields = ("incident_id", "slug", "title", "explanation", "place", "status", "publish_at")
    audit_children = ("statements",)

    objects = ClaimManager()

    class Meta:
        verbose_name = "kwestie"
        verbose_name_plural = "kwesties"
        default_permissions = ("add", "change", "delete", "view", "publish")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="claim_slug_once_in_incident",
                fields=["incident", "slug"],
                violation_error_message="Dit adres is in dit incident al van een andere kwestie.",
            ),
            models.CheckConstraint(
                name="claim_has_title_and_slug",
                condition=~models.Q(title="") & ~models.Q(slug=""),
                violation_error_message="Een kwestie heeft een vraag en een adres.",
            ),
            *Publishable.constraints,
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.incident.slug, self.slug)

    natural_key.dependencies = ["incident.incident"]

    def get_absolute_url(self):
        return f"{path_of('timeline:claims', self.incident.slug)}#{self.slug}"

    def named_papers(self) -> list[int]:
        return [s.kamerstuk_id for s in self.statements.all() if s.kamerstuk_id]

    @classmethod
    def publishing_rules(cls, state):
        return ((NON_FIELD_ERRORS, NO_STATEMENT, state.get("statements") == []),)

    @property
    def chain(self) -> list["Statement"]:
        """Return what was said, the oldest first; each knows the one before it."""
        return chained(self.statements.all())


class Statement(Audited, Dated):
    """What a person or body said about a claim: in a paper, with the place in it, or elsewhere.

    Without a day of its own, it has that of its paper. It shares the version of its claim.
    """

    claim = models.ForeignKey(
        Claim, models.CASCADE, verbose_name="kwestie", related_name="statements"
    )
    speaker = LineField(
        "wie", max_length=120, help_text="Met de functie: ‘minister van Justitie en Veiligheid’."
    )
    speaker_short = CellField(
        "wie, kort",
        max_length=40,
        blank=True,
        help_text="Met het lidwoord: ‘de minister’, ‘het OM’. Zo zien wij wie eerder iets zei.",
    )
    summary = LineField("samenvatting", max_length=240, help_text="In onze woorden, één regel.")
    relation = models.CharField("verhouding", max_length=20, choices=Relation)
    date_note = LineField(
        "uitleg bij de datum",
        max_length=300,
        blank=True,
        help_text="Hoe wij aan de dag komen, als de bron die zelf niet geeft.",
    )
    kamerstuk = models.ForeignKey(
        "incident.Kamerstuk",
        models.PROTECT,
        verbose_name="Kamerstuk",
        related_name="statements",
        null=True,
        blank=True,
    )
    locator = CellField(
        "plaats in het stuk",
        max_length=120,
        blank=True,
        help_text="Waar het staat, zoals ‘antwoord op vraag 3’.",
    )
    publisher = CellField(
        "andere bron",
        max_length=120,
        blank=True,
        help_text="Alleen als het in geen Kamerstuk staat.",
    )
    url = models.CharField("adres", max_length=500, blank=True, validators=[https_only])
    event = models.ForeignKey(
        "incident.Event",
        models.SET_NULL,
        verbose_name="gebeurtenis",
        related_name="statements",
        null=True,
        blank=True,
        help_text="De gebeurtenis waar deze uitspraak bij hoort. Zij staat dan ook daar.",
    )

    before: "Statement | None" = None  # the one before it in its chain

    audit_parent = "claim"
    audit_fields = (
        *("speaker", "speaker_short", "summary", "relation", "date", "date_note", "kamerstuk"),
        *("locator", "publisher", "url", "event"),
    )

    class Meta:
        verbose_name = "uitspraak"
        verbose_name_plural = "uitspraken"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_has_one_source",
                condition=models.Q(kamerstuk=None, locator="") & ~models.Q(publisher="")
                | models.Q(kamerstuk__isnull=False, publisher="", url="") & ~models.Q(locator=""),
                violation_error_message="Een uitspraak staat in een Kamerstuk, met de plaats "
                "daarin, of in een andere bron.",
            ),
            models.CheckConstraint(
                name="statement_source_is_https",
                condition=models.Q(url="") | models.Q(url__startswith="https://"),
                violation_error_message="Geef een volledig adres dat met https:// begint.",
            ),
            one_of("statement_relation", Relation, "Kies een verhouding uit de lijst."),
            models.CheckConstraint(
                name="statement_says_who_and_what",
                condition=~models.Q(speaker="") & ~models.Q(summary=""),
                violation_error_message="Zeg wie dit zei, en wat.",
            ),
            models.UniqueConstraint(
                name="statement_first_once_in_claim",
                fields=["claim"],
                condition=models.Q(relation=Relation.FIRST),
                violation_error_message="Iets wordt maar één keer voor het eerst gezegd.",
            ),
        ]

    def __str__(self):
        return f"{self.speaker}: {self.summary}"

    @property
    def voice(self) -> str:
        """Return who said it in a few words with the article, such as "de minister"."""
        return self.speaker_short or self.speaker

    @property
    def office(self) -> str:
        """Return who said it in a few words without the article, such as "minister"."""
        return re.sub("^(de|het) ", "", self.voice)

    @property
    def relation_in_words(self) -> str:
        """Return for readers how it relates to what was said before, "" where it only follows.

        "Anders dan eerst" is said of one speaker alone. `before` is there on a statement of a
        chain.
        """
        if self.relation == Relation.OTHER and self.before:
            return f"Anders dan {self.before.voice}"
        return Relation(self.relation).words

    @property
    def when(self) -> EventDate | None:
        """Return the day on which it was said: its own, else that of its paper."""
        own = super().when
        return own or (self.kamerstuk.when if self.kamerstuk else None)

    @property
    def known_day(self) -> datetime.date | None:
        """Return the first day by whose end it surely was said; None where that is not known."""
        return (self.kamerstuk or self).last_day

    def clean(self):
        """Refuse a statement that nobody can date, and signs that nobody sees in its address."""
        super().clean()
        try:
            without_controls(self.url)
        except ValidationError as error:
            raise ValidationError({"url": error.messages}) from error
        if not (self.date or (self.kamerstuk and self.kamerstuk.date)):
            raise ValidationError({"date": "Vul een datum in: het Kamerstuk geeft er geen."})


def chained(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements of one claim in order; each knows the one before it."""
    chain = in_order(statements)
    for before, statement in pairwise(chain):
        statement.before = before
    return chain
