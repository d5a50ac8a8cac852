"""The waits as bars, drawn by the server in percent of an axis of days that begins at 0."""

from dataclasses import dataclass
from math import inf

from incident.models import Event
from incident.values.waits import Wait

MOST_TICKS = 6
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # days between two ticks; past it, thousands


@dataclass(frozen=True)
class Bar:
    """The wait for one event: the days that are sure, and up to where it may have lasted."""

    event: Event
    axis: "Axis"

    @property
    def wait(self) -> Wait:
        return self.event.wait

    @property
    def sure(self) -> float:
        """Return the width in percent of what was surely waited."""
        return self.axis.x(max(self.wait.sure[0] or 0, 0))

    @property
    def possible(self) -> float:
        """Return in percent where what is possible ends; of an open wait, where it is not known."""
        return self.axis.x(reach(self.wait))

    @property
    def is_open(self) -> bool:
        return self.wait.most is None


class Axis:
    """Days from 0 to the first tick at or past `longest`, which is at least 1."""

    def __init__(self, longest: int):
        thousands = -(-longest // (1000 * (MOST_TICKS - 1))) * 1000
        self.step = next((s for s in STEPS if longest <= s * (MOST_TICKS - 1)), thousands)
        self.days = -(-longest // self.step) * self.step

    def x(self, days: int) -> float:
        """Return the place of so many days, in percent of the width."""
        return round(100 * days / self.days, 1)

    @property
    def ticks(self) -> list[tuple[float, int]]:
        return [(self.x(days), days) for days in range(0, self.days + 1, self.step)]


def reach(wait: Wait) -> int:
    """Return the most days of a wait; where they are not known, its least."""
    return max(wait.least or 0, 0) if wait.most is None else wait.most


def longest_first(event: Event) -> tuple[float, float]:
    """Return what sorts waits: the least days, the most where these are the same, downwards."""
    wait = event.wait
    return -max(wait.least or 0, 0), -inf if wait.most is None else -wait.most
