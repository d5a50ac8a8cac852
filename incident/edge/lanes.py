"""How many may do one thing at once, so that the rest of the site goes on.

Of the server's 24 threads the desk has 8 at most (each may wait for the database's lock), of which
strangers who sign in have 4; readers' pages and files that are not kept have 8, large exports 4. So
4 are always there for the pages that most people ask for, which are kept.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


class BusyError(Exception):
    """All lanes are taken: come back later."""


class Lanes:
    """A limit on how many hold a lane at once; the rest get BusyError, at once or after a wait."""

    def __init__(self, count: int):
        self.free = threading.BoundedSemaphore(count)

    def enter(self, seconds: float = 0) -> Callable[[], None]:
        """Take a lane and return the function that frees it; calling it again does no harm.

        Raises BusyError where none comes free in `seconds`.
        """
        if not self.free.acquire(blocking=seconds > 0, timeout=seconds or None):
            raise BusyError
        kept = ExitStack()
        kept.callback(self.free.release)
        return kept.close

    @contextmanager
    def lane(self, seconds: float = 0) -> Iterator[None]:
        """Hold a lane for a while; raise BusyError as `enter` does."""
        leave = self.enter(seconds)
        try:
            yield
        finally:
            leave()


DESK = Lanes(8)
STRANGERS = Lanes(4)  # signing in from a browser without the account's device cookie
PAGES = Lanes(8)  # answers that are being made
EXPORTS = Lanes(4)
