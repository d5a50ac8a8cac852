"""A file gets its name once it is whole, and never overwrites another."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incident.backup.checking import BackupError

EXISTS = "{} is er al. Kies een andere naam: wij schrijven nergens overheen."
NO_FOLDER = "De map {} is er niet."


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield the name of a file in a private folder beside `path`; both are removed afterwards."""
    if os.path.lexists(path):
        raise BackupError(EXISTS.format(path))
    if not path.parent.is_dir():
        raise BackupError(NO_FOLDER.format(path.parent))
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        yield Path(folder) / path.name


def put(temporary: Path, path: Path) -> None:
    """Give a whole file its name, also after a power cut; never over another file."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise BackupError(EXISTS.format(path)) from error
    except OSError:  # a disk without links, such as a stick
        temporary.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
