"""The drawing across the page: time runs to the right, and both rails lie."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from timeline.pages.drawing.axis import Axis
from timeline.pages.drawing.groups import Group, grouped
from timeline.pages.drawing.labels import SMALL, cut, width
from timeline.pages.drawing.rows import LEFT, RIGHT, Spot, facing, in_rows
from timeline.pages.drawing.scene import HALF, Bar, Line, Scene, Sign, Target, Words
from timeline.pages.drawing.story import NEVER, Mark, Story
from timeline.pages.kind_icons import NEVER as STUMP

NARROWEST = 648  # pixels: the least width at which it is shown, and fits
ROW, GAP, EDGE, NAMES, AXIS = 24, 112, 12, 22, 30
FADE = 8.0  # percent of the width in which an open end fades away
BAR = 4
BESIDE = 11  # pixels from the middle of a sign to its words
MOST_MARKS, MOST_ROWS = 60, 7  # past which those without words are grouped
TALLEST = 72  # pixels, of a group


class Label(NamedTuple):
    """The words of a mark as they are drawn, and the side of its sign on which they are."""

    side: str = ""
    text: str = ""


NO_LABEL = Label()


@dataclass
class Across:
    """The layout of a story for a width of at least `wide` pixels."""

    story: Story
    wide: float = NARROWEST

    @property
    def axis(self) -> Axis:
        return self.story.axis

    def px(self, pixels: float) -> float:
        """Return pixels as a percentage of the least width."""
        return 100 * pixels / self.wide

    def x(self, mark: Mark) -> float:
        return percent(self.axis.at(mark.day))

    def stretch(self, mark: Mark) -> tuple[float, float]:
        """Return the first and last place of a mark's date; an open end is `FADE` wide."""
        x = self.x(mark)
        first, last = mark.when.first, mark.when.last
        begin = percent(self.axis.at(first)) if first else max(x - FADE, 0)
        return begin, percent(self.axis.at(last)) if last else min(x + FADE, 100)

    @cached_property
    def upper(self) -> "Rail":
        return Rail(self, self.story.happened)

    @cached_property
    def lower(self) -> "Rail":
        return Rail(self, self.story.told)

    @cached_property
    def rail_y(self) -> int:
        return NAMES + self.upper.height + EDGE

    @cached_property
    def lower_y(self) -> int:
        return self.rail_y + GAP

    @cached_property
    def axis_y(self) -> int:
        return self.lower_y + self.lower.height + EDGE + NAMES

    @cached_property
    def scene(self) -> Scene:
        scene = Scene(across=True, height=self.axis_y + AXIS)
        self.draw_axis(scene)
        self.draw_lines(scene)
        self.upper.draw(scene, self.rail_y, -1)
        self.lower.draw(scene, self.lower_y, 1)
        scene.sort_targets()
        return scene

    def draw_axis(self, scene: Scene) -> None:
        """Draw the ticks behind all, both rails with their names, and the day of the question."""
        free = 0.0
        for tick in self.axis.ticks:
            x = percent(tick.at)
            end = x + self.px(max(width(tick.words, SMALL), width(tick.year, SMALL)) + 6)
            scene.lines.append(Line(x, NAMES, x, self.axis_y + 4, "tick"))
            if free <= x and end <= 100:
                for number, line in enumerate(filter(None, (tick.words, tick.year))):
                    y = self.axis_y + 13 + 12 * number
                    scene.words.append(Words(x, 3, y, line, "tick"))
                free = end
        if self.story.day and self.axis.holds(self.story.day):
            x = percent(self.axis.at(self.story.day))
            scene.lines.append(Line(x, NAMES, x, self.axis_y, "day"))
        scene.lines.append(Line(0, self.rail_y, 100, self.rail_y, "rail"))
        scene.lines.append(Line(0, self.lower_y, 100, self.lower_y, "rail told"))
        scene.words.append(Words(0, 0, 13, "Wat er gebeurde", "name"))
        scene.words.append(Words(0, 0, self.axis_y - 8, "Wat de Kamer hoorde", "name told"))

    def draw_lines(self, scene: Scene) -> None:
        """Join each event with the paper that first told of it; in a group, key moments alone."""
        for mark in self.story.happened:
            if mark.told_by and (mark.words or not self.upper.groups):
                paper = percent(self.axis.at(mark.told_by.when.sort_day))
                role = "line key" if mark.words else "line"
                scene.lines.append(Line(self.x(mark), self.rail_y, paper, self.lower_y, role))
            elif mark.state == NEVER and (mark.words or not self.upper.groups):
                scene.signs.append(Sign(self.x(mark), self.rail_y, STUMP, NEVER))


