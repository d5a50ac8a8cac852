"""A letter's flow with single spaces, for rules that are written so, and the way back."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from incident.letters.text import Flow, Span

GAP = re.compile(r"[^\S\n ]|[^\S\n]{2,}")
# What is written in the text for what is no text: marks of notes, and bookmarks of the program.
MARK = re.compile(r"\[footnoteRef:[0-9]{1,4}\]|\[bookmark: [^\]\n]{0,80}\]")
OUT = "#"  # a sign that no rule reads


class Even:
    """The flow with one space where white space stood; marks of notes are white space as well."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self._marked = MARK.sub(lambda mark: " " * len(mark[0]), flow.text)

    @cached_property
    def text(self) -> str:
        return GAP.sub(" ", self._marked)

    @cached_property
    def _moved(self) -> tuple[list[int], list[int]]:
        """Return from which places on the signs of the flow stand how much further."""
        places, moves, moved = [0], [0], 0
        for gap in GAP.finditer(self._marked):
            places.append(gap.start() - moved + 1)
            moved += len(gap[0]) - 1
            moves.append(moved)
        return places, moves

    def place(self, at: int) -> int:
        """Return where a sign of this text stands in the flow."""
        places, moves = self._moved
        return at + moves[bisect_right(places, at) - 1]

    def span(self, start: int, end: int) -> Span:
        """Return where a part that is not empty stands in the untouched text."""
        return self.flow.span(self.place(start), self.place(end - 1) + 1)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length of which no rule reads these parts."""
    pieces, reached = [], 0
    for start, end in sorted(spans):
        if end > reached:
            start = max(start, reached)
            pieces += [text[reached:start], OUT * (end - start)]
            reached = end
    return "".join([*pieces, text[reached:]])
