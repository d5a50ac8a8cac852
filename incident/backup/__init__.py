"""A verified copy of the whole database, and a database made from such a copy.

The database itself writes the copy, under another name, so that the site may run on; only a
verified copy gets the name that was asked for. Restoring never overwrites anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, connection

from incident.backup import postgresql, sqlite
from incident.backup.checking import BackupError, End
from incident.backup.placing import beside, put

KINDS = {"sqlite": sqlite, "postgresql": postgresql}


def back_up(path: Path) -> End | None:
    """Write a verified copy of the database to `path`, for its owner alone to read.

    Returns the end of the log in the copy (number and hash); None where a copy could be read
    through, but its log could not be verified here. Raises BackupError; then there is nothing at
    `path`.
    """
    kind = KINDS[connection.vendor]
    with refusals(), beside(path) as temporary:
        kind.write(temporary)
        temporary.chmod(0o600)
        end = kind.verified(temporary)
        put(temporary, path)
    return end


def restore(path: Path) -> End:
    """Make the database of the settings from the copy at `path`; return the end of its log.

    A copy from an earlier release is brought up to date. Raises BackupError where there is a
    database already, or the file is no copy, is damaged, or is not as its log says.
    """
    kind = KINDS[connection.vendor]
    with refusals():
        check_kind(path, kind)
        return kind.restore(path)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the errors of a disk or a database into a BackupError of one line."""
    try:
        yield
    except DatabaseError as error:
        raise BackupError(f"De database weigert: {first_line(error)}.") from error
    except OSError as error:
        raise BackupError(f"{error.filename or ''}: {error.strerror}.".lstrip(": ")) from error


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def check_kind(path: Path, kind) -> None:
    """Raise BackupError where the file does not begin as a copy of this kind of database does."""
    if not path.is_file():
        raise BackupError(f"{path} is er niet, of is geen gewoon bestand.")
    with path.open("rb") as file:
        start = file.read(16)
    if not start.startswith(kind.MAGIC):
        of = [k.NAME for k in KINDS.values() if start.startswith(k.MAGIC)]
        what = f"een kopie van {of[0]}" if of else "geen kopie van een database"
        raise BackupError(f"{path} is {what}; deze site gebruikt {kind.NAME}.")
