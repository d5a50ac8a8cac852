"""The CSV: how the rows of a table become a file that streams."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import islice
from operator import itemgetter
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from incident import columns
from incident.columns import ROWS, Column, Of
from incident.values.cells import FIRST, inert, join
from timeline.formats.rows import MOST_PAPERS, ROWS_AT_ONCE, streamed
from timeline.query.selection import Selection

LONGEST_NAME = 120


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
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=dialect.separator, lineterminator="\r\n")
    buffer.write(dialect.mark)
    writer.writerow(column.name for column in columns)
    yield taken(buffer)
    cells, left = Cells(columns), iter(rows)
    while chunk := [cells.of(row) for row in islice(left, ROWS_AT_ONCE)]:
        writer.writerows(chunk)
        yield taken(buffer)


class Cells:
    """What makes the cells of a row: what its columns have in common is done once.

    The parts of all columns that a paper shares are made once for all its events.
    """

    def __init__(self, columns: tuple[Column, ...]):
        own = [c for c in columns if c.sharing is None]
        self.own = [c.value for c in own]
        self.shared = [
            (ROWS[kind], len(theirs), parts_of(kind, theirs))
            for kind in Of
            if (theirs := [c for c in columns if c.sharing is kind])
        ]
        kinds = (c for kind in Of for c in columns if c.sharing is kind)
        places = {id(c): place for place, c in enumerate([*own, *kinds])}
        self.in_order = itemgetter(*(places[id(c)] for c in columns))

    def of(self, row: Any) -> tuple[str, ...]:
        """Return the cells of a row in the order of the columns, none of them a formula."""
        cells = [value(row) for value in self.own]
        for rows, size, parts in self.shared:
            found = [parts(source) for source in rows(row)]
            if len(found) == 1:
                cells += found[0]
            else:
                cells += map(join, zip(*found, strict=True)) if found else [""] * size
        return self.in_order(
            [text if text[:1] not in FIRST and ";" not in text else inert(text) for text in cells]
        )


def parts_of(kind: Of, columns: list[Column]) -> Callable[[Any], list[str]]:
    """Return what makes the part of a source in each of these columns, a paper's parts once."""
    getters = [column.part for column in columns]

    def parts(source: Any) -> list[str]:
        return [part(source) for part in getters]

    return lru_cache(maxsize=MOST_PAPERS)(parts) if kind is Of.PAPER else parts


def taken(buffer: StringIO) -> bytes:
    """Return the text in the buffer as UTF-8, and empty the buffer."""
    text = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return text


def csv_bytes(selection: Selection, dialect: Dialect) -> Iterator[bytes]:
    """Yield the CSV of the whole selection; memory does not grow with the number of rows."""
    return written(streamed(selection), columns.COLUMNS, dialect)


def file_name(slug: str, query: QueryDict, ending: str) -> str:
    """Return a file name with the slug, today's date (ISO 8601) and the filter.

    It is cut at `LONGEST_NAME` characters before `ending`, which is kept.
    """
    today = timezone.localdate().isoformat()
    filters = (slugify(f"{name} {' '.join(values)}") for name, values in query.lists())
    return f"{'_'.join([slug, today, *filters])[:LONGEST_NAME]}{ending}"


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
