"""The first and last day of the public events of each incident."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Min, QuerySet

from incident.models import Event, Incident
from incident.written.queries import written
from timeline.kept.shared import shared


class Coverage(NamedTuple):
    """From which day to which an incident runs, by its events; None where no bound is known."""

    first: date | None = None
    last: date | None = None

    @property
    def interval(self) -> str:
        """Return it in ISO 8601 with ".." for an open end, "" where nothing is known."""
        ends = [day.isoformat() if day else ".." for day in self]
        return "/".join(ends) if any(self) else ""


def coverage(incidents: Iterable[Incident]) -> dict[int, Coverage]:
    """Return the coverage of incidents by their key, of those that have events; one query."""
    keys = [incident.pk for incident in incidents]
    bounds = shared(("coverage", *keys), lambda: bounds_of(keys))
    return {key: Coverage(first, last) for key, first, last in bounds}


@written
def bounds_of(incidents: list[int]) -> QuerySet:
    events = Event.objects.for_readers().prefetch_related(None).select_related(None)
    found = events.filter(incident__in=incidents).order_by().values_list("incident")
    return found.annotate(Min("first_day"), Max("last_day"))


def coverage_of(events: Iterable[Event]) -> Coverage:
    """Return the coverage of these events; no query."""
    ends = [(event.first_day, event.last_day) for event in events]
    first = min((first for first, _ in ends if first), default=None)
    return Coverage(first, max((last for _, last in ends if last), default=None))
