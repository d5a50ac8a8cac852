"""The folder of a copy: new files are made aside and put in their places when all are ready.

So the copy that is there stays whole until then. A file is renamed into its place, and so is always
the old or the new one. Nothing is deleted or written over that no run wrote.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OWN = ".mirror"  # marks the folder as a copy: holds the lock and what is being made
LOCK, NEW, PLACING = "lock", "new", "placing"
MANIFEST = "manifest-sha256.txt"
PAYLOAD = "data"


class FolderError(Exception):
    """The copy cannot be written in this folder; says why, in Dutch."""


class Folder:
    """A folder with a copy, or for one; names are relative to it, with "/"."""

    def __init__(self, path: Path):
        self.path, self.own = path, path / OWN
        self.new = self.own / NEW

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder where it lacks, and keep other runs out of it.

        Raises FolderError where it holds other things, or another run is busy in it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        if not self.is_ours and any(self.path.iterdir()):
            raise FolderError(f"{self.path} is niet leeg, en het is geen kopie van deze site.")
        self.own.mkdir(exist_ok=True)
        with (self.own / LOCK).open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise FolderError(f"Een ander schrijft nu al een kopie in {self.path}.") from error
            yield

    @property
    def is_ours(self) -> bool:
        return self.own.is_dir() and not self.own.is_symlink()

    def clear(self) -> None:
        """Take away what a run before this one did not put in its place."""
        shutil.rmtree(self.new, ignore_errors=True)

    def earlier(self) -> Iterator[str]:
        """Yield the payload that runs before this one wrote, also one that was broken off."""
        with suppress(FileNotFoundError), (self.path / MANIFEST).open() as manifest:
            yield from (line.rstrip("\n").partition("  ")[2] for line in manifest)
        with suppress(FileNotFoundError), (self.own / PLACING).open() as names:
            yield from (line.rstrip("\n") for line in names)

    def write(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int, bool]:
        """Write a file aside; return its SHA-256, its size, and whether it differs from the old."""
        self.check(self.path / name)
        new, size, digest = self.new / name, 0, hashlib.sha256()
        new.parent.mkdir(parents=True, exist_ok=True)
        with new.open("xb") as file:
            for piece in pieces:
                size += file.write(piece)
                digest.update(piece)
            differs = not is_same(self.path / name, digest.hexdigest(), size)
            if differs:
                file.flush()
                os.fsync(file.fileno())
        if not differs:
            new.unlink()
        return digest.hexdigest(), size, differs

    def is_taken(self, name: str) -> bool:
        """Return whether something is in the place of a file."""
        return os.path.lexists(self.path / name)

    def place(self, names: Iterable[str], gone: Iterable[str], last: tuple[str, ...]) -> int:
        """Put the new files in their places, `last` last; return how many were deleted.

        `names` are all that any run wrote, kept until this is done, so that the next run takes up
        one that is broken off here. What is gone goes first: it may be a text that was withdrawn.
        """
        placing = self.own / PLACING
        with placing.with_suffix(".new").open("w") as file:
            file.writelines(f"{name}\n" for name in names)
            file.flush()
            os.fsync(file.fileno())
        placing.with_suffix(".new").replace(placing)
        deleted = sum(map(self.remove, gone))
        for name in self.made():
            if name not in last:
                self.move(name)
        for name in last:
            if (self.new / name).exists():  # else it stays as it was
                self.move(name)
        placing.unlink()
        self.clear()
        return deleted

    def made(self) -> Iterator[str]:
        """Yield the names of the files that are ready aside."""
        for folder, _, files in os.walk(self.new):
            yield from sorted(str((Path(folder) / name).relative_to(self.new)) for name in files)

    def move(self, name: str) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.new / name).replace(target)

    def remove(self, name: str) -> bool:
        """Delete a file, and the folders that it leaves empty; return whether it was there."""
        target = self.path / name
        if ".." in target.parts or not name.startswith(f"{PAYLOAD}/") or not target.parent.is_dir():
            return False
        self.check(target)
        was_there = os.path.lexists(target)
        target.unlink(missing_ok=True)
        for folder in target.relative_to(self.path).parents[:-1]:
            with suppress(OSError):  # another file is in it
                (self.path / folder).rmdir()
        return was_there

    def check(self, target: Path) -> None:
        """Raise FolderError where a link on the way to a file leads out of the folder."""
        if not target.parent.resolve().is_relative_to(self.path.resolve()):
            raise FolderError(f"{target.parent} leidt naar buiten {self.path}.")

    def payload(self) -> Iterator[str]:
        """Yield the name of each file that is in the payload now, whoever wrote it."""
        for folder, _, files in os.walk(self.path / PAYLOAD):
            yield from ((Path(folder) / name).relative_to(self.path).as_posix() for name in files)


def is_same(path: Path, digest: str, size: int) -> bool:
    """Return whether a file has these bytes; what is no plain file has not."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
