"""The verbs with which the facts are asked for; the only place that knows who may see what."""

import unicodedata
from datetime import date, datetime

from django.db import models
from django.db.models import Q
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


class IncidentQuerySet(models.QuerySet):
    """Verbs for incidents."""

    def for_readers(self):
        """Return the incidents that the public may see, by title."""
        return self.filter(is_published=True).order_by(Bytewise("title"))


class KamerstukQuerySet(models.QuerySet):
    """Verbs for papers of Parliament."""

    def for_readers(self, incident=None, at: datetime | None = None):
        """Return the papers on which a public event (of `incident`) rests, oldest first.

        A paper that only a draft cites does not exist for readers.
        """
        resting = self.resting(at)
        if incident:
            resting = resting.filter(event__incident=incident)
        return self.filter(models.Exists(resting)).chronological()

    def resting(self, at: datetime | None = None):
        """Return the citations of the paper at hand (an outer query's) by public events."""
        citations = self.model.citations.rel.related_model._base_manager
        return citations.filter(visible("event__", at), kamerstuk=models.OuterRef("pk"))

    def chronological(self):
        """Return the papers by day; those without a day come last."""
        return self.order_by(
            models.F("sort_day").asc(nulls_last=True), "span_days", Bytewise("slug")
        )

    def counted(self):
        """Return the papers with `event_count`, the number of public events that rest on each."""
        events = self.resting().order_by().values("kamerstuk")
        counted = events.annotate(count=models.Count("event", distinct=True)).values("count")
        return self.annotate(event_count=models.Subquery(counted))

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


class EventQuerySet(models.QuerySet):
    """Verbs for events."""

    def published(self, at: datetime | None = None):
        """Return the events that the public may see: published, due, in a published incident."""
        return self.filter(visible(at=at))

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
