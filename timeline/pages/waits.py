"""How long the Chamber waited for the events of an incident: sorted, drawn, and what has no number.

The bars are drawn by the server, in percent of an axis of days that begins at 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf

from incident.models import Event, Incident, Kamerstuk
from incident.values.waits import Wait

MOST_TICKS = 6
MOST_TOLD = 6  # events loaded with a paper in the list of papers, of which five are shown
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


class Waits:
    """The public events of an incident by what is known of the wait for each."""

    def __init__(self, incident: Incident):
        self.incident = incident

    @cached_property
    def events(self) -> list[Event]:
        return list(Event.objects.for_readers().filter(incident=self.incident))

    @cached_property
    def waits(self) -> list[Event]:
        """Return the events for which something was waited, the longest wait first."""
        known = (e for e in self.events if e.wait and e.wait.words and not e.wait.is_foretold)
        return sorted(known, key=longest_first)

    @cached_property
    def axis(self) -> Axis:
        return Axis(max([1, *(reach(event.wait) for event in self.waits)]))

    @property
    def bars(self) -> list[Bar]:
        return [Bar(event, self.axis) for event in self.waits]

    @property
    def foretold(self) -> list[Event]:
        return [event for event in self.events if event.wait and event.wait.is_foretold]

    @property
    def unknown(self) -> list[Event]:
        """Return the events that were told on days from which no number follows."""
        return [event for event in self.events if event.wait and not event.wait.words]

    @property
    def untold(self) -> list[Event]:
        return [event for event in self.events if not event.told_by]

    @property
    def papers(self) -> list[Event]:
        return [event for event in self.events if event.is_paper]


class Tellings:
    """What each of some papers told the Chamber: at most `MOST_TOLD` events of each, in order.

    The papers are loaded with `with_tellings(MOST_TOLD)`.
    """

    def __init__(self, papers: Iterable[Kamerstuk]):
        self.papers = papers

    @cached_property
    def events(self) -> dict[int, Event]:
        keys = {citation.event_id for paper in self.papers for citation in paper.telling_list}
        return {event.pk: event for event in Event.objects.for_readers().filter(pk__in=keys)}

    def of(self, paper: Kamerstuk) -> list[Event]:
        """Return its events, but for those that are it, or were withdrawn since it was loaded."""
        found = (self.events.get(citation.event_id) for citation in paper.telling_list)
        return [event for event in found if event and not event.is_paper]
