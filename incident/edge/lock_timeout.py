"""How long a request waits for a lock of the database."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import Error, connection

SHORT_SECONDS = 1.0


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
    """Let this thread's connection wait for a lock for at most this many seconds."""
    milliseconds = int(seconds * 1_000)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        else:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(milliseconds)])
