"""What stands beside events, for those that were asked for without it: three queries in all."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Model, QuerySet

from incident.models.claim import Statement
from incident.models.querysets.events import public_said
from incident.models.sources import Citation, Link
from incident.written.queries import written


@written
def citations_of(events: list[int]) -> QuerySet:
    return Citation.objects.filter(event__in=events)


@written
def links_of(events: list[int]) -> QuerySet:
    return Link.objects.filter(event__in=events)


@written
def said_with(events: list[int]) -> QuerySet:
    return public_said().filter(event__in=events)


BESIDE: dict[str, Callable[[list[int]], list[Model]]] = {
    "citation_list": citations_of,
    "link_list": links_of,
    "public_statements": said_with,
}


def complete(events: Iterable, said: Iterable[Statement] | None = None) -> list:
    """Return the events with papers, links and statements, as `with_statements` prefetches them.

    `said` are the statements where these were read before, maybe with those of other events.
    """
    events = list(events)
    by_key = {event.pk: event for event in events}
    for name, rows in BESIDE.items():
        found = defaultdict(list)
        is_read = rows is said_with and said is not None
        for row in said if is_read else rows(list(by_key)):
            if row.event_id in by_key:
                row.event = by_key[row.event_id]
                found[row.event_id].append(row)
        for event in events:
            setattr(event, name, found[event.pk])
    return events
