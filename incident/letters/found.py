"""What stands where in a letter: its head, its questions with their answers, its notes."""

from dataclasses import dataclass

from incident.letters.head import HeadFind
from incident.letters.notes import Note
from incident.letters.questions import Answer, Doubt, Question
from incident.letters.text import Span, Text


@dataclass(frozen=True)
class Structure:
    """All that was found in one text, in its order."""

    text: Text
    head: tuple[HeadFind, ...]
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    notes: tuple[Note, ...]
    doubts: tuple[Doubt, ...]

    def place_of(self, span: Span) -> str:
        """Return the locator of a span: "antwoord op vraag 2", "noot 1 bij de vragen", "p. 3"."""
        raise NotImplementedError


def structure_of(text: Text) -> Structure:
    """Find the structure of a letter."""
    raise NotImplementedError
