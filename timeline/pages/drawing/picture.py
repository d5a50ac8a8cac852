"""The drawing as a picture of its own, with title, question, date and source, for any other page.

One layout in pixels is written as SVG (`picture.svg`) and painted as PNG (`share_image.painted`).
Colours are fixed: who places it elsewhere has no style sheet of ours.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.template.loader import render_to_string

from timeline.pages.drawing.across import Across
from timeline.pages.drawing.counted import Counts
from timeline.pages.drawing.labels import wrapped
from timeline.pages.drawing.scene import Bar, Line, Scene, Sign, Words
from timeline.pages.drawing.story import LINE, NEVER, OPEN, TOLD, UNDATED, Story
from timeline.pages.kind_icons import NEVER as STUMP
from timeline.pages.kind_icons import centred, path

WIDE, EDGE = 1200, 40
PAPER, INK, QUIET, RULE, TOLD_COLOUR, NEVER_COLOUR = (
    *("#fcfbf8", "#1c1f22", "#55595f", "#d9d4c8"),
    *("#0b5c56", "#b3451e"),
)
STATES = {TOLD: TOLD_COLOUR, UNDATED: TOLD_COLOUR, NEVER: NEVER_COLOUR}
STROKES = {
    "rail": (INK, 1.5),
    "rail told": (TOLD_COLOUR, 2.5),
    "tick": (RULE, 1),
    "stem": ("#767a80", 1),
    "line": (TOLD_COLOUR, 1.25),
    "line key": (TOLD_COLOUR, 2),
    "day": (TOLD_COLOUR, 2),
}
SIZES = {"title": 26, "question": 16, "name": 13, "name told": 13, "tick": 11, "legend": 12}
BOLD = {"title", "name", "name told"}
COLOURS = {"name told": TOLD_COLOUR, NEVER: NEVER_COLOUR, "tick": QUIET, "legend": QUIET}
NOTHING = "Bij deze vraag zijn geen gebeurtenissen."


class Stroke(NamedTuple):
    """A line with its colour, and its width in pixels."""

    line: Line
    colour: str
    width: float


class Fill(NamedTuple):
    """A bar with its colour; `fades` names the side on which it fades."""

    bar: Bar
    colour: str


class Shape(NamedTuple):
    """A sign as points around its place, as SVG path data, with its colour."""

    sign: Sign
    points: tuple
    path: str
    colour: str


class Text(NamedTuple):
    """A line of words at a place, with its size in pixels, colour, weight and anchor."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    is_bold: bool
    is_end: bool


@dataclass
class Picture:
    """A story as a picture `WIDE` pixels wide.

    `question` is the query in words, "" for all; `source` the line below: site, date and address.
    """

    story: Story
    title: str
    question: str
    source: str

    @cached_property
    def scene(self) -> Scene:
        """Return all of it in pixels."""
        scene = Scene(across=False)
        scene.words.append(Words(EDGE, 0, 52, self.title, "title"))
        lines = wrapped(self.question, (WIDE - 2 * EDGE) * 0.75)
        for number, line in enumerate(lines):
            scene.words.append(Words(EDGE, 0, 78 + 20 * number, line, "question"))
        top = 76 + 20 * len(lines)
        if self.story.events:
            drawn = self.drawn(WIDE - 2 * EDGE).moved(EDGE, top, WIDE - 2 * EDGE)
            scene.add(drawn)
            top += drawn.height + 26
        else:
            scene.words.append(Words(EDGE, 0, top + 24, NOTHING))
            top += 60
        scene.height = self.draw_legend(scene, top)
        return scene

    def drawn(self, wide: int) -> Scene:
        """Return what stands between the question and the legend, for so many pixels."""
        return Across(self.story, wide).scene

    @property
    def description(self) -> str:
        """Return in words what the signs do not say one by one, "" where each says itself."""
        return ""

    def draw_legend(self, scene: Scene, top: float) -> float:
        """Draw the samples with their words, and the source; return the height of it all."""
        for number, (sample, words) in enumerate(self.story.legend):
            x, y = EDGE + 560 * (number % 2), top + 20 * (number // 2)
            draw_sample(scene, sample, x + 8, y - 4)
            scene.words.append(Words(x, 22, y, words, "legend"))
        rows = -(-len(self.story.legend) // 2)
        source = top + 20 * rows + 14
        scene.words.append(Words(EDGE, 0, source, self.source, "legend"))
        return source + 26

    @property
    def strokes(self) -> list[Stroke]:
        return [Stroke(line, *STROKES[line.role]) for line in self.scene.lines]

    @property
    def fills(self) -> list[Fill]:
        return [Fill(bar, STATES[bar.state]) for bar in self.scene.bars]

    @property
    def shapes(self) -> list[Shape]:
        drawn = ((sign, centred(sign.name)) for sign in self.scene.signs)
        return [Shape(s, points, path(points), STATES[s.state]) for s, points in drawn]

    @property
    def texts(self) -> list[Text]:
        return [
            Text(
                x=words.x + words.dx,
                y=words.y,
                text=words.text,
                size=SIZES.get(words.role, 12.5),
                colour=COLOURS.get(words.role, INK),
                is_bold=words.role in BOLD,
                is_end=words.side == "left",
            )
            for words in self.scene.words
        ]


@dataclass
class CountedPicture(Picture):
    """The picture of more events than can be drawn one by one: their numbers by period."""

    story: Counts

    def drawn(self, wide: int) -> Scene:
        return self.story.scene(wide)

    @property
    def description(self) -> str:
        return self.story.text


def draw_sample(scene: Scene, sample: str, x: float, y: float) -> None:
    """Draw what a line of the legend explains."""
    if sample in STATES:
        scene.bars.append(Bar(x - 7, y - 6, 14, 12, sample))
    elif sample == LINE:
        scene.lines.append(Line(x - 7, y - 6, x + 7, y + 6, "line key"))
    elif sample == OPEN:
        scene.signs.append(Sign(x, y, "maatregel", TOLD, is_uncertain=True))
    elif sample == STUMP:
        scene.signs.append(Sign(x, y - 6, STUMP, NEVER))
    else:
        scene.signs.append(Sign(x, y, sample, TOLD))


def svg(picture: Picture) -> str:
    """Return a picture as an SVG document, its texts escaped."""
    context = {"picture": picture, "wide": WIDE, "paper": PAPER, "states": STATES}
    return render_to_string("timeline/drawing/picture.svg", context)
