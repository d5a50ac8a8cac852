"""Something that happened."""

import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify

from incident.audit.models import Change
from incident.audit.recorder import audited
from incident.choices import Kind, Known, Status, due
from incident.fields import (
    CellField,
    DateTextField,
    LineField,
    ProseField,
    free_slug,
    slug_of_event,
)
from incident.models.bases import Dated, Publishable, Searchable, Versioned, loaded_by
from incident.models.claim import Statement
from incident.models.facts import EventFacts
from incident.models.sources import WITHOUT_PLACE, Citation, Link
from incident.paths import path_of
from incident.publishing import addresses
from incident.publishing.visibility import (
    DAY,
    Bytewise,
    PublishableQuerySet,
    is_open,
    mentions,
    visible,
)

MOST_KEY = 12
TOO_MANY_KEYS = (
    f"Dit incident heeft al {MOST_KEY} sleutelmomenten. Haal het vinkje eerst bij een andere weg."
)
NO_SHORT_TITLE = "Geef een sleutelmoment een korte titel, voor in de tekening."
NO_DATE = "Vul een datum in voordat deze gebeurtenis verder gaat, zo precies als bekend."
NO_KIND = "Kies een soort uit de lijst voordat deze gebeurtenis verder gaat."
NO_SOURCE = "Zet er eerst een bron bij: een Kamerstuk met de plaats daarin, of een andere bron."
NO_LOCATOR = "Zeg bij een vindplaats waar het in het stuk staat, zoals ‘antwoord op vraag 2’."
NO_SUBJECT = "Geef elk Kamerstuk dat hier staat eerst een onderwerp."


# Dates of which each end is a certain day, in EDTF.
CERTAIN = rf"^{DAY}(/{DAY})?$"


def some(model: type[models.Model], **which) -> models.Exists:
    """Return the condition that an event has a row of this model with these values."""
    return models.Exists(model._base_manager.filter(event=models.OuterRef("pk"), **which))


def public_said():
    """Return the public statements with their claim and paper, in the order of their keys."""
    return Statement.objects.filter(visible("claim__")).select_related("claim", "kamerstuk")


def was_told(day: datetime.date) -> models.Exists:
    """Return the condition that a paper had surely told the Chamber by the end of a day."""
    return some(Citation, told=True, kamerstuk__last_day__lte=day)


def was_public(day: datetime.date) -> Q:
    """Return the condition that a paper or another source was surely there by then."""
    return some(Citation, kamerstuk__last_day__lte=day) | some(Link, last_day__lte=day)


def was_known_as(group: Known, day: datetime.date) -> Q:
    told = was_told(day)
    return Q(told) if group == Known.TOLD else was_public(day) & ~told


def newly_known(group: Known, since: datetime.date, until: datetime.date) -> Q:
    before = was_told(since) if group == Known.TOLD else was_public(since)
    return was_known_as(group, until) & ~Q(before)


def was_ever_dated() -> Q:
    papers = some(Citation, kamerstuk__last_day__isnull=False)
    return papers | some(Link, last_day__isnull=False)


