"""The CSV: how the rows of a table become a file that streams."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from incident import columns
from incident.columns import ROWS, Column, Of
from incident.models import Incident
from incident.values.cells import FIRST, inert, join
from timeline.formats.rows import MOST_PAPERS, ROWS_AT_ONCE, streamed
from timeline.query.selection import Selection

LONGEST_NAME = 120
FIRST_SIGN = itemgetter(slice(1))


@dataclass(frozen=True)
class Dialect:
    """One way of writing the CSV (RFC 4180 but for the separator and the byte-order mark)."""

    ending: str
    separator: str
    mark: str


PLAIN = Dialect("", ",", "")
EXCEL = Dialect("-excel", ";", "\ufeff")


def written(rows: Iterable, columns: tuple[Column, ...], dialect: Dialect) -> Iterator[bytes]:
    """Yield the CSV of all rows in UTF-8, the header first.

    The pieces have at most `ROWS_AT_ONCE` rows. Text that a spreadsheet would run as a formula is
    made inert.
    """
    line = Line(columns, dialect)
    yield f"{dialect.mark}{line.quoted([column.name for column in columns])}\r\n".encode()
    left = iter(rows)
    while chunk := [line.of(row) for row in islice(left, ROWS_AT_ONCE)]:
        yield "".join(chunk).encode()


class Line:
    """Writes the line of a row; what rows have in common is written once.

    Columns that stand together and share their cells with the same kind of source are a run. What
    a paper gives in a run is written once for all its events.
    """

    def __init__(self, columns: tuple[Column, ...], dialect: Dialect):
        self.separator = dialect.separator
        self.split = ";" if self.separator != ";" else '"'  # where a Dutch Excel may split a cell
        self.buffer = StringIO(newline="")
        self.writer = csv.writer(self.buffer, delimiter=self.separator, lineterminator="\r\n")
        runs = groupby(columns, key=lambda column: column.sharing)
        self.runs = [self.run(kind, [*theirs]) for kind, theirs in runs]

    def of(self, row: Any) -> str:
        return self.separator.join([run(row) for run in self.runs]) + "\r\n"

    def run(self, kind: Of | None, columns: list[Column]) -> Callable[[Any], str]:
        """Return what writes these columns of a row, `kind` being what shares their cells."""
        if kind is None:
            getters = [column.value for column in columns]
            return lambda row: self.written([value(row) for value in getters])
        return self.shared(ROWS[kind], [column.part for column in columns], kind is Of.PAPER)

    def shared(self, rows: Callable, getters: list[Callable], is_paper) -> Callable[[Any], str]:
        def parts(source: Any) -> list[str]:
            return [part(source) for part in getters]

        def alone(source: Any) -> str:
            return self.written(parts(source))

        def several(sources: list) -> str:
            together = zip(*map(parts, sources), strict=True) if sources else [()] * len(getters)
            return self.written([join(values) for values in together])

        once = lru_cache(maxsize=MOST_PAPERS)(alone) if is_paper else alone

        def write(row: Any) -> str:
            sources = rows(row)
            return once(sources[0]) if len(sources) == 1 else several(sources)

        return write

    def written(self, cells: list[str]) -> str:
        """Return cells as one text: nearly all of them need neither a quote nor a sign before."""
        text = self.separator.join(cells)
        if (
            '"' in text
            or self.split in text
            or "\n" in text
            or "\r" in text
            or text.count(self.separator) != len(cells) - 1
            or not FIRST.isdisjoint(map(FIRST_SIGN, cells))
        ):
            return self.quoted(map(inert, cells))
        return text

    def quoted(self, cells: Iterable[str]) -> str:
        self.writer.writerow(cells)
        text = self.buffer.getvalue().removesuffix("\r\n")
        self.buffer.seek(0)
        self.buffer.truncate()
        return text


def csv_bytes(selection: Selection, dialect: Dialect) -> Iterator[bytes]:
    """Yield the CSV of the whole selection; memory does not grow with the number of rows."""
    return written(streamed(selection), columns.COLUMNS, dialect)


def file_name(incident: Incident, query: QueryDict, ending: str) -> str:
    """Return a file name with the slug, the day of the last change (ISO 8601) and the filter.

    It is cut at `LONGEST_NAME` characters before `ending`, which is kept.
    """
    day = timezone.localdate(incident.updated_at).isoformat()
    filters = (slugify(f"{name} {' '.join(values)}") for name, values in query.lists())
    return f"{'_'.join([incident.slug, day, *filters])[:LONGEST_NAME]}{ending}"


def csv_response(pieces: Iterable[bytes], name: str, described_by: str) -> StreamingHttpResponse:
    """Return CSV as a download that streams; `described_by` is the address of its metadata."""
    return StreamingHttpResponse(
        pieces,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Link": f'<{described_by}>; rel="describedby"; type="application/csvm+json"',
        },
    )
