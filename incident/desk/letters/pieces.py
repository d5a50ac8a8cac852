"""The letter as text at the reading table: its paragraphs in pieces, with the finds marked."""

from bisect import bisect_left
from dataclasses import dataclass, field

from incident.desk.letters.rows import Row
from incident.letters.notes import MARK
from incident.letters.text import Flow


@dataclass(frozen=True)
class Piece:
    """A part of the letter as it is read: plain, or marked as the words of a row.

    `others` are rows whose words begin within it, and which it shows the place of. `is_mark`: it is
    the number of a footnote, where that stands in the text.
    """

    text: str
    row: Row | None = None
    others: list[Row] = field(default_factory=list)
    is_mark: bool = False


def paragraphs(flow: Flow, rows: list[Row], until: int | None = None) -> list[list[Piece]]:
    """Return the letter by paragraph, in pieces; of finds that overlap the first is marked.

    `until` is a place in the untouched text before which the page ends.
    """
    ends = len(flow.text) if until is None else bisect_left(flow.places, until)
    marks = sorted((*place(flow, row), row.key, row) for row in rows if row.span)
    marks = [mark for mark in marks if mark[1] <= ends]
    found, reached = [[]], 0
    for start, end, _, row in marks:
        if start < reached:
            found[-1][-1].others.append(row)
        elif start < end:
            lay(found, flow.text[reached:start])
            lay(found, flow.text[start:end], row)
            reached = end
    lay(found, flow.text[reached:ends])
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


def place(flow: Flow, row: Row) -> tuple[int, int]:
    """Return where the words of a row stand in the text as it is read."""
    return bisect_left(flow.places, row.span.start), bisect_left(flow.places, row.span.end)


def lay(found: list[list[Piece]], text: str, row: Row | None = None) -> None:
    """Add a part of the text to the last paragraph; each new line begins another one."""
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append([])
        for at, part in enumerate(MARK.split(line)):
            if part:
                found[-1].append(Piece(part, row if number == 0 else None, is_mark=at % 2 == 1))
