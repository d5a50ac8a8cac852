"""How many large exports are made at once: a page goes before a file.

An export of many events holds a thread for long, and a client that reads slowly holds it longer:
the server keeps 16 MB at most of an answer that is not taken.
"""

from collections.abc import Callable
from itertools import chain

from django.db.models import QuerySet
from django.http import HttpResponse

from incident.edge import lanes

LARGE = 1_000  # events; fewer are made in a second, and are fewer bytes than the server keeps


def in_lane(events: QuerySet, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the response that `make` gives, with its first piece made.

    Where it tells of many events it holds one of few lanes, until it was sent or the client hung
    up; BusyError where none is free.
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
    """Return whether these are many events; it counts no further than that."""
    return events.order_by()[: LARGE + 1].count() > LARGE


def begun(response: HttpResponse) -> HttpResponse:
    """Make the first piece of a stream: what goes wrong there can still be said with a status."""
    if response.streaming and not hasattr(response, "file_to_stream"):
        pieces = iter(response.streaming_content)
        first = next(pieces, b"")
        response.streaming_content = chain([first], pieces)
    return response


def closing(response: HttpResponse, leave: Callable[[], None]) -> HttpResponse:
    """Let a response call `leave` when the server is done with it."""
    close = response.close

    def close_and_leave() -> None:
        try:
            close()
        finally:
            leave()

    response.close = close_and_leave
    return response
