"""Pasted citations: each is found, made, or asked about, and nothing is made twice."""

import re
import threading
import time
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incident.choices import PaperKind
from incident.desk.pasted import FOR_ALL, PasteResult, TooMuchError, draft, make, read, settle
from incident.models import Change, Kamerstuk
from tests.conftest import allow, sign_in
from tests.factories import CitationFactory, KamerstukFactory

PAGE = "/admin/incident/kamerstuk/snel-toevoegen/"
LIST = "/admin/incident/kamerstuk/"
YEAR = {FOR_ALL: "2024-2025"}
pytestmark = pytest.mark.django_db


def outcomes(text: str, **choices) -> list[str]:
    """Paste without a desk; return what became of each row."""
    rows = read(text)
    settle(rows, {**YEAR, **choices})
    return [row.outcome.value for row in rows]


@pytest.fixture
def paste(admin_client):
    """Return the function that pastes a text on the page, and gives the rows it shows."""

    def send(text: str, **choices):
        answer = admin_client.post(PAGE, {"pasted": text, **YEAR, **choices})
        assert answer.status_code == 200
        return answer.context["rows"]

    return send


@pytest.mark.parametrize(
    ("text", "slug", "kind"),
    [
        ("Kamerstukken II, 2024-2025, 26643, nr. 1376.", "kst-26643-1376", PaperKind.OTHER),
        ("26\u202f643, nr. 1376", "kst-26643-1376", PaperKind.OTHER),
        ("26643-1376", "kst-26643-1376", PaperKind.OTHER),
        (
            "https://zoek.officielebekendmakingen.nl/kst-26643-1376.html",
            "kst-26643-1376",
            PaperKind.OTHER,
        ),
        ("Kamerstukken I 2024/25, 36 600, A", "kst-36600-A", PaperKind.OTHER),
        ("2025z14818", "2025Z14818", PaperKind.QUESTIONS),
        ("2025D35001", "2025D35001", PaperKind.OTHER),
        ("Kamerstukken II, 2024-2025, 26643, nr. XXX", "26643-zonder-nummer-overig", "overig"),
    ],
)
def test_a_citation_in_any_spelling_is_made_once_and_then_found(paste, text, slug, kind):
    [row] = paste(text)
    assert row.outcome is PasteResult.MADE
    paper = Kamerstuk.objects.get()
    assert (paper.slug, paper.kind, paper.title) == (slug, kind, "")
    assert Change.objects.get(noun="kamerstuk").reason == "Snel toegevoegd."
    [row] = paste(text)
    assert row.outcome in (PasteResult.FOUND, PasteResult.LIKE)
    assert Kamerstuk.objects.count() == 1


def test_what_the_citation_says_of_chamber_and_session_is_kept(paste):
    paste("Kamerstukken I 2024/25, 36 600 VI, nr. 12, p. 3")
    paper = Kamerstuk.objects.get()
    assert (paper.chamber, paper.session, paper.suffix) == ("I", "2024-2025", "VI")


def test_many_in_one_paste_each_get_a_row_in_their_order(admin_client, body):
    known = KamerstukFactory(number="1376", title="Bekende brief")
    text = "26 643, nr. 1376 en 26 643, nr. 1378\n\n2025Z14818\nNotulen van dinsdag\n26643-1376"
    page = body(admin_client.post(PAGE, {"pasted": text, **YEAR}))
    assert "1 gevonden, 2 gemaakt, 1 niet begrepen." in page
    assert f'<a href="{LIST}{known.pk}/change/">{known}</a>' in page
    assert "Notulen van dinsdag</th>" in page
    assert "Deze vindplaats begrijpen wij niet." in page
    assert f"{text}</textarea>" in page
    made = Kamerstuk.objects.get(number="1378")
    assert f'<a href="{LIST}{made.pk}/change/">' in page


