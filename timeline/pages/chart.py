"""The overview: every event of the page on one axis of time to scale, drawn by the server.

Positions are percentages of the width, so that the marks keep their size on a telephone. Heights
are pixels. No mark is moved sideways to make room: marks that would overlap get a row each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.formats import date_format

from incident.choices import Kind
from incident.models import Event

ROW = 20
AXIS = 26
ROOM = 3.0  # percent to each side of a mark: half a mark on a telephone, and some air
FADE = 8.0  # percent of the width in which an open end fades away
MOST_TICKS = 5
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two ticks


@dataclass(frozen=True)
class Mark:
    """One event in percent: its place, the bounds of its date, and when the Chamber was told."""

    event: Event
    at: float
    begin: float
    end: float
    told: float | None

    @property
    def left(self) -> float:
        """Return the left bound in percent of the width, with room around the mark."""
        return min(self.at, self.begin, self.at if self.told is None else self.told) - ROOM

    @property
    def right(self) -> float:
        """Return the right bound in percent of the width, with room around the mark."""
        return max(self.at, self.end, self.at if self.told is None else self.told) + ROOM

    @property
    def width(self) -> float:
        """Return the width of its bar in percent, 0 for a single day."""
        return round(self.end - self.begin, 1)

    @property
    def fades(self) -> str:
        """Return on which side the date is open: "begin", "end" or ""."""
        if self.event.first_day is None:
            return "begin"
        return "" if self.event.last_day else "end"


@dataclass(frozen=True)
class Lane:
    """The rows of one kind: the middle of each in pixels, and the marks in it."""

    kind: Kind
    rows: list[tuple[int, list[Mark]]]


class Chart:
    """The marks of some events, by kind and row, and the axis under them."""

    def __init__(self, events: Iterable[Event], day: date | None = None):
        self.events = list(events)
        self.day = day

    @cached_property
    def days(self) -> list[date]:
        days = [day for e in self.events for day in (e.first_day, e.last_day) if day]
        return days + [e.told_on.sort_day for e in self.events if e.told_on]

    @cached_property
    def begin(self) -> date:
        """Return the first day of the axis, which is the first of a month."""
        return min(self.days).replace(day=1)

    @cached_property
    def end(self) -> date:
        """Return the day after the axis, which is the first of a month."""
        return next_month(max(self.days))

    def x(self, day: date) -> float:
        """Return the place of a day, in percent of the width."""
        return round(100 * (day - self.begin).days / (self.end - self.begin).days, 1)

    def mark(self, event: Event) -> Mark:
        """Return the mark of an event.

        An open end is drawn over `FADE` percent. The day on which the Chamber was told is left out
        within `ROOM` percent of the event.
        """
        at = self.x(event.sort_day)
        begin = self.x(event.first_day) if event.first_day else max(at - FADE, 0)
        end = self.x(event.last_day) if event.last_day else min(at + FADE, 100)
        told = self.x(event.told_on.sort_day) if event.told_on else at
        return Mark(event, at, begin, end, told if abs(told - at) >= ROOM else None)

    @cached_property
    def lanes(self) -> list[Lane]:
        """Return the kinds that have events, each with as many rows as its marks need."""
        lanes, used = [], 0
        for kind in Kind:
            rows = in_rows(self.mark(event) for event in self.events if event.kind == kind)
            if rows:
                middles = range(used * ROW + ROW // 2, self.tallest, ROW)
                lanes.append(Lane(kind, list(zip(middles, rows, strict=False))))
                used += len(rows)
        return lanes

    @property
    def tallest(self) -> int:
        """Return the height in pixels if every event had a row of its own."""
        return len(self.events) * ROW

    @property
    def axis_y(self) -> int:
        """Return the height of the axis in pixels from the top."""
        return sum(len(lane.rows) for lane in self.lanes) * ROW

    @property
    def height(self) -> int:
        """Return the height of the whole drawing in pixels."""
        return self.axis_y + AXIS

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        """Return the ticks of the axis, as place in percent and month in Dutch."""
        months = (self.end.year - self.begin.year) * 12 + self.end.month - self.begin.month
        step = next((s for s in STEPS if months / s <= MOST_TICKS), STEPS[-1])
        ticks, month, year = [], self.begin, None
        while month < self.end:
            if (month.month - self.begin.month) % min(step, 12) == 0:
                form = "Y" if step >= 12 else "M Y" if month.year != year else "M"
                year = month.year
                ticks.append((self.x(month), date_format(month, form).lower()))
            month = next_month(month)
        return ticks[:: max(1, step // 12)]

    @property
    def day_x(self) -> float | None:
        """Return the place of the peildatum in percent, None where it is not on the axis."""
        on_axis = self.day and self.begin <= self.day < self.end
        return self.x(self.day) if on_axis else None

    @property
    def fades(self) -> bool:
        return any(None in (event.first_day, event.last_day) for event in self.events)

    @property
    def is_worth_it(self) -> bool:
        return len(self.events) > 1


def in_rows(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the marks from left to right, each in the first row where it overlaps no other."""
    rows: list[list[Mark]] = []
    ends: list[float] = []
    for mark in sorted(marks, key=lambda mark: mark.left):
        row = next((n for n, end in enumerate(ends) if end <= mark.left), len(rows))
        rows[row:row] = [[]] if row == len(rows) else []
        rows[row].append(mark)
        ends[row : row + 1] = [mark.right]
    return rows


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
