"""The axis: which days it spans, where a day lies on it, and the ticks that name it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.formats import date_format

MOST_TICKS = 12
A_WEEK, A_YEAR = 7, 366
A_FEW_DAYS, A_FEW_WEEKS, A_FEW_YEARS = 21, 92, 5 * 366  # days, up to which an axis is one of those


class Tick(NamedTuple):
    """A day that the axis names: its place as a share of the axis, and its words.

    `year` is a second line, "" where it is that of the tick before.
    """

    at: float
    words: str
    year: str = ""


class Step(NamedTuple):
    """A distance between ticks: so many days, months or years."""

    unit: str
    size: int


STEPS = (
    *(Step("day", 1), Step("day", 2), Step("day", 7), Step("day", 14)),
    *(Step("month", size) for size in (1, 2, 3, 6)),
    *(Step("year", size) for size in (1, 2, 5, 10, 25, 50, 100, 250, 1000)),
)


@dataclass(frozen=True)
class Axis:
    """The days from `begin` up to `end`, which itself lies just past the axis."""

    begin: date
    end: date

    @classmethod
    def around(cls, days: Iterable[date]) -> "Axis":
        """Return an axis of whole days, weeks, months or years that holds all these days."""
        days = list(days)
        first, last = min(days), max(days)
        span = (last - first).days
        if span <= A_FEW_DAYS:
            return cls(moved(first, -1), moved(last, 2))
        if span <= A_FEW_WEEKS:
            return cls(moved(first, -first.weekday()), moved(last, 7 - last.weekday()))
        if span <= A_FEW_YEARS:
            return cls(first.replace(day=1), later(last.replace(day=1), Step("month", 1)))
        return cls(first.replace(month=1, day=1), date(last.year + 1, 1, 1))

    @property
    def days(self) -> int:
        return (self.end - self.begin).days

    def at(self, day: date) -> float:
        """Return the place of a day as a share of the axis, from 0 to 1."""
        return min(max((day - self.begin).days / self.days, 0), 1)

    def holds(self, day: date) -> bool:
        return self.begin <= day < self.end

    @property
    def is_short(self) -> bool:
        """Return whether a day and a month name a day on it: no month is there twice."""
        return self.days <= A_YEAR

    @cached_property
    def step(self) -> Step:
        """Return the smallest step that makes few ticks."""
        return next((s for s in STEPS if self.days / days_of(s) <= MOST_TICKS + 0.5), STEPS[-1])

    @cached_property
    def ticks(self) -> list[Tick]:
        """Return the ticks from left to right."""
        ticks, year = [], None
        for day in self.stops():
            is_new = day.year != year and self.step.unit != "year"
            new = str(day.year) if is_new else ""
            ticks.append(Tick(self.at(day), in_words(day, self.step), new))
            year = day.year
        return ticks

    def stops(self) -> Iterator[date]:
        """Yield each day that has a tick."""
        day = self.first_stop()
        while day < self.end:
            yield day
            day = later(day, self.step)

    def first_stop(self) -> date:
        """Return the first day on the axis with a tick: a Monday, the first of a month or year."""
        unit, size = self.step
        begin = self.begin
        if unit == "day":
            return moved(begin, -begin.weekday() % 7) if size >= A_WEEK else begin
        if unit == "month":
            month = begin if begin.day == 1 else later(begin.replace(day=1), Step("month", 1))
            return later(month, Step("month", (1 - month.month) % size))
        first = begin if (begin.month, begin.day) == (1, 1) else date(begin.year + 1, 1, 1)
        return first.replace(year=first.year + -first.year % size)


def days_of(step: Step) -> float:
    """Return about how many days a step is."""
    return step.size * {"day": 1, "month": 30.4, "year": 365.2}[step.unit]


def moved(day: date, days: int) -> date:
    """Return the day so many days on, and no further than the calendar goes."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def later(day: date, step: Step) -> date:
    """Return the day one step on; for months and years from the first of a month."""
    if step.unit == "day":
        return moved(day, step.size)
    months = step.size * (12 if step.unit == "year" else 1) + day.month - 1
    year = day.year + months // 12
    return date(year, months % 12 + 1, 1) if year <= date.max.year else date.max


def in_words(day: date, step: Step) -> str:
    """Return a tick in Dutch."""
    form = {"day": "j M", "month": "M", "year": "Y"}[step.unit]
    return date_format(day, form).lower()
