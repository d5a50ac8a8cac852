"""A PostgreSQL of one's own for a while, as `pg_virtualenv` makes it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

PG = shutil.which("pg_virtualenv")
SAY = 'echo "postgres://$PGUSER:$PGPASSWORD@localhost:$PGPORT/$PGDATABASE"; exec cat'

needs_postgres = pytest.mark.skipif(
    not (PG or os.environ.get("REQUIRE_ALL")), reason="pg_virtualenv is not installed"
)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster until the end; give the address of its empty database, for DATABASE_URL."""
    command = [PG, "-t", "-o", "fsync=off", "sh", "-c", SAY]
    without = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=without, text=True, **pipes)
    try:
        for line in server.stdout:
            if line.startswith("postgres://"):
                yield line.strip()
                break
        else:
            pytest.fail("pg_virtualenv made no cluster")
    finally:
        server.communicate(timeout=60)
