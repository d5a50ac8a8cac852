"""The finds of a letter as rows of the reading table, in the letter's order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from incident.desk.letters.finds import Finds, finds_in
from incident.desk.shared.dates import in_words
from incident.letters.finds.repeats import alike
from incident.letters.head import (
    ADDRESSEE,
    ASKER,
    CASE,
    COSIGNER,
    DAY,
    KIND,
    REFERENCE,
    SENDER,
    SENT_IN,
    SUBJECT,
)
from incident.letters.questions import Question
from incident.letters.text import Span
from incident.models import Letter, LetterStep, Statement
from incident.values.references import Reference

LONGEST_QUOTE = 300
OF_PAPER = {
    "Soort": KIND,
    "Afzender": SENDER,
    "Mede namens": COSIGNER,
    "Datum": DAY,
    "Onderwerp": SUBJECT,
    "Kenmerk": REFERENCE,
    "Zaaknummer": CASE,
}
OF_SET = {"Van": ASKER, "Aan": ADDRESSEE, "Ingezonden": SENT_IN}
MOST_WORDS = 1_000  # signs of one find: a sentence may be as long as the letter
ENOUGH = 4 * MOST_WORDS  # signs of the untouched text, of which many are blank
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


@dataclass(eq=False)
class Row:
    """One find: where it stands, in which words, and what a person did with it.

    Its words and its place are looked up when they are asked for: most rows are on no page yet.
    """

    kind: RowKind
    title: str
    finds: Finds
    span: Span | None = None  # what is marked in the letter
    around: Span | None = None  # the words that it rests on: its sentence, or itself
    said: str = ""  # these words, where they are no part of the untouched text
    facts: tuple[tuple[str, str], ...] = ()  # what the head says; "" for what it does not
    number: int = 0
    again: int = 0  # how many rows before it have the same name
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
        if self.again:
            parts.append(f"x{self.again}")
        return "-".join(map(str, parts))

    @cached_property
    def words(self) -> str:
        """Return the words that it rests on, on one line, as far as a page has room."""
        around = self.around
        if not around:
            return shortened(self.said)
        part = Span(around.start, min(around.end, around.start + ENOUGH))
        return shortened(self.finds.words(part))

    @cached_property
    def place(self) -> str:
        """Return where in the paper it stands; of a question, where its answer does."""
        structure, span = self.finds.structure, self.span
        if self.kind is RowKind.QUESTION:
            answer = structure.answer_to(self.number)
            span = answer and answer.span
        return structure.place_of(span) if span else ""

    @property
    def quote(self) -> str:
        """Return the words that it rests on where they fit a citation, else ""."""
        return self.words if len(self.words) <= LONGEST_QUOTE else ""


def rows_of(letter: Letter) -> list[Row]:
    """Return the rows of a letter: the paper, its questions, and all else in its order."""
    finds = finds_in(letter.text)
    own = [*questions(finds), *events(finds), *cited(finds), *named(finds)]
    own += repeats(finds, letter)
    own.sort(key=lambda row: (row.span.start, row.kind is not RowKind.QUESTION))
    rows = [paper(finds), *question_set(finds), *own]
    tell_apart(rows)
    steps = {step.find: step for step in letter.steps.all()}
    for row in rows:
        row.step = steps.get(row.key)
    return rows


def tell_apart(rows: Iterable[Row]) -> None:
    """Give each row a name of its own, also where a letter has a number or a place twice."""
    seen: Counter[str] = Counter()
    for row in rows:
        name = row.key
        row.again = seen[name]
        seen[name] += 1


def shortened(words: str) -> str:
    return f"{words[:MOST_WORDS]}…" if len(words) > MOST_WORDS else words


def paper(finds: Finds) -> Row:
    return Row(RowKind.PAPER, "Het stuk zelf", finds, facts=facts(finds, OF_PAPER))


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
    return [Row(RowKind.SET, f"De vragen {number}", finds, facts=facts(finds, OF_SET))]


def questions(finds: Finds) -> list[Row]:
    return [question(finds, asked) for asked in finds.structure.questions]


def question(finds: Finds, asked: Question) -> Row:
    return Row(
        RowKind.QUESTION,
        f"Vraag {asked.number}",
        finds,
        span=asked.heading or asked.span,
        around=asked.span,
        number=asked.number,
    )


def events(finds: Finds) -> list[Row]:
    return [
        Row(
            RowKind.EVENT,
            found.words,
            finds,
            span=found.span,
            around=found.sentence,
            date=found.date,
            why=found.why,
        )
        for found in finds.dates
    ]


def named(finds: Finds) -> list[Row]:
    return [
        Row(
            RowKind.CITATION,
            found.words,
            finds,
            span=found.span,
            said=found.words,
            date=found.date,
            is_by_day=True,
            why=BY_DAY,
        )
        for found in finds.letters
    ]


def cited(finds: Finds) -> list[Row]:
    """Return the papers that are cited, but for the questions that the letter answers."""
    own = finds.cases
    return [
        Row(
            RowKind.CITATION,
            found.printed,
            finds,
            span=found.span,
            said=found.printed,
            reference=found.reference,
            why=found.why,
        )
        for found in finds.citations
        if found.printed not in own
    ]


def repeats(finds: Finds, letter: Letter) -> list[Row]:
    """Return the sentences that are like a statement that the record has about this incident.

    What members ask is no statement.
    """
    known = Statement.objects.filter(claim__incident=letter.incident_id).select_related("claim")
    known = [statement for statement in known if statement.kamerstuk_id != letter.kamerstuk_id]
    told = finds.told if known else []
    rows = []
    said = [words for words, _ in told]
    for repeat in alike(said, [statement.summary for statement in known]):
        statement, (_, span) = known[repeat.statement], told[repeat.sentence]
        rows.append(
            Row(
                RowKind.STATEMENT,
                statement.claim.title,
                finds,
                span=span,
                around=span,
                why=HOW[repeat.how].format(statement),
                statement=statement,
            )
        )
    return rows
