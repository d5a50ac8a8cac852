"""The surroundings of one event: the event before, the event after, and the drawing."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from incident.models import Event
from timeline.pages.drawing.drawing import Drawing
from timeline.pages.timeline_page import TimelinePage
from timeline.query.page_query import of_day
from timeline.query.portion import periods_of
from timeline.query.selection import Selection


@dataclass
class Neighbours:
    """The timeline around an event, as known on `day` or, at None, now."""

    event: Event
    day: date | None
    also: int | None = None  # the key of the event itself, while it is a previewed draft

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.event.incident, of_day(self.day), self.also)

    @cached_property
    def layout(self) -> TimelinePage:
        """Return the page of the timeline that the event stands on."""
        return TimelinePage(self.selection, period=periods_of(self.event.sort_day))

    @cached_property
    def drawing(self) -> Drawing:
        """Return the drawing of the timeline; of a long one, only the year of the event."""
        return self.layout.drawing

    @cached_property
    def before(self) -> Event | None:
        return self.beside(-1)

    @cached_property
    def after(self) -> Event | None:
        return self.beside(1)

    def beside(self, step: int) -> Event | None:
        """Return the event so many places further on, None where the timeline ends."""
        events = [] if self.layout.portion.shown else self.drawing.events
        keys = [event.pk for event in events]
        if self.event.pk not in keys:
            events = self.selection.events.prefetch_related(None)
            return events.beside(self.event, after=step > 0).first()
        place = keys.index(self.event.pk) + step
        return events[place] if 0 <= place < len(events) else None