def test_readers_do_not_see_what_was_made(paste, client):
    paste("26 643, nr. 1399\n26 643, nr. XXX\n2025Z14818")
    assert Kamerstuk.objects.count() == 3
    for paper in Kamerstuk.objects.all():
        CitationFactory(kamerstuk=paper, event__draft=True)
        assert client.get(paper.get_absolute_url()).status_code == 404
    assert not Kamerstuk.objects.for_readers().exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("26 643, nr. 1376 en dan 1378", "Op deze regel staat ook 1378."),
        ("Dossier 26 643", "Dit is een dossier."),
        ("Bijlage bij Kamerstuk 26 643, nr. 1376", "zoals blg-1093410. Geef dat."),
        ("kst-26643-1376-n1", "een latere versie van Kamerstuk 26 643, nr. 1376."),
        ("26 643, nr. 1376 en 7 van juli", "Wat na ‘26 643, nr. 1376’ komt"),
        ("In Kamerstuk 2022Z24775", "een nummer van de Kamer zelf"),
        ("Kamerstukken II 2024-2026, 26 643, nr. 1376", "Een vergaderjaar loopt in het volgende"),
        ("x" * 2_001, "te lang voor één vindplaats"),
        ("<script>alert(1)</script>", "Deze vindplaats begrijpen wij niet."),
    ],
)
def test_what_is_not_understood_is_shown_with_the_reason(admin_client, body, line, why):
    page = body(admin_client.post(PAGE, {"pasted": line}))
    assert why in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "line",
    [
        "Kamerstukken II 2024/25, 26 643, nr. 1376, p. 3 (17 juli 2025)",
        "Kamerstuk 26643, nr. 1376 en Kamerstuk 26643, nr. 1378 van 4-8-2025",
        "detail?id=2025Z14818&did=2025D35001",
        "https://zoek.officielebekendmakingen.nl/kst-26643-1376.html",
    ],
)
def test_a_page_or_a_day_on_the_line_is_no_number_left_unread(line):
    assert all(row.is_understood for row in read(line))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Dit veld is verplicht."),
        ("a" * 20_001, "Plak hoogstens 20000 tekens tegelijk."),
        ("\n".join(f"26643-{n}" for n in range(1, 202)), "Plak er hoogstens 200 tegelijk."),
        ("26643-1\x00", "Null"),
    ],
)
def test_past_a_limit_nothing_is_made_and_the_text_stays(admin_client, body, text, sentence):
    page = body(admin_client.post(PAGE, {"pasted": text}))
    assert sentence in page
    assert text[:19_000] in page
    assert not Kamerstuk.objects.exists()


@pytest.mark.parametrize("text", ["26 643, nr. 1380", "26 643, nr. XXX"])
def test_a_paper_without_number_in_the_dossier_is_asked_about(paste, text):
    known = KamerstukFactory(unnumbered=True)
    KamerstukFactory(number="1376")
    KamerstukFactory(unnumbered=True, suffix="VI")
    [row] = paste(text)
    assert (row.outcome, row.candidates) == (PasteResult.LIKE, [known])
    assert Kamerstuk.objects.count() == 3


def test_the_number_of_questions_may_be_that_of_a_set_without_one_of_the_same_year(paste):
    of_2025 = KamerstukFactory(unnumbered=True, dossier="", kind="vragen", date="2025-09-19")
    undated = KamerstukFactory(unnumbered=True, dossier="", kind="vragen", date="")
    KamerstukFactory(unnumbered=True, dossier="", kind="vragen", date="2024-09-19")
    KamerstukFactory(unnumbered=True, dossier="", kind="brief", date="2025-09-19")
    [row] = paste("2025Z14818")
    assert (row.outcome, row.candidates) == (PasteResult.LIKE, [of_2025, undated])
    [row] = paste("2025D14818")
    assert row.outcome is PasteResult.MADE


def hidden(page: str) -> dict[str, str]:
    """Return what the page sends along unseen."""
    found = re.findall(r'type="hidden" name="((?:keuze|versie)[^"]*)" value="([^"]*)"', page)
    return dict(found)