class EventQuerySet(PublishableQuerySet):
    """Verbs for events."""

    def chronological(self):
        """Return the events in the order of the timeline.

        First possible day (the last, where the first is open), then the narrower date, then the
        last day, then the slug.
        """
        return self.order_by("sort_day", "span_days", Bytewise("slug"))

    def with_sources(self):
        """Return the events with their incident, papers and links loaded: three queries in all."""
        return self.select_related("incident").prefetch_related(
            models.Prefetch("citations", to_attr="citation_list"),
            models.Prefetch("links", to_attr="link_list"),
        )

    def for_readers(
        self,
        at: datetime.datetime | None = None,
        *,
        also: int | None = None,
        as_if_open: bool = False,
    ):
        """Return all that the public may see, in order, ready to be shown without more queries.

        `also` is the key of one event that is there too, for a person who may read it before the
        public; of the others that person sees what the public does. With `as_if_open` these are
        also the published events of an incident that is not open yet: for staff alone.
        """
        seen = visible(at=at)
        if as_if_open:
            seen = due(at or timezone.now())
        if also is not None:
            seen |= Q(pk=also)
        return self.filter(seen).chronological().with_sources()

    def unseen(self):
        """Return the events that still go to readers: not yet public, and not withdrawn.

        Nor are they in an incident that is withdrawn as a whole.
        """
        gone = Q(status=Status.WITHDRAWN) | Q(incident__is_withdrawn=True)
        return self.exclude(due(timezone.now())).exclude(gone)

    def withdrawn(self):
        """Return the events that readers knew and that are withdrawn: their addresses say so."""
        changes = Change.objects.for_readers()
        known = changes.filter(noun="event", row=models.OuterRef("pk"))
        return self.select_related("incident").filter(
            models.Exists(known), is_open("incident__"), status=Status.WITHDRAWN
        )

    def with_statements(self):
        """Return the events with the public statements that stand with each, in one query more."""
        loaded = models.Prefetch("statements", public_said(), to_attr="public_statements")
        return self.prefetch_related(loaded)

    def statements_with(self, keys):
        """Return the public statements that stand with events of these keys."""
        return public_said().filter(event__in=keys)

    def known_by(self, day: datetime.date):
        """Return the events that some source had surely made public by the end of a day."""
        return self.filter(was_public(day))

    def known_as(self, group: Known, day: datetime.date):
        """Return the events of one group; the two groups of a day hold all that was known by it."""
        return self.filter(was_known_as(group, day))

    def newly_known_as(self, group: Known, since: datetime.date, until: datetime.date):
        """Return the events of one group on the day `until` that were not as well known at `since`.

        An event that was public at `since` and told by `until` is newly told; it is not newly
        public, whatever its source.
        """
        return self.filter(newly_known(group, since, until))

    def compared(self, since: datetime.date, until: datetime.date):
        """Return the events that are new in either group, and those that are never dated."""
        new = [newly_known(group, since, until) for group in Known]
        return self.filter(new[0] | new[1] | ~was_ever_dated())

    def newest_seen(self):
        """Return the events by when readers first saw them as they are now, the newest first."""
        return self.order_by(Greatest("publish_at", "changed_at").desc(), Bytewise("slug"))

    def never_dated(self):
        """Return the events without a known day: no source of them is surely there on any day."""
        return self.filter(~was_ever_dated())

    def beside(self, event, *, after: bool):
        """Return the events after `event` in the order of the timeline, or those before it."""
        side = "gt" if after else "lt"
        place = Q(**{f"sort_day__{side}": event.sort_day})
        place |= Q(**{"sort_day": event.sort_day, f"span_days__{side}": event.span_days})
        slug = {"sort_day": event.sort_day, "span_days": event.span_days}
        place |= Q(**slug, **{f"slug_bytes__{side}": event.slug})
        events = self.alias(slug_bytes=Bytewise("slug")).filter(place)
        return events if after else events.reverse()

    def possibly_between(self, since: datetime.date | None, until: datetime.date | None):
        """Return the events with a possible day from `since` up to and including `until`."""
        events = self
        if since:
            events = events.filter(Q(last_day__gte=since) | Q(last_day=None))
        if until:
            events = events.filter(Q(first_day__lte=until) | Q(first_day=None))
        return events

    def of_kinds(self, kinds):
        return self.filter(kind__in=kinds)

    def citing(self, papers):
        rows = Citation._base_manager.filter(event=models.OuterRef("pk"), kamerstuk__in=papers)
        return self.filter(models.Exists(rows))

    def mentioning(self, groups):
        """Return the events of which text and sources together hold a pattern of each group."""
        events = self
        for patterns in groups:
            links = Link._base_manager.filter(mentions(patterns)).values("event")
            papers = Citation.kamerstuk.field.related_model._base_manager
            cited = Citation._base_manager.filter(kamerstuk__in=papers.filter(mentions(patterns)))
            found = Q(pk__in=links) | Q(pk__in=cited.values("event"))
            events = events.filter(mentions(patterns) | found)
        return events

    def unsourced(self):
        """Return the events without any source, or with a paper we saw without the place in it."""
        citations = Citation._base_manager.filter(event=models.OuterRef("pk"))
        links = Link._base_manager.filter(event=models.OuterRef("pk"))
        nowhere = ~models.Exists(citations) & ~models.Exists(links)
        return self.filter(nowhere | models.Exists(citations.filter(WITHOUT_PLACE)))

    def unexplained(self):
        return self.filter(date_note="").exclude(date="").exclude(date__regex=CERTAIN)

    def for_desk(self):
        """Return the events with `told_last`, from one table: its index then gives their order."""
        own = Citation._base_manager.filter(event=models.OuterRef("pk"), told=True).order_by()
        first = own.values("event").values(day=models.Min("kamerstuk__last_day"))
        events = self.with_sources().select_related(None).prefetch_related("incident")
        return events.annotate(told_last=models.Subquery(first))


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
    kind = models.CharField("soort", max_length=20, choices=Kind, blank=True)
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
                name="event_kind_is_known",
                condition=models.Q(kind__in=Kind.values) | models.Q(kind="", status=Status.DRAFT),
                violation_error_message=NO_KIND,
            ),
            *Publishable.constraints,
        ]
        indexes = [
            models.Index(name="event_chronology", fields=["incident", "sort_day", "span_days"]),
            models.Index(name="event_coming_out", fields=["publish_at"]),
            models.Index(name="event_at_desk", fields=["-sort_day", "span_days", "slug", "-id"]),
            models.Index(name="event_waiting", fields=["status", "changed_at"]),
            # What readers see of one incident, counted by day and by kind from the index alone.
            models.Index(
                name="event_for_readers",
                fields=["incident", "status", "publish_at", "sort_day", "kind"],
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.incident.slug, self.slug)

    natural_key.dependencies = ["incident.incident"]

    def get_absolute_url(self):
        return path_of("timeline:event", self.incident.slug, self.slug)

    def clean(self):
        """Refuse an address in figures of another script, and one key moment too many."""
        super().clean()
        if not self.slug.isascii():
            raise ValidationError({"slug": slug_of_event.message})
        if self.is_key and self.incident_id:
            keys = Event.objects.filter(incident=self.incident_id, is_key=True)
            if keys.exclude(pk=self.pk).exclude(status=Status.WITHDRAWN).count() >= MOST_KEY:
                raise ValidationError({"is_key": TOO_MANY_KEYS})

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
        """Save; in an act of a person no number in an address reveals a hidden event."""
        with audited() as act:
            if act.strict:
                addresses.settle(self, act)
            super().save(*args, **kwargs)
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
    def as_kind(self) -> Kind:
        return Kind(self.kind)

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
            "dag van melding onbekend": bool(self.told_by) and not self.told_on,
            "geen datum": not self.date,
            "geen soort": not self.kind,
            "onzekere datum zonder uitleg": self.is_unexplained,
        }
        return [gap for gap, found in missing.items() if found]
