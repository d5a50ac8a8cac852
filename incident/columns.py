"""The columns of the timeline's CSV: what each means, where it comes from, how it is read back.

A column is defined once: the export, the import and the description of the file all walk this
list. Names are only ever appended.

One row of the file holds one event, and in shared cells its sources. A column either keeps a
field of one of these, and is read back into it; or follows from the others, and an import only
compares it; or is an address, by which an import finds what a row is about.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from incident.values.cells import (
    join,
    read_moment,
    read_told,
    write_day,
    write_moment,
    write_told,
)

LAST_OF_FIRST_RELEASE = "gepubliceerd_op"


class Of(Enum):
    """Whose fields a column keeps."""

    EVENT = auto()
    CITATION = auto()
    PAPER = auto()
    LINK = auto()


# Where the rows of each stand, from an event with its sources loaded.
ROWS: dict[Of, Callable[[Any], list]] = {
    Of.EVENT: lambda event: [event],
    Of.CITATION: attrgetter("citation_list"),
    Of.PAPER: lambda event: [citation.kamerstuk for citation in event.citation_list],
    Of.LINK: attrgetter("link_list"),
}


class Column(NamedTuple):
    """One column of a file: its name in the header, what it means, and its cell for a row."""

    name: str
    meaning: str
    value: Callable[[Any], str]
    datatype: str = "string"  # of CSVW, where the cell is not empty
    many: bool = False  # whether the cell may hold several values
    of: Of | None = None  # whose field it keeps; None: it keeps none
    field: str = ""  # the name of that field
    read: Callable[[str], Any] = str  # a value of the cell as the field has it; or CellError
    is_derived: bool = False  # whether it follows from other columns
    sharing: Of | None = None  # whose rows share its cell, each with its `part`
    part: Callable[[Any], str] = str


def shared(sharing: Of, name: str, meaning: str, part: Callable[[Any], str], **rest) -> Column:
    """Return a column of which a cell holds a part for each source of a kind; `rest` as Column."""

    def value(event) -> str:
        return join([part(row) for row in ROWS[sharing](event)])

    return Column(name, meaning, value, many=True, sharing=sharing, part=part, **rest)


def kept(of: Of, name: str, meaning: str, field: str, datatype="string", write=str, read=str):
    """Return the column that keeps a field of an event, or of each of its sources of a kind."""
    get = attrgetter(field)
    part = get if write is str else lambda row: write(get(row))
    rest = {"datatype": datatype, "of": of, "field": field, "read": read}
    if of is Of.EVENT:
        return Column(name, meaning, part, **rest)
    return shared(of, name, meaning, part, **rest)


def derived(name: str, meaning: str, value: Callable[[Any], str], datatype="string"):
    return Column(name, meaning, value, datatype, is_derived=True)


def told(event) -> str:
    """Return the day on which the Chamber was told as EDTF, "" where it is not known."""
    day = event.told_on
    return day.edtf if day else ""


def public(event) -> str:
    """Return the day on which it was first publicly known as EDTF, "" where it is not known."""
    day = event.public_on
    return day.edtf if day else ""


def number(value: int | None) -> str:
    return "" if value is None else str(value)


of_event, of_citation = partial(kept, Of.EVENT), partial(kept, Of.CITATION)
of_paper, of_link = partial(kept, Of.PAPER), partial(kept, Of.LINK)

COLUMNS = (
    Column("incident", "address of the incident", lambda e: e.incident.slug),
    Column("gebeurtenis", "address of the event in its incident", lambda e: e.slug),
    of_event("datum", "when it happened, EDTF, as precise as it is known", "date"),
    derived("datum_in_woorden", "the same in Dutch, as on the page", lambda e: str(e.when)),
    derived(
        "eerste_dag",
        "first possible day, ISO 8601; empty: open",
        lambda e: write_day(e.first_day),
        "date",
    ),
    derived(
        "laatste_dag",
        "last possible day, ISO 8601; empty: open",
        lambda e: write_day(e.last_day),
        "date",
    ),
    of_event("uitleg_bij_datum", "why the date is uncertain or disputed", "date_note"),
    derived("gemeld_op", "when the Chamber was told, EDTF; empty: not known", told),
    of_event("soort", "kind of event", "kind"),
    of_event("titel", "what happened, in one line", "title"),
    of_event("tekst", "what happened, in paragraphs of plain text", "body"),
    shared(Of.PAPER, "kamerstuk", "address of each paper", lambda p: p.slug),
    shared(Of.PAPER, "vindplaats", "citation of each paper", lambda p: p.citation, is_derived=True),
    of_citation("plaats", "where in each paper", "locator"),
    of_citation("zoals_gedrukt", "each citation as printed in the source", "printed"),
    of_citation(
        "gemeld",
        "whether this paper told the Chamber: ja or nee",
        "told",
        write=write_told,
        read=read_told,
    ),
    of_paper("stuk_soort", "kind of each paper", "kind"),
    of_paper("stuk_onderwerp", "subject of each paper", "title"),
    of_paper("stuk_afzender", "sender of each paper", "sender"),
    of_paper("stuk_datum", "day of each paper, EDTF", "date"),
    of_paper("stuk_uitleg_bij_datum", "how the day of each paper is known", "date_note"),
    of_paper("stuk_kamer", "chamber of each paper: I or II", "chamber"),
    of_paper("stuk_vergaderjaar", "session year of each paper", "session"),
    of_paper("stuk_dossier", "dossier of each paper", "dossier"),
    of_paper("stuk_toevoeging", "suffix of each dossier", "suffix"),
    of_paper("stuk_nummer", "number of each paper in its series; empty: not yet known", "number"),
    of_paper("stuk_zaaknummer", "the Chamber's own number of each paper's case", "chamber_number"),
    of_link("bron_uitgever", "publisher of each other source", "publisher"),
    of_link("bron_titel", "title of each other source", "title"),
    of_link("bron_datum", "day of each other source, EDTF", "date"),
    of_link("bron_adres", "web address of each other source", "url"),
    of_event(
        "gepubliceerd_op",
        "when we published it, UTC",
        "publish_at",
        "dateTime",
        write=write_moment,
        read=read_moment,
    ),
    of_event(
        "sleutelmoment",
        "whether it is one of the key moments: ja or nee",
        "is_key",
        write=write_told,
        read=read_told,
    ),
    of_event("korte_titel", "what happened, in a few words for the drawing", "short_title"),
    of_paper(
        "stuk_onderwerp_van_ons",
        "whether the subject is our description: ja or nee",
        "title_is_ours",
        write=write_told,
        read=read_told,
    ),
    of_paper(
        "stuk_niet_gezien_volgens",
        "by whom we know a paper that we did not see; empty: seen",
        "unseen_source",
    ),
    derived(
        "wachttijd_minstens",
        "fewest days from event to telling; empty: not sure, not told, or told first",
        lambda e: number(e.sure_wait[0]),
        "integer",
    ),
    derived(
        "wachttijd_hoogstens",
        "most days from event to telling; empty: not sure, not told, or told first",
        lambda e: number(e.sure_wait[1]),
        "integer",
    ),
    derived(
        "openbaar_bekend_op",
        "when any source first made it public, EDTF; empty: not known",
        public,
    ),
    of_paper(
        "stuk_reeks",
        "series in which each paper has its number: kst, ah (Aanhangsel), kv, h or blg",
        "series",
    ),
    of_paper(
        "stuk_publicatienummer",
        "number of an identifier that holds nothing else, as in kst-1268678",
        "publication",
    ),
    of_paper(
        "stuk_documentnummer",
        "the Chamber's own number of each paper as a document: 2025D35001",
        "document_number",
    ),
    of_citation("citaat", "words of each paper, as they stand there", "quote"),
)


def columns_of(of: Of) -> list[Column]:
    return [column for column in COLUMNS if column.of is of]


def derived_columns() -> list[Column]:
    return [column for column in COLUMNS if column.is_derived]


def column_names() -> set[str]:
    return {column.name for column in COLUMNS}


def first_names() -> set[str]:
    """Return the names that every file of ours has; a file of an early release lacks later ones."""
    names = [column.name for column in COLUMNS]
    return set(names[: names.index(LAST_OF_FIRST_RELEASE) + 1])
