"""Reading the environment: each kind of setting once, and a value it cannot trust named."""

import os
import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

EMAIL = re.compile(r"[^@\s?&,<>\"]+@[^@\s?&,<>\"]+\.[^@\s?&,<>\"]+")
HOST = re.compile(
    r"\[[0-9a-fA-F:.]+\]|[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)
ENGINES = ("sqlite", "postgres", "postgresql")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def text(name: str) -> str:
    """Return the environment's value of `name` without surrounding space, or ""."""
    return os.environ.get(name, "").strip()


def flag(name: str) -> bool:
    """Return whether `name` is on; raise ImproperlyConfigured for anything but 0, 1 or nothing."""
    value = text(name) or "0"
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is {value!r}; use 0 or 1.")
    return value == "1"


def one_of(name: str, values: tuple[str, ...], default: str) -> str:
    """Return one of these values; ImproperlyConfigured names them where it is another."""
    value = text(name) or default
    if value not in values:
        raise ImproperlyConfigured(f"{name} is {value!r}; use one of {', '.join(values)}.")
    return value


def seconds(name: str, default: float) -> float:
    """Return a number of seconds, from 0.1 to 3600."""
    value = text(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", value) or not 0.1 <= float(value) <= 3_600:
        raise ImproperlyConfigured(f"{name} is {value!r}; use seconds, from 0.1 to 3600.")
    return float(value)


def megabytes(name: str, default: int) -> int:
    """Return a number of bytes, given as whole megabytes from 1 to 1,000,000."""
    value = text(name) or str(default)
    if not re.fullmatch(r"[1-9][0-9]{0,5}|1000000", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; use megabytes, from 1 to 1000000.")
    return int(value) * 1_000_000


def addresses(name: str) -> list[str]:
    """Return e-mail addresses, written with commas between them."""
    found = text(name).replace(",", " ").split()
    for address in found:
        if not EMAIL.fullmatch(address):
            raise ImproperlyConfigured(f"{name} holds {address!r}; use e-mail addresses.")
    return found


def hosts(name: str) -> list[str]:
    """Return names of hosts; a pattern for more than one is refused, and so is a port."""
    found = text(name).replace(",", " ").split()
    for host in found:
        if "*" in host or host.startswith("."):
            raise ImproperlyConfigured(f"{name} holds {host!r}, which is many hosts; name each.")
        if not HOST.fullmatch(host.lower()):
            raise ImproperlyConfigured(f"{name} holds {host!r}; use names such as tijdlijn.nl.")
    return found


def source_address(name: str, default: str) -> str:
    """Return an https address of a service, "" where there is none by default or given.

    http is for a server on this machine.
    """
    value = text(name) or default
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no address.") from error
    is_own = parts.scheme == "http" and host in ("127.0.0.1", "localhost", "::1")
    if not (is_own or parts.scheme == "https") or not host or parts.query or parts.username:
        raise ImproperlyConfigured(f"{name} is {value!r}; use https://host/path.")
    return value


def token(name: str) -> str:
    """Return a place in a feed, which is a number; "" where none is given."""
    value = text(name)
    if not re.fullmatch(r"[0-9]{0,18}", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; use the figures after skiptoken=.")
    return value


def contact(name: str) -> str:
    """Return an e-mail address or https address, "" where none is given."""
    value = text(name)
    is_known = EMAIL.fullmatch(value) or re.fullmatch(r"https://[!-'*-~]+", value)
    if value and not (is_known and value.isascii()):
        raise ImproperlyConfigured(f"{name} is {value!r}; use an e-mail or https address.")
    return value


class MailServer(NamedTuple):
    """Where mail is handed over, and how."""

    host: str
    port: int
    user: str
    password: str
    scheme: str


def mail_server(name: str) -> MailServer | None:
    """Return the mail server at an address, None where there is none.

    The address is smtp://user:password@host:port; smtp+tls:// and smtps:// are encrypted.
    """
    if not text(name):
        return None
    try:
        parts = urlsplit(text(name))
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} is no smtp://, smtp+tls:// or smtps:// address."
        ) from error
    if not HOST.fullmatch(parts.hostname or "") or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"{name} names no mail server.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, user, password, parts.scheme)


def database(name: str, default: str) -> dict:
    """Return Django's description of the database at an address, which is never shown: a secret."""
    url = text(name) or default
    scheme = url.partition(":")[0]
    if scheme not in ENGINES:
        raise ImproperlyConfigured(f"{name} begins with postgres:// or sqlite:///.")
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no database address.") from error
    if found["NAME"] in ("", ":memory:"):
        raise ImproperlyConfigured(f"{name} names no database.")
    return found
