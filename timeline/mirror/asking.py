"""The site, asked in this process: the answers that readers get, through all that they go through.

That is Django with each middleware, as waitress has it; only the server's own lines (`Date`) lack.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host

from timeline.mirror.addresses import Address

PORTS = {"http": "80", "https": "443"}


class AddressError(Exception):
    """The public address of the site cannot be the one that is given; says why, in Dutch."""


class Answer(NamedTuple):
    """What the site answers: `pieces` are the bytes of its body, to be read once."""

    status: int
    headers: dict[str, str]
    pieces: Iterator[bytes]

    @property
    def kind(self) -> str:
        """Return its media type without parameters, "" where it says none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Site:
    """The site at its public address, such as `https://tijdlijn.example`."""

    def __init__(self, address: str):
        self.address = checked(address)
        self.handler = WSGIHandler()
        scheme, host = self.address.split("://")
        name, port = split_domain_port(host)
        self.about = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "SERVER_NAME": name,
            "SERVER_PORT": port or PORTS[scheme],
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": host,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    @contextmanager
    def asked(self, address: Address) -> Iterator[Answer]:
        """Yield the answer at an address; it is closed after the block."""
        began = []
        environ = {
            **self.about,
            "PATH_INFO": address.path.encode().decode("latin-1"),  # as PEP 3333 has it
            "QUERY_STRING": address.query,
            "wsgi.input": io.BytesIO(),
        }
        body = self.handler(
            environ, lambda status, headers, _=None: began.append((status, headers))
        )
        try:
            status, headers = began[0]
            named = {name.lower(): value for name, value in headers}
            yield Answer(int(status.split()[0]), named, iter(body))
        finally:
            body.close()


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the connection to the database in this block, which Django closes after each answer."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def checked(address: str) -> str:
    """Return an address as scheme and host; raise AddressError where this site has it not."""
    try:
        given = urlsplit(address)
        is_whole = given.scheme in PORTS and given.hostname and given.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or given.path.strip("/") or given.query or given.fragment or "@" in address:
        raise AddressError(
            f"‘{address}’ is geen adres van een site, zoals https://tijdlijn.example."
        )
    if not validate_host(split_domain_port(given.netloc)[0], settings.ALLOWED_HOSTS):
        raise AddressError(
            f"Deze site heeft een andere naam dan {given.netloc}: zie ALLOWED_HOSTS."
        )
    if settings.SECURE_SSL_REDIRECT and given.scheme != "https":
        raise AddressError("Deze site antwoordt alleen op https.")
    return f"{given.scheme}://{given.netloc.lower()}"
