"""Something that happened."""

import datetime
from itertools import islice

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import slugify

from incident.audit.recorder import audited
from incident.choices import STANDARD, Known, Status, kind_in
from incident.fields import (
    CellField,
    DateTextField,
    LineField,
    ProseField,
    free_slug,
    slug_of_event,
)
from incident.models.bases import Dated, Publishable, Searchable, Versioned, loaded_by
from incident.models.facts import EventFacts
from incident.models.querysets.events import NEWEST, WITHOUT_NOTE, EventQuerySet
from incident.models.sources import Citation
from incident.paths import path_of
from incident.publishing import addresses
from incident.values.kinds import LONGEST_KEY, EventKind

MOST_KEY = 12
KEYS_AT_ONCE = 500  # rows of one query; a database takes no more than so many values
TOO_MANY_KEYS = (
    f"Dit incident heeft al {MOST_KEY} sleutelmomenten. Haal het vinkje eerst bij een andere weg."
)
NO_SHORT_TITLE = "Geef een sleutelmoment een korte titel, voor in de tekening."
NO_DATE = "Vul een datum in voordat deze gebeurtenis verder gaat, zo precies als bekend."
NO_KIND = "Kies een soort uit de lijst voordat deze gebeurtenis verder gaat."
NO_SUCH_KIND = "‘{}’ is geen soort van dit incident. Kies een soort uit de lijst."
NO_SOURCE = "Zet er eerst een bron bij: een Kamerstuk met de plaats daarin, of een andere bron."
NO_LOCATOR = "Zeg bij een vindplaats waar het in het stuk staat, zoals ‘antwoord op vraag 2’."
NO_SUBJECT = "Geef elk Kamerstuk dat hier staat eerst een onderwerp."


class EventManager(models.Manager.from_queryset(EventQuerySet)):
    """Finds an event by incident and slug, for fixtures."""

    def get_by_natural_key(self, incident, slug):
        return self.get(incident__slug=incident, slug=slug)


