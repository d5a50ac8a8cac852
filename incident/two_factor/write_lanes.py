"""How many write at the desk at once.

An editor's save waits for the database; a stranger who signs in holds no thread for that.
"""

from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse

from incident.edge import lanes
from incident.edge.lock_timeout import short_wait
from incident.edge.unavailable import unavailable
from incident.two_factor import device_cookie, sessions

SAFE = ("GET", "HEAD", "OPTIONS")
LOGIN = f"{sessions.DESK}login/"


class DeskLanes:
    """Limit how many write at the desk at once, so that readers have threads; the rest get 503.

    A page that is only read waits for no lock, so it needs no lane.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or not sessions.on_desk(request):
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
    return request.path_info == LOGIN


def is_strangers_try(request: HttpRequest) -> bool:
    """Return whether this is a sign-in from a browser without the account's device cookie."""
    return signs_in(request) and not device_cookie.mark(request, request.POST.get("username", ""))
