"""Something that happened."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify

from incident.dates import EventDate
from incident.kinds import Kind, Status
from incident.models.bases import Dated, Versioned
from incident.models.fields import DateTextField, LineField, ProseField, slug_of_event
from incident.querysets import EventQuerySet, fold


class EventManager(models.Manager.from_queryset(EventQuerySet)):
    """Finds an event by incident and slug, for fixtures."""

    def get_by_natural_key(self, incident, slug):
        return self.get(incident__slug=incident, slug=slug)


class Event(Versioned, Dated):
    """Something that happened, dated as precisely as it is known and no more.

    What the public may see is asked through `Event.objects.for_readers()` and nowhere else.
    """

    incident = models.ForeignKey(
        "incident.Incident", models.PROTECT, verbose_name="incident", related_name="events"
    )
    slug = models.CharField(
        "adres",
        max_length=100,
        blank=True,
        validators=[slug_of_event],
        help_text="Leeg laten: dan maken wij het van datum en titel. Het blijft daarna gelijk.",
    )
    title = LineField(
        "titel", max_length=120, help_text="Wat er gebeurde, in één regel van hoogstens 120 tekens."
    )
    body = ProseField(
        "tekst", blank=True, help_text="Platte tekst. Een lege regel begint een nieuwe alinea."
    )
    kind = models.CharField("soort", max_length=20, choices=Kind)
    date = DateTextField("datum")
    date_note = LineField(
        "uitleg bij de datum",
        max_length=300,
        blank=True,
        help_text="Waarom de datum niet zeker is of wordt betwist. Lezers zien dit naast de datum.",
    )
    status = models.CharField(
        "status",
        max_length=20,
        choices=Status,
        default=Status.DRAFT,
        help_text="Alleen wat gepubliceerd is, zien lezers. Een concept bestaat voor hen niet.",
    )
    publish_at = models.DateTimeField(
        "openbaar vanaf",
        null=True,
        blank=True,
        help_text="Leeg laten: meteen, zodra de status ‘Gepubliceerd’ is. Nederlandse tijd.",
    )
    search_text = models.TextField(editable=False, default="")

    objects = EventManager()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        constraints = [
            models.UniqueConstraint(
                name="event_slug_once_in_incident",
                fields=["incident", "slug"],
                violation_error_message="Dit incident heeft al een gebeurtenis op dit adres.",
            ),
            models.CheckConstraint(
                name="event_has_title_and_slug",
                condition=~models.Q(title="") & ~models.Q(slug=""),
                violation_error_message="Een gebeurtenis heeft een titel en een adres.",
            ),
            models.CheckConstraint(
                name="event_has_date",
                condition=~models.Q(date="") & models.Q(sort_day__isnull=False),
                violation_error_message="Een gebeurtenis heeft een datum.",
            ),
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=models.Q(first_day=None)
                | models.Q(last_day=None)
                | models.Q(last_day__gte=models.F("first_day")),
                violation_error_message="Een gebeurtenis eindigt niet voordat zij begint.",
            ),
            models.CheckConstraint(
                name="event_kind_is_known",
                condition=models.Q(kind__in=Kind.values),
                violation_error_message="Kies een soort uit de lijst.",
            ),
            models.CheckConstraint(
                name="event_status_is_known",
                condition=models.Q(status__in=Status.values),
                violation_error_message="Kies een status uit de lijst.",
            ),
            models.CheckConstraint(
                name="event_published_has_moment",
                condition=~models.Q(status=Status.PUBLISHED) | models.Q(publish_at__isnull=False),
                violation_error_message="Wat gepubliceerd is, heeft een moment van publicatie.",
            ),
        ]
        indexes = [
            models.Index(name="event_chronology", fields=["incident", "sort_day", "span_days"]),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.incident.slug, self.slug)

    natural_key.dependencies = ["incident.incident"]

    def get_absolute_url(self):
        return reverse("timeline:event", args=[self.incident.slug, self.slug])

    def derive(self):
        """Keep bounds, address, search text, and the moment of publication."""
        super().derive()
        self.slug = self.slug or self.free_slug()
        self.search_text = fold(f"{self.title} {self.body}")
        if self.status == Status.PUBLISHED and self.publish_at is None:
            self.publish_at = timezone.now()

    def free_slug(self) -> str:
        """Return an unused address: year, month and the words of the title."""
        if not (self.sort_day and self.incident_id):
            return ""
        stem = f"{self.sort_day:%Y-%m}-{slugify(self.title) or 'gebeurtenis'}"[:90].strip("-")
        taken = Event.objects.filter(incident=self.incident_id, slug__startswith=stem)
        used = set(taken.exclude(pk=self.pk).values_list("slug", flat=True))
        names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(used) + 2))
        return next(name for name in names if name not in used)

    @property
    def as_kind(self) -> Kind:
        """Return its kind with all that the enum knows of it."""
        return Kind(self.kind)

    @property
    def is_public(self) -> bool:
        """Return whether the public sees this event at this moment."""
        return bool(self.pk) and Event.objects.published().filter(pk=self.pk).exists()

    @cached_property
    def cited(self) -> list:
        """Return its citations with their papers, read once for this instance."""
        return list(self.citations.all())

    @cached_property
    def linked(self) -> list:
        """Return its other sources, read once for this instance."""
        return list(self.links.all())

    @property
    def told_by(self) -> list:
        """Return the citations of papers that told the Chamber of it, the earliest first."""
        told = [citation for citation in self.cited if citation.told]
        return sorted(told, key=lambda citation: citation.kamerstuk.told_order)

    @property
    def told_on(self) -> EventDate | None:
        """Return the first day on which a paper told the Chamber; None where it is not known."""
        return next((c.kamerstuk.when for c in self.told_by if c.kamerstuk.date), None)

    @property
    def gaps(self) -> list[str]:
        """Return in Dutch what is still missing, for staff."""
        missing = {
            "geen bron": not self.cited and not self.linked,
            "vindplaats zonder plaats": any(not c.locator for c in self.cited),
            "stuk zonder nummer": any(not c.kamerstuk.is_numbered for c in self.cited),
            "dag van melding onbekend": any(c.told for c in self.cited) and not self.told_on,
            "onzekere datum zonder uitleg": not self.date_note and not self.when.is_certain,
        }
        return [gap for gap, found in missing.items() if found]
