"""What strangers do to the server of `manage.py start`, and what readers notice of it: nothing."""

import socket
import sqlite3
import urllib.error
import urllib.request

import pytest

from incident.server import serving
from tests.helpers.served import copied, read, served

HALF = b"GET /om-citrix/ HTTP/1.1\r\nHost: localhost\r\nX-Half: "


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve the shipped case; return its address."""
    with served(copied(tmp_path_factory.mktemp("site"))) as address:
        yield address


def connect(site: str) -> socket.socket:
    host, port = site.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def said(connection: socket.socket) -> bytes:
    """Return what comes until the other side hangs up."""
    return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.long
def test_readers_get_their_page_while_strangers_hold_two_hundred_connections(site):
    quiet = [connect(site) for _ in range(200)]
    try:
        for number, connection in enumerate(quiet):
            if number % 3:
                connection.sendall(HALF)
        for connection in quiet[2::3]:
            connection.sendall(b"a")  # and so on, a byte at a time
        for path in ("/om-citrix/", "/om-citrix/tijdlijn.csv", "/admin/login/"):
            with urllib.request.urlopen(site + path, timeout=10) as answer:  # noqa: S310 - our own
                assert answer.status == 200
    finally:
        for connection in quiet:
            connection.close()


@pytest.mark.long
def test_who_asks_leave_to_send_a_body_and_has_none_gets_an_answer(site):
    for length in (b"", b"Content-Length: 0\r\n"):
        with connect(site) as connection:
            connection.sendall(
                b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                b"Expect: 100-continue\r\n" + length + b"\r\n"
            )
            assert said(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.long
def test_who_asks_leave_to_send_a_body_and_has_one_is_told_to_go_on(site):
    with connect(site) as connection:
        connection.sendall(
            b"POST /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"
        )
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"a=b")
        assert said(connection).startswith(b"HTTP/1.1 4")


@pytest.fixture
def large_site(tmp_path):
    """Serve a case of 8,000 events, 24 MB as CSV; return its address."""
    folder = copied(tmp_path)
    with served(folder):
        pass  # sets up the database
    with sqlite3.connect(folder / ".local/tijdlijn.sqlite3") as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(incident_event)")]
        made = {"id": "1000 + n", "slug": "slug || '-' || n", "body": "hex(zeroblob(1500))"}
        database.execute(
            "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 8000) "  # noqa: S608 - ours
            f"INSERT INTO incident_event ({', '.join(names)}) "
            f"SELECT {', '.join(made.get(name, name) for name in names)} FROM many, "
            "(SELECT * FROM incident_event WHERE status = 'gepubliceerd' LIMIT 1)"
        )
    database.close()
    with served(folder) as address:
        yield address


def status(site: str, path: str) -> tuple[int, str, str]:
    """Return status, kind and Retry-After of an answer whose body is left."""
    try:
        with urllib.request.urlopen(site + path, timeout=30) as answer:  # noqa: S310 - our own
            return answer.status, answer.headers["Content-Type"], ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.headers["Retry-After"]


def tag(site: str, path: str) -> str | None:
    """Return the ETag of an answer whose body is left; a large file has none until it is made."""
    with urllib.request.urlopen(site + path, timeout=30) as answer:  # noqa: S310 - our own
        return answer.headers["ETag"]


@pytest.mark.long
def test_more_slow_readers_of_a_made_file_than_there_are_threads_hold_none(large_site):
    large, host = "/om-citrix/tijdlijn.csv", large_site.removeprefix("http://")
    until(lambda: tag(large_site, large))
    slow = [connect(large_site) for _ in range(2 * serving.THREADS)]
    try:
        for connection in slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.sendall(f"GET {large} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        for path in ("/robots.txt", "/kamerstukken/", "/admin/login/", "/om-citrix/tijdlijn.json"):
            assert status(large_site, path)[0] == 200
        assert read(large_site + large).endswith(b"\r\n")
    finally:
        for connection in slow:
            connection.close()


def until(is_so) -> None:
    """Ask again until it is so; fail where it never is."""
    assert any(is_so() for _ in range(200))


class Connection(serving.Channel):
    """A connection without a socket, as old and as busy as a test wants it."""

    def __init__(self, *, silent_for: float = 0, requests=(), request=None, waiting: int = 0):
        self.last_activity = 1_000 - silent_for
        self.requests, self.request, self.total_outbufs_len = list(requests), request, waiting

    def over(self, now: float) -> bool:
        return self.is_over(now, 1_000 - serving.IDLE_SECONDS)


def unfinished(began: float | None = None) -> serving.Request:
    request = serving.Request(None)
    request.began = began
    return request


@pytest.mark.parametrize(
    ("connection", "is_over"),
    [
        (Connection(silent_for=19), False),
        (Connection(silent_for=21), True),
        (Connection(silent_for=300, requests=["ours"]), False),  # we take long, not the client
        (Connection(request=unfinished()), False),
        (Connection(request=unfinished(began=450)), False),
        (Connection(request=unfinished(began=430)), True),  # drips, and never ends
        (Connection(silent_for=59, waiting=1, requests=["ours"]), False),
        (Connection(silent_for=61, waiting=1, requests=["ours"]), True),  # takes nothing, holds us
        (Connection(silent_for=61, waiting=1), True),
    ],
)
def test_a_connection_is_ended_that_had_time_enough(connection, is_over):
    assert connection.over(now=500) is is_over


def test_a_request_that_drips_is_counted_from_when_it_was_first_seen():
    dripping = Connection(request=unfinished())
    assert not dripping.over(now=500)
    assert not dripping.over(now=550)
    assert dripping.over(now=561)


@pytest.mark.parametrize(
    ("soft", "hard", "connections", "asked"),
    [
        (1_024, 20_000, 1_000, 1_200),
        (1_024, 1_024, 824, 1_024),
        (256, 256, 56, 256),
        (65_536, 65_536, 1_000, None),
        (1_024, -1, 1_000, 1_200),
        (-1, -1, 1_000, None),
        (100, 100, serving.THREADS, 100),
    ],
)
def test_there_are_no_more_connections_than_the_system_has_files_for(
    monkeypatch, soft, hard, connections, asked
):
    told = []
    monkeypatch.setattr(serving.resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(serving.resource, "setrlimit", lambda _, limits: told.append(limits))
    assert serving.most_connections() == connections
    assert told == ([(asked, hard)] if asked else [])


@pytest.mark.long
@pytest.mark.parametrize(("more", "stays"), [(b"", True), (b"Connection: close\r\n", False)])
def test_who_has_the_page_keeps_the_connection_to_ask_again(site, more, stays):
    asked = b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\n%s\r\n" % more
    with connect(site) as connection:
        connection.sendall(asked)
        first = connection.recv(65_536)
        assert first.startswith(b"HTTP/1.1 304 ")
        assert b"content-length" not in first.lower()
        if stays:
            connection.sendall(asked)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 304 ")
        else:
            assert b"connection: close" in first.lower()
            assert said(connection) == b""