def test_this_is_it_shows_what_the_number_changes_and_then_assigns_it(admin_client, body):
    known = CitationFactory(kamerstuk__number="").kamerstuk
    name = read("26 643, nr. 1380")[0].choice_name
    data = {"pasted": "26 643, nr. 1380", name: str(known.pk)}
    page = body(admin_client.post(PAGE, data))
    old = known.slug
    assert "wordt <strong>Kamerstukken II 2024/25, 26 643, nr. 1380</strong>" in page
    assert "Eén gebeurtenis krijgt de nieuwe vindplaats." in page
    known.refresh_from_db()
    assert known.number == ""
    page = body(admin_client.post(PAGE, {**data, **hidden(page), "toekennen": "1"}))
    assert "1 genummerd." in page
    known.refresh_from_db()
    assert (known.number, known.slug) == ("1380", "kst-26643-1380")
    assert known.former_addresses.get().slug == old
    entry = Change.objects.of("kamerstuk", known.pk).last()
    assert entry.reason == "Het stuk kreeg zijn nummer: Kamerstukken II 2024/25, 26 643, nr. 1380."
    assert Kamerstuk.objects.count() == 1


def test_a_number_is_not_assigned_over_a_colleagues_change(admin_client, body):
    known = KamerstukFactory(unnumbered=True)
    name = read("26 643, nr. 1380")[0].choice_name
    data = {"pasted": "26 643, nr. 1380", name: str(known.pk)}
    page = body(admin_client.post(PAGE, data))
    known.title = "Van een collega"
    known.save()
    page = body(admin_client.post(PAGE, {**data, **hidden(page), "toekennen": "1"}))
    assert "heeft dit stuk intussen gewijzigd" in page
    known.refresh_from_db()
    assert known.number == ""
    page = body(admin_client.post(PAGE, {**data, **hidden(page), "toekennen": "1"}))
    assert "1 genummerd." in page


def test_one_paper_gets_no_two_numbers(admin_client, body):
    known = KamerstukFactory(unnumbered=True)
    text = "26 643, nr. 500\n26 643, nr. 501"
    choices = {row.choice_name: str(known.pk) for row in read(text)}
    page = body(admin_client.post(PAGE, {"pasted": text, **choices}))
    assert "1 lijkt op een bestaand stuk, 1 gekozen." in page
    assert "U koos dit stuk al voor ‘Kamerstuk 26 643, nr. 500’." in page
    sent = {"pasted": text, **choices, **hidden(page), "toekennen": "1"}
    page = body(admin_client.post(PAGE, sent))
    known.refresh_from_db()
    assert known.number == "500"


def test_two_that_may_be_a_paper_are_counted_in_the_plural(admin_client, body):
    KamerstukFactory(unnumbered=True)
    page = body(admin_client.post(PAGE, {"pasted": "26 643, nr. 500\n26 643, nr. 501"}))
    assert "2 lijken op een bestaand stuk." in page


@pytest.mark.parametrize(
    ("typed", "session", "date"),
    [
        ("2024-2025", "2024-2025", ""),
        ("2024/25", "2024-2025", ""),
        ("17 juli 2025", "2024-2025", "2025-07-17"),
        ("15-9-2025", "2024-2025", "2025-09-15"),
        ("16-9-2025", "2025-2026", "2025-09-16"),
    ],
)
def test_a_citation_without_its_session_year_is_made_when_that_is_known(
    admin_client, body, typed, session, date
):
    row = read("kst-29628-1200")[0]
    page = body(admin_client.post(PAGE, {"pasted": "kst-29628-1200"}))
    assert "1 zonder vergaderjaar." in page
    assert f'name="{row.year_name}"' in page
    assert not Kamerstuk.objects.exists()
    page = body(admin_client.post(PAGE, {"pasted": "kst-29628-1200", row.year_name: typed}))
    assert "1 gemaakt." in page
    paper = Kamerstuk.objects.get()
    assert (paper.session, paper.date) == (session, date)
    assert paper.citation.endswith(
        f"{session[:5].replace('-', '/')}{session[7:]}, 29 628, nr. 1200"
    )


@pytest.mark.parametrize("typed", ["2024-2026", "ooit", "2025", "op of na 1 juni 2025"])
def test_what_is_no_session_year_is_asked_again_as_typed(admin_client, body, typed):
    row = read("kst-29628-1200")[0]
    page = body(admin_client.post(PAGE, {"pasted": "kst-29628-1200", row.year_name: typed}))
    assert f'value="{typed}"' in page
    assert 'aria-invalid="true"' in page
    assert not Kamerstuk.objects.exists()


