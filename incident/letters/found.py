"""What stands where in a letter: its head, its questions with their answers, its notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from incident.letters.blocks import Block, blocks_of, parts_of
from incident.letters.head import HeadFind, head_of
from incident.letters.listings import Listing, is_pointed_at, listings_of
from incident.letters.notes import Note, NoteSystem, footnotes_of, lonely_marks, notes_in
from incident.letters.questions import Answer, Doubt, Question, named, paired, without_lists
from incident.letters.text import Flow, Span, Text


@dataclass(frozen=True)
class Structure:
    """All that was found in one text, in its order."""

    text: Text
    head: tuple[HeadFind, ...]
    title: Span | None  # the words above the first question
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    notes: tuple[Note, ...]
    doubts: tuple[Doubt, ...]

    def place_of(self, span: Span) -> str:
        """Return the locator of a span, as the record writes it: "antwoord op vraag 2".

        A page only where the text has more than one; "" where there is nothing to say.
        """
        return self._note(span) or self._part(span) or self._page(span)

    def answer_to(self, number: int) -> Answer | None:
        """Return the answer to a question; None where there is none, or more than one."""
        asked = [question for question in self.questions if question.number == number]
        given = [answer for answer in self.answers if number in answer.numbers]
        return given[0] if len(asked) == len(given) == 1 else None

    def _note(self, span: Span) -> str:
        note = next((note for note in self.notes if span in note.span), None)
        if not note or not note.number:
            return ""
        if note.system == NoteSystem.MEMBERS:
            return f"noot {note.number} bij de vragen"
        where = self._part(note.mark) if note.mark else ""
        return f"{where}, voetnoot {note.number}" if where else f"voetnoot {note.number}"

    def _part(self, span: Span) -> str:
        for answer in self.answers:
            if _holds(answer, span):
                return f"antwoord op {named(answer.numbers)}"
        asked = [question.number for question in self.questions if _holds(question, span)]
        if asked:
            return named(asked)
        return "opschrift van de vragen" if self.title and span in self.title else ""

    def _page(self, span: Span) -> str:
        many = len(self.text.pages) > 1
        return f"p. {self.text.page_of(span.start)}" if many else ""


def structure_of(text: Text) -> Structure:
    """Find the structure of a letter."""
    flow = text.flow
    whole = blocks_of(parts_of(flow))
    listings = listings_of(whole)
    blocks = list(without_lists(whole, [listing.start for listing in listings]))
    notes = [*footnotes_of(flow), *notes_in(listings, whole, flow)]
    pairs = paired(blocks, flow)
    title = _title(blocks, flow)
    return Structure(
        text=text,
        head=tuple(head_of(text, pairs, title)),
        title=title,
        questions=pairs.questions,
        answers=pairs.answers,
        notes=tuple(sorted(notes, key=lambda note: note.span)),
        doubts=(*pairs.doubts, *_doubts(flow, notes, listings, whole)),
    )


def _holds(part: Question | Answer, span: Span) -> bool:
    return span in part.span or (part.heading is not None and span in part.heading)


def _title(blocks: list[Block], flow: Flow) -> Span | None:
    """Return what stands right above the first question, under a title of its own."""
    first = next((at for at, block in enumerate(blocks) if block.is_question), 0)
    above = blocks[first - 1].parts if first else []
    if not above or not above[0].is_title:
        return None
    return flow.span(above[0].start, above[-1].end)


def _doubts(
    flow: Flow, notes: list[Note], listings: list[Listing], blocks: list[Block]
) -> Iterator[Doubt]:
    if not listings and is_pointed_at(blocks):
        yield Doubt("De noten bij de vragen vinden wij niet.", None)
    for number, span in lonely_marks(flow, notes):
        yield Doubt(f"De woorden van voetnoot {number} staan er niet.", span)
    for listing in listings:
        yield from _uncounted(flow, listing)
    for note in notes:
        if note.mark is None:
            yield Doubt(f"Waar noot {note.number} bij hoort, staat er niet.", note.span)


def _uncounted(flow: Flow, listing: Listing) -> Iterator[Doubt]:
    if not listing.is_counted:
        span = flow.span(listing.start, listing.entries[-1].end)
        yield Doubt("De nummers van deze noten zijn geteld: in de tekst staan zij niet.", span)
