"""SyncFeed 2.0 of the House of Representatives: the documents that changed, the oldest first.

Shapes are those that public clients read. The feed cannot be searched: it is read on from the
`skiptoken` of the last entry that was read. What an entry refers to is an entity with its own
address. Of a link only its token is taken, so that nothing is asked of another host.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree.ElementTree import Element

from incident.choices import Chamber
from incident.official import faults
from incident.official.faults import Fault
from incident.official.fetching import Deadline, fetch
from incident.official.query import Source
from incident.official.record import Record
from incident.official.safe_xml import (
    all_named,
    day_of,
    moment_of,
    name,
    parse,
    source_of,
    text_of,
)
from incident.official.sources.kinds import appendix_of, identified, sort_of

CATEGORY = "Document"
TOKEN = re.compile(r"[0-9]{1,18}")
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SENATE = "1"  # in `kamer` of a document, where that stands


@dataclass(frozen=True)
class Entry:
    """One change in the feed, and the token from which to read on after it.

    `record` is what the document says itself, None where it is deleted or no document at all.
    """

    token: str
    changed: datetime | None
    guid: str
    is_deleted: bool = False
    record: Record | None = None
    dossiers: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


def page(token: str, deadline: Deadline) -> list[Entry]:
    """Return the entries after a token, none at the end; "" begins with the first there ever was.

    The last one may have no link to what comes next: then it has the token of the feed, or of what
    stands before it. Fault where the feed does not give them, or leads back to where it was asked.
    """
    asked = {"category": CATEGORY} | ({"skiptoken": token} if token else {})
    answer = fetch(Source.SYNCFEED.base, asked, deadline)
    root = parse(answer)
    if name(root) != "feed":
        raise Fault(faults.UNKNOWN_SHAPE, answer.host)
    found = [element for element in root if name(element) == "entry"]
    tokens = [token_of(element) for element in found]
    if token in tokens and token:
        raise Fault(faults.NO_PROGRESS, answer.host)
    if not all(tokens[:-1]):
        raise Fault(faults.UNKNOWN_SHAPE, answer.host)
    last = tokens[-1:] and (tokens[-1] or token_of(root) or next(iter(tokens[-2:-1]), token))
    return list(map(entry, found, [*tokens[:-1], last]))


def token_of(element: Element) -> str:
    """Return the token in its own link to what comes next; "" where it has none."""
    for link in element:
        query = parse_qs(urlsplit(link.get("href", "")).query)
        token = next(iter(query.get("skiptoken", ())), "")
        if link.get("rel") == "next" and TOKEN.fullmatch(token):
            return token
    return ""


def entry(element: Element, token: str) -> Entry:
    """Return what an entry says; what is missing or new in it is no reason to stop."""
    changed = moment_of(text_of(found_in(element, "updated")))
    document = found_in(element, "document")
    if document is None:
        return Entry(token, changed, "")
    guid = document.get("id", "")
    if "true" in [value for key, value in document.items() if key.endswith("verwijderd")]:
        return Entry(token, changed, guid, is_deleted=True)
    return Entry(
        token,
        changed,
        guid,
        record=record(document),
        dossiers=tuple(references(document, "kamerstukdossier")),
        cases=tuple(references(document, "zaak")),
    )


def references(document: Element, what: str) -> Iterator[str]:
    """Yield the identifiers of the entities to which a document refers."""
    found = (element.get("ref", "") for element in all_named(document, what))
    return (guid for guid in found if GUID.fullmatch(guid))


def record(document: Element) -> Record:
    """Return what a document says itself; its dossier and its case are yet to be looked up."""
    fields = {name(element): text_of(element) for element in document}
    kind, number = fields.get("soort", ""), fields.get("documentNummer", "").upper()
    appendix = appendix_of(fields.get("aanhangselnummer", ""))
    return Record(
        source=Source.SYNCFEED,
        identifier=number,
        title=fields.get("onderwerp") or fields.get("titel", ""),
        kind=kind,
        sort=sort_of(kind),
        chamber=Chamber.FIRST if fields.get("kamer") == SENATE else Chamber.SECOND,
        session=appendix.session or fields.get("vergaderjaar", ""),
        number=fields.get("volgnummer", ""),
        appendix=appendix.number,
        day=day_of(fields.get("datum", "")),
        published=day_of(fields.get("datumRegistratie", "")),
        document=number,
        record_id=document.get("id", ""),
        raw=source_of(document),
    )


def number_of(guid: str, deadline: Deadline) -> str:
    """Return the number of a dossier or a case: 26643, 36600-VI, 2025Z14818; Fault for none."""
    answer = fetch(urljoin(Source.SYNCFEED.base, f"Entiteiten/{guid}"), {}, deadline)
    root = parse(answer)
    number, suffix = (text_of(found_in(root, said)) for said in ("nummer", "toevoeging"))
    if not number:
        raise Fault(faults.UNKNOWN_SHAPE, answer.host)
    return "-".join(filter(None, (number.upper(), suffix)))


def found_in(root: Element, wanted: str) -> Element | None:
    return next(iter(all_named(root, wanted)), None)


def whole(plain: Record, dossiers: tuple[str, ...], cases: tuple[str, ...]) -> Record:
    """Return a record with its dossiers and cases, and so with the identifier of its number."""
    return identified(replace(plain, dossiers=dossiers, questions=cases))
