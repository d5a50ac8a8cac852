"""The JSON of a timeline: the same question, the same events; it streams."""

import json
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone

from timeline.columns import moment
from timeline.exports import streamed
from timeline.query.selection import Selection
from timeline.records import EVENT, record

VERSION = "1.0.0"


def head(selection: Selection) -> dict:
    """Return what the JSON says before its events: the question as it was understood."""
    return {
        "incident": selection.incident.slug,
        "titel": selection.incident.title,
        "vraag": dict(selection.query.lists()),
        "vraag_in_woorden": selection.sentence,
        "peildatum": selection.day.isoformat() if selection.day else None,
        "zonder_dag_van_melding": selection.undated,
        "opgehaald_op": moment(timezone.now()),
        "aantal": selection.events.count(),
    }


def json_text(selection: Selection) -> Iterator[str]:
    """Yield the JSON in pieces: the head, then one event after another."""
    opening = json.dumps(head(selection), ensure_ascii=False)
    yield f'{opening[:-1]}, "gebeurtenissen": ['
    joint = ""
    for event in streamed(selection.with_statements()):
        event.stated = [s for s in event.stated if selection.knows(s)]
        yield f"{joint}\n{json.dumps(record(EVENT, event), ensure_ascii=False)}"
        joint = ","
    yield "\n]}\n"


def json_response(selection: Selection) -> StreamingHttpResponse:
    """Return the JSON of a selection."""
    return StreamingHttpResponse(
        (piece.encode() for piece in json_text(selection)),
        content_type="application/json; charset=utf-8",
        headers={"API-Version": VERSION},
    )
