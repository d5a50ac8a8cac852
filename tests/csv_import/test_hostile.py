"""What is no file of ours is refused in one line, and nothing of it is stored."""

import csv
import io
import os
import random

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict

from incident.columns import COLUMNS
from incident.csv_import import file as csv_file
from incident.csv_import.importer import import_csv
from incident.models import Change, Event, Incident, Kamerstuk
from tests.factories import CitationFactory, EventFactory, LinkFactory
from tests.helpers.case import remembered
from timeline.formats.csv import EXCEL, PLAIN, csv_bytes
from timeline.query.selection import Selection

pytestmark = pytest.mark.django_db

TEXTS = ["titel", "tekst", "uitleg_bij_datum", "plaats", "zoals_gedrukt", "stuk_onderwerp"]
TEXTS += ["stuk_afzender", "stuk_uitleg_bij_datum", "bron_uitgever", "bron_titel", "bron_adres"]
UNSEEN = [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff"]
UNSEEN += [*"\u00ad\u200b\u200c\u200d\u2060\u180e\ufff9\u3164\u2800\ufffe\uffff\0\x1b"]
DATES = ["datum", "stuk_datum", "bron_datum"]


@pytest.fixture
def ours():
    """Store one event with all that a row can hold, and return its export."""

    def make() -> bytes:
        event = LinkFactory(event=CitationFactory(kamerstuk__number="1376", told=True).event).event
        return b"".join(csv_bytes(Selection(event.incident, QueryDict()), PLAIN))

    return remembered("one event with all", make)


@pytest.fixture
def refused(tmp_path, capsys):
    """Return the function that imports bytes, which must be refused, and gives what was said."""

    def refuse(content: bytes) -> str:
        path, before = tmp_path / "in.csv", Change.objects.count()
        path.write_bytes(content)
        with pytest.raises(CommandError) as caught:
            call_command("import_csv", path, save=True, reason="Poging.")
        assert Change.objects.count() == before
        said = f"{capsys.readouterr().out}{caught.value}"
        assert all(sign.isprintable() for sign in said.replace("\n", ""))
        assert len(said.splitlines()) <= 3
        return said

    return refuse


def with_cells(content: bytes, **cells: str) -> bytes:
    """Return the file with these cells in its first row."""
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    rows[0].update(cells)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("column", TEXTS)
def test_a_sign_that_nobody_sees_is_refused_in_every_text(ours, refused, column):
    for sign in ("\u202e", "\u200b"):
        said = refused(with_cells(ours, **{column: f"https://krant.example/goed{sign}fout"}))
        assert "onzichtbaar stuurteken" in said
        assert f"U+{ord(sign):04X}" in said
        assert "goed’" in said


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_every_sign_that_nobody_sees_is_refused(ours, refused, sign):
    assert "rij 2: fout" in refused(with_cells(ours, stuk_onderwerp=f"goed{sign}fout"))


@pytest.mark.parametrize("title", ["Een 👩‍💻 aan het werk", "Eén naïeve façade – ‘ja’…", "Łódź ✔️"])
def test_what_people_write_is_taken(ours, tmp_path, title):
    path = tmp_path / "in.csv"
    path.write_bytes(with_cells(ours, titel=title))
    call_command("import_csv", path, save=True, reason="Anders.")
    assert Event.objects.get().title == title


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00"],
)
def test_a_moment_at_an_end_of_the_calendar_is_refused(ours, refused, moment):
    assert "het jaar ligt tussen" in refused(with_cells(ours, gepubliceerd_op=moment))


@pytest.mark.parametrize("column", DATES)
@pytest.mark.parametrize("date", ["0000-01-01", "9999-12-31", "9999", "../9999-12-31", "1-1-0000"])
def test_a_date_past_an_end_of_the_calendar_is_refused(ours, refused, column, date):
    assert "ligt tussen 1 en 9998" in refused(with_cells(ours, **{column: date}))


@pytest.mark.parametrize(
    ("date", "least", "most"),
    [
        ("0001-01-01", "", ""),
        ("9998-12-31", "2912245", "2912245"),
        ("../0001-01-01", "", ""),
        ("9998-12-31/..", "2912245", ""),
    ],
)
def test_a_date_at_an_end_of_the_calendar_is_taken(ours, tmp_path, client, date, least, most):
    path = tmp_path / "in.csv"
    follows = {"gemeld_op": date, "openbaar_bekend_op": date}
    follows |= {"wachttijd_minstens": least, "wachttijd_hoogstens": most}
    path.write_bytes(with_cells(ours, stuk_datum=date, bron_datum=date, **follows))
    call_command("import_csv", path, save=True, reason="Anders.")
    assert Kamerstuk.objects.get().date == date
    assert client.get("/om-citrix/").status_code == 200


