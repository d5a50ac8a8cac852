"""Everything in one ZIP: each table, the JSON, their descriptions, and the query."""

import json
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

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
Opgehaald:  {moment}
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
        packed.writestr("LEESMIJ.txt", readme(selection, address))
        add(packed, "tijdlijn.json", (piece.encode() for piece in json_text(selection)))
        for table in TABLES.values():
            name = f"{table.name}.csv"
            add(packed, name, table.csv(selection, PLAIN))
            described = metadata(table, PLAIN, name)
            packed.writestr(f"{name}-metadata.json", json.dumps(described, indent=1))
    made.seek(0)
    return made


def add(packed: ZipFile, name: str, pieces) -> None:
    """Write a file into the ZIP piece by piece, so that it is never in memory as a whole."""
    with packed.open(name, "w") as file:
        for piece in pieces:
            file.write(piece)


def readme(selection: Selection, address: str) -> str:
    """Return LEESMIJ.txt, in Dutch: the query, address, peildatum, moment and licence."""
    return README.format(
        title=selection.incident.title,
        question=selection.sentence or "alles",
        address=address,
        day=date_format(selection.day, "j F Y") if selection.day else "nu",
        moment=date_format(timezone.localtime(), "j F Y, H.i.s \\u\\u\\r"),
        licence=LICENCE,
    )
