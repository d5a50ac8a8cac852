"""The notes of a letter: those of the members, below their questions, and the minister's footnotes.

Both count from 1. A text from Word writes a footnote as `[footnoteRef:1]` and `[1: words]`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from incident.letters.blocks import Block, Part
from incident.letters.listings import Listing, asking, marks_of
from incident.letters.text import Flow, Span

MARK = re.compile(r"\[footnoteRef:([0-9]{1,3})\]")
OPENS = re.compile(r"\[([0-9]{1,3}):\s*")
BRACKET = re.compile(r"[\[\]\n]")


class NoteSystem(StrEnum):
    """Whose notes they are."""

    MEMBERS = "leden"
    LETTER = "brief"


@dataclass(frozen=True)
class Note:
    """A note: `number` is None where the text lost it, `mark` where none was found."""

    system: NoteSystem
    number: int | None
    span: Span
    mark: Span | None


def footnotes_of(flow: Flow) -> list[Note]:
    """Return the minister's footnotes, in the order of the text."""
    marks: dict[int, Span] = {}
    for mark in MARK.finditer(flow.text):
        marks.setdefault(int(mark[1]), flow.span(*mark.span()))
    return [
        Note(NoteSystem.LETTER, number, flow.span(start, end), marks.get(number))
        for number, start, end in _footnotes(flow.text)
    ]


def lonely_marks(flow: Flow, notes: Iterable[Note]) -> Iterator[tuple[int, Span]]:
    """Yield the marks of footnotes whose words are nowhere."""
    known = {note.number for note in notes if note.system == NoteSystem.LETTER}
    for mark in MARK.finditer(flow.text):
        if int(mark[1]) not in known:
            yield int(mark[1]), flow.span(*mark.span())


def _footnotes(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the number of each footnote, and where its words begin and end."""
    closes = _closes(text)
    end = 0
    for opens in OPENS.finditer(text):
        close = closes.get(opens.start(), -1)
        words = text[opens.end() : close].rstrip() if opens.start() >= end else ""
        if close > opens.end() and words:
            yield int(opens[1]), opens.end(), opens.end() + len(words)
            end = close


def _closes(text: str) -> dict[int, int]:
    """Return for each bracket that opens where it closes, on the same line."""
    closes: dict[int, int] = {}
    waiting: list[int] = []
    for bracket in BRACKET.finditer(text):
        if bracket[0] == "[":
            waiting.append(bracket.start())
        elif bracket[0] == "\n":
            waiting.clear()
        elif waiting:
            closes[waiting.pop()] = bracket.start()
    return closes


def notes_in(listings: list[Listing], blocks: list[Block], flow: Flow) -> Iterator[Note]:
    """Yield the notes of the lists; of two that both begin at 1, the marks tell whose each is."""
    questions = _parts(asking(blocks))
    answers = _parts(block for block in blocks if block.is_answer)
    for system, listing in _owned(listings, questions, answers):
        marks = _matched(listing, questions if system == NoteSystem.MEMBERS else answers)
        for entry in listing.entries:
            mark = marks.get(entry.number)
            span = flow.span(entry.start, entry.end)
            yield Note(system, entry.number, span, flow.span(*mark) if mark else None)


def _owned(
    listings: list[Listing], questions: list[Part], answers: list[Part]
) -> Iterator[tuple[NoteSystem, Listing]]:
    """Yield the lists, each with whose it is: of two the one is the members', the other not."""
    if len(listings) == 2:
        first, second = listings
        straight = _misfit(first, questions) + _misfit(second, answers)
        crossed = _misfit(first, answers) + _misfit(second, questions)
        if _matched(first, answers) or _matched(second, answers):
            systems = [NoteSystem.MEMBERS, NoteSystem.LETTER]
            systems = systems if straight <= crossed else systems[::-1]
            yield from zip(systems, listings, strict=True)
            return
    for listing in listings:
        is_minister = not _matched(listing, questions) and _matched(listing, answers)
        yield NoteSystem.LETTER if is_minister else NoteSystem.MEMBERS, listing


def _misfit(listing: Listing, parts: list[Part]) -> int:
    """Return how many notes and marks of these paragraphs have no other half."""
    count = len(listing.entries)
    marked = sum(
        any(True for part in parts for _ in marks_of(part, number, (min(listing.style, 3),)))
        for number in range(1, count + 10)
    )
    return abs(count - marked)


def _parts(blocks: Iterable[Block]) -> list[Part]:
    return [part for block in blocks for part in block.parts]


def _matched(listing: Listing, parts: list[Part]) -> dict[int, tuple[int, int]]:
    """Return the first mark of each note, each behind that of the note before it."""
    found: dict[int, tuple[int, int]] = {}
    at = 0
    kinds = dict.fromkeys([listing.style, 0, 1, 2, 3] if listing.style < 3 else range(4))
    own = [range(e.opening, e.end) for e in listing.entries]
    for entry in listing.entries:
        marks = (
            mark
            for kind in kinds
            for part in parts
            for mark in marks_of(part, entry.number, (kind,))
            if mark[0] >= at and not any(mark[0] in place for place in own)
        )
        if mark := next(marks, None):
            found[entry.number] = mark
            at = mark[1]
    return found
