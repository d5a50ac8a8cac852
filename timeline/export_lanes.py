"""How large exports are answered: few at once, each made once, and then sent as a file.

An export of many events holds a thread while it is being made, and so does each who reads along:
there are few lanes for that, so that pages go before files. A file that is made is given to the
server, which sends it without a thread, however slowly the client reads.
"""

from collections.abc import Callable, Hashable
from itertools import chain

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from incident.edge import lanes
from timeline.export_files import SHELF
from timeline.kept.state import current
from timeline.ranges import own_headers, sent

LARGE = 1_000  # events; fewer are made in a second, and are fewer bytes than the server keeps
WHOLE_SECONDS = 0.3  # that an asker waits for the whole file, before reading along


def in_lane(
    request: HttpRequest, question: str, events: QuerySet, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the response of `make`, with its first piece made.

    `question` is the normalised query. An export of many events is made once for all who ask it at
    this address and host, while the record stands as it does. Raises BusyError where no lane is
    free to make it or to read along.
    """
    if not is_large(events):
        return begun(make())
    key = (request.scheme, request.get_host(), request.path, question)
    state = current()
    file = SHELF.found(key, state)
    answer = sent(request, file) if file and file.is_made else read_along(request, key, state, make)
    answer.is_of_file = True
    return answer


def read_along(
    request: HttpRequest, key: Hashable, state: Hashable, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return a file while it is being made, in a lane until both its making and reading are over.

    A file is given to those alone who asked in its own state: so what is published meanwhile
    may be in it or not, as it may in any answer that is on its way.
    """
    leave = after_both(lanes.EXPORTS.enter())
    try:
        file = SHELF.made(key, state, make, leave)
        file.begun(WHOLE_SECONDS)
    except BaseException:
        leave()
        raise
    if file.is_made:
        leave()
        return sent(request, file)
    pieces = () if request.method == "HEAD" else file.followed()
    return closing(StreamingHttpResponse(pieces, headers=own_headers(file)), leave)


def after_both(leave: Callable[[], None]) -> Callable[[], None]:
    """Return what calls `leave` when it is called for the second time."""
    calls = iter((lambda: None, leave))
    return lambda: next(calls, lambda: None)()


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
