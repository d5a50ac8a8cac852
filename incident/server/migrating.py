"""The database brought up to date: by one process of all, while others serve readers.

On PostgreSQL a change of a table waits for whoever reads it, and whoever comes after waits behind
the change. So it waits shortly, and tries again: a copy that is being made (pg_dump) keeps it from
going on, and never a reader.
https://www.postgresql.org/docs/current/explicit-locking.html
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from incident.edge.lock_timeout import short_wait

TURN = 7_072_025  # the advisory lock of who sets up; any number of our own
LOOK_EVERY = 0.5  # seconds between two looks whether it is our turn
PATIENCE = 600  # seconds that a change of a table may be tried again
BETWEEN = 2.0  # seconds in which readers catch up
NOT_AVAILABLE = "55P03"  # SQLSTATE of PostgreSQL


@contextmanager
def alone(wait: Callable[[], None]) -> Iterator[None]:
    """Set up alone of all who use this PostgreSQL, from whatever folder or machine.

    Of two the second waits, after calling `wait`. The lock is of the connection, so a start that is
    killed leaves none behind. SQLite is in one folder, which `starting.alone` guards.
    """
    if connection.vendor != "postgresql":
        yield
        return
    if not asked("pg_try_advisory_lock"):
        wait()
        while not asked("pg_try_advisory_lock"):
            time.sleep(LOOK_EVERY)
    try:
        yield
    finally:
        asked("pg_advisory_unlock")


def asked(function: str) -> bool:
    """Return what PostgreSQL says to this function of our lock."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [TURN])
        return cursor.fetchone()[0]


def migrate() -> None:
    """Bring the database up to date; raise OperationalError where a table is never free."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        patiently(lambda: call_command("migrate", verbosity=0, interactive=False))


def patiently(change: Callable[[], None]) -> None:
    """Change tables; where PostgreSQL has others read them, again and again, each time shortly."""
    if connection.vendor != "postgresql":
        return change()
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with short_wait():
                return change()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != NOT_AVAILABLE or time.monotonic() > end:
                raise
        time.sleep(BETWEEN)
