"""The overview: every event of the page on one true axis of time, drawn by the server.

Positions are percentages of the width, so that the marks keep their size on a telephone. Heights
are pixels. A day lies where it lies: nothing is moved to make room sideways, rows make room.
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
    """One event: where it lies, how far its date may stretch, and when it was told."""

    event: Event
    at: float
    begin: float
    end: float
    told: float | None

    @property
    def left(self) -> float:
        """Return how far it reaches to the left, with some air."""
        return min(self.at, self.begin, self.at if self.told is None else self.told) - ROOM

    @property
    def right(self) -> float:
        """Return how far it reaches to the right, with some air."""
        return max(self.at, self.end, self.at if self.told is None else self.told) + ROOM

    @property
    def width(self) -> float:
        """Return the width of its bar, 0 for a single day."""
        return round(self.end - self.begin, 1)

    @property
    def fades(self) -> str:
        """Return on which side the bar is open: "begin", "end" or ""."""
        if self.event.first_day is None:
            return "begin"
        return "" if self.event.last_day else "end"


@dataclass(frozen=True)
class Lane:
    """The rows of one kind: the middle of each, and the marks in it."""

    kind: Kind
    rows: list[tuple[int, list[Mark]]]


class Chart:
    """All marks of some events, lane by lane, and the axis under them."""

    def __init__(self, events: Iterable[Event], day: date | None = None):
        self.events = list(events)
        self.day = day

    @cached_property
    def days(self) -> list[date]:
        """Return every day that must lie on the axis."""
        days = [day for e in self.events for day in (e.first_day, e.last_day) if day]
        return days + [e.told_on.sort_day for e in self.events if e.told_on]

    @cached_property
    def begin(self) -> date:
        """Return the first day of the axis: that of a month."""
        return min(self.days).replace(day=1)

    @cached_property
    def end(self) -> date:
        """Return the day after the axis: the first of a month."""
        return next_month(max(self.days))

    def x(self, day: date) -> float:
        """Return where a day lies, in percent of the width."""
        return round(100 * (day - self.begin).days / (self.end - self.begin).days, 1)

    def mark(self, event: Event) -> Mark:
        """Return the mark of an event."""
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
        """Return the height if every event had a row of its own."""
        return len(self.events) * ROW

    @property
    def axis_y(self) -> int:
        """Return the height at which the axis lies."""
        return sum(len(lane.rows) for lane in self.lanes) * ROW

    @property
    def height(self) -> int:
        """Return the height of the whole drawing in pixels."""
        return self.axis_y + AXIS

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        """Return the months to name under the axis: where they begin, and their name."""
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
        """Return where the peildatum lies, None where it is not on the axis."""
        on_axis = self.day and self.begin <= self.day < self.end
        return self.x(self.day) if on_axis else None

    @property
    def fades(self) -> bool:
        """Return whether an end of any event is open."""
        return any(None in (event.first_day, event.last_day) for event in self.events)

    @property
    def is_worth_it(self) -> bool:
        """Return whether there is something to see: more than one event."""
        return len(self.events) > 1


def in_rows(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the marks from left to right, each in the first row where it meets no other."""
    rows: list[list[Mark]] = []
    ends: list[float] = []
    for mark in sorted(marks, key=lambda mark: mark.left):
        row = next((n for n, end in enumerate(ends) if end <= mark.left), len(rows))
        rows[row:row] = [[]] if row == len(rows) else []
        rows[row].append(mark)
        ends[row : row + 1] = [mark.right]
    return rows


def next_month(day: date) -> date:
    """Return the first day of the month after this day's."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
