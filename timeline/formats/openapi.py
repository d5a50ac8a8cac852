"""The description of the interface for programs, in OpenAPI 3.1: https://spec.openapis.org/oas/.

Follows the Dutch API Design Rules (https://gitdocumentatie.logius.nl/publicatie/api/adr/): read
only, described in Dutch at a fixed address, the version in a header, all errors at once as problem
details. What we do not follow stands with its reason in `.ci/api-design-rules.yaml`.
"""

from typing import Any

from django import forms

from incident.choices import STANDARD, kinds_of
from incident.edge.refusals import VERSION
from incident.models import Incident
from timeline.formats.distributions import DISTRIBUTIONS, Distribution
from timeline.formats.json import EVENT, choice, schema_of
from timeline.formats.publisher import Publisher
from timeline.query.filters import EventFilter
from timeline.query.page_query import DayField

TEXT = {"type": "string"}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
}
ERROR = {
    "type": "object",
    "required": ["in", "location", "code", "detail"],
    "properties": {
        "in": TEXT,
        "location": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        "code": TEXT,
        "detail": TEXT,
    },
}
PIXELS = {"type": "integer", "minimum": 1, "maximum": 999_999}
TIMELINE = {
    "type": "object",
    "required": [
        *("incident", "titel", "vraag", "vraag_in_woorden", "peildatum"),
        *("zonder_dag_van_melding", "opgehaald_op", "aantal", "gebeurtenissen"),
    ],
    "properties": {
        "incident": {"type": "string"},
        "titel": {"type": "string"},
        "vraag": {
            "description": "the query as it was understood",
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "vraag_in_woorden": {"type": "string"},
        "peildatum": {"type": ["string", "null"], "format": "date"},
        "zonder_dag_van_melding": {
            "description": "events that a peildatum leaves out: none has a known day",
            "type": "integer",
        },
        "opgehaald_op": {
            "description": "the last change that readers see of this incident",
            "type": "string",
            "format": "date-time",
        },
        "aantal": {"description": "the number of events", "type": "integer"},
        "gebeurtenissen": {"type": "array", "items": {"$ref": "#/components/schemas/Gebeurtenis"}},
    },
    "additionalProperties": False,
}

OEMBED = {
    "type": "object",
    "required": ["type", "version", "title", "provider_name", "provider_url"],
    "properties": {
        "type": {"enum": ["rich", "link"]},
        "version": {"const": "1.0"},
        **{name: {"type": "string"} for name in ("title", "provider_name", "html")},
        **{name: {"type": "string", "format": "uri"} for name in ("provider_url", "thumbnail_url")},
        **{
            name: {"description": "pixels", "type": "integer", "minimum": 1}
            for name in ("width", "height", "thumbnail_width", "thumbnail_height")
        },
    },
    "additionalProperties": False,
}
# What oEmbed 1.0 (https://oembed.com) asks, with whether it must.
OEMBED_PARAMETERS = (
    (
        "url",
        True,
        {"type": "string", "format": "uri"},
        "Adres van een tijdlijn of gebeurtenis.",
    ),
    ("maxwidth", False, PIXELS, "De grootste breedte, in beeldpunten."),
    ("maxheight", False, PIXELS, "De grootste hoogte, in beeldpunten."),
    ("format", False, {"type": "string", "enum": ["json"]}, "De vorm; XML maken wij niet (501)."),
)


def oembed() -> dict:
    """Return the description of how a page of ours is shown on another site."""
    made = described(
        "oembed.json",
        "beschrijving",
        "Insluiten.",
        "Hoe een andere site een tijdlijn of gebeurtenis toont, volgens oEmbed 1.0.",
        {"application/json": {"schema": ref("schemas", "Insluiten")}},
        [
            {"name": n, "in": "query", "required": must, "schema": schema, "description": about}
            for n, must, schema, about in OEMBED_PARAMETERS
        ],
    )
    made["get"]["responses"]["501"] = ref("responses", "AndereVorm")
    return made


def all_kinds() -> list[str]:
    """Return the keys of the kinds of event of all public incidents; one query."""
    texts = Incident.objects.for_readers().order_by("slug").values_list("kinds", flat=True)
    lists = map(kinds_of, texts) if texts else [STANDARD]
    return list(dict.fromkeys(kind.value for kinds in lists for kind in kinds))


def parameter(name: str, kinds: list[str]) -> dict:
    """Return the OpenAPI description of one query parameter, from the filter's own field."""
    schema = value_schema(EventFilter.base_filters[name].field)
    if name == "soort":
        schema["items"] = choice(kinds)
    return {
        "name": name,
        "in": "query",
        "description": EventFilter.explanations[name],
        "schema": schema,
    }


def value_schema(field: forms.Field) -> dict:
    if isinstance(field, DayField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.ChoiceField):
        text = {"type": "string", "enum": [value for value, _ in field.choices if value]}
        return {"type": "array", "items": text} if is_many(field) else text
    longest = getattr(field, "max_length", None)
    return {"type": "string", **({"maxLength": longest} if longest else {})}


def is_many(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField)


def ref(kind: str, name: str) -> dict:
    return {"$ref": f"#/components/{kind}/{name}"}


def operation(about: Distribution) -> dict:
    """Return the description of the address of one form."""
    schemas = {"application/json": ref("schemas", "Tijdlijn")}
    return described(
        about.file,
        "gegevens",
        f"{about.title}.",
        about.meaning,
        {about.media: {"schema": schemas.get(about.media, TEXT)}},
        [ref("parameters", "incident"), *(ref("parameters", name) for name in about.asks)],
    )


def described(
    file: str, tag: str, summary: str, text: str, content: dict, parameters: list[dict]
) -> dict:
    """Return one GET; one with parameters can be asked wrongly, or of what is not there."""
    headers = {name: ref("headers", name) for name in HEADERS}
    problems = {"400": ref("responses", "Fout")}
    if parameters:
        problems |= {"404": ref("responses", "Onbekend"), "410": ref("responses", "Ingetrokken")}
    asked = {
        "operationId": file.replace(".", "-"),
        "tags": [tag],
        "summary": summary,
        "description": text,
        "parameters": parameters,
        "responses": {
            "200": {"description": "Het antwoord.", "headers": headers, "content": content},
            **problems,
            "503": ref("responses", "Druk"),
        },
    }
    return {"get": asked}


HEADERS = {
    "API-Version": {"description": "De versie van deze interface.", "schema": TEXT},
    "Access-Control-Allow-Origin": {
        "description": "Een script van elke site mag dit lezen.",
        "schema": {"type": "string", "enum": ["*"]},
    },
}
TAGS = [
    {"name": "gegevens", "description": "De gegevens van één incident, in verschillende vormen."},
    {"name": "beschrijving", "description": "Wat er is, voor programma’s beschreven."},
]


def problem(description: str, schema: str) -> dict:
    """Return the description of an answer that is an error (problem details, RFC 9457)."""
    content = {"application/problem+json": {"schema": ref("schemas", schema)}}
    return {"description": description, "content": content}


RESPONSES = {
    "Fout": problem("De vraag klopt niet. Alle fouten staan erbij.", "Fouten"),
    "Onbekend": problem("Dit incident of bestand is er niet.", "Probleem"),
    "Ingetrokken": problem("Dit incident is ingetrokken. De reden staat erbij.", "Probleem"),
    "AndereVorm": problem("Deze vorm maken wij niet.", "Probleem"),
    "Druk": problem("Het is te druk, of de gegevens zijn even weg. Probeer het later.", "Probleem"),
}
WITH_ERRORS = {"errors": {"type": "array", "items": ref("schemas", "EenFout")}}
SCHEMAS = {
    "Tijdlijn": TIMELINE,
    "Insluiten": OEMBED,
    "Probleem": PROBLEM,
    "Fouten": {**PROBLEM, "properties": PROBLEM["properties"] | WITH_ERRORS},
    "EenFout": ERROR,
}
OF_THE_SITE = {
    "/openapi.json": described(
        "openapi.json",
        "beschrijving",
        "Deze beschrijving.",
        "Alle adressen voor programma’s, in OpenAPI 3.1.",
        {"application/json": {"schema": {"type": "object"}}},
        [],
    ),
    "/catalogus.jsonld": described(
        "catalogus.jsonld",
        "beschrijving",
        "De catalogus.",
        "Elk incident als dataset met zijn vormen, volgens DCAT-AP-NL 3.0.",
        {"application/ld+json": {"schema": {"type": "object"}}},
        [],
    ),
}


PART = {
    "name": "blad",
    "in": "query",
    "description": "Het hoeveelste deel, als er meer zijn.",
    "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,5}$"},
}
FEED = {"application/atom+xml": {"schema": TEXT}}
OF_ALL = {
    "/tijdlijn.atom": described(
        "alle-tijdlijn.atom",
        "gegevens",
        "Nieuws uit alle tijdlijnen (Atom).",
        "Wat in alle incidenten het laatst verscheen of veranderde, het nieuwste eerst.",
        FEED,
        [],
    ),
    "/wijzigingen.atom": described(
        "alle-wijzigingen.atom",
        "gegevens",
        "Wijzigingen in alle tijdlijnen (Atom).",
        "Wat wij in alle incidenten plaatsten, verbeterden en introkken.",
        FEED,
        [],
    ),
}
STATES = {
    "/{incident}/tijdkaart.link": described(
        "tijdkaart.link",
        "gegevens",
        "Eerdere standen (TimeMap).",
        "Elke dag waarop de tijdlijn veranderde, met het adres van die stand, volgens RFC 7089.",
        {"application/link-format": {"schema": TEXT}},
        [ref("parameters", "incident"), PART],
    ),
}


