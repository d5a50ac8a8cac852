"""A column is typed once: what it is in the list, it is in every file, page and import."""

import csv
import io
import json

import pytest
from django.http import QueryDict

from incident import columns
from incident.columns import COLUMNS, Column, Of, derived, of_citation, of_event, of_link, of_paper
from incident.csv_import.importer import import_csv
from incident.models import Citation, Event, Kamerstuk, Link
from tests.factories import CitationFactory, EventFactory, LinkFactory
from timeline.formats.csv import PLAIN, csv_bytes
from timeline.formats.json import EVENT, PAPER, SOURCE, STATEMENT
from timeline.kept.middleware import KEPT
from timeline.query.selection import Selection

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
MEANING = "typed in one place"


@pytest.fixture
def event():
    """Return a published event with a paper and a press report."""
    about = {"event__title": "Eerst", "event__date_note": "Zo gemeld.", "printed": "nr. XXX"}
    citation = CitationFactory(kamerstuk__sender="minister", **about)
    LinkFactory(event=citation.event)
    return citation.event


def lists(monkeypatch, gone: str, *added: Column) -> None:
    """Let the list of columns be the real one without `gone`, and with what is added."""
    rest = tuple(column for column in COLUMNS if column.name != gone)
    monkeypatch.setattr(columns, "COLUMNS", (*rest, *added))


def exported(event, tmp_path, **cells: str):
    """Write the CSV of the event to a file, with other cells here and there; return its path."""
    text = b"".join(csv_bytes(Selection(event.incident, QueryDict()), PLAIN)).decode()
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    made, path = io.StringIO(newline=""), tmp_path / "in.csv"
    writer = csv.DictWriter(made, row.keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow({**row, **cells})
    path.write_text(made.getvalue(), newline="")
    return path


@pytest.mark.parametrize(
    ("gone", "kept", "model", "field", "before"),
    [
        ("uitleg_bij_datum", of_event, Event, "date_note", "Zo gemeld."),
        ("zoals_gedrukt", of_citation, Citation, "printed", "nr. XXX"),
        ("stuk_afzender", of_paper, Kamerstuk, "sender", "minister"),
        ("bron_titel", of_link, Link, "title", "Bericht"),
    ],
)
def test_a_column_that_keeps_a_field_is_typed_once(
    client, body, event, tmp_path, monkeypatch, gone, kept, model, field, before
):
    lists(monkeypatch, gone)
    assert gone not in body(client.get(f"{BASE}tijdlijn.csv")).splitlines()[0].split(",")

    lists(monkeypatch, gone, kept("nieuw", MEANING, field))
    KEPT.clear()  # as with each release
    for name, separator in (("tijdlijn", ","), ("tijdlijn-excel", ";")):
        text = body(client.get(f"{BASE}{name}.csv"))
        [row] = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        assert row["nieuw"] == before
        described = json.loads(client.get(f"{BASE}{name}.csv-metadata.json").content)
        last = described["tableSchema"]["columns"][-1]
        assert (last["name"], last["dc:description"]["@value"]) == ("nieuw", MEANING)
        assert ("separator" in last) is (model is not Event)

    path = exported(event, tmp_path, nieuw="Anders.")
    assert import_csv(path, save=True, reason="Verbeterd.").is_sound
    assert getattr(model.objects.get(), field) == "Anders."


def test_a_column_that_follows_from_others_is_typed_once(
    client, body, event, tmp_path, monkeypatch
):
    lists(monkeypatch, "", derived("lengte", MEANING, lambda e: str(len(e.title)), "integer"))
    [row] = csv.DictReader(io.StringIO(body(client.get(f"{BASE}tijdlijn.csv")), newline=""))
    assert row["lengte"] == "5"
    described = json.loads(client.get(f"{BASE}tijdlijn.csv-metadata.json").content)
    assert described["tableSchema"]["columns"][-1]["datatype"] == "integer"

    assert import_csv(exported(event, tmp_path), save=True).is_sound
    [wrong] = import_csv(exported(event, tmp_path, lengte="6"), save=True).results
    assert "lengte volgt uit andere kolommen en is ‘5’, niet ‘6’." in str(wrong)


def test_what_follows_from_other_sources_is_compared_with_those_of_the_row(
    event, tmp_path, monkeypatch
):
    lists(monkeypatch, "", derived("bronnen", MEANING, lambda e: str(len(e.link_list))))
    none = dict.fromkeys(("bron_uitgever", "bron_titel", "bron_datum", "bron_adres"), "")
    path = exported(event, tmp_path, **none, bronnen="0")
    assert import_csv(path, save=True, reason="De bron klopt niet.").is_sound
    assert not Link.objects.exists()


def test_every_column_keeps_a_field_follows_from_others_or_is_an_address():
    addresses = [c.name for c in COLUMNS if not c.field and not c.is_derived]
    assert addresses == ["incident", "gebeurtenis", "kamerstuk"]
    kept = [(column.of, column.field) for column in COLUMNS if column.field]
    assert len(set(kept)) == len(kept)


def test_no_column_of_a_link_was_appended_since_the_first_release():
    # An import replaces these rows whole: a file without the column would empty it.
    appended = [column for column in COLUMNS if column.name not in columns.first_names()]
    assert not [c.name for c in appended if c.of is Of.LINK]


def test_the_json_knows_every_fact_of_the_columns(client, body):
    event = EventFactory()
    CitationFactory(event=event)
    LinkFactory(event=event)
    [told] = json.loads(body(client.get(f"{BASE}tijdlijn.json")))["gebeurtenissen"]
    within = {"stuk": told["kamerstukken"][0], "bron": told["bronnen"][0]}
    for column in COLUMNS:
        part, _, name = column.name.partition("_")
        if part in within:
            assert name in within[part], column.name
        elif column.many:
            assert column.name in told["kamerstukken"][0], column.name
        else:
            assert column.name in told, column.name


def test_no_field_of_the_json_stands_there_twice():
    for fields in (PAPER, SOURCE, STATEMENT, EVENT):
        names = [field.name for field in fields]
        assert len(names) == len(set(names))
