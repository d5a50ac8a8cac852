"""Something that happened."""

import datetime

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify

from incident.dates import EventDate
from incident.kinds import Kind
from incident.models.bases import Dated, Publishable, Versioned
from incident.models.fields import DateTextField, LineField, ProseField, slug_of_event
from incident.querysets import EventQuerySet, fold


class EventManager(models.Manager.from_queryset(EventQuerySet)):
    """Finds an event by incident and slug, for fixtures."""

    def get_by_natural_key(self, incident, slug):
        return self.get(incident__slug=incident, slug=slug)


class Event(Publishable, Versioned, Dated):
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
            *Publishable.constraints,
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
        """Keep bounds, address and search text."""
        super().derive()
        self.slug = self.slug or self.free_slug()
        self.search_text = fold(f"{self.title} {self.body}")

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

    @cached_property
    def cited(self) -> list:
        """Return its citations with their papers, read once for this instance."""
        return list(self.citations.all())

    @cached_property
    def linked(self) -> list:
        """Return its other sources, read once for this instance."""
        return list(self.links.all())

    @cached_property
    def stated(self) -> list:
        """Return no statements: only `with_statements()` loads what the public may see."""
        return []

    @property
    def told_by(self) -> list:
        """Return the citations of papers that told the Chamber of it, the earliest first."""
        told = [citation for citation in self.cited if citation.told]
        return sorted(told, key=lambda citation: citation.kamerstuk.told_order)

    @property
    def told_on(self) -> EventDate | None:
        """Return the first day on which a paper told the Chamber; None where it is not known."""
        return next((c.kamerstuk.when for c in self.told_by if c.kamerstuk.date), None)

    @cached_property
    def known_day(self) -> datetime.date | None:
        """Return the first day by whose end it surely was known; None where that is not known.

        The Chamber's papers go first; other sources count where no paper tells the day. What
        `with_known_day()` worked out for many at once is not worked out again.
        """
        told = [c.kamerstuk.last_day for c in self.told_by if c.kamerstuk.last_day]
        linked = [link.last_day for link in self.linked if link.last_day]
        return min(told or linked, default=None)

    @property
    def delay_days(self) -> int | None:
        """Return the days from event to telling where both are certain days, else None."""
        told, when = self.told_on, self.when
        return (told.first - when.first).days if told and told.is_day and when.is_day else None

    @property
    def is_foretold(self) -> bool:
        """Return whether the Chamber was told before its first possible day, or its last known."""
        told = self.told_on
        return bool(told and told.last and told.last < self.when.sort_day)

    @property
    def shown_at(self) -> datetime.datetime:
        """Return when readers first saw it as it is now: published, or changed after that."""
        return max(self.publish_at, self.changed_at)

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
