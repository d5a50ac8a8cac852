"""The drawing of very many events: not each of them, but how many there were in each period.

The database counts them by day, so that it costs the same however many there are.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst

from incident.models import Citation, Kamerstuk
from timeline.pages.drawing.across import AXIS, EDGE, NAMES, percent
from timeline.pages.drawing.axis import STEPS, Axis, Step, days_of, later
from timeline.pages.drawing.labels import SMALL, width
from timeline.pages.drawing.scene import Bar, Line, Scene, Words
from timeline.pages.drawing.story import NEVER, TOLD
from timeline.query.counts import Tally, grouped, tallied

MOST_DRAWN = 2_000  # events that are drawn one by one: half a second
MOST_COLUMNS = 120  # of which each is some nine pixels wide
HEAD, TALLEST, BETWEEN, AIR = 24, 150, 60, 1.0  # pixels
PERIODS = {"day": "dag", "month": "maand", "year": "jaar"}
ONE = tuple(step for step in STEPS if step.size == 1 or step.unit == "year")


class Column(NamedTuple):
    """One period: its first day, and its events that were told to the Chamber and that never were.

    Of papers all are told.
    """

    begin: date
    told: int
    never: int = 0

    @property
    def count(self) -> int:
        return self.told + self.never


@dataclass(frozen=True)
class Counts:
    """The numbers of some events by period, as known on `day` or, at None, now."""

    asked: QuerySet
    day: date | None = None

    @cached_property
    def events(self) -> dict[date, tuple[int, int]]:
        """Return by day the number of events that were told, and of those that never were."""
        sources = Citation._base_manager.filter(told=True).values("event")
        at_all = Q(first_told__isnull=False) | Q(pk__in=sources)
        by_then = Q(first_told__lte=self.day) if self.day else at_all
        tally = Tally(tallied(self.asked, None, by_then))
        told = tally.by_day(1)
        every = tally.by_day().items()
        return {date.fromisoformat(day): (told[day], count - told[day]) for day, count in every}

    @cached_property
    def papers(self) -> Counter[date]:
        """Return by day the number of papers that told of these events."""
        event = self.asked.order_by().select_related(None).filter(pk=OuterRef("event"))
        told = Citation._base_manager.filter(told=True, kamerstuk=OuterRef("pk"))
        papers = Kamerstuk._base_manager.filter(Exists(told.filter(Exists(event))))
        papers = papers.filter(sort_day__isnull=False)
        if self.day:
            papers = papers.filter(last_day__lte=self.day)
        return Counter(dict(papers.order_by().values_list("sort_day").annotate(Count("pk"))))

    @cached_property
    def axis(self) -> Axis:
        return Axis.around([*self.events, *self.papers])

    @cached_property
    def step(self) -> Step:
        """Return the shortest period of which there are not too many."""
        few = (step for step in ONE if self.axis.days / days_of(step) <= MOST_COLUMNS)
        return next(few, ONE[-1])

    def begin(self, day: date) -> date:
        """Return the first day of the period in which a day lies."""
        unit, size = self.step
        if unit == "day":
            return day
        if unit == "month":
            return day.replace(day=1)
        return date(max(day.year - day.year % size, 1), 1, 1)

    @cached_property
    def columns(self) -> list[Column]:
        """Return the periods in which something happened, in order."""
        told, never = Counter(), Counter()
        for day, (was_told, was_not) in self.events.items():
            told[self.begin(day)] += was_told
            never[self.begin(day)] += was_not
        return [Column(day, told[day], never[day]) for day in sorted(told)]

    @cached_property
    def columns_of_papers(self) -> list[Column]:
        found = Counter()
        for day, count in self.papers.items():
            found[self.begin(day)] += count
        return [Column(day, found[day]) for day in sorted(found)]

    def name(self, begin: date) -> str:
        """Return a period in Dutch: "3 maart 2005", "maart 2005", "2005" or "2000 tot 2010"."""
        unit, size = self.step
        if size > 1:
            return f"{begin.year} tot {begin.year + size}"
        return date_format(begin, {"day": "j F Y", "month": "F Y", "year": "Y"}[unit])

    @property
    def period(self) -> str:
        """Return what a column counts, in Dutch."""
        unit, size = self.step
        return f"{size} jaar" if size > 1 else f"een {PERIODS[unit]}"

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)

    @property
    def sentence(self) -> str:
        """Return in Dutch what is counted, and where the most are."""
        most = max(self.columns, key=lambda column: column.count)
        return (
            f"{grouped(self.count)} gebeurtenissen zijn te veel om elk te tekenen: een zuil telt "
            f"die van {self.period}. De hoogste is {self.name(most.begin)}, met "
            f"{grouped(most.count)}."
        )

    @property
    def text(self) -> str:
        """Return the numbers of all columns in Dutch, for who does not see them."""
        told = (f"{self.name(c.begin)}: {self.in_words(c)}" for c in self.columns)
        return f"{self.sentence} {capfirst('; '.join(told))}."

    def in_words(self, column: Column) -> str:
        never = f", waarvan {grouped(column.never)} niet gemeld" if column.never else ""
        return f"{grouped(column.count)}{never}"

    @cached_property
    def legend(self) -> list[tuple[str, str]]:
        """Return what needs explaining: the state whose colour a column has, and the words."""
        never = " tot en met deze dag" if self.day else ""
        lines = [(TOLD, "Gemeld aan de Kamer, en de stukken die dat deden.")]
        if any(column.never for column in self.columns):
            words = f"Niet aan de Kamer gemeld{never}, voor zover wij weten."
            lines.append((NEVER, words))
        return lines

    def scene(self, wide: float) -> Scene:
        """Return the drawing for a width of so many pixels, its places in percent."""
        rail = HEAD + NAMES + TALLEST + EDGE
        lower = rail + BETWEEN
        scene = Scene(across=True, height=lower + TALLEST // 2 + EDGE + NAMES + AXIS)
        bottom = scene.height - AXIS
        self.draw_axis(scene, bottom, wide)
        for y, role in ((rail, "rail"), (lower, "rail told")):
            scene.lines.append(Line(0, y, 100, y, role))
        scene.words.append(Words(0, 0, 13, self.sentence, "legend"))
        scene.words.append(Words(0, 0, HEAD + 13, "Wat er gebeurde", "name"))
        scene.words.append(Words(0, 0, bottom - 8, "Wat de Kamer hoorde", "name told"))
        self.draw_columns(scene, self.columns, rail, -TALLEST, wide)
        self.draw_columns(scene, self.columns_of_papers, lower, TALLEST // 2, wide)
        return scene

    def draw_axis(self, scene: Scene, bottom: float, wide: float) -> None:
        free = 0.0
        for tick in self.axis.ticks:
            x = percent(tick.at)
            end = x + 100 * (max(width(tick.words, SMALL), width(tick.year, SMALL)) + 6) / wide
            scene.lines.append(Line(x, HEAD + NAMES, x, bottom + 4, "tick"))
            if free <= x and end <= 100:
                for number, line in enumerate(filter(None, (tick.words, tick.year))):
                    scene.words.append(Words(x, 3, bottom + 13 + 12 * number, line, "tick"))
                free = end
        if self.day and self.axis.holds(self.day):
            x = percent(self.axis.at(self.day))
            scene.lines.append(Line(x, HEAD + NAMES, x, bottom, "day"))

    def draw_columns(
        self, scene: Scene, columns: list[Column], rail: float, high: float, wide: float
    ) -> None:
        """Draw columns from a rail, the tallest `high` pixels (upwards where that is negative).

        The highest says its number.
        """
        if not columns:
            return
        most = max(columns, key=lambda column: column.count)
        one, air = abs(high) / most.count, 100 * AIR / wide
        for column in columns:
            x, at = percent(self.axis.at(column.begin)), rail
            end = percent(self.axis.at(self.begin(later(column.begin, self.step))))
            for state, count in ((TOLD, column.told), (NEVER, column.never)):
                size = max(round(count * one, 1), 1) if count else 0
                top = at - size if high < 0 else at
                if size:
                    scene.bars.append(Bar(x, top, round(max(end - x - air, air), 2), size, state))
                at += size if high > 0 else -size
        x, words = percent(self.axis.at(most.begin)), grouped(most.count)
        y = rail + high + (-4 if high < 0 else 13)
        if x + 100 * width(words) / wide <= 100:
            scene.words.append(Words(x, 0, y, words))
        else:
            scene.words.append(Words(100, 0, y, words, side="left"))
