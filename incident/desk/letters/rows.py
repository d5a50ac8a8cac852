"""The finds of a letter as rows of the reading table, in the letter's order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from incident.desk.shared.dates import in_words
from incident.letters.finds.citing import CitationFind, citations
from incident.letters.finds.dated import DateFind, dates
from incident.letters.finds.even import MARK
from incident.letters.finds.mentions import LetterMention, letters
from incident.letters.finds.repeats import alike
from incident.letters.finds.sentences import sentences
from incident.letters.found import Structure, structure_of
from incident.letters.head import (
    ADDRESSEE,
    ASKER,
    CASE,
    DAY,
    KIND,
    REFERENCE,
    SENDER,
    SENT_IN,
    SUBJECT,
    HeadFind,
)
from incident.letters.questions import Question
from incident.letters.text import Span, Text
from incident.models import Letter, LetterStep, Statement
from incident.values.dates import EventDate
from incident.values.references import Reference

LONGEST_QUOTE = 300
OF_PAPER = {
    "Soort": KIND,
    "Afzender": SENDER,
    "Datum": DAY,
    "Onderwerp": SUBJECT,
    "Kenmerk": REFERENCE,
    "Zaaknummer": CASE,
}
OF_SET = {"Van": ASKER, "Aan": ADDRESSEE, "Ingezonden": SENT_IN}
BY_DAY = "Alleen met een datum genoemd. Kies zelf welk stuk dit is."
HOW = {
    "zelfde": "Deze zin zegt misschien hetzelfde als: {}",
    "anders": "Deze zin zegt misschien iets anders dan: {}",
}


class RowKind(Enum):
    """What can be made of a find; the value stands in its key, and so in the database."""

    PAPER = "stuk"
    SET = "vragen"
    QUESTION = "vraag"
    EVENT = "datum"
    CITATION = "vindplaats"
    STATEMENT = "uitspraak"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    RowKind.PAPER: "Stuk",
    RowKind.SET: "Kamervragen",
    RowKind.QUESTION: "Vraag",
    RowKind.EVENT: "Datum",
    RowKind.CITATION: "Vindplaats",
    RowKind.STATEMENT: "Lijkt op een uitspraak",
}


@dataclass
class Row:
    """One find: where it stands, in which words, and what a person did with it."""

    kind: RowKind
    title: str
    span: Span | None = None  # what is marked in the letter
    around: Span | None = None  # the words that it rests on: its sentence, or itself
    words: str = ""
    facts: tuple[tuple[str, str], ...] = ()  # what the head says; "" for what it does not
    place: str = ""
    number: int = 0
    date: str = ""
    reference: Reference | None = None
    is_by_day: bool = False  # a letter that is named by its day alone
    why: str = ""
    statement: Statement | None = None
    step: LetterStep | None = None
    made: object = None  # the row of the record that came of it, where it is still there
    form: object = None
    is_open: bool = False  # its form is shown unfolded
    link: str = ""  # where what came of it stands at the desk

    @property
    def key(self) -> str:
        """Return the name of this find, which lasts as long as the text does."""
        parts = [self.kind.value]
        if self.number:
            parts.append(self.number)
        elif self.span:
            parts += [self.span.start, self.span.end]
        if self.statement:
            parts.append(self.statement.pk)
        return "-".join(map(str, parts))

    @property
    def quote(self) -> str:
        """Return the words that it rests on where they fit a citation, else ""."""
        return self.words if len(self.words) <= LONGEST_QUOTE else ""


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

    def head(self, name: str) -> str:
        """Return what the head says of one thing, of several with "en" between; "" for nothing."""
        found = [find.value for find in self.structure.head if find.name == name]
        return " en ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


@lru_cache(maxsize=2)
def finds_in(text: str) -> Finds:
    """Return what stands in a text; the same text is read once for all its pages and steps."""
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


def rows_of(letter: Letter) -> list[Row]:
    """Return the rows of a letter: the paper, its questions, and all else in its order."""
    finds = finds_in(letter.text)
    own = [*questions(finds), *events(finds), *papers(finds), *repeats(finds, letter)]
    own.sort(key=lambda row: (row.span.start, row.kind is not RowKind.QUESTION))
    rows = [paper(finds, letter), *question_set(finds), *own]
    steps = {step.find: step for step in letter.steps.all()}
    for row in rows:
        row.step = steps.get(row.key)
    return rows


def paper(finds: Finds, letter: Letter) -> Row:
    return Row(RowKind.PAPER, "Het stuk zelf", facts=facts(finds, OF_PAPER))


def facts(finds: Finds, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what the head says of some things, by their label; days in words."""
    found = {label: (name, finds.head(name)) for label, name in names.items()}
    return tuple(
        (label, in_words(said) if name in (DAY, SENT_IN) else said)
        for label, (name, said) in found.items()
    )


def question_set(finds: Finds) -> list[Row]:
    number = finds.head(CASE)
    if not (number and finds.structure.questions):
        return []
    return [Row(RowKind.SET, f"De vragen {number}", facts=facts(finds, OF_SET))]


def questions(finds: Finds) -> list[Row]:
    return [question(finds, asked) for asked in finds.structure.questions]


def question(finds: Finds, asked: Question) -> Row:
    answer = finds.structure.answer_to(asked.number)
    where = asked.heading or asked.span
    return Row(
        RowKind.QUESTION,
        f"Vraag {asked.number}",
        span=where,
        words=finds.words(asked.span),
        place=finds.structure.place_of(answer.span) if answer else "",
        number=asked.number,
    )


def events(finds: Finds) -> list[Row]:
    return [
        Row(
            RowKind.EVENT,
            found.words,
            span=found.span,
            around=found.sentence,
            words=finds.words(found.sentence),
            place=finds.structure.place_of(found.span),
            date=found.date,
            why=found.why,
        )
        for found in finds.dates
    ]


def papers(finds: Finds) -> list[Row]:
    return [*cited(finds), *named(finds)]


def named(finds: Finds) -> list[Row]:
    return [
        Row(
            RowKind.CITATION,
            found.words,
            span=found.span,
            words=found.words,
            place=finds.structure.place_of(found.span),
            date=found.date,
            is_by_day=True,
            why=BY_DAY,
        )
        for found in finds.letters
    ]


def cited(finds: Finds) -> list[Row]:
    """Return the papers that are cited, but for the questions that the letter answers."""
    own = finds.head(CASE)
    return [
        Row(
            RowKind.CITATION,
            found.printed,
            span=found.span,
            words=found.printed,
            place=finds.structure.place_of(found.span),
            reference=found.reference,
            why=found.why,
        )
        for found in finds.citations
        if not (own and found.printed == own)
    ]


def repeats(finds: Finds, letter: Letter) -> list[Row]:
    """Return the sentences that are like a statement that the record has about this incident.

    What members ask is no statement.
    """
    known = Statement.objects.filter(claim__incident=letter.incident_id).select_related("claim")
    known = [statement for statement in known if statement.kamerstuk_id != letter.kamerstuk_id]
    asked = [question.span for question in finds.structure.questions]
    told = [one for one in finds.sentences if not any(one[1] in part for part in asked)]
    rows = []
    said = [words for words, _ in told]
    for repeat in alike(said, [statement.summary for statement in known]):
        statement, (_, span) = known[repeat.statement], told[repeat.sentence]
        rows.append(
            Row(
                RowKind.STATEMENT,
                statement.claim.title,
                span=span,
                words=finds.words(span),
                place=finds.structure.place_of(span),
                why=HOW[repeat.how].format(statement),
                statement=statement,
            )
        )
    return rows
