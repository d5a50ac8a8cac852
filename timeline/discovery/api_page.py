"""The page for programmers: the OpenAPI description as a person reads it, with real examples.

Nothing of it is written twice: addresses, parameters, errors and fields come from `openapi.py`.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone

from incident.models import Incident, Kamerstuk
from timeline.formats import openapi
from timeline.formats.publisher import publisher
from timeline.query.page_query import changed, suffix
from timeline.query.selection import Selection

WORDS = re.compile(r"[^\W\d_]{3,}")
KINDS = {
    "string": "tekst",
    "integer": "getal",
    "boolean": "ja of nee",
    "array": "lijst",
    "object": "object",
}
OBJECTS = {"Tijdlijn": "Het antwoord", "Gebeurtenis": "Een gebeurtenis"}


class Address(NamedTuple):
    """One address: its path, its meaning, its media type, and the same for a real incident."""

    path: str
    summary: str
    meaning: str
    media: str
    example: str


class Parameter(NamedTuple):
    """One parameter: its name, its meaning, what it takes, and an address that uses it."""

    name: str
    meaning: str
    takes: str
    example: str


class Recipe(NamedTuple):
    """How one tool reads the data; the code has this site's own address."""

    key: str
    tool: str
    meaning: str
    code: str


RECIPES = (
    Recipe(
        "curl",
        "curl",
        "De tweede keer komt het bestand alleen als er iets veranderd is.",
        "curl --fail --silent --show-error \\\n"
        "  --etag-compare tijdlijn.etag --etag-save tijdlijn.etag \\\n"
        "  --output tijdlijn.csv 'ADRES.csv'",
    ),
    Recipe(
        "excel",
        "Excel (Power Query)",
        "Kies Gegevens, Gegevens ophalen, Lege query, en plak dit in de geavanceerde editor. Met "
        "Vernieuwen haalt Excel de tijdlijn opnieuw op.",
        "let\n"
        '    Bestand = Web.Contents("ADRES.csv"),\n'
        '    Rijen = Csv.Document(Bestand, [Delimiter = ",", Encoding = 65001, '
        "QuoteStyle = QuoteStyle.Csv]),\n"
        "    Tabel = Table.PromoteHeaders(Rijen, [PromoteAllScalars = true])\n"
        "in\n"
        '    Table.SelectColumns(Tabel, {"datum", "titel", "gemeld_op"})',
    ),
    Recipe(
        "r",
        "R",
        "Alles komt als tekst binnen: een onzekere datum is geen dag.",
        'tijdlijn <- read.csv("ADRES.csv", colClasses = "character", encoding = "UTF-8", '
        'na.strings = "")\n'
        'tijdlijn[c("datum", "titel", "gemeld_op")]',
    ),
    Recipe(
        "pandas",
        "Python (pandas)",
        "Ook hier blijft alles tekst, en een lege cel leeg.",
        "import pandas\n\n"
        'tijdlijn = pandas.read_csv("ADRES.csv", dtype=str, keep_default_na=False)\n'
        'print(tijdlijn[["datum", "titel", "gemeld_op"]])',
    ),
)