class Event(EventFacts, Publishable, Versioned, Dated, Searchable):
    """Something that happened, dated as precisely as it is known and no more.

    What the public may see is queried through `Event.objects.for_readers()` and nowhere else.
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
    # The key of a kind of its incident (`Incident.kinds`).
    kind = models.CharField("soort", max_length=LONGEST_KEY, blank=True)
    date = DateTextField("datum", blank=True)
    date_note = LineField(
        "uitleg bij de datum",
        max_length=300,
        blank=True,
        help_text="Waarom de datum niet zeker is of wordt betwist. Lezers zien dit naast de datum.",
    )
    is_key = models.BooleanField(
        "sleutelmoment",
        default=False,
        help_text="Met vinkje staat deze gebeurtenis open op de tijdlijn, met haar woorden in de "
        f"tekening. Hoogstens {MOST_KEY} per incident, anders valt er niets meer op.",
    )
    short_title = CellField(
        "korte titel",
        max_length=40,
        blank=True,
        help_text="Voor in de tekening, zoals ‘OM sluit zich af’. Nodig bij een sleutelmoment.",
    )
    # As `told_day` and `known_day` say of its sources: kept, so that a peildatum asks one table.
    first_told = models.DateField("zeker gemeld op", null=True, editable=False)
    first_known = models.DateField("zeker bekend op", null=True, editable=False)

    audit_fields = (
        *("incident_id", "slug", "title", "body", "kind", "date", "date_note"),
        *("is_key", "short_title", "status", "publish_at"),
    )
    audit_children = ("citations", "links")

    # Sources are read where they were not loaded: they are as public as their event. A statement
    # has a status of its own, so that reading all of them would reveal drafts.
    public_statements = loaded_by("Event.objects.with_statements()")

    objects = EventManager()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.UniqueConstraint(
                name="event_slug_once_in_incident",
                fields=["incident", "slug"],
                condition=~models.Q(slug=""),
                violation_error_message="Dit incident heeft al een gebeurtenis op dit adres.",
            ),
            models.CheckConstraint(
                name="event_has_title",
                condition=~models.Q(title=""),
                violation_error_message="Een gebeurtenis heeft een titel.",
            ),
            models.CheckConstraint(
                name="event_key_has_short_title",
                condition=models.Q(is_key=False) | ~models.Q(short_title=""),
                violation_error_message=NO_SHORT_TITLE,
            ),
            models.CheckConstraint(
                name="event_has_date_and_slug",
                condition=models.Q(status=Status.DRAFT)
                | ~models.Q(date="") & models.Q(sort_day__isnull=False) & ~models.Q(slug=""),
                violation_error_message=NO_DATE,
            ),
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=models.Q(first_day=None)
                | models.Q(last_day=None)
                | models.Q(last_day__gte=models.F("first_day")),
                violation_error_message="Een gebeurtenis eindigt niet voordat zij begint.",
            ),
            models.CheckConstraint(
                name="event_has_kind",
                condition=~models.Q(kind="") | models.Q(status=Status.DRAFT),
                violation_error_message=NO_KIND,
            ),
            *Publishable.constraints,
        ]
        indexes = [
            # That its address is there once is held by an index that leaves out the empty ones, and
            # with which SQLite finds none.
            models.Index(name="event_address", fields=["incident", "slug"]),
            models.Index(name="event_chronology", fields=["incident", "sort_day", "span_days"]),
            models.Index(name="event_coming_out", fields=["publish_at"]),
            models.Index(name="event_at_desk", fields=["-sort_day", "span_days", "slug", "-id"]),
            models.Index(name="event_waiting", fields=["status", "changed_at"]),
            models.Index(name="event_planned", fields=["status", "publish_at"]),
            models.Index(name="event_without_note", fields=["status"], condition=WITHOUT_NOTE),
            models.Index(
                name="event_never_dated",
                fields=["status", "incident"],
                condition=models.Q(first_known=None),
            ),
            # What readers see of one incident, as known on a day too, counted by day and by kind
            # from the index alone, and in its order.
            models.Index(
                name="event_for_readers",
                fields=[
                    *("incident", "status", "sort_day", "kind", "publish_at"),
                    *("first_known", "first_told"),
                ],
            ),
            # The newest for the feeds: of one incident, and of all.
            models.Index("incident", "status", *NEWEST, name="event_newest"),
            models.Index("status", *NEWEST, name="event_newest_of_all"),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.incident.slug, self.slug)

    natural_key.dependencies = ["incident.incident"]

    def get_absolute_url(self):
        return path_of("timeline:event", self.incident.slug, self.slug)

    def clean(self):
        """Refuse an address in figures of another script, an unknown kind, too many key moments."""
        super().clean()
        if not self.slug.isascii():
            raise ValidationError({"slug": slug_of_event.message})
        self.check_kind()
        if self.is_key and self.incident_id:
            keys = Event.objects.filter(incident=self.incident_id, is_key=True)
            if keys.exclude(pk=self.pk).exclude(status=Status.WITHDRAWN).count() >= MOST_KEY:
                raise ValidationError({"is_key": TOO_MANY_KEYS})

    def check_kind(self):
        """Raise ValidationError for a kind that its incident, as it is at hand, does not have."""
        incident = self.incident_at_hand()
        known = {kind.value for kind in incident.kind_list} if incident else {self.kind}
        if self.kind and self.kind not in known:
            raise ValidationError({"kind": NO_SUCH_KIND.format(self.kind)})

    def incident_at_hand(self):
        """Return its incident, also one that is not stored yet; None where it has none."""
        is_there = self.incident_id or Event.incident.is_cached(self)
        return self.incident if is_there else None

    def derive(self):
        super().derive()
        self.slug = self.slug or self.free_slug()

    @property
    def searched_texts(self):
        return (self.title, self.body, self.date_note)

    @property
    def stem(self) -> str:
        """Return what its address is made of: year, month and the words of the title."""
        if not (self.sort_day and self.incident_id):
            return ""
        return f"{self.sort_day:%Y-%m}-{slugify(self.title) or 'gebeurtenis'}"[:90].strip("-")

    def free_slug(self, *taken: str) -> str:
        """Return an unused address that is none of `taken`, "" where it has no date yet."""
        if not (stem := self.stem):
            return ""
        alike = Event.objects.filter(incident=self.incident_id, slug__startswith=stem)
        return free_slug(stem, {*alike.exclude(pk=self.pk).values_list("slug", flat=True), *taken})

    def save(self, *args, **kwargs):
        """Save; in an act of a person no number in an address reveals a hidden event.

        What names it by its address has another snapshot where that changes.
        """
        with audited() as act:
            if act.strict:
                self.incident.refresh_from_db(fields=["kinds"])
                self.check_kind()
                addresses.settle(self, act)
            stored = Event._base_manager.filter(pk=self.pk).values_list("incident", "slug")
            before = stored.first() if self.pk else None
            super().save(*args, **kwargs)
            if before and before != (self.incident_id, self.slug):
                addresses.touch_naming(self, act)
            if act.strict:
                addresses.settle_planned(self.incident_id, Event, act)

    def delete(self, *args, **kwargs):
        """Delete a draft, and log the claims and questions that named it."""
        with audited() as act:
            addresses.touch_naming(self, act)
            deleted = super().delete(*args, **kwargs)
            if act.strict:
                addresses.settle_planned(self.incident_id, Event, act)
            return deleted

    @classmethod
    def keep_following(cls, keys):
        left = iter(sorted(keys))
        while part := list(islice(left, KEYS_AT_ONCE)):
            cls.objects.filter(pk__in=part).keep_first_days()
            Citation.objects.filter(event__in=part).keep_checks()

    def named_papers(self) -> list[int]:
        return [citation.kamerstuk_id for citation in self.citations.all()]

    @classmethod
    def publishing_rules(cls, state):
        own = (("date", NO_DATE, not state.get("date")), ("kind", NO_KIND, not state.get("kind")))
        if "citations" not in state:
            return own
        citations, links = state["citations"], state["links"]
        placed = any(c["locator"] or c["kamerstuk"]["unseen_source"] for c in citations)
        nowhere = not links and not placed
        untitled = any(not citation["kamerstuk"]["title"] for citation in citations)
        return (
            *own,
            (NON_FIELD_ERRORS, NO_SOURCE, not citations and not links),
            (NON_FIELD_ERRORS, NO_LOCATOR, bool(citations) and nowhere),
            (NON_FIELD_ERRORS, NO_SUBJECT, untitled),
        )

    @property
    def as_kind(self) -> EventKind:
        incident = self.incident_at_hand()
        return kind_in(incident.kind_list if incident else STANDARD, self.kind)

    def get_kind_display(self) -> str:
        """Return the label of its kind, as Django does for a field with choices; "" for none."""
        return self.as_kind.label if self.kind else ""

    @cached_property
    def citation_list(self) -> list:
        return list(self.citations.all())

    @cached_property
    def link_list(self) -> list:
        return list(self.links.all())

    @property
    def source_count(self) -> int:
        return len(self.citation_list) + len(self.link_list)

    @property
    def told_day(self) -> datetime.date | None:
        """Return the first day by whose end the Chamber surely was told; None: not known."""
        return self.told_by[0].kamerstuk.last_day if self.told_by else None

    @property
    def known_day(self) -> datetime.date | None:
        """Return the first day by whose end it surely was publicly known; None: not known."""
        return self.first_source.last_day if self.first_source else None

    def is_told_after(self, day: datetime.date) -> bool:
        """Return whether no paper that told the Chamber can be of that day or earlier."""
        papers = [citation.kamerstuk for citation in self.told_by]
        return all(paper.first_day and paper.first_day > day for paper in papers)

    def known_as(self, day: datetime.date) -> Known | None:
        """Return to whom it was surely known by the end of a day; None where to nobody."""
        if self.told_day and self.told_day <= day:
            return Known.TOLD
        return Known.PUBLIC if self.is_known_on(day) else None

    @property
    def is_unexplained(self) -> bool:
        return bool(self.when) and not self.date_note and not self.when.is_certain

    @property
    def gaps(self) -> list[str]:
        """Return in Dutch what is still missing, for staff."""
        missing = {
            "geen bron": not self.citation_list and not self.link_list,
            "vindplaats zonder plaats": any(not c.has_place for c in self.citation_list),
            "citaat niet gevonden": any(c.is_misquoting for c in self.citation_list),
            "dag van melding onbekend": bool(self.told_by) and not self.told_on,
            "geen datum": not self.date,
            "geen soort": not self.kind,
            "onzekere datum zonder uitleg": self.is_unexplained,
        }
        return [gap for gap, found in missing.items() if found]
