"""What the words of a query find beside events, and in which source an event was found."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from incident.models import Claim, Event, Kamerstuk, Question, Statement, WrittenQuestions
from incident.values.words import searchable
from timeline.pages.claims import standings
from timeline.pages.questions import QuestionSet, question_sets
from timeline.query.search import Search
from timeline.query.selection import Selection

SENTENCE = re.compile(r"(?<=[.!?])\s+")
MOST_SOURCES = 3


class FoundQuestion(NamedTuple):
    """A question, its anchor on the page, and the sentence of its answer that holds a word."""

    question: Question
    anchor: str
    passage: str


class FoundClaim(NamedTuple):
    """An open question, and the statements about it that hold a word."""

    claim: Claim
    statements: list[Statement]


@dataclass
class AlsoFound:
    """All that a selection finds beside its events: by its words and its day alone.

    It is public, and as the pages where it stands show it on that day.
    """

    selection: Selection

    @property
    def search(self) -> Search:
        return self.selection.search

    @property
    def is_found(self) -> bool:
        return bool(self.sets or self.questions or self.claims or self.papers)

    @property
    def question_count(self) -> int:
        return len(self.sets) + len(self.questions)

    @property
    def leaves_out(self) -> bool:
        """Return whether the query asks more of events than words and a day."""
        return bool(self.selection.query.keys() - {"q", "peildatum", "volgorde"})

    @cached_property
    def all_sets(self) -> list[QuestionSet]:
        asked = bool(self.search.terms)
        return question_sets(self.selection.incident, self.selection.day) if asked else []

    @cached_property
    def sets(self) -> list[WrittenQuestions]:
        """Return the sets that hold every word in who asked whom."""
        sets = [each.set for each in self.all_sets]
        return [s for s in sets if self.search.finds(searchable(s.askers, s.addressees))]

    @cached_property
    def questions(self) -> list[FoundQuestion]:
        """Return the questions that hold every word, with the answer where it was there."""
        found = []
        for each in self.all_sets:
            for question in each.set.rows.all():
                answer = question.note if each.is_answered else ""
                if self.search.finds(searchable(question.wording, answer)):
                    passage = self.passage(answer)
                    found.append(FoundQuestion(question, each.anchor(question), passage))
        return found

    def passage(self, text: str) -> str:
        """Return the first sentence that holds a word, "" where none does."""
        return next((part for part in SENTENCE.split(text) if self.search.spans(part)), "")

    @cached_property
    def claims(self) -> list[FoundClaim]:
        """Return the open questions that hold every word together with what was said of them."""
        selection = self.selection
        asked = standings(selection.incident, selection.day) if self.search.terms else []
        found = []
        for standing in asked:
            claim, said = standing.claim, standing.statements
            texts = [text for s in said for text in (s.speaker, s.summary, s.publisher)]
            stored = searchable(claim.title, claim.explanation, *texts)
            if said and self.search.finds(stored):
                telling = [s for s in said if self.search.spans(f"{s.speaker}: {s.summary}")]
                found.append(FoundClaim(claim, telling))
        return found

    @cached_property
    def papers(self) -> list[Kamerstuk]:
        return list(self.selection.found_papers()) if self.search.terms else []


def sources_found(search: Search, event: Event) -> list[str]:
    """Return the sources of an event that hold words which its own text does not, a few of them."""
    rest = search.without(event.search_text)
    if not rest.terms:
        return []
    papers = [c.kamerstuk for c in event.citation_list if rest.held_by(c.kamerstuk.search_text)]
    named = [", ".join(filter(None, (str(paper), paper.sender))) for paper in papers]
    named += [str(link) for link in event.link_list if rest.held_by(link.search_text)]
    return list(dict.fromkeys(named))[:MOST_SOURCES]
