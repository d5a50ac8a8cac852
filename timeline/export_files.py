"""Large files that were made, and that are being made: each once for a question and a state.

A thread of its own makes a file, as fast as it can, into a temporary file without a name: nothing
of it is left when the process ends, however it ends. Whoever asks meanwhile reads along.
"""

import hashlib
import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

READ_AT_ONCE = 64 * 1024  # bytes: the server asks for megabytes, and each thread would keep some
MOST_FILES = 64


class CutError(Exception):
    """The file could not be made to its end; what was sent of it is not whole."""


class ExportFile:
    """A file that grows until it `is_made`, or until `error` says why it is not.

    `headers` are those of the response that made it; `digest` is the SHA-256 of all its bytes.
    """

    def __init__(self, state: Hashable):
        self.state = state
        self.headers: dict[str, str] = {}
        self.size = 0
        self.digest = ""
        self.is_made = False
        self.error: BaseException | None = None
        self.grown = threading.Condition()
        self.file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed with its last reader
        weakref.finalize(self, self.file.close)

    def take(self, response: HttpResponse) -> None:
        """Write the content of a response to its end."""
        hashed, self.headers = hashlib.sha256(), dict(response.items())
        try:
            for piece in response:
                self.file.write(piece)
                hashed.update(piece)
                self.grow(len(piece))
        finally:
            response.close()
        self.digest = hashed.hexdigest()

    def grow(self, size: int) -> None:
        with self.grown:
            self.size += size
            self.grown.notify_all()

    def end(self, error: BaseException | None = None) -> None:
        with self.grown:
            self.error, self.is_made = error, error is None
            self.grown.notify_all()

    @property
    def is_over(self) -> bool:
        return self.is_made or self.error is not None

    def begun(self, seconds: float) -> None:
        """Wait for the first piece, and so long for the last; raise the error that came first."""
        with self.grown:
            self.grown.wait_for(lambda: self.size or self.is_over)
            self.grown.wait_for(lambda: self.is_over, seconds)
        if self.error and not self.size:
            raise self.error

    def followed(self) -> Iterator[bytes]:
        """Yield the file as it grows; raise CutError where it does not come to its end."""
        place = 0
        while piece := self.after(place):
            place += len(piece)
            yield piece

    def after(self, place: int) -> bytes:
        """Return what stands from a place on, b"" at the end; wait for it."""
        with self.grown:
            self.grown.wait_for(lambda: self.size > place or self.is_over)
            if self.error and self.size <= place:
                raise CutError from self.error
        return self.read(place, READ_AT_ONCE)

    def read(self, place: int, size: int) -> bytes:
        return os.pread(self.file.fileno(), size, place)


class Part:
    """Some bytes of a file, as a file of their own; reading moves only its own place.

    It gives at most `READ_AT_ONCE` of what is asked at once, as a socket does.
    """

    def __init__(self, file: ExportFile, first: int, size: int):
        self.file, self.first, self.size, self.place = file, first, size, 0

    def read(self, size: int = -1) -> bytes:
        left = self.size - self.place
        most = left if size < 0 else min(size, left, READ_AT_ONCE)
        piece = self.file.read(self.first + self.place, most)
        self.place += len(piece)
        return piece

    def seek(self, place: int, whence: int = 0) -> int:
        self.place = place + (0, self.place, self.size)[whence]
        return self.place

    def tell(self) -> int:
        return self.place

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Leave the file to its other readers."""


class Shelf:
    """The files by question, the last used at the end; bounded in number and in bytes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.files: OrderedDict[Hashable, ExportFile] = OrderedDict()

    def found(self, key: Hashable, state: Hashable) -> ExportFile | None:
        """Return the file of this question in this state, made or in the making; None if none."""
        with self.lock:
            return self.current(key, state)

    def current(self, key: Hashable, state: Hashable) -> ExportFile | None:
        for other, file in [*self.files.items()]:
            if file.error or file.state != state:
                del self.files[other]
        if key in self.files:
            self.files.move_to_end(key)
        return self.files.get(key)

    def made(
        self,
        key: Hashable,
        state: Hashable,
        response: Callable[[], HttpResponse],
        end: Callable[[], None],
    ) -> ExportFile:
        """Return the file of a question, perhaps in the making; `response` gives its content.

        `end` is called by the thread that makes it, when that is done or failed; and at once where
        another asker was first.
        """
        with self.lock:
            if file := self.current(key, state):
                end()
                return file
            try:
                file = self.files[key] = ExportFile(state)
            except OSError:  # the disk is full, or too many files are open
                end()
                raise
        try:
            threading.Thread(target=self.make, args=(file, response, end), daemon=True).start()
        except RuntimeError as error:  # the system has no thread for it
            file.end(error)
            end()
        return file

    def make(self, file: ExportFile, response: Callable, end: Callable[[], None]) -> None:
        """Make a file, and let what went wrong be the error of all who ask for it."""
        error = None
        try:
            file.take(response())
        except BaseException as raised:
            error = raised
        connection.close()
        self.trim()
        end()
        file.end(error)

    def trim(self) -> None:
        """Drop what was used longest ago, until the rest is within bounds."""
        with self.lock:
            while len(self.files) > MOST_FILES or self.size > settings.EXPORT_BYTES:
                self.files.popitem(last=False)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files.values())


SHELF = Shelf()
