"""All that the rules find in the text of one letter, read once for all who ask."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock

from incident.letters.finds.citing import CitationFind, citations
from incident.letters.finds.dated import DateFind, dates
from incident.letters.finds.even import MARK
from incident.letters.finds.mentions import LetterMention, letters
from incident.letters.finds.sentences import sentences
from incident.letters.found import Structure, structure_of
from incident.letters.head import CASE, DAY, SENT_IN, HeadFind
from incident.letters.text import Span, Text
from incident.values.dates import EventDate

READING = Lock()


@dataclass(frozen=True)
class Finds:
    """All that the rules find in one text."""

    text: Text
    structure: Structure
    dates: list[DateFind]
    citations: list[CitationFind]
    letters: list[LetterMention]  # named by their day alone
    sentences: list[tuple[str, Span]]

    def words(self, span: Span) -> str:
        """Return a part of the letter on one line, without the marks of its footnotes."""
        return " ".join(MARK.sub("", self.text.words(span)).split())

    @property
    def told(self) -> list[tuple[str, Span]]:
        """Return the sentences but for those of questions."""
        asked = sorted(question.span for question in self.structure.questions)
        return [(words, span) for words, span in self.sentences if not is_within(span, asked)]

    @property
    def cases(self) -> list[str]:
        """Return the numbers of the questions that the letter answers."""
        return [find.value for find in self.structure.head if find.name == CASE]

    def head(self, name: str) -> str:
        """Return what the head says of one thing, of several with "en" between; "" for nothing."""
        found = [find.value for find in self.structure.head if find.name == name]
        return " en ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def is_within(span: Span, parts: list[Span]) -> bool:
    """Return whether a span stands in one of these parts, which are in order."""
    at = bisect_right(parts, span.start, key=lambda part: part.start)
    return at > 0 and span in parts[at - 1]


def finds_in(text: str) -> Finds:
    """Return what stands in a text; the same text is read once for all its pages and steps.

    One is read at a time: who asks for the same one meanwhile waits and gets the same.
    """
    with READING:
        return read(text)


@lru_cache(maxsize=2)
def read(text: str) -> Finds:
    whole = Text(text)
    structure, flow = structure_of(whole), whole.flow
    asked = day_of(structure.head, SENT_IN)
    parts = [(question.span, asked) for question in structure.questions]
    parts += [(structure.title, asked)] if structure.title else []
    found = dates(flow, day_of(structure.head, DAY), parts)
    said = [(flow.text[start:end], flow.span(start, end)) for start, end in sentences(flow)]
    return Finds(whole, structure, found, citations(flow), letters(whole, found), said)


def day_of(head: Iterable[HeadFind], name: str) -> date | None:
    """Return a day that the head tells, where it is certain to the day."""
    found = next((EventDate.parse(find.value) for find in head if find.name == name), None)
    return found.first if found and found.is_day else None
