"""What a reader asked of a timeline: the events, the form, and the question in words."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.formats import date_format

from incident.citations import read_dossier
from incident.kinds import Kind
from incident.models import Event, Incident, Kamerstuk
from timeline.filters import EventFilter

REPEATABLE = ("soort",)


class Part(NamedTuple):
    """One part of the question: in words, and the query string of the question without it."""

    words: str
    without: str


class Choice(NamedTuple):
    """One choice in the form: its value in the address, in words, and whether it is made."""

    value: str
    words: str
    chosen: bool


@dataclass
class Selection:
    """The question that a query string asks of one incident's timeline."""

    incident: Incident
    query: QueryDict

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """Return what was asked, by parameter: blanks, repeats and unknown names left out.

        A single parameter that is given twice with different values says nothing, and is left out.
        """
        asked = {}
        for name in EventFilter.base_filters:
            values = list(dict.fromkeys(v.strip() for v in self.query.getlist(name) if v.strip()))
            if values and (name in REPEATABLE or len(values) == 1):
                asked[name] = values
        return asked

    @cached_property
    def query_string(self) -> str:
        """Return the one spelling of this question, "" for the whole timeline."""
        return self.spelled(self.asked)

    @staticmethod
    def spelled(asked: dict[str, list[str]]) -> str:
        """Return a question as a query string with its "?", or ""."""
        query = QueryDict(mutable=True)
        for name, values in asked.items():
            query.setlist(name, values)
        return f"?{query.urlencode()}" if query else ""

    def strict(self) -> "Selection":
        """Return itself when a program may rely on it; BadRequest names what is wrong."""
        unknown = [name for name in self.query if name not in EventFilter.base_filters]
        if unknown:
            raise BadRequest(f"unknown parameter: {', '.join(sorted(unknown))}")
        for name in self.query:
            if name not in REPEATABLE and len(self.query.getlist(name)) > 1:
                raise BadRequest(f"repeated parameter: {name}")
        if not self.is_valid:
            wrong = (f"{name}: {' '.join(errors)}" for name, errors in self.form.errors.items())
            raise BadRequest(f"invalid parameter: {'; '.join(wrong)}")
        return self

    # The answer

    @cached_property
    def papers(self):
        """Return the papers that a reader can choose from."""
        return Kamerstuk.objects.for_readers(self.incident)

    @cached_property
    def filter(self) -> EventFilter:
        """Return the question as django-filter understands it."""
        query = QueryDict(self.query_string.removeprefix("?"))
        events = Event.objects.for_readers().filter(incident=self.incident)
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

    # The question in words

    @cached_property
    def parts(self) -> list[Part]:
        """Return each part of a valid question in words, with the question that drops it."""
        return (
            [
                Part(self.in_words(name, value), self.without(name, value))
                for name, values in self.asked.items()
                for value in values
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
        return f"{self.form.fields[name].label.lower()} {date_format(cleaned, 'j F Y')}"

    @staticmethod
    def paper_in_words(value: str, papers: list) -> str:
        """Return the paper asked for, or the dossier where all of its papers are."""
        if dossier := read_dossier(value):
            return f"in dossier {' '.join(dossier).strip()}"
        return f"in {papers[0].citation}"

    def without(self, name: str, value: str) -> str:
        """Return the query string of this question without one of its parts."""
        rest = {
            n: [v for v in values if (n, v) != (name, value)] for n, values in self.asked.items()
        }
        return self.spelled({n: values for n, values in rest.items() if values})

    @property
    def question(self) -> str:
        """Return the whole question in words, "" for the whole timeline."""
        kinds = " of ".join(Kind(value).label.lower() for value in self.asked.get("soort", ()))
        parts = [part.words for part in self.parts if not part.words.startswith("soort ")]
        return ", ".join([*parts, f"soort {kinds}"] if kinds else parts)

    @property
    def kinds(self) -> list[Kind]:
        """Return the kinds to choose from."""
        return list(Kind)

    @cached_property
    def paper_choices(self) -> list[Choice]:
        """Return the papers and whole dossiers to choose from, and whatever else was asked."""
        asked = "".join(self.asked.get("kamerstuk", ()))
        papers = list(self.papers)
        dossiers = Counter(" ".join(filter(None, (p.dossier, p.suffix))) for p in papers)
        choices = [(p.slug, str(p)) for p in papers]
        choices += [(d, f"Heel dossier {d}") for d, count in dossiers.items() if d and count > 1]
        if asked and asked not in dict(choices):
            choices.insert(0, (asked, self.parts_of("kamerstuk") or asked))
        return [Choice(value, words, value == asked) for value, words in choices]

    def parts_of(self, name: str) -> str:
        """Return what was asked under one name, in words."""
        values = self.asked[name] if self.is_valid else ()
        return " ".join(self.in_words(name, value) for value in values)

    def rescues(self) -> list[tuple[Part, int]]:
        """Return, for an empty answer, the parts that emptied it: without it there are so many."""
        found = []
        for part in self.parts:
            query = QueryDict(part.without.removeprefix("?"))
            count = Selection(self.incident, query).events.count()
            if count:
                found.append((part, count))
        return found
