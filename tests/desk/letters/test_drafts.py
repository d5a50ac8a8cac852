"""What is made at the reading table: drafts with their place, and nothing twice."""

import pytest

from incident.choices import Outcome, Status
from incident.models import Citation, Event, Kamerstuk, Question, Statement, WrittenQuestions
from tests.desk.letters.conftest import LETTER, Table, read_in
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    KamerstukFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)

pytestmark = pytest.mark.django_db

ASKED = "De brug ging op 3 juli 2025 dicht."


def test_the_paper_is_made_as_the_letter_says(table):
    assert "Overgenomen" in table.do("stuk")
    paper = Kamerstuk.objects.get()
    assert (paper.kind, paper.series, paper.chamber_number) == ("antwoord", "ah", "2025Z90001")
    assert (paper.sender, paper.date) == ("A. Sluis, minister van Bruggen", "2025-08-12")
    assert paper.title == "Antwoorden op vragen over de brug"
    table.letter.refresh_from_db()
    assert table.letter.kamerstuk == paper


def test_a_letter_without_a_day_makes_a_paper_without_a_day(writer):
    table = Table(writer, read_in(writer, LETTER.partition("\n")[2]))
    table.do("stuk")
    assert Kamerstuk.objects.get().date == ""


def test_a_paper_that_is_there_is_offered_and_linked(writer):
    paper = KamerstukFactory(kind="antwoord", date="2025-08-12")
    table = Table(writer, read_in(writer))
    assert "Gekoppeld" in table.do("stuk", existing=paper.pk)
    assert Kamerstuk.objects.get() == paper
    table.letter.refresh_from_db()
    assert table.letter.kamerstuk == paper


def test_a_subject_that_does_not_fit_is_left_to_a_person(writer):
    long = LETTER.replace("over de brug\n", f"over {'de brug en ' * 20}het water\n", 1)
    table = Table(writer, read_in(writer, long))
    assert "en het water" in table.row("stuk")
    table.do("stuk")
    assert Kamerstuk.objects.get().title == ""


def test_a_quote_holds_no_mark_of_a_footnote(writer):
    marked = LETTER.replace("juli 2025 dicht.", "juli 2025[footnoteRef:2] dicht.[footnoteRef:3]")
    table = Table(writer, read_in(writer, marked))
    table.do("stuk")
    key = table.named("3 juli 2025")
    assert f"<blockquote>{ASKED}</blockquote>" in table.row(key)
    table.do(key, title="De brug gaat dicht")
    citation = Citation.objects.get()
    assert (citation.quote, citation.quote_check) == (ASKED, "gecontroleerd")


def test_what_members_say_in_a_question_is_not_told_to_them(with_paper):
    asked, answered = with_paper.named("21 juli 2025"), with_paper.named("3 juli 2025")
    assert "opschrift" in with_paper.row(asked)
    assert f"{asked}-told" not in with_paper.sent(asked)
    assert f"{answered}-told" in with_paper.sent(answered)


def test_the_questions_are_made_with_their_paper_and_their_answer(with_paper):
    asked = WrittenQuestions.objects.get()
    assert asked.kamerstuk.chamber_number == "2025Z90001"
    assert asked.kamerstuk.kind == "vragen"
    assert (asked.askers, asked.addressees) == ("Boot (VEER)", "minister van Bruggen")
    with_paper.letter.refresh_from_db()
    assert asked.answer == with_paper.letter.kamerstuk
    assert asked.status == Status.DRAFT


def test_questions_that_are_there_get_their_answer(writer):
    asked = WrittenQuestionsFactory(
        kamerstuk__chamber_number="2025Z90001", status=Status.DRAFT, answer=None
    )
    table = Table(writer, read_in(writer))
    table.do("stuk")
    assert "Gekoppeld" in table.do("vragen")
    asked.refresh_from_db()
    table.letter.refresh_from_db()
    assert asked.answer == table.letter.kamerstuk


def test_a_question_has_the_place_of_its_joint_answer(with_paper):
    with_paper.do("vraag-3", outcome=Outcome.EARLY, wording="Vanaf wanneer is dat bekend?")
    question = Question.objects.get()
    assert (question.number, question.locator) == (3, "antwoord op vragen 2 en 3")
    assert question.wording == "Vanaf wanneer is dat bekend?"


def test_a_question_needs_our_judgement(with_paper):
    page = with_paper.do("vraag-1")
    assert "Kies wat er van deze vraag werd." in page
    assert not Question.objects.exists()


def test_a_question_needs_its_set(table):
    table.do("stuk")
    assert "Neem eerst ‘De vragen’ over" in table.do("vraag-1", outcome=Outcome.ANSWERED)


def test_a_question_that_is_there_is_linked_and_not_made_again(with_paper):
    asked = WrittenQuestions.objects.get()
    QuestionFactory(questions=asked, number=1)
    with_paper.page()
    assert "Gekoppeld" in with_paper.do("vraag-1")
    assert "Vraag 1 staat al" not in with_paper.page()
    assert Question.objects.count() == 1


