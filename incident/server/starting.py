"""From a fresh clone to a running site: what `manage.py start` does, step by step."""

import fcntl
import hashlib
import ipaddress
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from incident.models import Incident

CASE = "om_citrix"
EDITOR = "redactie"


class CannotStartError(Exception):
    """The site cannot start here; the message is one line for the operator."""


def address() -> tuple[str, int]:
    """Return HOST and PORT; raise CannotStartError where they form no address."""
    host = os.environ.get("HOST", "").strip().strip("[]") or "127.0.0.1"
    port = os.environ.get("PORT", "").strip() or "8000"
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise CannotStartError(f"PORT is {port!r}; use a number from 1 to 65535.")
    return host, int(port)


def opened(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; raise CannotStartError where that is not possible.

    Only production may be reached from another machine.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        if not (settings.IS_PRODUCTION or ipaddress.ip_address(where[0]).is_loopback):
            raise CannotStartError(
                f"HOST is {host!r}, which others reach. "
                "Set SECRET_KEY, ALLOWED_HOSTS and HTTPS=1 for that, without DEBUG; or no HOST."
            )
        return socket.create_server(where[:2], family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise CannotStartError(f"Cannot listen on {host} port {port}: {reason}.") from error


def check_folder(folder: Path) -> None:
    """Raise CannotStartError where nothing can be kept in `folder`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f"probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStartError(f"Cannot write in {folder}: {error.strerror}.") from error


@contextmanager
def alone(folder: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Set up alone: of two that start at once in a folder the second waits, after calling `wait`.

    The lock is the system's, so a start that is killed leaves none behind.
    """
    with (folder / "setting-up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def load_case() -> bool:
    """Load the shipped case into an empty database; never over what is there."""
    with transaction.atomic():
        if Incident.objects.exists():
            return False
        call_command("loaddata", CASE, verbosity=0)
        return True


def make_editor() -> str:
    """Make the first account; return its password, or "" where there is an account already."""
    users = get_user_model().objects
    with transaction.atomic():
        if users.exists():
            return ""
        password = secrets.token_urlsafe(12)
        users.create_superuser(EDITOR, password=password)
        return password


def collect_static() -> None:
    """Collect the static files where one was added, changed or removed since the last time."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / "collected-from"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest())
