"""A letter or a form that means harm costs a sentence: no failure, no endless page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from incident.desk.letters import rows as reading
from incident.letters.files.limits import MOST_SIGNS
from incident.models import Event, Kamerstuk, Letter, LetterStep, WrittenQuestions
from tests.desk.letters.conftest import LETTER, PAGE, Table, read_in
from tests.factories import IncidentFactory, LetterFactory, WrittenQuestionsFactory

pytestmark = pytest.mark.django_db

MANY = 5_000
HARM = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def test_what_a_letter_says_in_html_stays_text(writer):
    table = Table(writer, read_in(writer, LETTER.replace("De brug ging", f"{HARM} ging")))
    table.letter.name = HARM
    table.letter.save()
    for page in (table.page(), writer.get(PAGE).content.decode()):
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_sentence_as_long_as_the_letter_is_not_told_once_for_each_date(writer):
    table = Table(writer, read_in(writer, "1 juli 2025 " * MANY))
    page = table.page()
    assert page.count('name="vondst"') == 200
    assert len(page) < 1_000_000
    assert max(map(len, re.findall(r"<blockquote>([^<]*)", page))) <= reading.MOST_WORDS + 1


def test_of_very_many_finds_the_page_shows_the_letter_as_far_as_they_go(writer):
    table = Table(writer, read_in(writer, "Het was op 1 juli 2025 zo.\n\n" * MANY))
    page = table.page()
    assert len(page) < 800_000
    assert page.count("Het was op <a") == 199  # and the paper itself
    assert "De hele brief staat in het bestand." in page


def test_what_one_must_look_at_fits_the_page(writer):
    text = "".join(f"Vraag {n % 99 + 1}\nIs {n} waar?\n\n" for n in range(2_000))
    page = Table(writer, read_in(writer, text)).page()
    assert page.split("Kijk hier zelf na")[1].split("</details>")[0].count("<li>") == 100


def test_a_number_that_stands_there_twice_is_two_finds(writer):
    table = Table(writer, read_in(writer, LETTER.replace("Vraag 2\n", "Vraag 1\n")))
    asked = [key for key in table.finds() if key.startswith("vraag-1")]
    assert len(asked) == len(set(asked)) == 2
    table.do(asked[1], "wegleggen")
    assert table.step(asked[0]) is None
    assert f'id="b-{asked[1]}"' in table.page()


def test_a_letter_about_two_sets_is_taken_once_these_are_there(writer):
    text = LETTER.replace("2025Z90001)", "2025Z90001, 2025Z90002)")
    table = Table(writer, read_in(writer, text))
    assert 'name="stuk-chamber_number" value=' not in table.row("stuk")
    assert "De brief noemt 2025Z90001 en 2025Z90002." in table.do("vragen")
    assert not WrittenQuestions.objects.exists()
    second = WrittenQuestionsFactory(
        kamerstuk__chamber_number="2025Z90002", answer=None, status="concept"
    )
    assert "Gekoppeld" in table.do("vragen", existing=second.pk)


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("3 juli 2025", "31 december 9999"),
        ("3 juli 2025", "1 januari 1"),
        ("De brug", "\u202eDe\u00ad\u200b brug\x07"),
        ("Vraag 2", "Vraag 99999"),
        ("Vraag 2", "Vraag 0"),
        ("over de brug", "over de brug" * 500),
        ("het lid Boot (VEER)", ", ".join(f"de leden Boot{n} (VEER)" for n in range(300))),
        ("nr. 1376", "nr. 1376|7"),
    ],
)
def test_each_find_of_a_strange_letter_is_taken_or_refused_in_words(writer, words, instead):
    table = Table(writer, read_in(writer, LETTER.replace(words, instead)))
    for key in table.finds():
        said = table.do(key, title=key, kind="gevolg", outcome="beantwoord")
        assert "errorlist" in said or 'class="success"' in said


def test_a_paste_that_is_too_large_is_refused_in_words(writer):
    answer = writer.post(PAGE, {"incident": IncidentFactory().pk, "tekst": "x" * 20_000_000})
    assert answer.status_code in (400, 413)
    assert "<h1>" in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_paste_of_as_many_signs_as_a_letter_may_have_is_read(writer):
    read_in(writer, "Één brief. " * (MOST_SIGNS // 11))


def test_signs_that_no_database_keeps_are_refused(writer):
    about = {"incident": IncidentFactory().pk}
    answer = writer.post(PAGE, {**about, "tekst": "Een\0brief"})
    assert answer.status_code == 200
    half = "Een \ud800 brief".encode("utf-8", "surrogatepass")
    data = b"--x\r\nContent-Disposition: form-data; name=tekst\r\n\r\n" + half + b"\r\n--x--\r\n"
    answer = writer.post(PAGE, data, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 200
    assert not Letter.objects.exists()


FORGED = ("x", "0", "-1", "1" * 30, "\0\u202e")


@pytest.mark.parametrize("value", FORGED)
def test_a_forged_field_makes_nothing_else_than_its_form_allows(with_paper, value):
    with_paper.do("vraag-1", outcome="beantwoord")
    before = Kamerstuk.objects.count(), LetterStep.objects.count()
    for key in with_paper.finds():
        forged = {f"{key}-{name}": value for name in ("existing", "number", "outcome", "kind")}
        for doing in (value, "overnemen"):
            sent = {**forged, f"{key}-typed": "x", "vondst": key, "doe": doing}
            assert with_paper.browser.post(with_paper.address, sent).status_code in (200, 302)
    answer = with_paper.browser.post(with_paper.address, {"vondst": value, "doe": value})
    assert answer.status_code == 302
    assert (Kamerstuk.objects.count(), LetterStep.objects.count()) == before
    assert not Event.objects.exists()


def test_signs_that_nobody_sees_come_in_by_no_field(with_paper):
    key = with_paper.named("3 juli 2025")
    page = with_paper.do(key, title="De \u202ebrug", kind="gevolg")
    assert "onzichtbaar stuurteken (U+202E)" in page
    page = with_paper.do("vraag-1", wording="Is de \u200bbrug open?", outcome="beantwoord")
    assert "onzichtbaar stuurteken (U+200B)" in page
    assert not Event.objects.exists()


def test_a_form_of_another_site_does_nothing(writer):
    letter = LetterFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = writer.cookies
    address = reverse("admin:letter", args=[letter.pk])
    assert browser.post(address, {"vondst": "stuk", "doe": "wegleggen"}).status_code == 403
    assert not LetterStep.objects.exists()
