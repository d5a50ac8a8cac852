"""Where an event stands: in a paper of Parliament (Citation), or elsewhere (Link)."""

from datetime import datetime

from django.core.validators import URLValidator
from django.db import models

from incident.audit.rows import Audited
from incident.choices import UNCHECKED, QuoteCheck
from incident.fields import CellField, one_cell, without_controls
from incident.models.bases import Dated, Searchable
from incident.models.querysets.citations import CitationQuerySet
from incident.publishing.visibility import visible

https_only = URLValidator(
    schemes=["https"], message="Geef een volledig adres dat met https:// begint."
)


# A citation that does not say where in the paper, though somebody here saw the paper.
WITHOUT_PLACE = models.Q(locator="", kamerstuk__unseen_source="")

FEW = 1_000  # events of one incident whose citations are all read


def cited_in(incident, cited: models.Exists, at: datetime | None = None) -> models.Q:
    """Return `cited`, that a public event of this incident cites the paper, at less cost.

    Asked of a paper that another incident cites very often, it reads all of these citations. Those
    of an incident with few events are read themselves; one with many is soon among the others.
    """
    events = Citation.event.field.related_model._base_manager.filter(incident=incident)
    own = events.order_by("pk").values("pk")
    of_few = Citation._base_manager.filter(visible("event__", at), event__in=own[:FEW])
    has_more = models.Exists(own[FEW:])
    return models.Q(pk__in=of_few.values("kamerstuk")) | (models.Q(has_more) & models.Q(cited))


class CitationManager(models.Manager.from_queryset(CitationQuerySet)):
    """Joins the paper in the query: a citation without its paper says nothing."""

    def get_queryset(self):
        return super().get_queryset().select_related("kamerstuk")


class Citation(Audited):
    """The place of an event in a paper. It shares the version of its event."""

    event = models.ForeignKey("incident.Event", models.CASCADE, related_name="citations")
    kamerstuk = models.ForeignKey(
        "incident.Kamerstuk", models.PROTECT, verbose_name="Kamerstuk", related_name="citations"
    )
    locator = CellField(
        "plaats in het stuk",
        max_length=120,
        blank=True,
        help_text="Waar het staat, zoals ‘antwoord op vraag 2’ of ‘p. 3’.",
    )
    printed = CellField(
        "zoals gedrukt",
        max_length=200,
        blank=True,
        help_text="De vindplaats precies zoals zij in de bron staat, als die afwijkt.",
    )
    told = models.BooleanField(
        "zo gemeld aan de Kamer",
        default=False,
        help_text="Met vinkje: door dit stuk hoorde de Kamer ervan.",
    )

    quote = CellField(
        "citaat",
        max_length=300,
        blank=True,
        help_text="Precies de woorden van het stuk, hoogstens 300 tekens. Lezers zien ze bij de "
        "bron. Hebben wij de tekst van het stuk, dan kijken wij of ze daarin staan.",
    )
    # As the text of its paper says: kept, for readers and for the task of staff.
    quote_check = models.CharField("controle", max_length=20, editable=False, default="")

    audit_parent = "event"
    audit_fields = ("locator", "printed", "told", "quote")
    audit_within = {"kamerstuk": "kamerstuk"}  # its snapshot holds that of its paper

    objects = CitationManager()

    class Meta:
        verbose_name = "vindplaats"
        verbose_name_plural = "vindplaatsen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="citation_once_in_event",
                fields=["event", "kamerstuk", "locator"],
                violation_error_message="Deze vindplaats staat er al bij.",
            ),
        ]
        indexes = [
            models.Index(
                name="citation_misquoting",
                fields=["event"],
                condition=models.Q(quote_check=QuoteCheck.ABSENT),
            ),
            models.Index(
                name="citation_without_place", fields=["event"], condition=models.Q(locator="")
            ),
            # All there is to count the events of a paper. `told` keeps it from being taken for the
            # way from an event to its papers, which would be looked up one by one.
            models.Index(name="citation_of_paper", fields=["kamerstuk", "told", "event"]),
        ]

    def state(self, **given):
        return {"kamerstuk": self.kamerstuk.state(), **super().state(**given)}

    def __str__(self):
        return ", ".join(filter(None, (self.kamerstuk.citation, self.locator)))

    @property
    def has_place(self) -> bool:
        """Return whether it says where it stands; of a paper that nobody saw that is its source."""
        return bool(self.locator or self.kamerstuk.unseen_source)

    @property
    def is_misquoting(self) -> bool:
        return self.quote_check == QuoteCheck.ABSENT

    @property
    def check_in_words(self) -> str:
        """Return what the check of its quote found; "" for a citation as it once stood."""
        if not self.pk:
            return ""
        return QuoteCheck(self.quote_check).label if self.quote_check else UNCHECKED


class Link(Audited, Dated, Searchable):
    """An advisory, press, a statement. It shares the version of its event.

    The address may be missing: not every source that was read has one that lasts.
    """

    event = models.ForeignKey("incident.Event", models.CASCADE, related_name="links")
    publisher = CellField(
        "uitgever", max_length=80, help_text="Wie het uitgaf, zoals ‘Security.NL’."
    )
    title = CellField("titel", max_length=200, blank=True)
    url = models.CharField(
        "adres", max_length=500, blank=True, validators=[https_only, one_cell, without_controls]
    )

    audit_parent = "event"
    audit_fields = ("publisher", "title", "date", "url")

    class Meta:
        verbose_name = "andere bron"
        verbose_name_plural = "andere bronnen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="link_is_https",
                condition=models.Q(url="") | models.Q(url__startswith="https://"),
                violation_error_message="Geef een volledig adres dat met https:// begint.",
            ),
            models.CheckConstraint(
                name="link_has_publisher",
                condition=~models.Q(publisher=""),
                violation_error_message="Een bron heeft een uitgever.",
            ),
            models.UniqueConstraint(
                name="link_once_in_event",
                fields=["event", "url"],
                condition=~models.Q(url=""),
                violation_error_message="Deze bron staat er al bij.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, (self.publisher, self.title)))

    @property
    def searched_texts(self):
        return (self.publisher, self.title)