def description(server: str, by: Publisher, kinds: list[str]) -> dict:
    """Return the whole OpenAPI document; `server` is the site's address without a final "/".

    `kinds` are the keys that an event can have as its kind.
    """
    event = schema_of(EVENT)
    event["properties"]["soort"] |= choice(kinds)
    incident = {
        "name": "incident",
        "in": "path",
        "required": True,
        "description": "Het incident: het eerste deel van het adres van zijn pagina.",
        "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"},
    }
    parameters = {name: parameter(name, kinds) for name in EventFilter.base_filters}
    contact: dict[str, Any] = {"name": by.name, "url": by.page}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Incidenttijdlijn",
            "version": VERSION,
            "description": (
                "Wat er gebeurde, wanneer de Kamer het hoorde, en in welk Kamerstuk het staat. "
                "Alleen lezen; geen sleutel nodig."
            ),
            "contact": contact | ({"email": by.email} if by.email else {}),
            "license": {"name": "CC0-1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": server}],
        "tags": TAGS,
        "paths": {
            **{f"/{{incident}}/{about.file}": operation(about) for about in DISTRIBUTIONS},
            **OF_ALL,
            **STATES,
            **OF_THE_SITE,
            "/oembed.json": oembed(),
        },
        "components": {
            "schemas": {"Gebeurtenis": event, **SCHEMAS},
            "parameters": {"incident": incident, **parameters},
            "headers": HEADERS,
            "responses": RESPONSES,
        },
    }
