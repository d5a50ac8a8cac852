"""A quote stands in each file of the timeline, and our own CSV brings it back."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from incident.columns import COLUMNS
from incident.models import Citation
from tests.factories import CitationFactory, LetterFactory

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
WORDS = "is het systeem losgekoppeld"


@pytest.fixture
def event():
    """Return an event with a quote of a paper whose text says so, and a place without one."""
    citation = CitationFactory(quote=WORDS)
    LetterFactory(kamerstuk=citation.kamerstuk, pages=(f"Op die dag {WORDS}.",))
    CitationFactory(event=citation.event)
    return citation.event


def table(content, name: str, delimiter: str) -> dict[str, str]:
    text = content(f"{BASE}{name}.csv").decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return row


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize(("name", "delimiter"), [("tijdlijn", ","), ("tijdlijn-excel", ";")])
def test_the_csv_ends_with_the_quotes_in_the_order_of_the_papers(content, name, delimiter):
    row = table(content, name, delimiter)
    assert list(row)[-1] == COLUMNS[-1].name == "citaat"
    assert row["citaat"] == f"{WORDS} | "
    described = json.loads(content(f"{BASE}{name}.csv-metadata.json"))["tableSchema"]["columns"]
    assert (described[-1]["name"], described[-1]["separator"]) == ("citaat", " | ")


def test_the_json_ends_each_paper_with_its_quote_and_the_check(content, event):
    def papers() -> list[tuple]:
        [told] = json.loads(content(f"{BASE}tijdlijn.json"))["gebeurtenissen"]
        return [tuple(paper.items())[-2:] for paper in told["kamerstukken"]]

    none = (("citaat", None), ("citaat_controle", None))
    assert papers() == [(("citaat", WORDS), ("citaat_controle", "gecontroleerd")), none]
    letter = event.citations.first().kamerstuk.letters.get()
    letter.text = "Op die dag bleef alles zoals het was."
    letter.save()
    assert papers() == [(("citaat", WORDS), ("citaat_controle", "niet-gevonden")), none]
    letter.delete()
    assert papers() == [(("citaat", WORDS), ("citaat_controle", None)), none]


def test_the_description_of_the_json_names_what_a_check_can_be(content):
    described = json.loads(content("/openapi.json"))["components"]["schemas"]["Gebeurtenis"]
    paper = described["properties"]["kamerstukken"]["items"]["properties"]
    assert paper["citaat_controle"]["enum"] == ["gecontroleerd", "niet-gevonden", None]
    assert paper["citaat"]["type"] == ["string", "null"]


@pytest.fixture
def changed(content, event, tmp_path):
    """Return a function that writes our own CSV with other quotes, and gives its path."""

    def write(cell: str):
        row = {**table(content, "tijdlijn", ","), "citaat": cell}
        path, text = tmp_path / "in.csv", io.StringIO(newline="")
        writer = csv.DictWriter(text, row, lineterminator="\r\n")
        writer.writeheader()
        writer.writerow(row)
        path.write_text(text.getvalue(), newline="")
        return path

    return write


def test_an_import_changes_quotes_and_checks_them(changed):
    call_command("import_csv", changed("Op die dag | "), save=True, reason="Anders geciteerd.")
    rows = Citation.objects.order_by("pk").values_list("quote", "quote_check")
    assert [*rows.all()] == [("Op die dag", "gecontroleerd"), ("", "")]
    call_command("import_csv", changed("Op een dag | "), save=True, reason="Anders geciteerd.")
    assert [*rows.all()] == [("Op een dag", "niet-gevonden"), ("", "")]


def test_an_import_of_what_is_there_changes_nothing(changed, capsys):
    call_command("import_csv", changed(f"{WORDS} | "), save=True)
    assert "gelijk" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (f"{'x' * 301} | ", "quote: Zorg dat deze waarde niet meer dan 300 tekens bevat"),
        (f"{WORDS}", "citaat heeft 1 waarden, geen 2."),
    ],
)
def test_an_import_refuses_a_quote_in_one_line(changed, capsys, cell, said):
    with pytest.raises(CommandError):
        call_command("import_csv", changed(cell), save=True, reason="Anders geciteerd.")
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("rij 2: fout")
    assert said in line
    assert Citation.objects.first().quote == WORDS
