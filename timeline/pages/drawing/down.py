"""The drawing down the page, for a telephone: both rails stand, and time runs down.

What happened is in a column left of its rail, the papers in one to the right of theirs. Each sign
is as near to its true place as the others let it, and a stem leads to that place. The words of all
key moments are at the left, also of a paper, whose sign is on its rail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from timeline.pages.drawing.axis import Axis
from timeline.pages.drawing.groups import Group, grouped
from timeline.pages.drawing.labels import SMALL, wrapped
from timeline.pages.drawing.rows import Spot, in_rows, spread
from timeline.pages.drawing.scene import HALF, Bar, Line, Scene, Sign, Target, Words
from timeline.pages.drawing.story import NEVER, Mark, Story
from timeline.pages.kind_icons import NEVER_ASIDE as STUMP

NARROWEST = 298  # pixels: a telephone of 320, with some of its margin
EVENTS, PAPERS = -98, -62  # the rails, in pixels from the right edge
SIGNS, SIGNS_BESIDE_GROUPS, PAPER_SIGNS, MONTHS = -130, -154, -44, -30
NAMES, LEAST, MOST = 22, 300, 452  # pixels: the names, and the length of the axis
LINE, AIR, TALLEST, BAR, FADE = 13, 4, 36, 3, 40
SLOT = 2 * HALF


@dataclass
class Down:
    """The layout of a story for a width of at least `NARROWEST` pixels."""

    story: Story

    @property
    def axis(self) -> Axis:
        return self.story.axis

    @cached_property
    def are_grouped(self) -> tuple[bool, bool]:
        """Return whether the events, and the papers, need more room than there is."""
        events = sum(slot(words_in_lines(mark, SIGNS)) for mark in self.with_words_or_events)
        return events > MOST, SLOT * len(self.lone_papers) > MOST

    @property
    def key_papers(self) -> list[Mark]:
        return [mark for mark in self.story.told if mark.words]

    @property
    def lone_papers(self) -> list[Mark]:
        return [mark for mark in self.story.told if not mark.words]

    @cached_property
    def with_words_or_events(self) -> list[Mark]:
        marks = [*self.story.happened, *self.key_papers]
        return sorted(marks, key=lambda mark: (mark.day, mark.when.span_days))

    @property
    def left(self) -> list[Mark]:
        """Return the marks in the column at the left, in the order of time."""
        marks = self.with_words_or_events
        return [mark for mark in marks if mark.words] if self.are_grouped[0] else marks

    @property
    def right(self) -> list[Mark]:
        return [] if self.are_grouped[1] else self.lone_papers

    @property
    def column(self) -> int:
        return SIGNS_BESIDE_GROUPS if self.are_grouped[0] else SIGNS

    def text(self, mark: Mark) -> list[str]:
        """Return the words of a mark in lines that fit at its left."""
        return words_in_lines(mark, self.column)

    def slot(self, mark: Mark) -> int:
        """Return the height of a mark with its words, in pixels."""
        return slot(self.text(mark))

    @cached_property
    def length(self) -> int:
        """Return the length of the axis in pixels."""
        needed = max(sum(map(self.slot, self.left)), SLOT * len(self.right)) - SLOT
        return max(LEAST, needed)

    def y(self, mark: Mark) -> float:
        return self.place(self.axis.at(mark.day))

    def place(self, share: float) -> float:
        return round(NAMES + HALF + self.length * share, 1)

    @property
    def end(self) -> int:
        return NAMES + self.length + SLOT

    @cached_property
    def scene(self) -> Scene:
        scene = Scene(across=False, height=self.end + 4)
        self.draw_axis(scene)
        self.draw_lines(scene)
        self.draw_stretches(scene, self.left, EVENTS, -1)
        self.draw_stretches(scene, self.right, PAPERS, 1)
        self.draw_groups(scene)
        self.draw_left(scene)
        self.draw_right(scene)
        scene.sort_targets()
        return scene

    def draw_axis(self, scene: Scene) -> None:
        """Draw the ticks, each word below the other, both rails, and the day of the question."""
        free = 0.0
        for tick in self.axis.ticks:
            y, words = self.place(tick.at), f"{tick.words} {tick.year}".split()
            scene.lines.append(Line(EVENTS, y, MONTHS, y, "tick"))
            if free <= y and y + SMALL * len(words) <= self.end:
                for number, word in enumerate(words):
                    scene.words.append(Words(0, 0, y + 4 + SMALL * number, word, "tick", "left"))
                free = y + SMALL * len(words)
        if self.story.day and self.axis.holds(self.story.day):
            y = self.place(self.axis.at(self.story.day))
            scene.lines.append(Line(EVENTS - 8, y, MONTHS, y, "day"))
        for x, role in ((EVENTS, "rail"), (PAPERS, "rail told")):
            scene.lines.append(Line(x, NAMES + HALF, x, self.end - HALF, role))
        scene.words.append(Words(EVENTS + 4, 0, 14, "Wat er gebeurde", "name", "left"))
        scene.words.append(Words(PAPERS - 8, 0, 14, "De Kamer", "name told"))

    def draw_lines(self, scene: Scene) -> None:
        """Join each event with the paper that first told of it; past a number key moments alone."""
        for mark in self.story.happened:
            if self.are_grouped[0] and not mark.words:
                continue
            if mark.told_by:
                y = self.place(self.axis.at(mark.told_by.when.sort_day))
                role = "line key" if mark.words else "line"
                scene.lines.append(Line(EVENTS, self.y(mark), PAPERS, y, role))
            elif mark.state == NEVER:
                scene.signs.append(Sign(EVENTS, self.y(mark), STUMP, NEVER))

    def draw_stretches(self, scene: Scene, marks: Sequence[Mark], rail: int, way: int) -> None:
        """Draw each date of more than a day as a bar along its rail, beside the others."""
        stretches = [(mark, *self.stretch(mark)) for mark in marks]
        long = [(mark, begin, end) for mark, begin, end in stretches if end > begin]
        rows = in_rows([Spot(begin, begin, end) for _, begin, end in long])
        for (mark, begin, end), row in zip(long, rows, strict=True):
            x = (PAPERS if mark.paper else rail) + way * (2 + (BAR + 1) * (row % 3))
            x -= BAR if way < 0 else 0
            high = round(end - begin, 1)
            scene.bars.append(Bar(x, begin, BAR, high, mark.state, mark.fades))

    def stretch(self, mark: Mark) -> tuple[float, float]:
        """Return the first and last place of a mark's date; an open end is `FADE` long."""
        y, first, last = self.y(mark), mark.when.first, mark.when.last
        begin = self.place(self.axis.at(first)) if first else max(y - FADE, self.place(0))
        return begin, self.place(self.axis.at(last)) if last else min(y + FADE, self.place(1))

    def draw_left(self, scene: Scene) -> None:
        """Draw the events beside their rail, and the words of all key moments."""
        sizes = [self.slot(mark) for mark in self.left]
        wanted = [self.y(mark) for mark in self.left]
        middles = spread(wanted, sizes, NAMES, self.end)
        for mark, size, middle in zip(self.left, sizes, middles, strict=True):
            y = round(middle, 1)
            if mark.paper:
                scene.signs.append(
                    Sign(PAPERS, self.y(mark), mark.sign, mark.state, mark.is_uncertain, mark)
                )
            else:
                sign = Sign(self.column, y, mark.sign, mark.state, mark.is_uncertain, mark)
                scene.signs.append(sign)
            self.draw_stem(scene, mark, y)
            self.draw_words(scene, mark, y)
            wide = HALF + NARROWEST + self.column if mark.words else SLOT
            scene.targets.append(Target(self.column, y, HALF - wide, -size / 2, wide, size, [mark]))

    def draw_stem(self, scene: Scene, mark: Mark, y: float) -> None:
        """Draw the stem to the true place on the rail of events, and on to that of the papers."""
        scene.lines.append(Line(self.column + HALF - 3, y, EVENTS, self.y(mark), "stem"))
        if mark.paper:
            scene.lines.append(Line(EVENTS, self.y(mark), PAPERS, self.y(mark), "stem"))

    def draw_words(self, scene: Scene, mark: Mark, y: float) -> None:
        lines = self.text(mark)
        top = y + 4 - LINE * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            at = top + LINE * number
            scene.words.append(Words(self.column, -HALF, at, line, mark.state, "left"))

    def draw_right(self, scene: Scene) -> None:
        """Draw the papers beside their rail."""
        wanted = [self.y(mark) for mark in self.right]
        middles = spread(wanted, [SLOT] * len(wanted), NAMES, self.end)
        for mark, middle in zip(self.right, middles, strict=True):
            y = round(middle, 1)
            scene.lines.append(Line(PAPERS, self.y(mark), PAPER_SIGNS - HALF + 4, y, "stem"))
            sign = Sign(PAPER_SIGNS, y, mark.sign, mark.state, mark.is_uncertain, mark)
            scene.signs.append(sign)
            scene.targets.append(Target(PAPER_SIGNS, y, -HALF, -HALF, SLOT, SLOT, [mark]))

    def draw_groups(self, scene: Scene) -> None:
        """Draw piles at a rail whose marks are too many."""
        events = [mark for mark in self.story.happened if not mark.words]
        both = (events, EVENTS, -1, TALLEST), (self.lone_papers, PAPERS, 1, SLOT)
        for is_grouped, (marks, rail, way, tallest) in zip(self.are_grouped, both, strict=True):
            found = grouped(marks, self.along, SLOT, self.length, tallest) if is_grouped else []
            for group in found:
                draw_group(scene, group, rail, way)

    def along(self, mark: Mark) -> float:
        """Return the place of a mark in pixels from the begin of the axis."""
        return self.length * self.axis.at(mark.day)


def words_in_lines(mark: Mark, column: int) -> list[str]:
    """Return the words of a mark in lines that fit at the left of a column."""
    return wrapped(mark.words, NARROWEST + column - HALF, most=3) if mark.words else []


def slot(lines: list[str]) -> int:
    """Return the height of a sign with so many lines of words, in pixels."""
    return max(LINE * len(lines) + AIR, SLOT)


def draw_group(scene: Scene, group: Group, rail: int, way: int) -> None:
    """Draw a group as a pile of what was told, and beside it what never was."""
    top, at = NAMES + HALF + group.at, rail
    for state, size in group.piles:
        left = at - size if way < 0 else at
        scene.bars.append(Bar(round(left, 1), round(top + 2, 1), size, group.width - 4, state))
        at += way * size
    wide = max(round(group.size), SLOT)
    left = -wide if way < 0 else 0
    scene.targets.append(Target(rail, round(top, 1), left, 0, wide, group.width, group.marks))