def test_an_event_is_a_draft_with_its_place_and_its_words(with_paper):
    key = with_paper.named("3 juli 2025")
    with_paper.do(key, title="De brug gaat dicht", kind="gevolg")
    event = Event.objects.get()
    assert (event.status, event.date, event.kind) == (Status.DRAFT, "2025-07-03", "gevolg")
    citation = Citation.objects.get()
    with_paper.letter.refresh_from_db()
    assert citation.kamerstuk == with_paper.letter.kamerstuk
    assert (citation.locator, citation.told) == ("antwoord op vraag 1", True)
    assert (citation.quote, citation.quote_check) == (ASKED, "gecontroleerd")


def test_an_event_that_is_there_gets_the_place_as_well(with_paper, writer):
    event = EventFactory(draft=True, date="2025-07-03", title="Er was iets met de brug")
    key = with_paper.named("3 juli 2025")
    assert "Er was iets met de brug" in with_paper.row(key)
    assert "Gekoppeld" in with_paper.do(key, existing=event.pk)
    assert Event.objects.get() == event
    assert event.citations.get().locator == "antwoord op vraag 1"


def test_two_finds_can_be_one_event(with_paper):
    first, second = with_paper.named("3 juli 2025"), with_paper.named("zomer van 2026")
    with_paper.do(first, title="De brug gaat dicht")
    with_paper.do(second, existing=Event.objects.get().pk)
    places = Event.objects.get().citations.values_list("locator", flat=True)
    assert list(places) == ["antwoord op vraag 1", "antwoord op vragen 2 en 3"]


def test_a_writer_does_not_change_what_readers_see(with_paper):
    event = CitationFactory(event__date="2025-07-03").event
    page = with_paper.do(with_paper.named("3 juli 2025"), existing=event.pk)
    assert "staat al bij lezers. Laat een eindredacteur dit doen." in page
    assert event.citations.count() == 1


def test_an_editor_corrects_with_a_reason_that_names_no_file(editor):
    event = CitationFactory(event__date="2025-07-03").event
    table = Table(editor, read_in(editor))
    table.do("stuk")
    table.do(table.named("3 juli 2025"), existing=event.pk)
    assert event.citations.count() == 2
    page = editor.get("/om-citrix/wijzigingen/").content.decode()
    table.letter.refresh_from_db()
    assert f"Uit {table.letter.kamerstuk.citation}, antwoord op vraag 1." in page
    assert "geplakte tekst" not in page


def test_a_date_that_is_typed_wrong_is_explained_at_its_field(with_paper):
    page = with_paper.do(with_paper.named("3 juli 2025"), title="De brug", date="31 juni 2025")
    assert "31 juni 2025 bestaat niet." in page
    assert 'value="31 juni 2025"' in page


def test_a_cited_paper_is_made_and_named_at_its_question(with_paper):
    with_paper.do("vraag-1", outcome=Outcome.ANSWERED)
    key = with_paper.named("Kamerstukken II, 2024-2025, 26643, nr. 1376")
    assert "Overgenomen" in with_paper.do(key)
    paper = Kamerstuk.objects.get(number="1376")
    assert list(Question.objects.get().papers.all()) == [paper]


def test_a_cited_paper_that_is_there_is_linked(with_paper):
    paper = KamerstukFactory(number="1376")
    key = with_paper.named("Kamerstukken II, 2024-2025, 26643, nr. 1376")
    assert "Gekoppeld" in with_paper.do(key, number="")
    assert Kamerstuk.objects.get(number="1376") == paper


def test_a_citation_can_be_mended_or_is_explained(with_paper):
    key = with_paper.named("Kamerstukken II, 2024-2025, 26643, nr. 1376")
    assert "begrijpen wij niet" in with_paper.do(key, typed="de brief", number="")
    with_paper.do(key, typed="26 643, nr. 1377, 2024-2025", number="")
    assert not Kamerstuk.objects.filter(number="1376").exists()


@pytest.fixture
def beside(writer):
    """Return the table of a letter that says again what a draft claim holds."""
    claim = ClaimFactory(status=Status.DRAFT)
    StatementFactory(claim=claim, summary="De brug ging op 3 juli 2025 dicht voor boten.")
    return Table(writer, read_in(writer))


def test_what_is_said_again_is_offered_beside_the_claim(beside):
    beside.do("stuk")
    key = beside.key("uitspraak")
    assert "Deze zin zegt misschien" in beside.row(key)
    beside.do(key, relation="vervolg")
    statement = Statement.objects.last()
    beside.letter.refresh_from_db()
    assert statement.kamerstuk == beside.letter.kamerstuk
    assert (statement.summary, statement.locator) == (ASKED, "antwoord op vraag 1")


def test_how_it_relates_is_never_decided_for_the_editor(beside):
    beside.do("stuk")
    beside.do(beside.key("uitspraak"))
    assert Statement.objects.count() == 1


def test_what_members_call_yesterday_is_the_day_before_they_asked(writer):
    asked = LETTER.replace("Wie betaalt de brug?", "Wie betaalt de brug die gisteren dicht ging?")
    table = Table(writer, read_in(writer, asked.replace("Dat weet ik", "Gisteren wist ik")))
    days = [table.sent(key)[f"{key}-date"] for key in table.finds() if "datum" in key]
    assert "20 juli 2025" in days
    assert "11 augustus 2025" in days
