"""Verbs for events."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from incident.choices import Status
from incident.publishing.visibility import DAY, Bytewise, PublishableQuerySet, fold, visible

# Dates of which each end is a certain day, in EDTF.
CERTAIN = rf"^{DAY}(/{DAY})?$"


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
            models.Prefetch("citations", to_attr="cited"),
            models.Prefetch("links", to_attr="linked"),
        )

    def for_readers(
        self, at: datetime | None = None, *, also: int | None = None, as_if_open: bool = False
    ):
        """Return all that the public may see, in order, ready to be shown without more queries.

        `also` is the key of one event that is there too, for a person who may read it before the
        public; of the others that person sees what the public does. With `as_if_open` these are
        also the published events of an incident that is not open yet: for staff alone.
        """
        seen = visible(at=at)
        if as_if_open:
            seen = Q(status=Status.PUBLISHED, publish_at__lte=at or timezone.now())
        if also is not None:
            seen |= Q(pk=also)
        return self.filter(seen).chronological().with_sources()

    def unseen(self):
        """Return the events that still go to readers: not yet public, and not withdrawn."""
        out = Q(status=Status.PUBLISHED, publish_at__lte=timezone.now())
        return self.exclude(out).exclude(status=Status.WITHDRAWN)

    def withdrawn(self):
        """Return the events that readers knew and that are withdrawn: their addresses say so."""
        changes = self.model._meta.apps.get_model("incident", "Change").objects.for_readers()
        known = changes.filter(noun="event", row=models.OuterRef("pk"))
        return self.select_related("incident").filter(
            models.Exists(known), status=Status.WITHDRAWN, incident__is_published=True
        )

    def with_known_day(self):
        """Return the events with `known_day`: the first day by whose end it surely was known.

        That is the last possible day of the first paper that told the Chamber; where no such day
        is known, of the first other source. None where neither is known.
        """
        told = self.first_of("citations", "kamerstuk__last_day", told=True)
        linked = self.first_of("links", "last_day")
        return self.annotate(known_day=Coalesce(told, linked))

    def with_statements(self):
        """Return the events with the public statements that stand with each, in one query more."""
        statements = self.model._meta.get_field("statements").related_model.objects
        public = statements.filter(visible("claim__")).select_related("claim", "kamerstuk")
        return self.prefetch_related(models.Prefetch("statements", public, to_attr="stated"))

    def with_questions(self):
        """Return the events with the public written questions that touch each (`asked`)."""
        questions = self.model._meta.get_field("questions").related_model.objects
        public = questions.filter(visible("questions__")).select_related("questions__kamerstuk")
        return self.prefetch_related(models.Prefetch("questions", public, to_attr="asked"))

    def first_of(self, relation: str, day: str, **which):
        """Return the earliest `day` of an event's rows of this relation, for a query around it."""
        rows = self.model._meta.get_field(relation).related_model._base_manager
        rows = rows.filter(event=models.OuterRef("pk"), **which).order_by().values("event")
        return models.Subquery(rows.annotate(first=models.Min(day)).values("first"))

    def known_by(self, day: date):
        """Return the events that were surely known by the end of that day."""
        return self.with_known_day().filter(known_day__lte=day)

    def newest_seen(self):
        """Return the events by when readers first saw them as they are now, the newest first."""
        return self.order_by(Greatest("publish_at", "changed_at").desc(), Bytewise("slug"))

    def never_dated(self):
        """Return the events of which the day of telling is not known."""
        return self.with_known_day().filter(known_day=None)

    def beside(self, event, *, after: bool):
        """Return the events after `event` in the order of the timeline, or those before it."""
        side = "gt" if after else "lt"
        place = Q(**{f"sort_day__{side}": event.sort_day})
        place |= Q(**{"sort_day": event.sort_day, f"span_days__{side}": event.span_days})
        slug = {"sort_day": event.sort_day, "span_days": event.span_days}
        place |= Q(**slug, **{f"slug_bytes__{side}": event.slug})
        events = self.alias(slug_bytes=Bytewise("slug")).filter(place)
        return events if after else events.reverse()

    def possibly_between(self, since: date | None, until: date | None):
        """Return the events of which a possible day lies from `since` up to and with `until`."""
        events = self
        if since:
            events = events.filter(Q(last_day__gte=since) | Q(last_day=None))
        if until:
            events = events.filter(Q(first_day__lte=until) | Q(first_day=None))
        return events

    def of_kinds(self, kinds):
        """Return the events of any of these kinds."""
        return self.filter(kind__in=kinds)

    def citing(self, papers):
        """Return the events that stand in any of these papers."""
        citations = self.model.citations.rel.related_model._base_manager
        return self.filter(
            models.Exists(citations.filter(event=models.OuterRef("pk"), kamerstuk__in=papers))
        )

    def mentioning(self, words: str):
        """Return the events whose title or text holds each of the words, accents aside."""
        events = self
        for word in fold(words).split():
            events = events.filter(search_text__contains=word)
        return events

    def unsourced(self):
        """Return the events without any source, or with a paper without the place in it."""
        citations, links = (
            self.model._meta.get_field(name).related_model._base_manager.filter(
                event=models.OuterRef("pk")
            )
            for name in ("citations", "links")
        )
        nowhere = ~models.Exists(citations) & ~models.Exists(links)
        return self.filter(nowhere | models.Exists(citations.filter(locator="")))

    def unexplained(self):
        """Return the events whose date is uncertain while nothing says why."""
        return self.filter(date_note="").exclude(date="").exclude(date__regex=CERTAIN)

    def for_desk(self):
        """Return the events with what the editors' list shows, in a fixed number of queries."""
        return self.with_sources().annotate(
            told_last=models.Min("citations__kamerstuk__last_day", filter=Q(citations__told=True))
        )
