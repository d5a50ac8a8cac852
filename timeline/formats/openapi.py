"""The description of the JSON, in OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0.

Follows the Dutch API Design Rules (https://gitdocumentatie.logius.nl/publicatie/api/adr/) where
they apply: read only, described at a fixed address, the version in a header, errors as problem
details. The version is not in the address, as the addresses are the readers' own.
"""

from incident.kinds import Kind
from timeline.formats.json import EVENT, VERSION, schema_of
from timeline.query.filters import NEWEST_FIRST

ISO_DAY = {"type": "string", "format": "date"}
PARAMETERS = {
    "q": ("words that all stand in the event; or a citation", {"type": "string", "maxLength": 200}),
    "vanaf": ("first day; events whose possible days overlap the period", ISO_DAY),
    "tot_en_met": ("last day, idem", ISO_DAY),
    "soort": (
        "kind of event; may be repeated",
        {"type": "array", "items": {"type": "string", "enum": Kind.values}},
    ),
    "kamerstuk": ("a paper's address or citation, or a dossier", {"type": "string"}),
    "peildatum": ("as known by the end of this day", ISO_DAY),
    "volgorde": ("left out: oldest first", {"type": "string", "enum": [NEWEST_FIRST]}),
}
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
            "description": "the question as it was understood",
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "vraag_in_woorden": {"type": "string"},
        "peildatum": {"type": ["string", "null"], "format": "date"},
        "zonder_dag_van_melding": {
            "description": "events that a peildatum leaves out: nobody knows when they were told",
            "type": "integer",
        },
        "opgehaald_op": {"type": "string", "format": "date-time"},
        "aantal": {"description": "the number of events", "type": "integer"},
        "gebeurtenissen": {"type": "array", "items": {"$ref": "#/components/schemas/Gebeurtenis"}},
    },
    "additionalProperties": False,
}


def parameter(name: str) -> dict:
    """Return the description of one part of the question."""
    meaning, schema = PARAMETERS[name]
    return {"name": name, "in": "query", "description": meaning, "schema": schema}


def problem(code: str) -> dict:
    """Return the description of an answer that is an error."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": "problem details, RFC 9457", "content": content}}


def description(server: str) -> dict:
    """Return the whole description; `server` is the address of the site."""
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
                    "summary": "The timeline of one incident, or what of it answers a question.",
                    "parameters": [
                        {**incident, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"}},
                        *map(parameter, PARAMETERS),
                    ],
                    "responses": {
                        "200": {
                            "description": "the events in the order of the page",
                            "headers": {"API-Version": version},
                            "content": answer,
                        },
                        **problem("400"),
                        **problem("404"),
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Tijdlijn": TIMELINE,
                "Gebeurtenis": schema_of(EVENT),
                "Problem": PROBLEM,
            }
        },
    }
