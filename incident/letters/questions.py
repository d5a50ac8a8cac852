"""Questions and answers, paired by number and not by place; what does not fit is a doubt."""

from dataclasses import dataclass

from incident.letters.text import Span


@dataclass(frozen=True)
class Question:
    """The words of a question, without its heading."""

    number: int
    heading: Span | None
    span: Span


@dataclass(frozen=True)
class Answer:
    """The words of an answer, to one question or to several; without heading it needs a look."""

    numbers: tuple[int, ...]
    heading: Span | None
    span: Span


@dataclass(frozen=True)
class Doubt:
    """What a person must look at, in Dutch, and where."""

    words: str
    span: Span | None
