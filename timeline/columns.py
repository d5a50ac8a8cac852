"""Which facts a row of the CSV holds: name, meaning, value. Names are only ever appended."""

from collections.abc import Callable
from datetime import UTC
from typing import NamedTuple

from incident.cells import join
from incident.models import Citation, Event, Link


class Column(NamedTuple):
    """One column: its name in the header, what it means, and its value for an event."""

    name: str
    meaning: str
    value: Callable[[Event], str]


def cited(value: Callable[[Citation], str]) -> Callable[[Event], str]:
    """Return the column that gives `value` of each citation, in one cell."""
    return lambda event: join(value(citation) for citation in event.cited)


def linked(value: Callable[[Link], str]) -> Callable[[Event], str]:
    """Return the column that gives `value` of each other source, in one cell."""
    return lambda event: join(value(link) for link in event.linked)


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
    Column("eerste_dag", "first possible day, ISO 8601; empty: open", lambda e: day(e.first_day)),
    Column("laatste_dag", "last possible day, ISO 8601; empty: open", lambda e: day(e.last_day)),
    Column("uitleg_bij_datum", "why the date is uncertain or disputed", lambda e: e.date_note),
    Column("gemeld_op", "when the Chamber was told, EDTF; empty: not known", told),
    Column("soort", "kind of event", lambda e: e.kind),
    Column("titel", "what happened, in one line", lambda e: e.title),
    Column("tekst", "what happened, in paragraphs of plain text", lambda e: e.body),
    Column("kamerstuk", "address of each paper", cited(lambda c: c.kamerstuk.slug)),
    Column("vindplaats", "citation of each paper", cited(lambda c: c.kamerstuk.citation)),
    Column("plaats", "where in each paper", cited(lambda c: c.locator)),
    Column("zoals_gedrukt", "each citation as printed in the source", cited(lambda c: c.printed)),
    Column(
        "gemeld",
        "whether this paper told the Chamber: ja or nee",
        cited(lambda c: "ja" if c.told else "nee"),
    ),
    Column("stuk_soort", "kind of each paper", cited(lambda c: c.kamerstuk.kind)),
    Column("stuk_onderwerp", "subject of each paper", cited(lambda c: c.kamerstuk.title)),
    Column("stuk_afzender", "sender of each paper", cited(lambda c: c.kamerstuk.sender)),
    Column("stuk_datum", "day of each paper, EDTF", cited(lambda c: c.kamerstuk.date)),
    Column(
        "stuk_uitleg_bij_datum",
        "how the day of each paper is known",
        cited(lambda c: c.kamerstuk.date_note),
    ),
    Column("stuk_kamer", "chamber of each paper: I or II", cited(lambda c: c.kamerstuk.chamber)),
    Column("stuk_vergaderjaar", "session year of each paper", cited(lambda c: c.kamerstuk.session)),
    Column("stuk_dossier", "dossier of each paper", cited(lambda c: c.kamerstuk.dossier)),
    Column("stuk_toevoeging", "suffix of each dossier", cited(lambda c: c.kamerstuk.suffix)),
    Column(
        "stuk_nummer",
        "number of each paper in its dossier; empty: not yet known",
        cited(lambda c: c.kamerstuk.number),
    ),
    Column(
        "stuk_zaaknummer",
        "the Chamber's own number of each paper",
        cited(lambda c: c.kamerstuk.chamber_number),
    ),
    Column("bron_uitgever", "publisher of each other source", linked(lambda s: s.publisher)),
    Column("bron_titel", "title of each other source", linked(lambda s: s.title)),
    Column("bron_datum", "day of each other source, EDTF", linked(lambda s: s.date)),
    Column("bron_adres", "web address of each other source", linked(lambda s: s.url)),
    Column("gepubliceerd_op", "when we published it, UTC", lambda e: moment(e.publish_at)),
)
