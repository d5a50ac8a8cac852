"""How many are at the desk at once, and how long they may wait for the database there.

An editor's save waits for its turn; a stranger who signs in does not hold a thread for that.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from incident import lanes
from incident.signing_in import browser, sessions
from incident.unavailable import unavailable

LOGIN = f"{sessions.DESK}login/"
SHORT_SECONDS = 1.0


class DeskLanes:
    """Let no more to the desk at once than leaves threads for readers; others come back later."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not sessions.on_desk(request):
            return self.get_response(request)
        with ExitStack() as held:
            try:
                held.enter_context(lanes.DESK.lane())
                if is_strangers_try(request):
                    held.enter_context(lanes.STRANGERS.lane())
            except lanes.BusyError as error:
                return unavailable(request, error)
            if signs_in(request):
                held.enter_context(short_wait())
            return self.get_response(request)


def signs_in(request: HttpRequest) -> bool:
    """Return whether this is a name and a password, sent."""
    return request.method == "POST" and request.path_info == LOGIN


def is_strangers_try(request: HttpRequest) -> bool:
    """Return whether somebody signs in from a browser that this account does not know."""
    return signs_in(request) and not browser.mark(request, request.POST.get("username", ""))


@contextmanager
def short_wait(seconds: float = SHORT_SECONDS) -> Iterator[None]:
    """Wait no longer than this for a lock of the database (OperationalError), for a while."""
    wait_for_locks(seconds)
    try:
        yield
    finally:
        with suppress(Error):  # a connection that broke is made anew, with the long wait
            wait_for_locks(settings.LOCK_SECONDS)


def wait_for_locks(seconds: float) -> None:
    """Let this thread's connection wait so long for a lock."""
    milliseconds = int(seconds * 1_000)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        else:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(milliseconds)])
