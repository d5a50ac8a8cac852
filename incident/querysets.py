"""The verbs with which the facts are asked for; the only place that knows who may see what."""

import unicodedata
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from incident.kinds import Status


def fold(text: str) -> str:
    """Return `text` as it is searched: without accents, in lower case, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def visible(path: str = "", at: datetime | None = None) -> Q:
    """Return the condition for "the public may see this event now".

    `path` leads from the model asked to the event ("citations__event__"); `at` is another moment
    than now. The database decides at the moment of asking, so no job has to run on time.
    """
    return Q(
        **{
            f"{path}status": Status.PUBLISHED,
            f"{path}publish_at__lte": at or timezone.now(),
            f"{path}incident__is_published": True,
        }
    )


class Bytewise(models.Func):
    """Text compared by its bytes on both databases; PostgreSQL would follow a language."""

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler, connection, **extra):
        """Name the collation that SQLite has by nature."""
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **extra)


class PublishableQuerySet(models.QuerySet):
    """Verbs for whatever is on its way to the reader."""

    def published(self, at: datetime | None = None):
        """Return what the public may see: published, due, in a published incident."""
        return self.filter(visible(at=at))


class IncidentQuerySet(models.QuerySet):
    """Verbs for incidents."""

    def for_readers(self):
        """Return the incidents that the public may see, by title."""
        return self.filter(is_published=True).order_by(Bytewise("title"))


# What rests on a paper: the relation to it, and the path from there to what is published.
RESTING = (
    ("citations", "event__"),
    ("statements", "claim__"),
    ("questions", ""),
    ("answered_questions", ""),
    ("mentioned_by", "questions__"),
)


class KamerstukQuerySet(models.QuerySet):
    """Verbs for papers of Parliament."""

    def for_readers(self, incident=None, at: datetime | None = None):
        """Return the papers on which something public (of `incident`) rests, oldest first.

        That is an event, a statement, or written questions. A paper that only a draft names does
        not exist for readers.
        """
        resting = models.Q()
        for rows in self.resting(incident, at):
            resting |= models.Exists(rows)
        return self.filter(resting).chronological()

    def resting(self, incident=None, at: datetime | None = None) -> list:
        """Return the public rows that name the paper at hand (an outer query's), a query each."""
        named = []
        for relation, path in RESTING:
            related = self.model._meta.get_field(relation)
            rows = related.related_model._base_manager.filter(
                visible(path, at), **{related.field.name: models.OuterRef("pk")}
            )
            named.append(rows.filter(**{f"{path}incident": incident}) if incident else rows)
        return named

    def chronological(self):
        """Return the papers by day; those without a day come last."""
        return self.order_by(
            models.F("sort_day").asc(nulls_last=True), "span_days", Bytewise("slug")
        )

    def counted(self):
        """Return the papers with `event_count`, the number of public events that rest on each."""
        events = self.resting()[0].order_by().values("kamerstuk")
        counted = events.annotate(count=models.Count("event", distinct=True)).values("count")
        return self.annotate(event_count=Coalesce(models.Subquery(counted), 0))

    def there_by(self, day: date):
        """Return the papers that surely were there by the end of that day."""
        return self.filter(last_day__lte=day)

    def with_events(self):
        """Return the papers with their public citations and events (`public_citations`)."""
        citations = self.model._meta.get_field("citations").related_model._base_manager
        public = (
            citations.filter(visible("event__"))
            .select_related("event")
            .order_by("event__sort_day", "event__span_days", Bytewise("event__slug"))
        )
        return self.prefetch_related(
            models.Prefetch("citations", public, to_attr="public_citations")
        )

    def at_address(self, slug: str):
        """Return the paper that is, or once was, at this address; capitals aside. None if none."""
        present = self.filter(slug__iexact=slug).first()
        return present or self.filter(former_addresses__slug__iexact=slug).first()

    def cited_as(self, reference):
        """Return the papers that a `citations.Reference` can mean."""
        if reference.chamber_number:
            return self.filter(chamber_number=reference.chamber_number)
        papers = self.filter(dossier=reference.dossier, suffix=reference.suffix)
        return papers.filter(number=reference.number)

    def in_dossier(self, dossier: str, suffix: str = ""):
        """Return the papers of one dossier."""
        return self.filter(dossier=dossier, suffix=suffix)


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

    def for_readers(self, at: datetime | None = None):
        """Return all that the public may see, in order, ready to be shown without more queries."""
        return self.published(at).chronological().with_sources()

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

    def for_desk(self):
        """Return the events with what the editors' list shows, in a fixed number of queries."""
        return self.with_sources().annotate(
            told_last=models.Min("citations__kamerstuk__last_day", filter=Q(citations__told=True))
        )


class ClaimQuerySet(PublishableQuerySet):
    """Verbs for claims."""

    def for_readers(self, at: datetime | None = None):
        """Return the public claims in the order of the page, each with what was said of it."""
        statements = self.model.statements.rel.related_model.objects.select_related("kamerstuk")
        return (
            self.published(at)
            .select_related("incident")
            .order_by("place", "pk")
            .prefetch_related(models.Prefetch("statements", statements))
        )


class WrittenQuestionsQuerySet(PublishableQuerySet):
    """Verbs for sets of written questions."""

    def for_readers(self, at: datetime | None = None):
        """Return the public sets, oldest first, with their questions and what these name."""
        event = self.model.rows.rel.related_model.events.rel.model
        events = event.objects.published(at).select_related("incident").chronological()
        return (
            self.published(at)
            .select_related("incident", "kamerstuk", "answer")
            .order_by(models.F("kamerstuk__sort_day").asc(nulls_last=True), "pk")
            .prefetch_related(
                models.Prefetch("rows__events", events, to_attr="public_events"), "rows__papers"
            )
        )
