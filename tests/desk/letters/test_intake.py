"""A letter comes in: as a file or pasted, once, and what it cannot be is said beside the field."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from incident.fields import is_unseen
from incident.models import Change, Letter
from tests.desk.letters.conftest import LETTER, PAGE, read_in
from tests.factories import IncidentFactory, LetterFactory

pytestmark = pytest.mark.django_db


def sent(browser, name: str, data: bytes, **more):
    file = SimpleUploadedFile(name, data)
    return browser.post(PAGE, {"incident": IncidentFactory().pk, "bestand": file, **more})


def test_a_file_is_kept_with_its_text_and_its_sha_256(writer):
    data = LETTER.encode()
    assert sent(writer, "brief.txt", data).status_code == 302
    letter = Letter.objects.get()
    assert (bytes(letter.data), letter.digest) == (data, hashlib.sha256(data).hexdigest())
    assert "De brug ging op 3 juli 2025 dicht." in letter.text
    assert (letter.name, letter.read_by) == ("brief.txt", "schrijver")
    entry = Change.objects.get(noun="letter")
    assert (entry.who, entry.reason) == ("schrijver", "Ingelezen: brief.txt.")
    assert "brug" not in entry.state_json


def test_the_same_file_again_leads_to_the_letter_that_is_there(writer, body):
    sent(writer, "brief.txt", LETTER.encode())
    answer = sent(writer, "kopie.txt", LETTER.encode())
    letter = Letter.objects.get()
    assert answer["Location"] == f"{PAGE}{letter.pk}/"
    assert "Dit bestand is al ingelezen" in body(writer.get(answer["Location"]))


def test_the_day_on_which_a_file_came_in_is_that_of_home(writer, body):
    midnight = datetime(2025, 8, 12, 23, 30, tzinfo=UTC)
    letter = LetterFactory(data=LETTER.encode(), read_at=midnight)
    answer = sent(writer, "kopie.txt", LETTER.encode())
    assert answer["Location"] == f"{PAGE}{letter.pk}/"
    assert "al ingelezen, op 13-08-2025" in body(writer.get(answer["Location"]))


@pytest.mark.parametrize(
    "data",
    [
        b"Een\0brief van\0ons.\n",
        b"Een \xed\xa0\x80 brief.",
        "Een \u202ebrief\ufffe van\x07 ons.\f\f\f".encode(),
        "Een \x00brief.".encode("utf-16"),
        b"<html><body>Een &#0; &#xD800; &#x202e;brief.</body></html>",
    ],
)
def test_signs_that_no_page_can_show_are_not_kept(writer, data):
    answer = sent(writer, "brief", data)
    assert answer.status_code in (200, 302)
    for letter in Letter.objects.all():
        assert not [sign for sign in letter.text if is_unseen(sign) and sign not in "\f\xad"]
        assert writer.get(f"{PAGE}{letter.pk}/").status_code == 200


def test_a_pasted_text_needs_no_file(writer, body):
    letter = read_in(writer)
    assert letter.name == "geplakte tekst"
    assert "geplakte tekst" in body(writer.get(PAGE))


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (None, "", "Kies een bestand, of plak de tekst van de brief."),
        (b"", "", "leeg"),
        (b"Een brief.", "Een brief.", "Kies een bestand of plak een tekst, niet allebei."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "", "plaatje"),
        (b"%PDF-1.7\nniets", "", "beschadigd"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(writer, body, file, text, said):
    given = {} if file is None else {"bestand": SimpleUploadedFile("brief.pdf", file)}
    answer = writer.post(PAGE, {"incident": IncidentFactory().pk, "tekst": text, **given})
    assert answer.status_code == 200
    page = body(answer)
    assert said in page
    assert not Letter.objects.exists()
    assert not text or f"{text}</textarea>" in page


def test_a_zip_that_is_no_document_is_refused(writer, body):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("brief.txt", "Een brief.")
    assert 'class="errorlist"' in body(sent(writer, "brief.docx", packed.getvalue()))
    assert not Letter.objects.exists()


def test_a_name_that_hides_signs_is_shown_without_them(writer):
    sent(writer, "brief\u202etxt.exe", LETTER.encode())
    assert Letter.objects.get().name == "brieftxt.exe"


def test_the_file_comes_back_as_it_was_and_is_never_shown(writer):
    letter = LetterFactory()
    answer = writer.get(f"{PAGE}{letter.pk}/bestand/")
    assert answer.content == bytes(letter.data)
    assert answer["Content-Disposition"] == "attachment"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_an_editor_takes_a_letter_away_after_a_question(editor, body):
    letter = LetterFactory()
    assert "niet meer controleren" in body(editor.get(f"{PAGE}{letter.pk}/weg/"))
    assert Letter.objects.exists()
    editor.post(f"{PAGE}{letter.pk}/weg/")
    assert not Letter.objects.exists()
    assert Change.objects.filter(noun="letter").last().state is None


def test_the_command_keeps_a_letter_and_says_what_stands_in_it(tmp_path, capsys):
    IncidentFactory()
    file = tmp_path / "brief.txt"
    file.write_text(LETTER)
    call_command("read_letter", str(file), incident="om-citrix")
    said = capsys.readouterr().out
    assert "vragen: 3, antwoorden: 2, noten: 1, vindplaatsen: 2, zinnen met een datum: " in said
    assert "case: 2025Z90001" in said
    assert f"Ga verder op {PAGE}{Letter.objects.get().pk}/" in said
    call_command("read_letter", str(file), incident="om-citrix")
    assert "Dit bestand was al ingelezen." in capsys.readouterr().out
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("incident", "data", "said"),
    [
        ("nergens", b"Een brief.", "Er is geen incident met het adres nergens."),
        ("om-citrix", b"", "leeg"),
        ("om-citrix", None, "dit bestand is niet te lezen"),
    ],
)
def test_the_command_refuses_in_one_line(tmp_path, incident, data, said):
    IncidentFactory()
    file = tmp_path / "brief.txt"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(CommandError, match=said):
        call_command("read_letter", str(file), incident=incident)
    assert not Letter.objects.exists()
