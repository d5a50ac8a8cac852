"""PostgreSQL: the copy is what `pg_dump` writes in its own format, at one moment."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection

from incident.backup import checking
from incident.backup.checking import BackupError, End, looking_at

NAME = "PostgreSQL"
MAGIC = b"PGDMP"
MISSING = "{} ontbreekt. Op Debian: apt-get install postgresql-client"
NOT_EMPTY = (
    "In de database {} staan al tabellen. Maak een lege (createdb), en zet die in DATABASE_URL."
)
NOT_GOOD = "De database {} is gevuld, maar is niet goed; gebruik haar niet. {}"


def write(path: Path) -> None:
    run("pg_dump", "--format=custom", f"--file={path}")


def verified(path: Path) -> End | None:
    """Return the end of the log in a copy; None where no scratch database can be made to check it.

    Raises BackupError where the copy cannot be read to its end, or is not as its log says.
    """
    run("pg_restore", "--file=/dev/null", str(path), connects=False)  # reads every byte
    with scratch() as name:
        if name is None:
            return None
        fill(name, path)
        with looking_at(NAME=name):
            return checking.end_of_log()


def restore(path: Path) -> End:
    """Fill the empty database of the settings, all of it or nothing, and verify it."""
    name = connection.settings_dict["NAME"]
    if connection.introspection.table_names():
        raise BackupError(NOT_EMPTY.format(name))
    connection.close()
    fill(name, path)
    try:
        checking.bring_up_to_date()
        return checking.end_of_log()
    except BackupError as error:
        raise BackupError(NOT_GOOD.format(name, error)) from error


def fill(name: str, path: Path) -> None:
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    run("pg_restore", *options, f"--dbname={name}", str(path))


@contextmanager
def scratch() -> Iterator[str | None]:
    """Yield the name of an empty database, dropped afterwards; None where none can be made."""
    name = f"controle_{secrets.token_hex(8)}"
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
    except DatabaseError:
        yield None
        return
    try:
        yield name
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted}")


def run(program: str, *arguments: str, connects: bool = True) -> None:
    """Run one of PostgreSQL's programs; BackupError with its first error where it fails.

    The connection is passed in the environment: no password stands in the list of processes.
    """
    if shutil.which(program) is None:
        raise BackupError(MISSING.format(program))
    command, environment = [program, "--no-password", *arguments], {**os.environ, "LC_ALL": "C"}
    if connects:
        environment |= access()
    else:
        command.remove("--no-password")
    done = subprocess.run(  # noqa: S603 - no shell, and our own arguments
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error:" in line] or ["?"]
        raise BackupError(f"{said[0].removesuffix('.')}.")


def access() -> dict[str, str]:
    settings = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    found = {key: str(settings[name]) for key, name in names.items() if settings.get(name)}
    _, more = connection.client_class.settings_to_cmd_args_env(settings, [])
    return {"PGDATABASE": settings["NAME"], **found, **(more or {})}
