"""Verbs for papers of Parliament: what rests on them, and what a citation means."""

from collections import defaultdict
from datetime import date, datetime

from django.db import models
from django.db.models import Window
from django.db.models.functions import DenseRank

from incident.audit.rows import AuditedQuerySet
from incident.models.claim import Statement
from incident.models.questions import Question, WrittenQuestions
from incident.models.sources import Citation, cited_in
from incident.publishing.visibility import Bytewise, mentions, visible
from incident.values.references import Series

# What rests on a paper: whose rows, by which field, and the path from there to what is published.
RESTING = (
    (Citation, "kamerstuk", "event__"),
    (Statement, "kamerstuk", "claim__"),
    (WrittenQuestions, "kamerstuk", ""),
    (WrittenQuestions, "answer", ""),
    (Question, "papers", "questions__"),
)
BY_CASE = [series.value for series in Series if series.is_by_case]
WITHOUT_NUMBER = models.Q(number="", publication="", document_number="") & (
    models.Q(chamber_number="") | ~models.Q(series__in=BY_CASE)
)


class KamerstukQuerySet(AuditedQuerySet):
    """Verbs for papers of Parliament."""

    def for_readers(self, incident=None, at: datetime | None = None):
        """Return the papers on which something public (of `incident`) rests, oldest first.

        That is an event, a statement, or written questions. A paper that only a draft names does
        not exist for readers.
        """
        cited, *others = map(models.Exists, self.resting(incident, at))
        resting = cited_in(incident, cited, at) if incident else models.Q(cited)
        for other in others:
            resting |= other
        return self.filter(resting).chronological()

    def resting(self, incident=None, at: datetime | None = None) -> list:
        """Return the public rows that name the paper at hand (an outer query's), a query each."""
        named = []
        for model, field, path in RESTING:
            rows = model._base_manager.filter(visible(path, at), **{field: models.OuterRef("pk")})
            named.append(rows.filter(**{f"{path}incident": incident}) if incident else rows)
        return named

    def incident_keys(self, *papers: int) -> dict[int, set[int]]:
        """Return by paper the keys of the incidents of which something public rests on it.

        One query, of the papers with these keys, or of all; one on which nothing public rests is
        not among them.
        """
        pairs = []
        for model, field, path in RESTING:
            about = {f"{field}__in": papers} if papers else {f"{field}__isnull": False}
            rows = model._base_manager.filter(visible(path), **about).order_by()
            pairs.append(rows.values_list(field, f"{path}incident"))
        found = defaultdict(set)
        for paper, incident in pairs[0].union(*pairs[1:]):
            found[paper].add(incident)
        return dict(found)

    def chronological(self):
        """Return the papers by day; those without a day come last."""
        return self.order_by(
            models.F("sort_day").asc(nulls_last=True), "span_days", Bytewise("slug")
        )

    def event_counts(self) -> dict[int, int]:
        """Return the number of public events that rest on each paper, by its key; one query."""
        rows = Citation._base_manager.filter(visible("event__")).order_by().values_list("kamerstuk")
        return dict(rows.annotate(models.Count("event", distinct=True)))

    def dated_by(self, day: date):
        """Return the papers that surely existed by the end of that day."""
        return self.filter(last_day__lte=day)

    def with_events(self):
        """Return the papers with their public citations and events (`public_citations`)."""
        public = (
            Citation._base_manager.filter(visible("event__"))
            .select_related("event")
            .order_by("event__sort_day", "event__span_days", Bytewise("event__slug"))
        )
        return self.prefetch_related(
            models.Prefetch("citations", public, to_attr="public_citations")
        )

    def with_tellings(self, most: int):
        """Return the papers with the citations of the public events that each told the Chamber.

        `telling_list` holds those of the first `most` events, in the order of the timeline: an
        event that it told in two places has two.
        """
        order = ("event__sort_day", "event__span_days", Bytewise("event__slug"), "event")
        place = Window(DenseRank(), partition_by="kamerstuk", order_by=order)
        told = Citation._base_manager.filter(visible("event__"), told=True).order_by()
        first = told.annotate(place=place).filter(place__lte=most).values("pk")
        rows = Citation._base_manager.filter(pk__in=first).order_by(*order, "pk")
        return self.prefetch_related(models.Prefetch("citations", rows, to_attr="telling_list"))

    def by_slug(self, slug: str):
        """Return the paper that is, or once was, at this address; capitals aside. None if none."""
        present = self.filter(slug__iexact=slug).first()
        return present or self.filter(former_addresses__slug__iexact=slug).first()

    def at_addresses(self, slugs):
        """Return the papers that are, or once were, at one of these addresses."""
        former = self.model._base_manager.filter(former_addresses__slug__in=slugs).values("pk")
        return self.filter(models.Q(slug__in=slugs) | models.Q(pk__in=former))

    def cited_as(self, reference):
        """Return the papers that a reference names, at most one where it has a number."""
        if reference.chambers_own:
            if reference.document_number:
                return self.filter(document_number=reference.document_number)
            return self.filter(chamber_number=reference.chamber_number, series__in=BY_CASE)
        if reference.version or reference.appendix_of:
            return self.none()
        papers = self.filter(series=reference.series)
        if reference.publication:
            return papers.filter(publication=reference.publication)
        place = ("chamber", "session") if reference.series.has_sessions else ("dossier", "suffix")
        names = (*place, "number")
        return papers.filter(**{name: getattr(reference, name) for name in names})

    def mentioning(self, groups):
        """Return the papers of which number, subject and sender hold a pattern of each group."""
        papers = self
        for patterns in groups:
            papers = papers.filter(mentions(patterns))
        return papers

    def unnumbered(self):
        """Return the papers that no number of a series or of the Chamber names yet."""
        return self.filter(WITHOUT_NUMBER)

    def numbered(self):
        return self.filter(~WITHOUT_NUMBER)

    def with_questions(self):
        """Return the papers with the questions that each answers, for what is asked of each."""
        return self.prefetch_related("answered_questions__kamerstuk")

    def untitled(self):
        return self.filter(title="")

    def in_dossier(self, dossier: str, suffix: str = ""):
        return self.filter(dossier=dossier, suffix=suffix)
