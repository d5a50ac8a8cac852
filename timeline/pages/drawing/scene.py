"""A drawing as lines, bars, signs, words and places to press, to be written in any form.

Across, a place `x` is a percentage of the width; down the page it is pixels from the right edge,
and so negative. Heights are pixels.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from timeline.pages.drawing.story import Mark

HALF = 12  # pixels: half of the least target (WCAG 2.5.8)


class Line(NamedTuple):
    """A straight line; `role` says which: rail, tick, stem, told line, day."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str


class Bar(NamedTuple):
    """A stretch of days; `fades` is the side that is open: begin, end, or none."""

    x: float
    y: float
    width: float
    height: float
    state: str
    fades: str = ""


class Sign(NamedTuple):
    """A sign, centred at a place; `mark` is None for the stump of a line."""

    x: float
    y: float
    name: str
    state: str
    is_uncertain: bool = False
    mark: Mark | None = None


class Words(NamedTuple):
    """A line of words; `dx` is in pixels from `x`, and `side` where they go from there."""

    x: float
    dx: float
    y: float
    text: str
    role: str = ""
    side: str = "right"


class Target(NamedTuple):
    """What can be pressed: from `left`, `top` in pixels around a place, and all that is there.

    `wide` is the width in pixels; of a group it is 0, and `share` its width in the unit of `x`.
    """

    x: float
    y: float
    left: float
    top: float
    wide: float
    high: float
    marks: list[Mark]
    share: float = 0

    @property
    def mark(self) -> Mark | None:
        """Return the only mark, None for a group."""
        return self.marks[0] if len(self.marks) == 1 else None

    @property
    def width(self) -> str:
        """Return its width as SVG writes it."""
        return f"{self.share}%" if self.share else f"{self.wide:g}"

    @property
    def is_plain(self) -> bool:
        """Return whether it is the least target around its place, as the style sheet has it."""
        plain = (-HALF, -HALF, 2 * HALF, 2 * HALF)
        return (self.left, self.top, self.wide, self.high) == plain

    @property
    def title(self) -> str:
        """Return what it is, in Dutch: date and title, or the number and days of a group."""
        if self.mark:
            return self.mark.full_title
        first, last = self.marks[0], self.marks[-1]
        what = "stukken" if first.paper else "gebeurtenissen"
        return f"{len(self.marks)} {what}, van {first.when} tot {last.when}"

    @property
    def is_late(self) -> bool:
        """Return whether it stands far to the right, so that its title goes to the left."""
        return self.x > 50 or -100 < self.x < 0


@dataclass
class Scene:
    """All there is to draw, `across` the page or down it, so many pixels high."""

    across: bool
    height: float = 0
    lines: list[Line] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return "%" if self.across else ""

    @property
    def has_groups(self) -> bool:
        return any(not target.mark for target in self.targets)

    def sort_targets(self) -> None:
        """Put what can be pressed in the order of time, in which it is read and stepped through."""
        self.targets.sort(key=lambda target: target.marks[0].day)

    def add(self, other: "Scene") -> None:
        """Take over all that another scene draws; what can be pressed is left."""
        self.lines += other.lines
        self.bars += other.bars
        self.signs += other.signs
        self.words += other.words

    def moved(self, left: float, top: float, width: float) -> "Scene":
        """Return a scene that is across in pixels: from `left` and `top`, so many wide."""

        def x(share: float) -> float:
            return round(left + share * width / 100, 1)

        return Scene(
            across=False,
            height=self.height,
            lines=[
                Line(x(one.x1), one.y1 + top, x(one.x2), one.y2 + top, one.role)
                for one in self.lines
            ],
            bars=[
                b._replace(x=x(b.x), y=b.y + top, width=round(b.width * width / 100, 1))
                for b in self.bars
            ],
            signs=[sign._replace(x=x(sign.x), y=sign.y + top) for sign in self.signs],
            words=[words._replace(x=x(words.x), y=words.y + top) for words in self.words],
        )
