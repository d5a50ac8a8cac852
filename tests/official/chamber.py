"""What the Chamber has of a document, in the shapes of its feed and of OData, on our own server.

The shapes are those that public clients read: each entry of the feed has a link to what comes after
it, a document refers to its dossier and its case by identifier, and a deleted one is empty.
"""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

DATA = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
FEED, ENTITIES, ODATA = "/SyncFeed/2.0/Feed", "/SyncFeed/2.0/Entiteiten/", "/OData/v5"
A_PAGE = 2  # entries
NIL = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'


@dataclass
class Document:
    """A document of the Chamber; its dossier and its case are entities of their own."""

    number: str = "2025D35001"
    kind: str = "Brief regering"
    subject: str = "Stand van zaken"
    day: str = "2025-08-12T00:00:00"
    changed: str = "2025-08-13T09:30:00Z"
    volgnummer: str = "-1"
    appendix: str = ""
    dossier: str = "26643"
    suffix: str = ""
    case: str = "2025Z15001"
    chamber: str = ""
    is_deleted: bool = False
    more: str = ""

    def __post_init__(self):
        digits = "".join(sign for sign in self.number if sign.isdigit()).rjust(12, "0")[:12]
        self.guid = f"00000000-0000-4000-8000-{digits}"
        self.entities = {
            f"11111111-0000-4000-8000-{digits}": ("kamerstukdossier", self.dossier, self.suffix),
            f"22222222-0000-4000-8000-{digits}": ("zaak", self.case, ""),
        }

    def entry(self, token: int, address: str) -> str:
        gone, inside = ("true", "") if self.is_deleted else ("false", self.inside)
        return (
            f"<entry><title>{self.guid}</title><updated>{self.changed}</updated>"
            f'<category term="document"/><link rel="next" '
            f'href="{address}?category=Document&amp;skiptoken={token}"/>'
            f'<link rel="enclosure" href="{address}/Resources/{self.guid}"/>'
            f'<content type="application/xml"><document xmlns="{DATA}" xmlns:tk="{DATA}" '
            f'id="{self.guid}" tk:bijgewerkt="{self.changed}" tk:verwijderd="{gone}">{inside}'
            "</document></content></entry>"
        )

    @property
    def inside(self) -> str:
        referred = "".join(
            f'<{name} ref="{guid}"/>' for guid, (name, number, _) in self.entities.items() if number
        )
        appendix = self.appendix and f"<aanhangselnummer>{self.appendix}</aanhangselnummer>"
        return (
            f"<documentNummer>{self.number}</documentNummer><soort>{escape(self.kind)}</soort>"
            f"<onderwerp>{escape(self.subject)}</onderwerp><titel {NIL}/><citeerTitel {NIL}/>"
            f"<datum>{self.day}</datum><vergaderjaar>2024-2025</vergaderjaar>"
            f"{appendix or f'<aanhangselnummer {NIL}/>'}<volgnummer>{self.volgnummer}</volgnummer>"
            f"<datumRegistratie>{self.day}</datumRegistratie>{referred}{self.more}"
            + (self.chamber and f"<kamer>{self.chamber}</kamer>")
        )

    @property
    def row(self) -> dict:
        """Return it as OData has it."""
        dossier = {"Nummer": int(self.dossier or 0), "Toevoeging": self.suffix or None}
        return {
            "Id": self.guid,
            "DocumentNummer": self.number,
            "Soort": self.kind,
            "Onderwerp": self.subject,
            "Titel": None,
            "Datum": f"{self.day}+02:00",
            "Vergaderjaar": "2024-2025",
            "Kamer": int(self.chamber or 2),
            "Volgnummer": int(self.volgnummer),
            "Aanhangselnummer": self.appendix or None,
            "Verwijderd": self.is_deleted,
            "Kamerstukdossier": [dossier] if self.dossier else [],
            "Zaak": [{"Nummer": self.case}] if self.case else [],
        }


def feed(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>SyncFeed</title>{"".join(entries)}</feed>'


def entity(name: str, number: str, suffix: str) -> str:
    added = f"<toevoeging>{suffix}</toevoeging>" if suffix else f"<toevoeging {NIL}/>"
    return f'<{name} xmlns="{DATA}"><titel>t</titel><nummer>{number}</nummer>{added}</{name}>'


@dataclass
class Chamber:
    """What the server has, what it was asked, and what goes wrong.

    `instead` are answers given in turn in place of the right ones, a right one for None; `broken`
    is one for each question about an entity.
    """

    documents: list[Document] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    instead: list = field(default_factory=list)
    broken: object = None
    first: int = 20_127_001  # the token of the first document

    def answer(self, path: str, host: str) -> object:
        """Return a text, or what writes the answer to a handler."""
        self.asked.append(path)
        if self.instead and (given := self.instead.pop(0)) is not None:
            return given
        parts = urlsplit(path)
        if parts.path.startswith(ENTITIES):
            return self.broken or self.entity(parts.path.removeprefix(ENTITIES))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == FEED:
            return self.page(int(query.get("skiptoken", 0)), f"http://{host}{FEED}")
        return self.found(query["$filter"])

    def page(self, token: int, address: str) -> str:
        numbered = [(self.first + n, document) for n, document in enumerate(self.documents)]
        later = [pair for pair in numbered if pair[0] > token][:A_PAGE]
        return feed(*(document.entry(own, address) for own, document in later))

    def entity(self, guid: str) -> str:
        return next(
            entity(*document.entities[guid])
            for document in self.documents
            if guid in document.entities
        )

    def found(self, asked: str) -> str:
        """Answer the two filters that are asked, as the service would."""
        wanted = asked.split("'")[1]
        by_case = asked.startswith("Zaak/any(z:z/Nummer eq ")
        assert by_case or asked.startswith("DocumentNummer eq ")
        own = [d.row for d in self.documents if wanted == (d.case if by_case else d.number)]
        return json.dumps({"@odata.context": "x", "value": own})

    def tokens(self) -> list[str]:
        """Return from where the feed was asked, "" for its beginning."""
        asked = [urlsplit(path) for path in self.asked]
        queries = [parse_qs(parts.query) for parts in asked if parts.path == FEED]
        return [query.get("skiptoken", [""])[0] for query in queries]

    def entities(self) -> int:
        return sum(path.startswith(ENTITIES) for path in self.asked)
