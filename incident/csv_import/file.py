"""One CSV file of ours as rows: its limits, and in one sentence why a file is refused.

A file from outside may be without end, one line of a gigabyte, or another program's. So it is
copied once within bounds, and the copy is read in pieces: what it costs in memory is one row.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from incident.values.cells import bare

LARGEST_FILE = 500_000_000  # bytes: some 700,000 events
LONGEST_ROW = 6_000_000  # characters: twice what the desk takes in one form, each quote doubled
PIECE = 1 << 20  # bytes copied at once
UNDECODED = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of bytes that are no UTF-8

ABSENT = "dit bestand is er niet."
NO_FILE = "dit is geen gewoon bestand."
TOO_LARGE = f"dit bestand is groter dan {LARGEST_FILE // 1_000_000} MB. Verdeel het."
TOO_LONG = f"deze rij is langer dan {LONGEST_ROW // 1_000_000} miljoen tekens."
NOT_UTF8 = "hier staan bytes die geen UTF-8 zijn. Sla het bestand op als CSV UTF-8."
QUOTES = "hier staat een aanhalingsteken of een regeleinde verkeerd."


class UnreadableError(ValueError):
    """The file as a whole cannot be read; the message says why, in Dutch."""


@contextmanager
def copied(path: Path) -> Iterator[BinaryIO]:
    """Yield a copy of the file that nobody can change while it is read more than once.

    Raises UnreadableError where there is no such file, it is a folder, pipe or device, or it is
    past LARGEST_FILE.
    """
    with tempfile.TemporaryFile() as copy:
        try:
            if not path.is_file():
                raise UnreadableError(NO_FILE if path.exists() else ABSENT)
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    copy.write(piece)
                    if copy.tell() > LARGEST_FILE:
                        raise UnreadableError(TOO_LARGE)
        except OSError as error:
            raise UnreadableError(f"dit bestand is niet te lezen: {error.strerror}.") from error
        yield copy


class Lines:
    """The lines of a file for `csv.reader`, which reads no more of them than one row may hold."""

    def __init__(self, text: io.TextIOWrapper):
        self.text, self.room = text, LONGEST_ROW

    def __iter__(self):
        return self

    def __next__(self) -> str:
        """Return the next line; raise UnreadableError where it is too long or no UTF-8."""
        line = self.text.readline(self.room + 1)
        self.room -= len(line)
        if self.room < 0:
            raise UnreadableError(TOO_LONG)
        if UNDECODED.search(line):
            raise UnreadableError(NOT_UTF8)
        if not line:
            raise StopIteration
        return line

    def next_row(self) -> None:
        self.room = LONGEST_ROW


def rows(file: BinaryIO, known: set[str], needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of our CSV (either of the twins) as column to text, with its number.

    The numbers count as a spreadsheet does: the header is 1. `known` are the names that the header
    may have, `needed` those that it must: a file of an earlier release lacks columns that were
    appended since. Raises UnreadableError, with the number of the row, at the first not ours.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        table = cells(text)
        header = checked(next(table, []), known, needed)
        for line, values in enumerate(table, start=2):
            if len(values) != len(header):
                raise UnreadableError(f"rij {line} heeft {len(values)} cellen, geen {len(header)}.")
            yield line, dict(zip(header, map(bare, values), strict=True))
    finally:
        with suppress(ValueError):  # the copy was closed before the last row was asked for
            text.detach()


def cells(text: io.TextIOWrapper) -> Iterator[list[str]]:
    """Yield the cells of each row; UnreadableError names the row that cannot be read."""
    csv.field_size_limit(LONGEST_ROW)
    lines, number = Lines(text), 1
    try:
        separator = ";" if next(lines, "").startswith("incident;") else ","
        text.seek(0)
        lines.next_row()
        for values in csv.reader(lines, delimiter=separator, strict=True):
            yield values
            number += 1
            lines.next_row()
    except csv.Error as error:
        raise UnreadableError(f"rij {number}: {QUOTES}") from error
    except UnreadableError as error:
        raise UnreadableError(f"rij {number}: {error}") from error


def checked(header: list[str], known: set[str], needed: set[str]) -> list[str]:
    """Return the header when it is ours; raise UnreadableError when it is not."""
    missing, unknown = needed - set(header), len(set(header) - known)
    if missing:
        raise UnreadableError(f"deze kolommen ontbreken: {', '.join(sorted(missing))}.")
    if unknown:
        names = sorted(shown(name) for name in set(header) - known)[:5]
        raise UnreadableError(f"deze kolommen kennen wij niet: {', '.join(names)}.")
    if len(set(header)) != len(header):
        raise UnreadableError("een kolom staat er twee keer in.")
    return header


def shown(text: str, longest: int = 80) -> str:
    """Return a text from a file as a terminal may show it: short, each character visible."""
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in short)
