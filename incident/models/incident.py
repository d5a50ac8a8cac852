"""The case that is followed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from incident.audit.models import Change
from incident.audit.recorder import LoggedQuerySet
from incident.fields import LineField, ProseField, slug_of_words
from incident.models.bases import Versioned
from incident.publishing.visibility import Bytewise

RESERVED_SLUGS = {
    *("admin", "kamerstukken", "onderdelen", "static", "sitemap", "robots", "openapi", "voorbeeld"),
    "gezond",
}


def not_reserved(slug: str) -> None:
    """Refuse a slug that is an address of the site itself (ValidationError)."""
    if slug in RESERVED_SLUGS:
        raise ValidationError("Dit adres is van de site zelf. Kies een ander.")


class IncidentQuerySet(LoggedQuerySet):
    """Verbs for incidents."""

    def for_readers(self):
        """Return the incidents that the public may see, by title."""
        return self.filter(is_published=True).order_by(Bytewise("title"))


class IncidentManager(models.Manager.from_queryset(IncidentQuerySet)):
    """Finds an incident by its slug, for fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Incident(Versioned):
    """One case with its own timeline; a second one needs no code."""

    slug = models.CharField(
        "adres",
        max_length=50,
        unique=True,
        validators=[slug_of_words, not_reserved],
        help_text="Het stuk in het webadres, zoals ‘om-citrix’. Verander het daarna niet meer.",
    )
    title = LineField("titel", max_length=120)
    introduction = ProseField(
        "inleiding", blank=True, help_text="Platte tekst boven de tijdlijn. Houd het kort."
    )
    is_published = models.BooleanField(
        "openbaar",
        default=False,
        help_text="Zonder vinkje bestaat dit incident met al zijn gebeurtenissen niet voor lezers.",
    )

    LOGGED = ("slug", "title", "introduction", "is_published")

    objects = IncidentManager()

    class Meta:
        verbose_name = "incident"
        verbose_name_plural = "incidenten"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="incident_has_title_and_slug",
                condition=~models.Q(title="") & ~models.Q(slug=""),
                violation_error_message="Een incident heeft een titel en een adres.",
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    @cached_property
    def updated_at(self) -> datetime:
        """Return when what the public sees here was last published or changed by us."""
        told = Change.objects.for_readers().of_incident(self)
        latest = told.aggregate(latest=models.Max("public_at"))["latest"]
        return max(filter(None, (self.changed_at, latest)))

    def get_absolute_url(self):
        return reverse("timeline:timeline", args=[self.slug])