def test_a_new_paper_after_all_is_asked_its_year_and_stays_chosen(admin_client, body):
    KamerstukFactory(unnumbered=True)
    text = {"pasted": "26 643, nr. 1380"}
    [row] = admin_client.post(PAGE, text).context["rows"]
    page = body(admin_client.post(PAGE, {**text, row.choice_name: row.new_value}))
    assert "1 zonder vergaderjaar." in page
    page = body(admin_client.post(PAGE, {**text, **hidden(page), row.year_name: "2025-2026"}))
    assert "1 gemaakt." in page
    assert Kamerstuk.objects.get(number="1380").session == "2025-2026"


def test_one_year_does_for_all(admin_client, body):
    text = {"pasted": "29628-1200\n29628-1201"}
    assert f'name="{FOR_ALL}"' in body(admin_client.post(PAGE, text))
    assert "2 gemaakt." in body(admin_client.post(PAGE, {**text, **YEAR}))


def test_an_address_can_bring_the_citation_along(admin_client, body):
    page = body(admin_client.get(PAGE, {"plak": "26 643, nr. 9999"}))
    assert "26 643, nr. 9999</textarea>" in page
    assert not Kamerstuk.objects.exists()


def test_this_is_it_for_a_paper_without_number_finds_it(paste):
    known = KamerstukFactory(unnumbered=True)
    name = read("26 643, nr. XXX")[0].choice_name
    [row] = paste("26 643, nr. XXX", **{name: str(known.pk)})
    assert (row.outcome, row.paper) == (PasteResult.FOUND, known)


@pytest.mark.parametrize("text", ["26 643, nr. 1380", "26 643, nr. XXX"])
def test_a_new_one_after_all_is_made_once_however_often_one_clicks(paste, text):
    KamerstukFactory(unnumbered=True)
    [row] = paste(text)
    choice = {row.choice_name: row.new_value}
    assert [row.outcome for row in paste(text, **choice)] == [PasteResult.MADE]
    assert paste(text, **choice)[0].outcome in (PasteResult.FOUND, PasteResult.LIKE)
    assert Kamerstuk.objects.count() == 2


def test_a_choice_made_stays_made_when_the_page_is_sent_again(admin_client, body):
    known = KamerstukFactory(unnumbered=True)
    text = "26 643, nr. 1380\n26 643, nr. XXX\n36 600, nr. XXX"
    first, second, _ = read(text)
    second.candidates = [known]
    data = {first.choice_name: str(known.pk), second.choice_name: second.new_value}
    for settled in ("2 gemaakt, 1 gekozen.", "2 gevonden, 1 gekozen."):
        page = body(admin_client.post(PAGE, {"pasted": text, **data}))
        assert settled in page
        data = {n: v for n, v in hidden(page).items() if n.startswith("keuze")}
    assert Kamerstuk.objects.count() == 3


@pytest.mark.parametrize("choice", ["x", "999", "nieuw", "nieuw 999", "9" * 40])
def test_a_forged_choice_is_asked_again(paste, choice):
    KamerstukFactory(unnumbered=True)
    name = read("26 643, nr. 1380")[0].choice_name
    assert paste("26 643, nr. 1380", **{name: choice})[0].outcome is PasteResult.LIKE
    assert Kamerstuk.objects.count() == 1


def test_200_citations_are_looked_up_in_as_many_queries_as_2(admin_client):
    KamerstukFactory.create_batch(200)
    numbers = Kamerstuk.objects.values_list("number", flat=True)
    lines = [f"26643-{number}" for number in numbers]

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = admin_client.post(PAGE, {"pasted": "\n".join(lines[:count])})
        assert len(answer.context["rows"]) == count
        return len(captured)

    cost(2)
    assert cost(2) == cost(200)


