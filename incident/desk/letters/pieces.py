"""The letter as text at the reading table: its paragraphs in pieces, with the finds marked."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from incident.desk.letters.rows import Row
from incident.letters.notes import MARK
from incident.letters.questions import Doubt
from incident.letters.text import Flow, Span


@dataclass(frozen=True)
class Piece:
    """A part of the letter as it is read: plain, or marked as the words of a row.

    `others` are rows and spots that begin within it, and which it shows the place of. `is_mark`: it
    is the number of a footnote, where that stands in the text.
    """

    text: str
    row: Row | None = None
    others: list["Row | Spot"] = field(default_factory=list)
    is_mark: bool = False


@dataclass(frozen=True)
class Spot:
    """A place that the page leads to, and that is no find."""

    key: str
    span: Span


def spots_of(doubts: Sequence[Doubt]) -> list[Spot]:
    """Return where the doubts stand that have a place, named by their number on the page."""
    return [Spot(f"twijfel-{n}", d.span) for n, d in enumerate(doubts, 1) if d.span]


def paragraphs(
    flow: Flow, rows: list[Row], until: int | None = None, spots: Iterable[Spot] = ()
) -> list[list[Piece]]:
    """Return the letter by paragraph, in pieces; of finds that overlap the first is marked.

    `until` is a place in the untouched text before which the page ends. A spot is not marked: the
    page can only be led to it.
    """
    ends = len(flow.text) if until is None else bisect_left(flow.places, until)
    marks = [(*place(flow, row), row.key, row) for row in rows if row.span]
    for spot in spots:
        start = min(place(flow, spot)[0], max(len(flow.text) - 1, 0))
        marks.append((start, start + 1, spot.key, spot))
    marks.sort(key=lambda mark: (mark[0], isinstance(mark[3], Spot), *mark[1:3]))
    found, reached = [[]], 0
    for start, end, _, there in (mark for mark in marks if mark[1] <= ends):
        if start < reached:
            found[-1][-1].others.append(there)
        elif start < end:
            lay(found, flow.text[reached:start])
            lay(found, flow.text[start:end], there)
            reached = end
    lay(found, flow.text[reached:ends])
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


def place(flow: Flow, row: Row | Spot) -> tuple[int, int]:
    """Return where the words of a row stand in the text as it is read."""
    return bisect_left(flow.places, row.span.start), bisect_left(flow.places, row.span.end)


def lay(found: list[list[Piece]], text: str, there: Row | Spot | None = None) -> None:
    """Add a part of the text to the last paragraph; each new line begins another one."""
    row, others = (None, [there]) if isinstance(there, Spot) else (there, [])
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append([])
        for at, part in enumerate(MARK.split(line)):
            if part:
                own = row if number == 0 else None
                found[-1].append(Piece(part, own, [*others], is_mark=at % 2 == 1))
                others = []
