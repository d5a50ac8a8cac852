"""Verbs for papers of Parliament."""

from datetime import date, datetime

from django.db import models
from django.db.models.functions import Coalesce

from incident.publishing.visibility import Bytewise, LoggedQuerySet, visible

# What rests on a paper: the relation to it, and the path from there to what is published.
RESTING = (
    ("citations", "event__"),
    ("statements", "claim__"),
    ("questions", ""),
    ("answered_questions", ""),
    ("mentioned_by", "questions__"),
)
WITHOUT_NUMBER = {"number": "", "chamber_number": ""}


class KamerstukQuerySet(LoggedQuerySet):
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

    def unnumbered(self):
        """Return the papers that no number of a dossier or of the Chamber names yet."""
        return self.filter(**WITHOUT_NUMBER)

    def numbered(self):
        """Return the papers that a number names."""
        return self.exclude(**WITHOUT_NUMBER)

    def untitled(self):
        """Return the papers without a subject, as quick add makes them."""
        return self.filter(title="")

    def in_dossier(self, dossier: str, suffix: str = ""):
        """Return the papers of one dossier."""
        return self.filter(dossier=dossier, suffix=suffix)