@pytest.mark.parametrize("sign", ["1 ", "26643, ", "kst-", "Kamerstukken II ", "nr. ", "\u00a0"])
def test_a_hostile_paste_is_read_at_once(sign):
    began = time.thread_time()
    with suppress(TooMuchError):
        read(sign * (20_000 // len(sign)))
    assert time.thread_time() - began < 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("numbers", [["1380"], ["XXX"], [str(n) for n in range(1, 9)]])
def test_of_editors_at_the_same_moment_one_makes_it(numbers):
    """Six paste the same; every second one the other way round, so that none waits crosswise."""
    barrier, seen = threading.Barrier(6), []

    def add(turn: int):
        try:
            barrier.wait(10)
            lines = [f"26 643, nr. {number}" for number in numbers]
            seen.extend(outcomes("\n".join(lines[::turn])))
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=[turn]) for turn in (1, -1) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(seen) == 6 * len(numbers)
    assert seen.count("gemaakt") == len(numbers) == Kamerstuk.objects.count()


@pytest.mark.parametrize("text", ["26 643, nr. 1380", "26 643, nr. XXX"])
def test_a_colleague_between_our_look_and_our_save_is_found(text):
    """The race that a look alone cannot see: the database refuses the second."""
    [row] = read(text)
    mine = draft(row.reference)
    draft(row.reference).save()
    make(row, mine)
    assert row.outcome in (PasteResult.FOUND, PasteResult.LIKE)
    assert Kamerstuk.objects.count() == 1


def test_the_page_asks_the_right_to_add(client, body):
    editor = User.objects.create_user("lezer", is_staff=True)
    sign_in(client, editor)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"pasted": "26643-1"}).status_code == 403
    allow(client, editor, "view_kamerstuk")
    assert client.get(PAGE).status_code == 403
    assert PAGE not in body(client.get(LIST))
    allow(client, editor, "add_kamerstuk")
    assert PAGE in body(client.get(LIST))
    assert client.post(PAGE, {"pasted": "26643-1"}).status_code == 200
    known, choose = KamerstukFactory(unnumbered=True), read("26643-2")[0].choice_name
    page = body(client.post(PAGE, {"pasted": "26643-2", choose: known.pk}))
    assert "Vraag een collega" in page
    assert Client().get(PAGE).status_code == 302


def test_a_form_from_elsewhere_is_refused(admin_user):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, admin_user)
    assert strict.post(PAGE, {"pasted": "26643-1"}).status_code == 403
    assert not Kamerstuk.objects.exists()


@pytest.mark.parametrize(
    ("text", "slug", "series", "kind"),
    [
        ("Aanhangsel Handelingen II 2024/25, nr. 1244", "ah-tk-20242025-1244", "ah", "antwoord"),
        ("ah-1271549", "ah-1271549", "ah", "antwoord"),
        ("kst-1268678", "kst-1268678", "kst", "overig"),
        ("Handelingen II 2024/25, nr. 42, item 4", "h-tk-20242025-42-4", "h", "overig"),
        ("blg-1093410", "blg-1093410", "blg", "overig"),
        ("kv-tk-2025Z14818", "2025Z14818", "kv", "vragen"),
        ("2025D35001", "2025D35001", "kst", "overig"),
    ],
)
def test_a_paper_of_each_series_is_made_once_and_then_found(paste, text, slug, series, kind):
    [row] = paste(text)
    assert row.outcome is PasteResult.MADE
    paper = Kamerstuk.objects.get()
    assert (paper.slug, paper.series, paper.kind) == (slug, series, kind)
    [row] = paste(text)
    assert (row.outcome, row.paper) == (PasteResult.FOUND, paper)


def test_a_list_of_numbers_is_a_row_for_each_and_the_first_of_the_dossiers_counts(paste):
    rows = paste("Kamerstukken 33 037, nrs. 431 en 437\nKamerstukken 29 826, 30 196, nr. 155")
    assert [row.paper.slug for row in rows] == ["kst-33037-431", "kst-33037-437", "kst-29826-155"]


def test_an_answer_without_number_may_be_the_one_of_its_session(paste):
    about = {"unnumbered": True, "dossier": "", "session": "", "series": "ah", "kind": "antwoord"}
    known = KamerstukFactory(**about, date="2025-11-04")
    unsure = KamerstukFactory(**about, date="2025-08-12/..")
    KamerstukFactory(**about, date="2025-03-04")
    KamerstukFactory(unnumbered=True, dossier="", date="2025-11-04")
    [row] = paste("Aanhangsel Handelingen II 2025/26, nr. 512")
    assert (row.outcome, set(row.candidates)) == (PasteResult.LIKE, {known, unsure})
    [row] = paste("Aanhangsel Handelingen II 2025/26, nr. 512", **{row.choice_name: str(known.pk)})
    assert row.numbering.numbered.citation == "Aanhangsel Handelingen II 2025/26, nr. 512"
