"""The description of the JSON, in OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0.

Follows the Dutch API Design Rules (https://gitdocumentatie.logius.nl/publicatie/api/adr/) where
they apply: read only, described at a fixed address, the version in a header, errors as problem
details. The version is not in the address, as the addresses are the readers' own.
"""

from django import forms

from incident.choices import STANDARD, kinds_of
from incident.models import Incident
from timeline.formats.json import EVENT, VERSION, choice, schema_of
from timeline.query.filters import EventFilter
from timeline.query.page_query import DayField

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
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
# What oEmbed asks, with whether it must.
OEMBED_PARAMETERS = (
    ("url", True, {"type": "string", "format": "uri"}, "a timeline or event, with its query"),
    ("maxwidth", False, {"type": "integer", "minimum": 1, "maximum": 999_999}, "pixels"),
    ("maxheight", False, {"type": "integer", "minimum": 1, "maximum": 999_999}, "pixels"),
    ("format", False, {"type": "string", "enum": ["json"]}, "XML is not made: 501"),
)


def oembed() -> dict:
    """Return the description of oEmbed 1.0 (https://oembed.com)."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Insluiten"}}}
    return {
        "operationId": "insluiten",
        "summary": "How to show a timeline or an event on another page (oEmbed 1.0).",
        "parameters": [
            {"name": n, "in": "query", "required": must, "schema": schema, "description": about}
            for n, must, schema, about in OEMBED_PARAMETERS
        ],
        "responses": {
            "200": {"description": "a frame; a link where less is asked", "content": content},
            **problem("400"),
            **problem("404"),
            **problem("410"),
            **problem("501"),
        },
    }


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
        "description": EventFilter.meanings[name],
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


def problem(code: str) -> dict:
    """Return the description of an error with this status `code` (problem details, RFC 9457)."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": "problem details, RFC 9457", "content": content}}


def description(server: str) -> dict:
    """Return the whole OpenAPI document; `server` is the site's address without a final "/"."""
    kinds = all_kinds()
    event = schema_of(EVENT)
    event["properties"]["soort"] |= choice(kinds)
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Tijdlijn"}}}
    incident = {"name": "incident", "in": "path", "required": True}
    version = {"schema": {"type": "string"}, "description": "version of this interface"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Incidenttijdlijn",
            "version": VERSION,
            "description": "What happened, when the Chamber was told, and in which paper.",
            "license": {"name": "CC0-1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": server}],
        "paths": {
            "/{incident}/tijdlijn.json": {
                "get": {
                    "operationId": "tijdlijn",
                    "summary": "The timeline of one incident, or what of it a query asks for.",
                    "parameters": [
                        {**incident, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"}},
                        *(parameter(name, kinds) for name in EventFilter.base_filters),
                    ],
                    "responses": {
                        "200": {
                            "description": "the events in the order of the page",
                            "headers": {"API-Version": version},
                            "content": answer,
                        },
                        **problem("400"),
                        **problem("404"),
                        **problem("410"),
                    },
                }
            },
            "/oembed.json": {"get": oembed()},
        },
        "components": {
            "schemas": {
                "Tijdlijn": TIMELINE,
                "Gebeurtenis": event,
                "Insluiten": OEMBED,
                "Problem": PROBLEM,
            }
        },
    }
