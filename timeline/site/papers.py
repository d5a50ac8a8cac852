"""The papers: the list of all, each with its incidents, and the page of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import QueryDict

from incident.models import Event, Incident, Kamerstuk, WrittenQuestions
from timeline.pages.questions import QuestionSet, known_sets
from timeline.pages.waits.tellings import MOST_TOLD, Tellings
from timeline.query.counts import Tally, tallied
from timeline.query.page_query import changed, of_day
from timeline.query.portion import Period, Portion
from timeline.site.navigation import alone, by_paper


@dataclass
class PaperList:
    """All papers that something public rests on, the oldest first."""

    @cached_property
    def incidents(self) -> list[Incident]:
        return list(Incident.objects.for_readers())

    @property
    def incident(self) -> Incident | None:
        """Return the incident whose navigation the list keeps."""
        return alone(self.incidents)

    @cached_property
    def rows(self) -> list[tuple[Kamerstuk, list[Incident]]]:
        """Return each paper with the incidents to name beside it: none where there is only one."""
        named = {} if self.incident else by_paper(self.incidents)
        return [(paper, named.get(paper.pk, [])) for paper in self.papers]

    @cached_property
    def papers(self) -> list[Kamerstuk]:
        return list(Kamerstuk.objects.for_readers().with_tellings(MOST_TOLD))

    @cached_property
    def event_counts(self) -> dict[int, int]:
        """Return by the key of a paper the number of events that rest on it; none is left out."""
        return Kamerstuk.objects.event_counts()

    @property
    def tellings(self) -> Tellings:
        return Tellings(self.papers)


@dataclass
class PaperPage:
    """What stands on the page of one paper, as known on `day` or, at None, now."""

    paper: Kamerstuk
    day: date | None
    period: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def portion(self) -> Portion:
        events = Event.objects.for_readers().citing([self.paper])
        return Portion(Tally(tallied(events)).by_day(), self.period)

    @cached_property
    def events(self) -> list[Event]:
        """Return the events that rest on it, or of very many a portion."""
        events = Event.objects.for_readers().with_statements().citing([self.paper])
        return list(self.portion.of(events))

    @property
    def query(self) -> QueryDict:
        return changed(of_day(self.day), **self.portion.query)

    @property
    def pagers(self) -> list[tuple[str, list[tuple[Period, str]]]]:
        return self.portion.pagers_in(of_day(self.day))

    @cached_property
    def incident(self) -> Incident | None:
        """Return the incident whose navigation the page keeps: its own, or the only one."""
        incidents = list(Incident.objects.for_readers())
        own = by_paper(incidents, self.paper.pk)[self.paper.pk]
        return alone(own) or alone(incidents)

    @cached_property
    def question_sets(self) -> list[QuestionSet]:
        """Return the sets of questions that this paper holds or answers."""
        return known_sets(WrittenQuestions.objects.for_readers().about(self.paper), self.day)
