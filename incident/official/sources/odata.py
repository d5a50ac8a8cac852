"""OData v5 of the House of Representatives, only where the operator gave its address.

It adds what SRU does not have: a document by the Chamber's own number, also before it is published.
Of the names in v5 those of Document are known from clients that read it; nothing is selected, so
that a name that lapsed is no fault. It is asked by numbers alone.
"""

import json
from collections.abc import Iterator
from typing import Any

from incident.choices import Chamber
from incident.official import faults
from incident.official.faults import Fault
from incident.official.fetching import JSON, Answer, Deadline, fetch
from incident.official.query import Part, Query, Source
from incident.official.record import Record
from incident.official.safe_xml import day_of
from incident.official.sources.kinds import appendix_of, identified, sort_of

MOST = 50  # documents in one answer: a case has a few
EXPANDED = "Kamerstukdossier,Zaak"
SENATE = 1


def of_numbers(document: str, case: str) -> list[Query]:
    """Return what is asked by the number of a document and of a case, "" for none."""
    if not Source.ODATA.base:
        return []
    parts = []
    if document:
        text = f"DocumentNummer eq '{document}'"
        parts.append(Part(text, f"documentnummer {document}"))
    if case:
        parts.append(Part(f"Zaak/any(z:z/Nummer eq '{case}')", f"zaaknummer {case}"))
    base = address()
    return [Query(Source.ODATA, p.text, p.words, f"{base}?$filter={p.text}") for p in parts]


def address() -> str:
    return f"{Source.ODATA.base.rstrip('/')}/Document"


def search(text: str, deadline: Deadline) -> Iterator[Record]:
    """Yield the documents that a filter gives, deleted ones left out; Fault where none came."""
    asked = {"$filter": text, "$expand": EXPANDED, "$top": str(MOST)}
    answer = fetch(address(), asked, deadline, JSON)
    documents = listed(answer)
    return (record(found, answer) for found in documents if found.get("Verwijderd") is not True)


def listed(answer: Answer) -> list[dict]:
    """Return the rows of an answer, an empty list where nothing was found."""
    said = parsed(answer)
    rows = said.get("value") if isinstance(said, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Fault(faults.UNKNOWN_SHAPE, answer.host)
    return rows


def parsed(answer: Answer) -> Any:
    """Return the JSON of an answer, which is UTF-8; Fault says which way it cannot be read."""
    try:
        text = answer.body.decode(answer.charset or "utf-8").lstrip("\ufeff")
    except (UnicodeError, LookupError) as error:
        raise Fault(faults.WRONG_CHARSET, answer.host) from error
    if text.lstrip()[:1] == "<":
        raise Fault(faults.WEB_PAGE, answer.host)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Fault(faults.CUT_JSON, answer.host) from error


def record(document: dict, answer: Answer) -> Record:
    """Return what a document says; a field that is missing, new or of another sort is left out."""
    kind, number = text_in(document, "Soort"), text_in(document, "DocumentNummer").upper()
    if not number:
        raise Fault(faults.UNKNOWN_SHAPE, answer.host)
    appendix = appendix_of(text_in(document, "Aanhangselnummer"))
    dossiers = [in_full(row) for row in rows_in(document, "Kamerstukdossier")]
    plain = Record(
        source=Source.ODATA,
        identifier=number,
        title=text_in(document, "Onderwerp") or text_in(document, "Titel"),
        kind=kind,
        sort=sort_of(kind),
        chamber=Chamber.FIRST if document.get("Kamer") == SENATE else Chamber.SECOND,
        session=appendix.session or text_in(document, "Vergaderjaar"),
        dossiers=tuple(filter(None, dossiers)),
        number=text_in(document, "Volgnummer"),
        appendix=appendix.number,
        questions=tuple(text_in(row, "Nummer").upper() for row in rows_in(document, "Zaak")),
        day=day_of(text_in(document, "Datum")),
        published=day_of(text_in(document, "DatumRegistratie")),
        document=number,
        record_id=text_in(document, "Id"),
        raw=json.dumps(document, ensure_ascii=False, indent=1),
    )
    return identified(plain)


def in_full(dossier: dict) -> str:
    return "-".join(filter(None, (text_in(dossier, "Nummer"), text_in(dossier, "Toevoeging"))))


def rows_in(row: dict, name: str) -> list[dict]:
    """Return the rows that stand in a field, of which there may be one, more, or none."""
    found = row.get(name)
    found = found if isinstance(found, list) else [found]
    return [one for one in found if isinstance(one, dict)]


def text_in(row: dict, name: str) -> str:
    """Return a text or number as a text on one line, "" for what is neither."""
    value = row.get(name)
    is_plain = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_plain else ""
