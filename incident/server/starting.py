"""From a fresh clone to a running site: what `manage.py start` does, step by step."""

import fcntl
import hashlib
import ipaddress
import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction

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

    Nobody can reach it before `listen`, so that a proxy asks another process in the meantime. Only
    production may be reached from another machine.
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
        return bound(where[:2], family)
    except OSError as error:
        raise cannot_listen(f"{host} port {port}", error) from error


def bound(where: tuple[str, int], family: int) -> socket.socket:
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        door.bind(where)
    except OSError:
        door.close()
        raise
    return door


def listen(door: socket.socket) -> None:
    """Let clients in; raise CannotStartError where another got the same port in the meantime."""
    try:
        door.listen()
    except OSError as error:
        host, port = door.getsockname()[:2]
        raise cannot_listen(f"{host} port {port}", error) from error


def cannot_listen(where: str, error: OSError) -> CannotStartError:
    """Return the refusal in one line."""
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
    return CannotStartError(f"Cannot listen on {where}: {reason}.")


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
    """Collect the static files where one was added, changed or removed since the last time.

    Those of the time before stay: another process may serve that release yet, and pages of it are
    open. No file is away at any moment; each is put in its place whole.
    """
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / "collected-from"
    known, *before = stamp.read_text().splitlines() if stamp.exists() else [""]
    if known == digest.hexdigest():
        return
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.STATIC_ROOT.parent) as fresh:
        collect_in(fresh)
        names = take_over(Path(fresh), settings.STATIC_ROOT, {*before})
    stamp.write_text("\n".join([digest.hexdigest(), *names]))


def collect_in(folder: str) -> None:
    command = collectstatic.Command()
    about = settings.STORAGES["staticfiles"]
    command.storage = storages.create_storage({**about, "OPTIONS": {"location": folder}})
    call_command(command, verbosity=0, interactive=False)


def take_over(fresh: Path, root: Path, before: set[str]) -> list[str]:
    """Move the files of one folder to another, and return their names.

    What is there already stays where it is one of `before`, or where that is empty.
    """
    names = names_in(fresh)
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).replace(root / name)
    if before:
        for name in {*names_in(root)} - {*names} - before:
            (root / name).unlink()
    return names


def names_in(folder: Path) -> list[str]:
    """Return the files below a folder, by their paths in it."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
