"""The JSON of a timeline: the fields of each object, with name, meaning, schema and value.

One list of fields gives both the answers and their description (`openapi.py`), so that the two
cannot differ. The answer streams.
"""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.http import StreamingHttpResponse

from incident.choices import PaperKind, PaperSeries, QuoteCheck, Relation
from incident.columns import public, told
from incident.values.cells import write_day, write_moment
from timeline.formats.rows import ROWS_AT_ONCE, EventRow, streamed
from timeline.query.selection import Selection

TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
DAY = {"type": ["string", "null"], "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
EDTF = {"type": "string", "description": "EDTF, ISO 8601-2 level 1"}
MAYBE_EDTF = {"type": ["string", "null"], "description": "EDTF, ISO 8601-2 level 1"}
MAYBE_DAYS = {"type": ["integer", "null"]}
LEAST_WAIT = "fewest days from event to telling; null: not sure, not told, or told first"
MOST_WAIT = "most days from event to telling; null: not sure, not told, or told first"


class Field(NamedTuple):
    """One field of an object: its name, its meaning, its JSON Schema, and how to get its value."""

    name: str
    meaning: str
    schema: dict
    value: Callable[[Any], Any]


def each(name: str, meaning: str, fields: tuple[Field, ...], rows: Callable) -> Field:
    """Return a field that holds a list of objects with these `fields`; `rows` finds them."""
    schema, make = {"type": "array", "items": schema_of(fields)}, recorder(fields)
    return Field(name, meaning, schema, lambda row: [make(r) for r in rows(row)])


def choice(values) -> dict:
    return {"type": "string", "enum": list(values)}


def recorder(fields: tuple[Field, ...]) -> Callable[[Any], dict]:
    """Return what makes an object with these fields; an empty text is null where it may be."""
    known = [(f.name, f.value, {"string", "null"} <= {*f.schema["type"]}) for f in fields]

    def record(row: Any) -> dict:
        return {name: value(row) or None if may else value(row) for name, value, may in known}

    return record


def schema_of(fields: tuple[Field, ...]) -> dict:
    """Return the JSON Schema of an object with exactly these fields, all of them required."""
    return {
        "type": "object",
        "required": [field.name for field in fields],
        "properties": {f.name: {"description": f.meaning, **f.schema} for f in fields},
        "additionalProperties": False,
    }


PAPER = (
    Field("kamerstuk", "address of the paper", TEXT, lambda c: c.kamerstuk.slug),
    Field("vindplaats", "its citation", TEXT, lambda c: c.kamerstuk.citation),
    Field("plaats", "where in the paper", MAYBE, lambda c: c.locator),
    Field("zoals_gedrukt", "as printed in the source", MAYBE, lambda c: c.printed),
    Field("gemeld", "whether it told the Chamber", {"type": "boolean"}, lambda c: c.told),
    Field("soort", "kind of paper", choice(PaperKind.values), lambda c: c.kamerstuk.kind),
    Field("onderwerp", "its subject", TEXT, lambda c: c.kamerstuk.title),
    Field("afzender", "its sender", MAYBE, lambda c: c.kamerstuk.sender),
    Field("datum", "its day", MAYBE_EDTF, lambda c: c.kamerstuk.date),
    Field("uitleg_bij_datum", "how its day is known", MAYBE, lambda c: c.kamerstuk.date_note),
    Field("kamer", "chamber", choice(("I", "II")), lambda c: c.kamerstuk.chamber),
    Field("vergaderjaar", "session year", MAYBE, lambda c: c.kamerstuk.session),
    Field("dossier", "dossier", MAYBE, lambda c: c.kamerstuk.dossier),
    Field("toevoeging", "suffix of the dossier", MAYBE, lambda c: c.kamerstuk.suffix),
    Field("nummer", "number; null: not yet known", MAYBE, lambda c: c.kamerstuk.number),
    Field(
        "zaaknummer",
        "the Chamber's number of its case",
        MAYBE,
        lambda c: c.kamerstuk.chamber_number,
    ),
    Field("adres", "official web address", MAYBE, lambda c: c.kamerstuk.official_url),
    Field(
        "onderwerp_van_ons",
        "whether the subject is our description",
        {"type": "boolean"},
        lambda c: c.kamerstuk.title_is_ours,
    ),
    Field(
        "niet_gezien_volgens",
        "by whom we know a paper that we did not see; null: seen",
        MAYBE,
        lambda c: c.kamerstuk.unseen_source,
    ),
    Field(
        "reeks",
        "series in which it has its number",
        choice(PaperSeries.values),
        lambda c: c.kamerstuk.series,
    ),
    Field(
        "publicatienummer",
        "number of an identifier that holds nothing else, as in kst-1268678",
        MAYBE,
        lambda c: c.kamerstuk.publication,
    ),
    Field(
        "documentnummer",
        "the Chamber's number of the document",
        MAYBE,
        lambda c: c.kamerstuk.document_number,
    ),
    Field("citaat", "words of the paper, as they stand there", MAYBE, lambda c: c.quote),
    Field(
        "citaat_controle",
        "whether these words stand in the text of the paper that we keep; null: we keep none",
        {"type": ["string", "null"], "enum": [*QuoteCheck.values, None]},
        lambda c: c.quote_check,
    ),
)
SOURCE = (
    Field("uitgever", "publisher", TEXT, lambda s: s.publisher),
    Field("titel", "title", MAYBE, lambda s: s.title),
    Field("datum", "its day", MAYBE_EDTF, lambda s: s.date),
    Field("adres", "web address", MAYBE, lambda s: s.url),
)
STATEMENT = (
    Field("kwestie", "address of the claim", TEXT, lambda s: s.claim.slug),
    Field("wie", "who said it", TEXT, lambda s: s.speaker),
    Field("samenvatting", "what was said, in our words", TEXT, lambda s: s.summary),
    Field("verhouding", "to what came before", choice(Relation.values), lambda s: s.relation),
    Field("datum", "when", MAYBE_EDTF, lambda s: s.when and s.when.edtf),
    Field("wie_kort", "who said it, in a few words", TEXT, lambda s: s.voice),
)
EVENT = (
    Field("incident", "address of the incident", TEXT, lambda e: e.incident.slug),
    Field("gebeurtenis", "address of the event in its incident", TEXT, lambda e: e.slug),
    Field("adres", "path of its page", TEXT, lambda e: e.get_absolute_url()),
    Field("datum", "when it happened, as precise as known", EDTF, lambda e: e.date),
    Field("datum_in_woorden", "the same in Dutch", TEXT, lambda e: str(e.when)),
    Field("eerste_dag", "first possible day; null: open", DAY, lambda e: write_day(e.first_day)),
    Field("laatste_dag", "last possible day; null: open", DAY, lambda e: write_day(e.last_day)),
    Field("uitleg_bij_datum", "why the date is uncertain", MAYBE, lambda e: e.date_note),
    Field("gemeld_op", "when the Chamber was told", MAYBE_EDTF, told),
    Field("soort", "kind of event", TEXT, lambda e: e.kind),
    Field("titel", "what happened, in one line", TEXT, lambda e: e.title),
    Field("tekst", "what happened, plain text", TEXT, lambda e: e.body),
    each("kamerstukken", "the papers it stands in", PAPER, lambda e: e.citation_list),
    each("bronnen", "the other sources", SOURCE, lambda e: e.link_list),
    each("uitspraken", "what was said about it", STATEMENT, lambda e: e.public_statements),
    Field("gepubliceerd_op", "when we published it", MOMENT, lambda e: write_moment(e.publish_at)),
    Field("wachttijd_minstens", LEAST_WAIT, MAYBE_DAYS, lambda e: e.sure_wait[0]),
    Field("wachttijd_hoogstens", MOST_WAIT, MAYBE_DAYS, lambda e: e.sure_wait[1]),
    Field("bijgewerkt_op", "when we last changed it", MOMENT, lambda e: write_moment(e.shown_at)),
    Field("sleutelmoment", "whether it is a key moment", {"type": "boolean"}, lambda e: e.is_key),
    Field("korte_titel", "what happened, in a few words", MAYBE, lambda e: e.short_title),
    Field("openbaar_bekend_op", "when any source first made it public", MAYBE_EDTF, public),
)


RECORD = recorder(EVENT)
ENCODER = json.JSONEncoder(ensure_ascii=False)


def head(selection: Selection) -> dict:
    """Return the fields before the events: the incident, and the query as it was understood."""
    return {
        "incident": selection.incident.slug,
        "titel": selection.incident.title,
        "vraag": dict(selection.query.lists()),
        "vraag_in_woorden": selection.sentence,
        "peildatum": selection.day.isoformat() if selection.day else None,
        "zonder_dag_van_melding": selection.unplaced.count(),
        "opgehaald_op": write_moment(selection.incident.updated_at),
        "aantal": selection.events.count(),
    }


def json_text(selection: Selection) -> Iterator[str]:
    """Yield the JSON in pieces: the head, then the events, `ROWS_AT_ONCE` in each."""
    opening = json.dumps(head(selection), ensure_ascii=False)
    yield f'{opening[:-1]}, "gebeurtenissen": ['
    events, joint = iter(said_by_then(selection)), "\n"
    while chunk := [ENCODER.encode(RECORD(event)) for event in islice(events, ROWS_AT_ONCE)]:
        yield joint + ",\n".join(chunk)
        joint = ",\n"
    yield "\n]}\n"


def said_by_then(selection: Selection) -> Iterator[EventRow]:
    """Yield the events, each with the statements that were certainly made by the peildatum."""
    for event in streamed(selection, with_statements=True):
        event.public_statements = [s for s in event.public_statements if selection.knows(s)]
        yield event


def json_response(selection: Selection) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        (piece.encode() for piece in json_text(selection)),
        content_type="application/json; charset=utf-8",
    )
