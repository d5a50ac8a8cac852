"""The CSV: how the rows of a table become a file that streams."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from incident import columns
from incident.columns import Column
from incident.models import Event
from incident.values.cells import inert
from timeline.query.selection import Selection

ROWS_AT_ONCE = 500
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
    for count, row in enumerate(rows):
        if count % ROWS_AT_ONCE == 0:
            yield taken(buffer)
        writer.writerow([inert(column.value(row)) for column in columns])
    yield taken(buffer)


def taken(buffer: StringIO) -> bytes:
    """Return the text in the buffer as UTF-8, and empty the buffer."""
    text = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return text


def streamed(selection: Selection) -> Iterator[Event]:
    """Yield the events of a selection, fetched `ROWS_AT_ONCE` at a time; memory stays bounded."""
    for event in selection.events.iterator(chunk_size=ROWS_AT_ONCE):
        yield event
        # Their items refer back to the event: the cycle stays in memory until garbage collection.
        del event.citation_list, event.link_list


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
