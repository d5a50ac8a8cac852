"""SRU of the official publications: what is asked in CQL, and what the answer says.

Addresses, indexes and shapes are those that public clients use (Handleiding SRU 2.0, KOOP): a
refused query comes as HTTP 200 with `diagnostics`, and `numberOfRecords` is an estimate.
"""

import re
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from incident.official import faults
from incident.official.faults import Fault
from incident.official.fetching import Deadline, fetch
from incident.official.query import Part, Query, Source
from incident.official.record import Record, chamber_of
from incident.official.safe_xml import (
    UNPRINTABLE,
    all_named,
    day_of,
    name,
    parse,
    source_of,
    text_of,
)

PAGE = 100  # records in one answer; the source gives at most 1000
MOST_PAGES = 5
PUBLICATIONS = "c.product-area==officielepublicaties"
MASKED = re.compile(r'(["\\*?^])')


def quoted(text: str) -> str:
    """Return a text as CQL takes it literally: no sign in it ends the text or stands for others."""
    return '"{}"'.format(MASKED.sub(r"\\\1", UNPRINTABLE.sub(" ", text)))


def of_publication(publication: str) -> Part:
    return Part(f"w.publicatienaam=={quoted(publication)}", f"publicatie ‘{publication}’")


def holding(words: str) -> Part:
    return Part(f"cql.textAndIndexes={quoted(words)}", f"met ‘{words}’ erin")


def in_dossier(dossier: str) -> Part:
    return Part(f"w.dossiernummer=={quoted(dossier)}", f"dossier {dossier}")


def between(first: date | None, last: date | None) -> list[Part]:
    """Return the conditions for these days; none for an end that is open."""
    ends = ((">=", "vanaf", first), ("<=", "tot en met", last))
    known = [end for end in ends if end[2]]
    return [Part(f"dt.date{sign}{day}", f"{said} {day:%d-%m-%Y}") for sign, said, day in known]


def available_from(day: date) -> Part:
    return Part(f"dt.available>={day.isoformat()}", f"uitgekomen vanaf {day:%d-%m-%Y}")


def all_of(*parts: Part) -> Query:
    """Return the question for what meets all of these."""
    text = " AND ".join((PUBLICATIONS, *(part.text for part in parts)))
    words = ", ".join(part.words for part in parts)
    return Query(Source.SRU, text, words, f"{Source.SRU.base}?query={text}")


def search(query: str, deadline: Deadline) -> Iterator[Record]:
    """Yield the records of a query, page by page; Fault where the source does not give them.

    An answer that is not full is the last: how many there are in all is only estimated.
    """
    for page in range(MOST_PAGES):
        records = one_page(query, 1 + page * PAGE, deadline)
        yield from map(record, records)
        if len(records) < PAGE:
            return


def one_page(query: str, start: int, deadline: Deadline) -> list[Element]:
    asked = {"query": query, "startRecord": str(start), "maximumRecords": str(PAGE)}
    answer = fetch(Source.SRU.base, {**asked, "version": "2.0"}, deadline)
    root = parse(answer)
    refused = all_named(root, "diagnostic")
    if refused:
        said = text_of(next(iter(all_named(refused[0], "message")), refused[0]))
        raise Fault(faults.NOT_UNDERSTOOD, answer.host, said[:200])
    counts = [text_of(found) for found in root if name(found) == "numberOfRecords"]
    if name(root) != "searchRetrieveResponse" or not (counts and counts[0].isdigit()):
        raise Fault(faults.UNKNOWN_SHAPE, answer.host)
    records = all_named(root, "recordData")
    if not records and int(counts[0]) and start == 1:
        raise Fault(faults.NO_RECORDS, answer.host)
    return records


def record(data: Element) -> Record:
    """Return what one record says; a field that is missing or new is no reason to stop."""
    fields: dict[str, list[str]] = {}
    for element in data.iter():
        if not len(element) and (text := text_of(element)):
            fields.setdefault(name(element), []).append(text)

    def first(*names: str) -> str:
        return next((fields[wanted][0] for wanted in names if wanted in fields), "")

    return Record(
        source=Source.SRU,
        identifier=first("identifier"),
        title=first("documenttitel", "title"),
        kind=first("subrubriek", "publicatienaam", "type"),
        sender=", ".join(fields.get("indiener", [])),
        chamber=chamber_of(first("creator")),
        session=first("vergaderjaar"),
        dossiers=tuple(fields.get("dossiernummer", ())),
        number=first("ondernummer"),
        appendix=first("aanhangselnummer"),
        questions=tuple(fields.get("vraagnummer", ())),
        day=day_of(first("date", "issued")),
        published=day_of(first("available")),
        raw=source_of(data),
    )
