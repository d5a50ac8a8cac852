"""SQLite: the copy is a database file that `VACUUM INTO` writes while others save."""

import shutil
from pathlib import Path

from django.db import DatabaseError, connection

from incident.backup import checking
from incident.backup.checking import BackupError, End, looking_at
from incident.backup.placing import beside, put

NAME = "SQLite"
MAGIC = b"SQLite format 3\0"
BESIDE = ("-wal", "-shm", "-journal")
DAMAGED = "Deze kopie is beschadigd: {}."
NO_DATABASE = "Er is hier geen database ({})."
NOT_EMPTY = (
    "Hier staat al iets: {0}. Stop de site en zet dat weg, met wat erbij hoort: "
    "{0}, {0}-wal, {0}-shm en {0}-journal."
)


def write(path: Path) -> None:
    """Write a copy of the database as it is at one moment."""
    here = Path(connection.settings_dict["NAME"])
    if not here.exists():  # SQLite would make an empty one
        raise BackupError(NO_DATABASE.format(here))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def verified(path: Path) -> End:
    """Return the end of the log in a copy, which is only read; BackupError where it is not good."""
    with looking_at(NAME=f"{path.absolute().as_uri()}?mode=ro", OPTIONS={}):
        check_pages()
        return checking.end_of_log()


def restore(path: Path) -> End:
    """Put a copy in the place of the settings, once it is verified there under another name."""
    here = Path(connection.settings_dict["NAME"])
    if found := [p for p in (here, *map(here.with_name, beside_names(here))) if holds(p)]:
        raise BackupError(NOT_EMPTY.format(here if found[0] == here else found[0].name))
    connection.close()
    here.unlink(missing_ok=True)  # of no bytes
    with beside(here) as temporary:
        shutil.copyfile(path, temporary)
        temporary.chmod(0o600)
        with looking_at(NAME=str(temporary)):
            check_pages()
            checking.bring_up_to_date()
            end = checking.end_of_log()
        put(temporary, here)
    return end


def beside_names(here: Path) -> list[str]:
    """Return the names of the files that SQLite keeps beside a database."""
    return [f"{here.name}{ending}" for ending in BESIDE]


def holds(path: Path) -> bool:
    """Return whether a file exists and is not empty."""
    return path.exists() and path.stat().st_size > 0


def check_pages() -> None:
    """Raise BackupError where a page is damaged, or a row points to one that is not there."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = cursor.fetchone()[0]
            cursor.execute("PRAGMA foreign_key_check")
            astray = cursor.fetchone()
    except DatabaseError as error:
        raise BackupError(DAMAGED.format(error)) from error
    if said != "ok":
        raise BackupError(DAMAGED.format(said.splitlines()[-1]))
    if astray:
        raise BackupError(DAMAGED.format(f"een rij van {astray[0]} wijst naar niets"))
