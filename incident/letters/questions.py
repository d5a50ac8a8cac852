"""Questions and answers, paired by number and not by place; what does not fit is a doubt."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incident.letters.blocks import Block, Part
from incident.letters.text import Flow, Span

# A question mark at the end, and behind it no more than quotes and the marks of notes.
ASKED = re.compile(
    r"\?[\"'”’»)\]\s]*(?:\[footnoteRef:[0-9]+\]|\[[0-9]{1,2}\]|[0-9]{1,2}\)?|[¹²³⁴⁵⁶⁷⁸⁹])*[\s.\"'”’)]*$"
)
SOURCE = re.compile(r"Bron(?:nen)?\s*:")
REPLIES = re.compile(r"(?:Ja|Nee|Neen|Zie|Dat klopt|Dit klopt|Klopt|Niet|Hiervan)\b")
SPEAKS = re.compile(r"\b(?:[Ii]k|[Mm]ij|[Mm]ijn|[Ww]ij|[Oo]nze|[Hh]et kabinet|uw Kamer)\b")
# What a member writes: to the minister, or of the questions.
ASKS = re.compile(
    r"\b(?i:kunt|bent|deelt|wilt|hebt|heeft|gaat|ziet|vindt|erkent|weet|beoordeelt|kent) u\b"
    r"|\bverzoek u\b|^(?:Zo ja|Zo nee|Zo niet|Graag|Indien|Waarom|Toelichting)"
)


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


@dataclass(frozen=True)
class Paired:
    """The questions and answers of a letter in its order, and what does not fit."""

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    doubts: tuple[Doubt, ...]


def named(numbers: Iterable[int]) -> str:
    """Return numbers in words: "vraag 2", "vragen 8, 9 en 10"."""
    *first, last = map(str, numbers)
    return f"vragen {', '.join(first)} en {last}" if first else f"vraag {last}"


def paired(blocks: list[Block], flow: Flow) -> Paired:
    """Return the questions and answers under the headings of a letter."""
    pairing = _Pairing(flow, blocks)
    for at in range(len(blocks)):
        pairing.take(at)
    pairing.count()
    doubts = sorted(pairing.doubts, key=lambda doubt: doubt.span or Span(len(flow.places), 0))
    return Paired(tuple(pairing.questions), tuple(pairing.answers), tuple(doubts))


class _Pairing:
    """Goes through the blocks of a letter, once."""

    def __init__(self, flow: Flow, blocks: list[Block]):
        self.flow = flow
        self.blocks = blocks
        self.questions: list[Question] = []
        self.answers: list[Answer] = []
        self.doubts: list[Doubt] = []
        self.answered = {n for block in blocks if block.is_answer for n in block.numbers}
        self.asked_words: dict[int, str] = {}

    def doubt(self, words: str, span: Span | None) -> None:
        self.doubts.append(Doubt(words, span))

    def take(self, at: int) -> None:
        block = self.blocks[at]
        if block.heading is None:
            return
        top = self.flow.span(block.top.start, block.top.end)
        parts = _trimmed(block.parts)
        if not block.heading.is_read:
            self.doubt(f"Dit kopje begrijpen wij niet: ‘{block.top.words}’.", top)
        elif block.is_answer:
            self.answer(at, parts, top)
        elif not block.numbers:
            self.doubt("Deze vraag heeft geen nummer.", top)
        elif not parts:
            self.doubt(f"Onder ‘{block.top.words}’ staat geen tekst.", top)
        else:
            self.ask(at, parts, top)

    def ask(self, at: int, parts: list[Part], top: Span) -> None:
        numbers = self.blocks[at].numbers
        words, rest = (parts, []) if self.answered & set(numbers) else _divided(parts)
        if not self.is_repeated(numbers, words):
            span = self.span(words)
            self.questions.extend(Question(number, top, span) for number in numbers)
        if rest:
            self.without_heading(at, rest)

    def without_heading(self, at: int, rest: list[Part]) -> None:
        numbers, span = self.blocks[at].numbers, self.span(rest)
        if self.may_answer_more(at) or not _is_answer(rest):
            said = f"Onder {named(numbers)} staat tekst zonder kopje. Is dat een antwoord?"
        else:
            self.answers.append(Answer(numbers, None, span))
            said = f"Het antwoord op {named(numbers)} heeft geen kopje. Begint het hier?"
        self.doubt(said, span)

    def is_repeated(self, numbers: tuple[int, ...], parts: list[Part]) -> bool:
        """Return whether the same question stood there before, word for word."""
        words = " ".join(" ".join(part.words for part in parts).split())
        known = [self.asked_words.setdefault(number, words) for number in numbers]
        is_new = len({q.number for q in self.questions} & set(numbers)) == 0
        return not is_new and all(earlier == words for earlier in known)

    def may_answer_more(self, at: int) -> bool:
        """Return whether a question just before has no answer either."""
        before = self.blocks[at - 1]
        given = self.answered.union(*(answer.numbers for answer in self.answers))
        return before.is_question and not set(before.numbers) <= given

    def answer(self, at: int, parts: list[Part], top: Span) -> None:
        numbers = self.blocks[at].numbers
        if not numbers and not parts:
            return None
        if not parts:
            return self.doubt(f"Onder ‘{self.blocks[at].top.words}’ staat geen tekst.", top)
        if not numbers:
            numbers = self.question_above(at, top)
        if numbers:
            self.answers.append(Answer(numbers, top, self.span(parts)))
        return None

    def question_above(self, at: int, top: Span) -> tuple[int, ...]:
        """Return the numbers of the question right above an answer that names none."""
        above = self.blocks[at - 1]
        if not above.is_question or not above.numbers or self.answered & set(above.numbers):
            self.doubt("Dit antwoord noemt geen nummer, en er staat geen vraag boven.", top)
            return ()
        if self.may_answer_more(at - 1):
            said = f"Dit antwoord noemt geen nummer. Is het alleen op {named(above.numbers)}?"
            self.doubt(said, top)
        return above.numbers

    def span(self, parts: list[Part]) -> Span:
        return self.flow.span(parts[0].start, parts[-1].end)

    def count(self) -> None:
        """Say what is there twice, what is missing, and what has no other half."""
        asked = Counter(question.number for question in self.questions)
        given = Counter(number for answer in self.answers for number in answer.numbers)
        self.twice(asked, given)
        if holes := [number for number in range(1, max(asked, default=0)) if number not in asked]:
            verb = "ontbreekt" if len(holes) == 1 else "ontbreken"
            self.doubt(f"{named(holes).capitalize()} {verb}.", None)
        for question in self.questions:
            if given and not given[question.number]:
                self.doubt(f"Vraag {question.number} heeft geen antwoord.", question.span)
        for answer in self.answers:
            if lost := [number for number in answer.numbers if number not in asked]:
                said = f"Dit is een antwoord op {named(lost)}, maar die vraag staat er niet."
                self.doubt(said, answer.heading)

    def twice(self, asked: Counter, given: Counter) -> None:
        seen: set[int] = set()
        for question in self.questions:
            if question.number in seen:
                self.doubt(f"Vraag {question.number} staat er twee keer.", question.span)
            seen.add(question.number)
        seen = set()
        for answer in self.answers:
            if again := [number for number in answer.numbers if number in seen]:
                self.doubt(f"Op {named(again)} is er al een antwoord.", answer.span)
            seen |= set(answer.numbers)


def _trimmed(parts: list[Part]) -> list[Part]:
    """Return the paragraphs without the footnotes of a page below them."""
    while parts and parts[-1].is_footnote:
        parts = parts[:-1]
    return parts


def _divided(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """Divide what stands under a question: up to its last question mark, and what follows."""
    at = next((at for at, part in enumerate(parts, 1) if _asks(part)), len(parts))
    while at < len(parts) and _is_asked(parts[at]):
        at += 1
    return parts[:at], parts[at:]


def _asks(part: Part) -> bool:
    return bool(ASKED.search(part.words[-200:]))


def _is_asked(part: Part) -> bool:
    """Return whether a paragraph below a question is still of the member who asks."""
    known = SOURCE.match(part.words) or part.is_footnote
    return bool(known or (ASKS.search(part.words) and not REPLIES.match(part.words)))


def _is_answer(parts: list[Part]) -> bool:
    """Return whether paragraphs can only be an answer: a minister speaks, and no member asks."""
    said = [part.words for part in parts]
    speaks = REPLIES.match(said[0]) or any(SPEAKS.search(words) for words in said)
    asks = any(_asks(part) or ASKS.search(part.words) for part in parts)
    return bool(speaks) and not asks


def without_lists(blocks: list[Block], starts: Iterable[int]) -> Iterator[Block]:
    """Yield the blocks, each up to the list of notes that begins in it."""
    bounds = sorted(starts)
    for block in blocks:
        first = next((start for start in bounds if _holds(block, start)), None)
        parts = [part for part in block.parts if first is None or part.start < first]
        yield Block(block.heading, block.top, parts)


def _holds(block: Block, start: int) -> bool:
    return bool(block.parts) and block.parts[0].start <= start < block.parts[-1].end
