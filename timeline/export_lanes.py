"""How many large exports run at once: pages go before files.

An export of many events holds a thread for long, and a client that reads slowly holds it longer:
the server buffers at most 16 MB of an answer that the client does not read.
"""

from collections.abc import Callable
from itertools import chain

from django.db.models import QuerySet
from django.http import HttpResponse

from incident.edge import lanes

LARGE = 1_000  # events; fewer are made in a second, and are fewer bytes than the server keeps


def in_lane(events: QuerySet, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the response of `make`, with its first piece made.

    An export of many events holds one of few lanes, until it was sent or the client hung up. Raises
    BusyError where none is free.
    """
    if not is_large(events):
        return begun(make())
    leave = lanes.EXPORTS.enter()
    try:
        return closing(begun(make()), leave)
    except BaseException:
        leave()
        raise


def is_large(events: QuerySet) -> bool:
    """Return whether there are more than `LARGE` events; the count stops there."""
    return events.order_by()[: LARGE + 1].count() > LARGE


def begun(response: HttpResponse) -> HttpResponse:
    """Make the first piece of a stream, so that an error in it can still set the status."""
    if response.streaming and not hasattr(response, "file_to_stream"):
        pieces = iter(response.streaming_content)
        first = next(pieces, b"")
        response.streaming_content = chain([first], pieces)
    return response


def closing(response: HttpResponse, leave: Callable[[], None]) -> HttpResponse:
    """Make a response call `leave` when the server closes it, as Django does with its own files."""
    response._resource_closers.append(leave)
    return response
