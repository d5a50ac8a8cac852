"""The formats that readers take away: how a selection becomes a file."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from incident.cells import inert
from incident.models import Event
from timeline.columns import COLUMNS
from timeline.selection import Selection

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


def csv_text(events: Iterable[Event], dialect: Dialect) -> Iterator[str]:
    """Yield the CSV of all events in pieces of bounded size, the header first."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=dialect.separator, lineterminator="\r\n")
    buffer.write(dialect.mark)
    writer.writerow(column.name for column in COLUMNS)
    for count, event in enumerate(events):
        if count % ROWS_AT_ONCE == 0:
            yield taken(buffer)
        writer.writerow([inert(column.value(event)) for column in COLUMNS])
        del event.cited, event.linked  # they point back: without this, rows pile up for a while
    yield taken(buffer)


def taken(buffer: StringIO) -> str:
    """Return what the buffer holds, and empty it."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def file_name(selection: Selection, dialect: Dialect) -> str:
    """Return a file name that tells the case, the day and the filter."""
    today = timezone.localdate().isoformat()
    filters = (slugify(f"{name} {' '.join(v)}") for name, v in selection.asked.items())
    stem = "_".join([selection.incident.slug, today, *filters])[:LONGEST_NAME]
    return f"{stem}{dialect.ending}.csv"


def csv_bytes(selection: Selection, dialect: Dialect) -> Iterator[bytes]:
    """Yield the CSV of the whole selection; memory does not grow with the number of rows."""
    for piece in csv_text(selection.events.iterator(chunk_size=ROWS_AT_ONCE), dialect):
        yield piece.encode()


def csv_response(selection: Selection, dialect: Dialect) -> StreamingHttpResponse:
    """Return the whole selection as a download that streams."""
    return StreamingHttpResponse(
        csv_bytes(selection, dialect),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(selection, dialect)}"'},
    )
