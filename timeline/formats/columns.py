"""Which facts a row of the CSV holds: name, meaning, value. Names are only ever appended."""

from collections.abc import Callable
from datetime import UTC
from typing import Any, NamedTuple

from incident.models import Citation, Event, Link
from incident.values.cells import join


class Column(NamedTuple):
    """One column: its name in the header, what it means, and its value for an event."""

    name: str
    meaning: str
    value: Callable[[Any], str]
    datatype: str = "string"  # of CSVW, where the cell is not empty
    many: bool = False  # whether the cell may hold several values


def cited(name: str, meaning: str, value: Callable[[Citation], str]) -> Column:
    """Return the column that gives `value` of each citation, in one cell."""
    return Column(name, meaning, lambda e: join(value(c) for c in e.cited), many=True)


def linked(name: str, meaning: str, value: Callable[[Link], str]) -> Column:
    """Return the column that gives `value` of each other source, in one cell."""
    return Column(name, meaning, lambda e: join(value(s) for s in e.linked), many=True)


def day(value) -> str:
    """Return a day as ISO 8601, "" where it is open."""
    return value.isoformat() if value else ""


def moment(value) -> str:
    """Return a moment as ISO 8601 in UTC, to the microsecond."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def told(event: Event) -> str:
    """Return the day of telling as EDTF, "" where it is not known."""
    return event.told_on.edtf if event.told_on else ""


COLUMNS = (
    Column("incident", "address of the incident", lambda e: e.incident.slug),
    Column("gebeurtenis", "address of the event in its incident", lambda e: e.slug),
    Column("datum", "when it happened, EDTF, as precise as it is known", lambda e: e.date),
    Column("datum_in_woorden", "the same in Dutch, as on the page", lambda e: str(e.when)),
    Column(
        "eerste_dag",
        "first possible day, ISO 8601; empty: open",
        lambda e: day(e.first_day),
        "date",
    ),
    Column(
        "laatste_dag", "last possible day, ISO 8601; empty: open", lambda e: day(e.last_day), "date"
    ),
    Column("uitleg_bij_datum", "why the date is uncertain or disputed", lambda e: e.date_note),
    Column("gemeld_op", "when the Chamber was told, EDTF; empty: not known", told),
    Column("soort", "kind of event", lambda e: e.kind),
    Column("titel", "what happened, in one line", lambda e: e.title),
    Column("tekst", "what happened, in paragraphs of plain text", lambda e: e.body),
    cited("kamerstuk", "address of each paper", lambda c: c.kamerstuk.slug),
    cited("vindplaats", "citation of each paper", lambda c: c.kamerstuk.citation),
    cited("plaats", "where in each paper", lambda c: c.locator),
    cited("zoals_gedrukt", "each citation as printed in the source", lambda c: c.printed),
    cited(
        "gemeld",
        "whether this paper told the Chamber: ja or nee",
        lambda c: "ja" if c.told else "nee",
    ),
    cited("stuk_soort", "kind of each paper", lambda c: c.kamerstuk.kind),
    cited("stuk_onderwerp", "subject of each paper", lambda c: c.kamerstuk.title),
    cited("stuk_afzender", "sender of each paper", lambda c: c.kamerstuk.sender),
    cited("stuk_datum", "day of each paper, EDTF", lambda c: c.kamerstuk.date),
    cited(
        "stuk_uitleg_bij_datum",
        "how the day of each paper is known",
        lambda c: c.kamerstuk.date_note,
    ),
    cited("stuk_kamer", "chamber of each paper: I or II", lambda c: c.kamerstuk.chamber),
    cited("stuk_vergaderjaar", "session year of each paper", lambda c: c.kamerstuk.session),
    cited("stuk_dossier", "dossier of each paper", lambda c: c.kamerstuk.dossier),
    cited("stuk_toevoeging", "suffix of each dossier", lambda c: c.kamerstuk.suffix),
    cited(
        "stuk_nummer",
        "number of each paper in its dossier; empty: not yet known",
        lambda c: c.kamerstuk.number,
    ),
    cited(
        "stuk_zaaknummer",
        "the Chamber's own number of each paper",
        lambda c: c.kamerstuk.chamber_number,
    ),
    linked("bron_uitgever", "publisher of each other source", lambda s: s.publisher),
    linked("bron_titel", "title of each other source", lambda s: s.title),
    linked("bron_datum", "day of each other source, EDTF", lambda s: s.date),
    linked("bron_adres", "web address of each other source", lambda s: s.url),
    Column(
        "gepubliceerd_op", "when we published it, UTC", lambda e: moment(e.publish_at), "dateTime"
    ),
)
