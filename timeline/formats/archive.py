"""Everything in one ZIP: each table, the JSON, their descriptions, and the query."""

import json
from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.formats import date_format

from timeline.formats.csv import PLAIN
from timeline.formats.json import json_text
from timeline.formats.tables import LICENCE, TABLES, metadata
from timeline.query.selection import Selection

IN_MEMORY = 5_000_000  # bytes; a larger file goes to disk
README = """Incidenttijdlijn: {title}

Vraag:      {question}
Adres:      {address}
Bekend op:  {day}
Bijgewerkt: {moment}
Licentie:   CC0 1.0, {licence}

tijdlijn.csv en tijdlijn.json houden de gebeurtenissen van deze vraag. De andere bestanden horen bij
het hele incident, zoals bekend op dezelfde dag. Bij elk CSV-bestand beschrijft een bestand met
dezelfde naam en -metadata.json de kolommen.
"""


def archive(selection: Selection, address: str) -> SpooledTemporaryFile:
    """Return an open temporary file with the ZIP, rewound; the caller closes it.

    `address` is the address, with host, at which the ZIP can be downloaded again.
    """
    made = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        at = timezone.localtime(selection.incident.updated_at)
        add(packed, at, "LEESMIJ.txt", [readme(selection, address, at).encode()])
        add(packed, at, "tijdlijn.json", (piece.encode() for piece in json_text(selection)))
        for table in TABLES.values():
            name = f"{table.name}.csv"
            add(packed, at, name, table.csv(selection, PLAIN))
            described = json.dumps(metadata(table, PLAIN, name), indent=1)
            add(packed, at, f"{name}-metadata.json", [described.encode()])
    made.seek(0)
    return made


def add(packed: ZipFile, at: datetime, name: str, pieces: Iterable[bytes]) -> None:
    """Write a file of this moment into the ZIP, so that it is never in memory as a whole."""
    about = ZipInfo(name, at.timetuple()[:6])
    about.compress_type = ZIP_DEFLATED
    with packed.open(about, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)


def readme(selection: Selection, address: str, at: datetime) -> str:
    """Return LEESMIJ.txt, in Dutch: the query, address, peildatum, last change and licence."""
    return README.format(
        title=selection.incident.title,
        question=selection.sentence or "alles",
        address=address,
        day=date_format(selection.day, "j F Y") if selection.day else "nu",
        moment=date_format(at, "j F Y, H.i.s \\u\\u\\r"),
        licence=LICENCE,
    )
