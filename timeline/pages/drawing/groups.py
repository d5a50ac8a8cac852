"""Groups: where too many marks would stand, those of one stretch of time become one pile."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from timeline.pages.drawing.story import NEVER, TOLD, Mark


@dataclass(frozen=True)
class Group:
    """The marks from a place `at`, over a `width` along the rail; `one` is the size of a mark."""

    at: float
    width: float
    marks: list[Mark]
    one: float

    @property
    def piles(self) -> list[tuple[str, float]]:
        """Return what was told and what never was, each with its size in pixels."""
        told = sum(mark.state != NEVER for mark in self.marks)
        counts = ((TOLD, told), (NEVER, len(self.marks) - told))
        return [(state, round(count * self.one, 1)) for state, count in counts if count]

    @property
    def size(self) -> float:
        return sum(size for _, size in self.piles)


def grouped(
    marks: Iterable[Mark],
    place: Callable[[Mark], float],
    width: float,
    length: float,
    tallest: float,
) -> list[Group]:
    """Return the marks in groups, each at least `width` of a `length`, the first of them at 0.

    `place` gives where a mark is along the rail. The largest group is `tallest` pixels.
    """
    count = max(int(length / width), 1)
    width, found = length / count, defaultdict(list)
    for mark in marks:
        found[min(int(place(mark) / width), count - 1)].append(mark)
    most = max(map(len, found.values()), default=1)
    one = min(tallest / most, 6)
    return [
        Group(round(n * width, 1), round(width, 1), here, one) for n, here in sorted(found.items())
    ]
