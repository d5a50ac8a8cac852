"""What each paper told the Chamber, for the list of papers."""

from collections.abc import Iterable
from functools import cached_property

from incident.models import Event, Kamerstuk

MOST_TOLD = 6  # events loaded with a paper in the list of papers, of which five are shown


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
        keys = dict.fromkeys(citation.event_id for citation in paper.telling_list)
        found = (self.events.get(key) for key in keys)
        return [event for event in found if event and not event.is_paper]
