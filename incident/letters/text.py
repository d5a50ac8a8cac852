"""A letter as text: untouched, and beside it as it is read, with each sign's place in the first."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from incident.letters.layout.paragraphs import flow_of, margin_of

PAGE = "\f"


@dataclass(frozen=True, order=True)
class Span:
    """A part of the untouched text: from `start` up to `end`, in signs."""

    start: int
    end: int

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Flow:
    """The text as it is read: a line is a paragraph; `places` holds where each sign came from."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return where a part that is not empty stands in the untouched text."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def within(self, span: Span) -> tuple[int, int]:
        """Return where a part of the untouched text stands here: its start and its end."""
        return bisect_left(self.places, span.start), bisect_left(self.places, span.end)


@dataclass(frozen=True)
class Text:
    """The text of a letter, page by page, as it came out of the file."""

    whole: str  # the pages with PAGE between them

    @classmethod
    def of(cls, pages: Iterable[str]) -> "Text":
        return cls(PAGE.join(pages))

    @cached_property
    def pages(self) -> list[str]:
        return self.whole.split(PAGE)

    @cached_property
    def starts(self) -> list[int]:
        lengths = (len(page) + len(PAGE) for page in self.pages[:-1])
        return list(accumulate(lengths, initial=0))

    def page_of(self, place: int) -> int:
        """Return the number of the page on which a place stands, from 1 on."""
        return bisect_right(self.starts, place)

    def words(self, span: Span) -> str:
        """Return a part of the untouched text on one line."""
        return " ".join(self.whole[span.start : span.end].split())

    @cached_property
    def flow(self) -> Flow:
        """Return the text without furniture, the lines of a paragraph joined."""
        return Flow(*flow_of(self.whole))

    @cached_property
    def margin(self) -> Flow:
        """Return what a ministry prints beside the text, on each page again."""
        return Flow(*margin_of(self.whole))
