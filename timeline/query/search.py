"""The words that a reader searches: the grammar of `q`, and where they stand in a text.

Every word must be found; each may be replaced by what the editors of the incident hold for the
same, one group on a line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

from incident.values.words import (
    Words,
    pattern,
    placed_words,
    read_words,
    spellings,
    standing,
)

# Words that say nothing by themselves: marked only beside a word that does.
SMALL = {
    *("aan", "als", "bij", "dat", "de", "die", "een", "en", "er", "het", "hoe", "in", "is", "met"),
    *("na", "naar", "niet", "of", "ook", "op", "te", "tot", "uit", "van", "voor", "was", "wat"),
    *("wie", "zijn"),
}

BETWEEN = (" ", "-", "\N{NO-BREAK SPACE}")  # what may stand between words that are marked as one


def joined(words: Words) -> str:
    return "".join(part for word in words for part in word)


class Term(NamedTuple):
    """What is searched in the place of one word: any of the patterns.

    `also` are the other words of its group, as editors wrote them.
    """

    patterns: tuple[str, ...]
    also: tuple[str, ...] = ()
    is_small: bool = False

    def stands_in(self, stored: str) -> bool:
        return any(each in stored for each in self.patterns)


def shortest(patterns: list[str]) -> tuple[str, ...]:
    """Return the patterns without those that another one finds already."""
    once = list(dict.fromkeys(patterns))
    return tuple(p for p in once if not any(other in p for other in once if other != p))


class Synonyms:
    """The groups of an incident, found by any of their words with spaces and hyphens left out."""

    def __init__(self, text: str):
        self.groups: dict[str, list[str]] = {}
        self.longest = 1  # parts of a word or phrase
        for line in text.splitlines():
            members = [member.strip() for member in line.split(",") if read_words(member)]
            for words in map(read_words, members):
                self.groups.setdefault(joined(words), []).extend(members)
                self.longest = max(self.longest, sum(map(len, words)))

    def term(self, words: Words) -> Term | None:
        """Return what is searched for this word or phrase; None where it stands in no group."""
        members = self.groups.get(joined(words))
        if members is None:
            return None
        patterns = [each for member in members for each in spellings(read_words(member))]
        others = [member for member in members if joined(read_words(member)) != joined(words)]
        return Term(shortest([*spellings(words), *patterns]), tuple(dict.fromkeys(others)))


def single(words: Words, place: int) -> Term:
    """Return what is searched for a word in no group: itself, also written as one with a neighbour.

    So "back up" finds "backup" as well.
    """
    neighbours = [words[place - 1 : place + 1], words[place : place + 2]]
    pairs = [pattern([joined(pair)]) for pair in neighbours if len(pair) > 1]
    is_small = joined([words[place]]) in SMALL
    return Term(shortest([*spellings([words[place]]), *pairs]), is_small=is_small)


def read_terms(words: Words, synonyms: Synonyms) -> Iterator[Term]:
    """Yield the terms of a query: where a group knows several words together, these as one."""
    place = 0
    while place < len(words):
        ends = range(min(len(words), place + synonyms.longest), place, -1)
        known = ((synonyms.term(words[place:end]), end) for end in ends)
        default = (single(words, place), place + 1)
        term, place = next((found for found in known if found[0]), default)
        yield term


@dataclass(frozen=True)
class Search:
    """What is searched for one query; without terms it finds nothing."""

    terms: tuple[Term, ...] = ()

    @classmethod
    def of(cls, text: str, synonyms: str = "") -> Self:
        """Read a query; `synonyms` are the groups of the incident, as editors write them."""
        return cls(tuple(dict.fromkeys(read_terms(read_words(text), Synonyms(synonyms)))))

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Return for each word the patterns of which one must stand in searchable text."""
        return [term.patterns for term in self.terms]

    @property
    def also(self) -> list[str]:
        """Return the words that are searched beside those of the reader, as editors wrote them."""
        return list(dict.fromkeys(word for term in self.terms for word in term.also))

    def finds(self, stored: str) -> bool:
        """Return whether searchable text holds every word."""
        return bool(self.terms) and not self.without(stored).terms

    def without(self, stored: str) -> "Search":
        """Return the search for the words that this searchable text does not hold."""
        return Search(tuple(term for term in self.terms if not term.stands_in(stored)))

    def held_by(self, stored: str) -> bool:
        """Return whether searchable text holds any of the words."""
        return any(term.stands_in(stored) for term in self.terms)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the words stand in a text, as (start, end); neighbours are one span.

        A small word counts beside a word that is not.
        """
        placed = placed_words(text)
        loud: dict[int, bool] = {}
        for term in self.terms:
            for number in {n for each in term.patterns for n in standing(each, placed)}:
                loud[number] = loud.get(number, False) or not term.is_small
        all_small = all(term.is_small for term in self.terms)
        spans = [Span(*placed[number][1:3], loud[number] or all_small) for number in sorted(loud)]
        return [(span.start, span.end) for span in merged(text, spans) if span.is_loud]


class Span(NamedTuple):
    """A part of a text in which words were found, and whether that says something."""

    start: int
    end: int
    is_loud: bool


def merged(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans, those as one that overlap or have only a space or hyphen between them."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and (span.start < last.end or text[last.end : span.start] in BETWEEN):
            span = Span(last.start, span.end, last.is_loud or span.is_loud)
            found.pop()
        found.append(span)
    return found
