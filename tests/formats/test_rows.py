"""A file from rows of the database has the bytes that the models would give."""

import csv
import io
import json

import pytest
from django.http import QueryDict

from incident.columns import COLUMNS
from incident.values.cells import inert
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    StatementFactory,
    many_events,
)
from timeline.formats import rows
from timeline.formats.csv import EXCEL, PLAIN, csv_bytes
from timeline.formats.json import EVENT, RECORD, json_text
from timeline.query.selection import Selection

QUESTIONS = [
    "",
    "soort=besluit&soort=maatregel",
    "peildatum=2025-08-04",
    "peildatum=2025-12-31&bekend=gemeld",
    "peildatum=2025-12-31&bekend=openbaar",
    "q=internet",
    "q=26643-1376",
    "kamerstuk=26643&volgorde=nieuwste-eerst",
    "vanaf=2025-07-01&tot_en_met=2025-07-31",
]


def models(selection: Selection) -> list:
    """Return the events as models, with their sources and what was surely said by then."""
    events = list(selection.events.with_statements())
    for event in events:
        event.public_statements = [s for s in event.public_statements if selection.knows(s)]
    return events


def written(selection: Selection, dialect) -> bytes:
    """Return the CSV by way of the models and the csv module alone."""
    made = io.StringIO(dialect.mark, newline="")
    made.seek(0, io.SEEK_END)
    writer = csv.writer(made, delimiter=dialect.separator, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    for event in models(selection):
        writer.writerow(inert(column.value(event)) for column in COLUMNS)
    return made.getvalue().encode()


def assert_same(selection: Selection) -> None:
    for dialect in (PLAIN, EXCEL):
        assert b"".join(csv_bytes(selection, dialect)) == written(selection, dialect)
    events = json.loads("".join(json_text(selection)))["gebeurtenissen"]
    assert events == [RECORD(event) for event in models(selection)]
    assert [list(event) for event in events] == [[field.name for field in EVENT]] * len(events)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("question", QUESTIONS)
def test_rows_and_models_give_the_same_bytes(question):
    selection = Selection(IncidentFactory(), QueryDict(question)).strict()
    assert selection.events.exists()
    assert_same(selection)


@pytest.mark.django_db
def test_what_must_be_quoted_or_made_inert_is_so_from_rows_too(monkeypatch):
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(rows, "MOST_PAPERS", 1)
    unseen = {"unseen_source": "Krant; =1", "date": "2025-08", "number": ""}
    for title in ("=cmd()", "a,b", "a;b", 'zij: "ja"', "+;-", "'s morgens", "é"):
        event = EventFactory(title=title, body="een\n\ntwee, drie; =vier", date="2025-07~/..")
        for paper in (KamerstukFactory(title=title), KamerstukFactory(title="=x", **unseen)):
            CitationFactory(event=event, kamerstuk=paper, locator="-2", told=True, quote=title)
        LinkFactory(event=event, publisher=title, date="../2025-09-01")
        LinkFactory(event=event, date="", url="")
        StatementFactory(event=event, claim__title=title)
        StatementFactory(event=event, claim__draft=True, summary="Geheim.")
    EventFactory(title="Zonder bron", date="1600/2025-XX", is_key=True, short_title="-1")
    assert_same(Selection(IncidentFactory(), QueryDict()))


@pytest.mark.django_db
def test_the_number_of_queries_follows_the_chunks_and_not_the_rows(django_assert_num_queries):
    selection = Selection(IncidentFactory(), QueryDict())
    many_events(rows.ROWS_AT_ONCE + 1, KamerstukFactory())
    with django_assert_num_queries(1 + 2 * 2 + 1):  # events; citations and links twice; papers
        assert b"".join(csv_bytes(selection, PLAIN)).count(b"\r\n") == rows.ROWS_AT_ONCE + 2
