"""What a reader asked of a timeline: the events, the form, and the question in words."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils.formats import date_format

from incident.citations import read_dossier
from incident.kinds import Kind
from incident.models import Event, Incident, Kamerstuk
from timeline.filters import NEWEST_FIRST, EventFilter
from timeline.query import Asked, asked_of, check_strictly, kept, spelled

REPEATABLE = ("soort",)


class Part(NamedTuple):
    """One part of the question: in words, and the query string of the question without it."""

    words: str
    without: str


@dataclass
class Selection:
    """The question that a query string asks of one incident's timeline."""

    incident: Incident
    query: QueryDict
    also: int | None = None  # the key of an event that is shown before its time
    as_if_open: bool = False  # to staff, also while the incident is not open

    @cached_property
    def asked(self) -> Asked:
        """Return what was asked, by parameter."""
        return asked_of(self.query, EventFilter.base_filters, REPEATABLE)

    @cached_property
    def query_string(self) -> str:
        """Return the one spelling of this question, "" for the whole timeline."""
        return spelled(self.asked)

    def strict(self) -> "Selection":
        """Return itself when a program may rely on it; BadRequest names what is wrong."""
        check_strictly(self.query, EventFilter.base_filters, self.form, REPEATABLE)
        return self

    def knows(self, statement) -> bool:
        """Return whether a statement was surely made by the peildatum."""
        known = statement.known_day
        return self.day is None or bool(known and known <= self.day)

    def covers(self, day: date) -> bool:
        """Return whether a day of Parliament, of no event, answers this question too."""
        asked = self.form.cleaned_data
        since, until = asked["vanaf"] or day, asked["tot_en_met"] or day
        kinds = self.asked.get("soort", [Kind.PARLIAMENT])
        narrower = {"q", "kamerstuk"} & self.asked.keys()
        return since <= day <= until and Kind.PARLIAMENT in kinds and not narrower

    def with_statements(self) -> "Selection":
        """Return the same selection, each event with what was said about it."""
        told = replace(self)
        told.events = self.events.with_statements()
        return told

    @property
    def address(self) -> str:
        """Return the path of the page that answers this question."""
        return f"{self.incident.get_absolute_url()}{self.query_string}"

    # The answer

    @cached_property
    def papers(self):
        """Return the papers that a reader can choose from."""
        return Kamerstuk.objects.for_readers(self.incident)

    @cached_property
    def filter(self) -> EventFilter:
        """Return the question as django-filter understands it."""
        query = QueryDict(self.query_string.removeprefix("?"))
        seen = Event.objects.for_readers(also=self.also, as_if_open=self.as_if_open)
        events = seen.filter(incident=self.incident)
        return EventFilter(query, queryset=events, papers=self.papers)

    @property
    def form(self):
        """Return the form, with what was asked and what is wrong with it."""
        return self.filter.form

    @cached_property
    def is_valid(self) -> bool:
        """Return whether the question can be answered."""
        return self.filter.is_valid()

    @cached_property
    def events(self):
        """Return the events in the timeline's order; none where the question is not valid."""
        return self.filter.qs if self.is_valid else Event.objects.none()

    @property
    def newest_first(self) -> bool:
        """Return whether the newest event comes first."""
        return "volgorde" in self.asked and self.is_valid

    @property
    def turned(self) -> str:
        """Return the address of the same question in the other order."""
        if self.newest_first:
            return f"{self.incident.get_absolute_url()}{self.rest('volgorde').query_string}"
        turned = spelled({**self.asked, "volgorde": [NEWEST_FIRST]})
        return f"{self.incident.get_absolute_url()}{turned}"

    # As known on a day

    @property
    def day(self) -> date | None:
        """Return the peildatum, None for now and for what is no day."""
        return self.form.cleaned_data.get("peildatum") if self.is_valid else None

    @property
    def keep(self) -> str:
        """Return the query string with which links keep the peildatum."""
        return kept(self.day)

    @property
    def now(self) -> str:
        """Return the address of the same question without a peildatum."""
        return f"{self.incident.get_absolute_url()}{self.rest('peildatum').query_string}"

    @cached_property
    def undated(self) -> int:
        """Return how many events a peildatum leaves out as nobody knows when they were told."""
        return self.rest("peildatum").events.never_dated().count() if self.day else 0

    # The question in words

    @cached_property
    def parts(self) -> list[Part]:
        """Return each part of a valid question in words, with the question that drops it."""
        return (
            [
                Part(self.in_words(name, value), self.without(name, value))
                for name, values in self.asked.items()
                for value in values
                if name != "volgorde"
            ]
            if self.is_valid
            else []
        )

    def in_words(self, name: str, value: str) -> str:
        """Return one part of the question as readers would say it."""
        cleaned = self.form.cleaned_data[name]
        if name == "soort":
            return f"soort {Kind(value).label.lower()}"
        if name == "kamerstuk":
            return self.paper_in_words(value, cleaned)
        if name == "q":
            return f"met de woorden ‘{value}’"
        if name == "peildatum":
            return f"zoals bekend op {date_format(cleaned, 'j F Y')}"
        return f"{self.form.fields[name].label.lower()} {date_format(cleaned, 'j F Y')}"

    @staticmethod
    def paper_in_words(value: str, papers: list) -> str:
        """Return the paper asked for, or the dossier where all of its papers are."""
        if dossier := read_dossier(value):
            return f"in dossier {' '.join(dossier).strip()}"
        return f"in {papers[0].citation}"

    def rest(self, name: str) -> "Selection":
        """Return the selection without the part `name` of its question."""
        asked = {n: values for n, values in self.asked.items() if n != name}
        return replace(self, query=QueryDict(spelled(asked).removeprefix("?")))

    def without(self, name: str, value: str) -> str:
        """Return the query string of this question without one of its parts."""
        rest = {
            n: [v for v in values if (n, v) != (name, value)] for n, values in self.asked.items()
        }
        return spelled({n: values for n, values in rest.items() if values})

    @property
    def question(self) -> str:
        """Return the whole question in words, "" for the whole timeline or what is not valid."""
        if not self.is_valid:
            return ""
        kinds = " of ".join(Kind(value).label.lower() for value in self.asked.get("soort", ()))
        parts = [part.words for part in self.parts if not part.words.startswith("soort ")]
        return ", ".join([*parts, f"soort {kinds}"] if kinds else parts)

    def words_of(self, name: str) -> str:
        """Return what was asked under one name, in words."""
        values = self.asked[name] if self.is_valid else ()
        return " ".join(self.in_words(name, value) for value in values)

    def rescues(self) -> list[tuple[Part, int]]:
        """Return, for an empty answer, the parts that emptied it: without it there are so many."""
        found = []
        for part in self.parts:
            query = QueryDict(part.without.removeprefix("?"))
            count = replace(self, query=query).events.count()
            if count:
                found.append((part, count))
        return found