@pytest.mark.parametrize(
    "cells",
    [
        {"kamerstuk": "twee woorden", "stuk_nummer": "", "stuk_dossier": ""},
        {"kamerstuk": "../admin", "stuk_nummer": "", "stuk_dossier": ""},
        {"kamerstuk": "x" * 90, "stuk_nummer": ""},
        {"kamerstuk": "kst-2664٣-1376", "stuk_dossier": "2664٣"},
        {"kamerstuk": "kst-26643-1٣", "stuk_nummer": "1٣"},
        {"gebeurtenis": ""},
        {"gebeurtenis": "٢٠٢٥-07-iets"},
        {"gebeurtenis": "\x1b[2J"},
        {"incident": "\u202e"},
        {"stuk_vergaderjaar": "٢٠٢٤-٢٠٢٥"},
        {"stuk_zaaknummer": "٢٠٢٥Z14818"},
    ],
)
def test_an_address_that_no_page_can_have_is_refused(ours, refused, cells):
    assert "rij 2: fout" in refused(with_cells(ours, **cells))


def test_a_row_that_stands_there_twice_is_refused(ours, refused):
    _, row = ours.splitlines(keepends=True)
    assert "rij 3: fout" in (said := refused(ours + row))
    assert "staat ook in rij 2" in said


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("zero", "geen gewoon bestand"), ("pipe", "geen gewoon bestand"), ("folder", "geen gewoon")],
)
def test_what_is_no_file_is_refused_at_once(tmp_path, name, sentence):
    path = tmp_path / name
    if name == "pipe":
        os.mkfifo(path)
    elif name == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(CommandError, match=sentence):
        call_command("import_csv", path)


def test_a_file_without_end_is_refused_where_it_grows_too_large(refused, monkeypatch):
    monkeypatch.setattr(csv_file, "LARGEST_FILE", 3_000_000)
    assert "groter dan" in refused(b"\0" * 4_000_000)


@pytest.mark.parametrize("piece", [b"x", b'"', b'"\n",', b"\n", b"\r", b",", b"\0"])
def test_a_row_without_end_is_refused_by_its_number(ours, refused, monkeypatch, piece):
    monkeypatch.setattr(csv_file, "LONGEST_ROW", 10_000)
    assert "rij 3" in refused(ours + b'"' + piece * (400_000 // len(piece)))


@pytest.mark.parametrize(
    ("tail", "sentence"),
    [
        (b"een,twee\r\n", f"rij 3 heeft 2 cellen, geen {len(COLUMNS)}"),
        (b"\r\n", "rij 3 heeft 0 cellen"),
        (b"\xed\xa0\x80,half een teken\r\n", "rij 3: hier staan bytes die geen UTF-8 zijn"),
        (b'"zonder einde', "rij 3: hier staat een aanhalingsteken"),
        (b'"a"b,c\r\n', "rij 3: hier staat een aanhalingsteken"),
    ],
)
def test_a_row_that_is_no_row_is_named(ours, refused, tail, sentence):
    assert sentence in refused(ours + tail)


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_the_line_ends_of_another_machine_are_read(ours, tmp_path, end):
    path = tmp_path / "in.csv"
    path.write_bytes(ours.replace(b"\r\n", end))
    assert [r.outcome.value for r in import_csv(path, save=True).results] == ["gelijk"]


@pytest.mark.parametrize("reason", ["x" * 301, "goed\u202efout"])
def test_a_reason_that_cannot_be_shown_is_refused(ours, tmp_path, reason):
    path = tmp_path / "in.csv"
    path.write_bytes(with_cells(ours, titel="Anders"))
    with pytest.raises(CommandError, match="--reason: "):
        call_command("import_csv", path, save=True, reason=reason)
    assert not Event.objects.filter(title="Anders").exists()


PIECES = [b"", b'"', b",", b";", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b" | ", b"|", b"'", b"="]
PIECES += [sign.encode() for sign in ("\u202e", "\ufeff", "٣", "é", "\u2028", "x" * 700)]
PIECES += [b"9999-12-31", b"0001-01-01T00:00:00+14:00", b"../..", b"-1", b"kst-26643-1376"]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return the file with up to four places cut away, doubled or made awkward."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice([0, 1, 3, 20, 300]))
        piece = chance.choice([*PIECES, content[start:end] * 2])
        content = content[:start] + piece + content[end:]
    return content


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
@pytest.mark.usefixtures("ours")
def test_a_damaged_file_is_refused_in_words_or_taken_whole(tmp_path, client, dialect):
    EventFactory(title="=som(1;2)", body='Eén "twee";\n-drie', date="2025-07~")
    incident = Incident.objects.get(slug="om-citrix")
    content = b"".join(csv_bytes(Selection(incident, QueryDict()), dialect))
    chance, path = random.Random(f"{dialect}"), tmp_path / "in.csv"  # noqa: S311 - the same each time
    for _ in range(int(os.environ.get("DAMAGED", "40"))):
        path.write_bytes(mutated(content, chance))
        before, refusal = Change.objects.count(), ""
        try:
            call_command("import_csv", path, save=True, reason="Beschadigd.")
        except CommandError as error:
            refusal = str(error)
        assert client.get("/om-citrix/").status_code == 200
        assert not refusal or (refusal.endswith(".") and Change.objects.count() == before)
    path.write_bytes(content)
    call_command("import_csv", path, save=True, reason="Weer heel.")
    assert b"".join(csv_bytes(Selection(incident, QueryDict()), dialect)) == content
