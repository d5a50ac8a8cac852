"""The server: how many threads, how many connections, and which clients it hangs up on.

waitress reads and writes all connections in one thread of its own, and gives whole requests to
`THREADS` others. Two things it leaves to its caller: a client that keeps a connection without
ever finishing a request, or without ever reading the answer; and one that asks leave to send a
body (`Expect: 100-continue`) and has none.
"""

import resource
import signal
import socket
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import WSGITask

THREADS = 24  # a third of them for the desk at most, and a third for what is made: see lanes.py
MOST_CONNECTIONS = 1_000
SPARE_FILES = 200  # for the database, static files and what waits on disk to be sent
IDLE_SECONDS = 20  # that a connection may say nothing
REQUEST_SECONDS = 60  # that a request may take to arrive, however steadily its bytes drip
STALLED_SECONDS = 60  # that a client may take nothing of an answer that waits for it
LOOK_EVERY = 5  # seconds between two looks for such connections
LARGEST_BODY = 5_000_000  # bytes; a form of the desk with 1,000 rows is far below


class Request(HTTPRequestParser):
    """A request; one without a body waits for nothing, whatever it expects."""

    began = None  # when it was first seen to be unfinished, seconds of time.monotonic()

    def parse_header(self, header_plus):
        super().parse_header(header_plus)
        if self.body_rcv is None:
            self.expect_continue = False


class Task(WSGITask):
    """An answer that leaves the connection open where it has no body, as 304 has none.

    waitress takes every answer without a length for one that ends with its connection.
    """

    def set_close_on_finish(self) -> None:
        asked = self.request.headers.get("CONNECTION", "").lower()
        is_bare = not self.wrote_header and self.status and not self.has_body
        if not (is_bare and self.version == "1.1" and asked != "close"):
            super().set_close_on_finish()


class Channel(HTTPChannel):
    """A connection that knows whether it was given time enough."""

    parser_class = Request
    task_class = Task

    def is_over(self, now: float, idle_before: float) -> bool:
        """Return whether to hang up, at `now` (time.monotonic()).

        `idle_before` is a moment of time.time(): what was not active since then is idle.
        """
        if self.total_outbufs_len:  # an answer waits; a thread may wait with it
            return self.last_activity < idle_before - (STALLED_SECONDS - IDLE_SECONDS)
        if self.requests:
            return False  # we are busy, not the client
        if self.request is not None:
            self.request.began = self.request.began or now
            if now - self.request.began > REQUEST_SECONDS:
                return True
        return self.last_activity < idle_before


def hang_up(server, now: float) -> None:
    """Close the connections that had time enough; the thread that waits for one comes free."""
    for channel in [*server.active_channels.values()]:
        if channel.is_over(time.monotonic(), now - IDLE_SECONDS):
            channel.handle_close()


def most_connections() -> int:
    """Return how many connections to keep at once, after asking the system for as many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(min(MOST_CONNECTIONS, soft - SPARE_FILES), THREADS)


def serve(application, door: socket.socket) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = create_server(
        application,
        sockets=[door],
        threads=THREADS,
        connection_limit=most_connections(),
        cleanup_interval=LOOK_EVERY,
        channel_timeout=IDLE_SECONDS,
        max_request_body_size=LARGEST_BODY,
        asyncore_use_poll=True,  # select() knows no file past number 1,023
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    server.channel_class = Channel
    server.maintenance = lambda now: hang_up(server, now)
    server.run()
