"""A query in Dutch words, for the page that shows it."""

from functools import cached_property
from typing import NamedTuple

from django.utils.formats import date_format

from incident.choices import Known
from incident.values.citations import read_dossier
from timeline.query.page_query import suffix, without_value


class Part(NamedTuple):
    """One part of a query: its words in Dutch, and the query string without it."""

    words: str
    without: str


class InWords:
    """What a selection is, in words; a selection with its `query`, `form` and `incident`."""

    @cached_property
    def parts(self) -> list[Part]:
        """Return each part of a valid query in words, with the query string that drops it."""
        given = self.query.lists() if self.is_valid else ()
        return [
            Part(self.in_words(name, value), suffix(without_value(self.query, name, value)))
            for name, values in given
            for value in values
            if name != "volgorde"
        ]

    def in_words(self, name: str, value: str) -> str:
        cleaned = self.form.cleaned_data[name]
        if name == "soort":
            return f"soort {self.incident.kind_of(value).label.lower()}"
        if name == "kamerstuk":
            return self.paper_in_words(value, cleaned)
        if name == "q":
            return f"met de woorden ‘{value}’"
        if name == "bekend":
            return Known(value).words
        if name == "peildatum":
            return f"bekend op {date_format(cleaned, 'j F Y')}"
        return f"{self.form.fields[name].label.lower()} {date_format(cleaned, 'j F Y')}"

    @staticmethod
    def paper_in_words(value: str, papers: list) -> str:
        """Return the paper in Dutch, or the dossier where the value names a whole one."""
        if dossier := read_dossier(value):
            return f"in dossier {' '.join(dossier).strip()}"
        return f"in {papers[0].citation}"

    @property
    def sentence(self) -> str:
        """Return the whole query in Dutch, "" for the whole timeline and an invalid query."""
        if not self.is_valid:
            return ""
        kinds = " of ".join(
            self.incident.kind_of(value).label.lower() for value in self.query.getlist("soort")
        )
        parts = [part.words for part in self.parts if not part.words.startswith("soort ")]
        return ", ".join([*parts, f"soort {kinds}"] if kinds else parts)

    def words_of(self, name: str) -> str:
        """Return all values of one parameter in Dutch, "" for an invalid query."""
        values = self.query.getlist(name) if self.is_valid else ()
        return " ".join(self.in_words(name, value) for value in values)