class ApiPage:
    """What the page shows, with examples of an incident (None: without examples)."""

    def __init__(self, incident: Incident | None, absolute: Callable[[str], str]):
        self.incident, self.absolute = incident, absolute
        site = absolute("/").rstrip("/")
        self.described = openapi.description(site, publisher(absolute), openapi.all_kinds())
        self.parts = self.described["components"]

    @property
    def version(self) -> str:
        return self.described["info"]["version"]

    @cached_property
    def addresses(self) -> list[Address]:
        """Return every address of the description."""
        return [
            self.address(path, operation["get"])
            for path, operation in self.described["paths"].items()
        ]

    def address(self, path: str, asked: dict) -> Address:
        [media] = asked["responses"]["200"]["content"]
        about = self.example_of(path, asked["parameters"])
        return Address(path, asked["summary"], asked["description"], media, about)

    def example_of(self, path: str, parameters: list[dict]) -> str:
        """Return an address with an incident filled in where one is needed, "" without one."""
        must_name = any(one.get("required") for one in parameters)  # a page, by its address
        if "{incident}" not in path and not must_name:
            return path
        if self.incident is None:
            return ""
        page = self.absolute(self.incident.get_absolute_url())
        query = suffix(changed(QueryDict(), url=page)) if must_name else ""
        return f"{path.replace('{incident}', self.incident.slug)}{query}"

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Return every parameter of the query, with an address of the JSON that uses it."""
        queried = [p for p in self.parts["parameters"].values() if p["in"] == "query"]
        return [
            Parameter(p["name"], p["description"], takes(p["schema"]), self.example(p["name"]))
            for p in queried
        ]

    @cached_property
    def values(self) -> dict[str, str]:
        """Return a value of each parameter that finds something; {} where nothing is public."""
        if self.incident is None:
            return {}
        events = Selection(self.incident, QueryDict()).events
        event, paper = events.first(), Kamerstuk.objects.for_readers(self.incident).first()
        if event is None:
            return {}
        day = event.first_day or event.last_day
        words = WORDS.findall(event.title)
        found = {
            "q": max(words, key=len) if words else "",
            "vanaf": day.isoformat() if day else "",
            "tot_en_met": day.isoformat() if day else "",
            "soort": event.kind,
            "kamerstuk": paper.slug if paper else "",
            "peildatum": timezone.localdate(self.incident.updated_at).isoformat(),
            "bekend": "gemeld",
            "volgorde": "nieuwste-eerst",
        }
        return {name: value for name, value in found.items() if value}

    def example(self, name: str) -> str:
        """Return an address that asks by this parameter, "" where the record gives no value."""
        if name not in self.values:
            return ""
        needed = ("peildatum",) if name == "bekend" else ()
        query = changed(QueryDict(), **{n: self.values[n] for n in (*needed, name)})
        return f"{self.incident.get_absolute_url()}tijdlijn.json{suffix(query)}"

    @cached_property
    def errors(self) -> dict[str, str]:
        """Return what each status of an error means."""
        codes = self.described["paths"]["/{incident}/tijdlijn.json"]["get"]["responses"]
        names = {c: a["$ref"].rpartition("/")[2] for c, a in codes.items() if "$ref" in a}
        return {code: self.parts["responses"][name]["description"] for code, name in names.items()}

    @cached_property
    def objects(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return each object of the JSON by its name in Dutch: its fields, and what they hold."""
        return [
            one
            for name, words in OBJECTS.items()
            for one in in_lists(words, self.parts["schemas"][name])
        ]

    @cached_property
    def recipes(self) -> list[Recipe]:
        """Return how each tool reads the timeline of the incident; none without one."""
        if self.incident is None:
            return []
        address = f"{self.absolute(self.incident.get_absolute_url())}tijdlijn"
        return [one._replace(code=one.code.replace("ADRES", address)) for one in RECIPES]


def in_lists(name: str, schema: dict) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield an object with its fields, and then each kind of object in its lists."""
    fields = schema["properties"]
    yield name, [(field, takes(about)) for field, about in fields.items()]
    for field, about in fields.items():
        if "properties" in about.get("items", {}):
            within = about["items"]["properties"]
            yield f"In de lijst {field}", [(name, takes(one)) for name, one in within.items()]


def takes(schema: dict) -> str:
    """Return in Dutch what a value with this JSON Schema is."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if chosen := [value for value in schema.get("items", schema).get("enum", ()) if value]:
        words = f"een van: {', '.join(chosen)}"
    elif schema.get("format") == "date":
        words = "dag, zoals 2025-07-17"
    elif schema.get("format") == "date-time":
        words = "moment, zoals 2025-07-17T12:00:00Z"
    elif "EDTF" in schema.get("description", ""):
        words = "datum, zo precies als bekend (EDTF)"
    else:
        words = KINDS[kinds[0]]
    return f"{words}; kan leeg zijn (null)" if "null" in kinds else words
