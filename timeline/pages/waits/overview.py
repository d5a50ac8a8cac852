"""The waits of an incident, sorted, beside the events that were never told or have no number."""

from collections.abc import Mapping
from functools import cached_property

from django.http import QueryDict

from incident.models import Event, Incident
from timeline.pages.waits.bars import Axis, Bar, longest_first, reach
from timeline.query import whole
from timeline.query.page_query import changed
from timeline.query.portion import Period, Portion


class Waits:
    """The public events of an incident by what is known of the wait for each.

    Of very many, those of the `period` that is asked for: the parameters of `Portion`.
    """

    def __init__(self, incident: Incident, period: Mapping[str, str] | None = None):
        self.incident, self.period = incident, period or {}

    @cached_property
    def portion(self) -> Portion:
        return Portion(whole.days(self.incident), self.period)

    @property
    def query(self) -> QueryDict:
        return changed(QueryDict(), **self.portion.query)

    @property
    def pagers(self) -> list[tuple[str, list[tuple[Period, str]]]]:
        return self.portion.pagers_in(QueryDict())

    @cached_property
    def events(self) -> list[Event]:
        return whole.shown(self.incident, self.portion)

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
