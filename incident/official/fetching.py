"""Bytes from an official source, within limits: of time, of size, and of where they come from.

A timeout for each read is no limit: a server that sends one byte a second passes it for ever. So
a timer hangs up when the time for the whole question is over, wherever the answer then is. Only
the look-up of the host's name is the system's own, and takes what its resolver takes.
"""

import http.client
import logging
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.utils import timezone
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from incident.official import faults
from incident.official.faults import Fault

log = logging.getLogger(__name__)

ONE_READ = 5.0  # seconds for a connection, and for each read
TRIES = 3
MOST_REDIRECTS = 3
PIECE = 16_384  # bytes
XML, JSON = "application/xml", "application/json"
ERROR_PAGES = ("fout404", "errors/404")
LOST = (HTTPError, http.client.HTTPException, OSError)


class Deadline:
    """The moment at which a question, or a number of them, must be done."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(self.end - time.monotonic(), 0.0)

    def within(self, seconds: float) -> "Deadline":
        """Return a deadline after so many seconds, or this one where it is earlier."""
        return Deadline(min(seconds, self.left))


@dataclass(frozen=True)
class Answer:
    """What came back: its bytes, the charset that was said (or ""), and the address asked."""

    body: bytes
    charset: str
    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


class Watched:
    """A connection that another thread can hang up, also within the handshake of TLS."""

    line: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.line = made.dup()
        return made

    def hang_up(self) -> None:
        if self.line:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close both; `close` alone is called as soon as the head of the last answer is read."""
        self.close()
        if self.line:
            self.line.close()


class Plain(Watched, HTTPConnection):
    """A connection without encryption, to a server on this machine."""


class Encrypted(Watched, HTTPSConnection):
    """A connection over TLS."""


def fetch(base: str, parameters: dict[str, str], deadline: Deadline, accept: str = XML) -> Answer:
    """Return the answer of a source; Fault where none came within the deadline.

    What may pass (429, 5xx, no connection) is asked again after a growing pause, or after what
    `Retry-After` says, as far as the deadline has room for that.
    """
    address = f"{base}?{urlencode(parameters)}" if parameters else base
    for tried in range(1, TRIES + 1):
        try:
            return follow(address, deadline, accept)
        except Fault as fault:
            log.info("official source, try %d: %s", tried, fault.for_the_log)
            pause = max(fault.after, settings.OFFICIAL_PAUSE * 2**tried)
            if tried == TRIES or not fault.may_pass or pause >= deadline.left:
                raise
            time.sleep(pause)
    raise AssertionError("unreachable")


def follow(address: str, deadline: Deadline, accept: str) -> Answer:
    """Return the answer, also where it stands at another address of the host that was asked."""
    asked = address
    for _ in range(MOST_REDIRECTS + 1):
        answer, onward = request(asked, deadline, accept)
        if answer:
            return answer
        asked = trusted(asked, onward)
    raise Fault(faults.IN_CIRCLES, host_of(address))


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def trusted(address: str, onward: str) -> str:
    """Return the whole address that a redirect names; Fault for one that we do not follow."""
    there = urljoin(address, onward)
    if any(name in there.lower() for name in ERROR_PAGES):
        raise Fault(faults.ERROR_PAGE, host_of(address))
    if urlsplit(there)[:2] != urlsplit(address)[:2]:
        raise Fault(faults.ELSEWHERE, host_of(address))
    return there


def request(address: str, deadline: Deadline, accept: str) -> tuple[Answer | None, str]:
    """Ask one address; return the answer, or None and where the source sends us."""
    host = host_of(address)
    if not deadline.left:
        raise Fault(faults.TOO_SLOW, host)
    time.sleep(min(settings.OFFICIAL_PAUSE, deadline.left))
    with opened(address, deadline) as (line, target), lost(host, deadline, faults.NO_CONNECTION):
        line.request("GET", target, headers=headers(accept), preload_content=False)
        with closing(line.getresponse()) as response:
            if 300 <= response.status < 400:
                return None, response.headers.get("Location", "")
            refuse_status(response, host)
            with lost(host, deadline, faults.BROKEN_OFF):
                body = read(response, host, deadline)
            return Answer(body, charset(response.headers.get("Content-Type", "")), address), ""


@contextmanager
def opened(address: str, deadline: Deadline):
    """Yield a connection that is hung up at the deadline, and what to ask on it."""
    parts = urlsplit(address)
    about = {"port": parts.port, "timeout": max(min(ONE_READ, deadline.left), 0.01)}
    if parts.scheme == "https":
        line = Encrypted(parts.hostname, ssl_context=ssl.create_default_context(), **about)
    else:
        line = Plain(parts.hostname, **about)
    alarm = threading.Timer(deadline.left, line.hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        yield line, f"{parts.path or '/'}?{parts.query}".rstrip("?")
    finally:
        alarm.cancel()
        alarm.join()
        line.let_go()


@contextmanager
def lost(host: str, deadline: Deadline, sentence: str):
    """Turn what goes wrong on the line into a Fault; after the deadline it is always that."""
    try:
        yield
    except LOST as error:
        is_late = isinstance(error, TimeoutError) or not deadline.left
        raise Fault(faults.TOO_SLOW if is_late else sentence, host) from error
    if not deadline.left:
        raise Fault(faults.TOO_SLOW, host)


def headers(accept: str) -> dict[str, str]:
    """Return who asks, and that the answer comes as it is: packed, its size would say little."""
    return {
        "User-Agent": f"Incidenttijdlijn/1.0 ({settings.OFFICIAL_CONTACT})",
        "Accept": accept,
        "Accept-Encoding": "identity",
    }


def refuse_status(response, host: str) -> None:
    """Raise Fault for every status but 200."""
    status = response.status
    after = seconds_of(response.headers.get("Retry-After", ""))
    if status == 429:
        raise Fault(faults.TOO_MANY, host, after=after)
    if status >= 500:
        raise Fault(faults.OUT_OF_ORDER, host, str(status), after)
    if status != 200:
        raise Fault(faults.DENIED, host, str(status))


def seconds_of(text: str) -> float:
    """Return the seconds of a Retry-After, a number or a moment; 0 where it says neither."""
    if text.strip().isascii() and text.strip().isdigit():
        return float(text[:9])
    with suppress(ValueError):
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max((aware - timezone.now()).total_seconds(), 0.0)
    return 0.0


def read(response, host: str, deadline: Deadline) -> bytes:
    """Return the body; Fault as soon as it is larger than OFFICIAL_BYTES."""
    pieces, size = [], 0
    for piece in response.stream(PIECE, decode_content=False):
        size += len(piece)
        if size > settings.OFFICIAL_BYTES:
            raise Fault(faults.TOO_LARGE, host)
        if not deadline.left:
            raise Fault(faults.TOO_SLOW, host)
        pieces.append(piece)
    return b"".join(pieces)


def charset(content_type: str) -> str:
    """Return the charset of a Content-Type, "" where it names none."""
    _, _, said = content_type.lower().partition("charset=")
    return said.split(";")[0].strip(' "')