class Rail:
    """The marks along one rail: those with words in rows, the others too or in groups."""

    def __init__(self, layout: Across, marks: list[Mark]):
        self.layout = layout
        self.marks = marks

    @cached_property
    def groups(self) -> list[Group]:
        """Return the groups of marks without words; none where each has a place of its own."""
        if len(self.marks) <= MOST_MARKS and self.rows_without_words < MOST_ROWS:
            return []
        bare = [mark for mark in self.marks if not mark.words]
        return grouped(bare, self.layout.x, self.layout.px(2 * HALF), 100, TALLEST)

    @property
    def rows_without_words(self) -> int:
        """Return how many rows the marks without words would take."""
        rows = zip(self.rows_of_all, self.marks, strict=True)
        return max((row for row, mark in rows if not mark.words), default=0) + 1

    @cached_property
    def single(self) -> list[Mark]:
        """Return the marks that have a sign of their own."""
        return [mark for mark in self.marks if mark.words] if self.groups else self.marks

    @property
    def base(self) -> int:
        """Return the rows that the groups take, with half a sign above them."""
        return -(-round(max((g.size + HALF for g in self.groups), default=0)) // ROW)

    @cached_property
    def rows(self) -> list[tuple[Mark, int, Label]]:
        """Return each single mark with its row and its words."""
        rows = self.rows_of(self.single) if self.groups else self.rows_of_all
        return [
            (m, row + self.base, self.label(m)) for m, row in zip(self.single, rows, strict=True)
        ]

    @cached_property
    def rows_of_all(self) -> list[int]:
        return self.rows_of(self.marks)

    def rows_of(self, marks: list[Mark]) -> list[int]:
        return in_rows([self.spot(mark, self.label(mark)) for mark in marks])

    @cached_property
    def labels(self) -> dict[str, Label]:
        """Return the words of each mark that has any.

        They are at the right, or at the left where they fit better. Those that face others turn to
        the left as well, or are cut before them. Where that is no help, as their own stretch of
        days reaches the others, they turn as far as they fit: each is changed a few times at most.
        """
        marks = [mark for mark in self.marks if mark.words]
        labels = {mark.slug: self.best(mark) for mark in marks}
        while pair := facing([self.spot(mark, labels[mark.slug]) for mark in marks]):
            mark, other = (marks[number] for number in pair)
            left, _ = self.room(mark)
            between = (self.layout.x(other) - self.layout.x(mark)) * self.layout.wide / 100
            turned = Label(LEFT, mark.words)
            shorter = Label(RIGHT, fitted(mark, between - BESIDE - HALF))
            better = turned if width(mark.words) <= left else shorter
            is_same = better == labels[mark.slug]
            labels[mark.slug] = Label(LEFT, fitted(mark, left)) if is_same else better
        return labels

    def label(self, mark: Mark) -> Label:
        return self.labels.get(mark.slug, NO_LABEL)

    @cached_property
    def height(self) -> int:
        """Return how far the signs reach from the rail, in pixels."""
        return ROW * max((row for _, row, _ in self.rows), default=self.base)

    def room(self, mark: Mark) -> tuple[float, float]:
        """Return the pixels that words would have to the left and to the right of a sign."""
        x = self.layout.x(mark) * self.layout.wide / 100
        return x - BESIDE, self.layout.wide - x - BESIDE

    def best(self, mark: Mark) -> Label:
        """Return words at the right if they fit there or it is wider, cut where neither fits."""
        left, right = self.room(mark)
        side = RIGHT if width(mark.words) <= right or right >= left else LEFT
        return Label(side, fitted(mark, max(left, right)))

    def spot(self, mark: Mark, label: Label) -> Spot:
        """Return the room of a mark in percent: its sign, its stretch of days, and its words."""
        x, half = self.layout.x(mark), self.layout.px(HALF)
        begin, end = self.layout.stretch(mark)
        left, right = min(x - half, begin), max(x + half, end)
        words = self.layout.px(BESIDE + width(label.text) + 4)
        if label.side == RIGHT:
            right = max(right, x + words)
        if label.side == LEFT:
            left = min(left, x - words)
        return Spot(x, left, right, label.side if label.text else "", floor=int(end > begin))

    def draw(self, scene: Scene, rail: int, way: int) -> None:
        """Draw what is along this rail, upwards for a `way` of -1."""
        for group in self.groups:
            self.draw_group(scene, group, rail, way)
        for mark, row, label in self.rows:
            self.draw_mark(scene, mark, rail + way * row * ROW, label)
            if row:
                x = self.layout.x(mark)
                scene.lines.append(Line(x, rail, x, rail + way * row * ROW, "stem"))

    def draw_mark(self, scene: Scene, mark: Mark, y: int, label: Label) -> None:
        x = self.layout.x(mark)
        self.draw_stretch(scene, mark, y, under=bool(label.text))
        scene.signs.append(Sign(x, y, mark.sign, mark.state, mark.is_uncertain, mark))
        left, wide = -HALF, 2 * HALF
        if label.text:
            dx = BESIDE if label.side == RIGHT else -BESIDE
            scene.words.append(Words(x, dx, y + 4, label.text, mark.state, label.side))
            wide = HALF + BESIDE + round(width(label.text))
            left = -HALF if label.side == RIGHT else HALF - wide
        scene.targets.append(Target(x, y, left, -HALF, wide, 2 * HALF, [mark]))

    def draw_stretch(self, scene: Scene, mark: Mark, y: int, *, under: bool) -> None:
        """Draw a date of more than a day as a bar at its sign, or under its words."""
        begin, end = self.layout.stretch(mark)
        if end > begin:
            top = y + (7 if under else -BAR // 2)
            scene.bars.append(Bar(begin, top, round(end - begin, 1), BAR, mark.state, mark.fades))

    def draw_group(self, scene: Scene, group: Group, rail: int, way: int) -> None:
        """Draw a group as a pile of what was told, and on it what never was."""
        at, air = rail, self.layout.px(3)
        for state, size in group.piles:
            top = at - size if way < 0 else at
            bar = Bar(round(group.at + air, 1), top, round(group.width - 2 * air, 1), size, state)
            scene.bars.append(bar)
            at += way * size
        high = max(round(group.size), 2 * HALF)
        top = -high if way < 0 else 0
        scene.targets.append(Target(group.at, rail, 0, top, 0, high, group.marks, group.width))


def fitted(mark: Mark, room: float) -> str:
    """Return the words of a mark; in too little room without their date, and then cut."""
    return mark.words if width(mark.words) <= room else cut(mark.event.short_title, room)


def percent(share: float) -> float:
    return round(100 * share, 1)
