"""By a letter nobody changes what the desk's own forms refuse him."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from incident.choices import Status
from incident.models import Citation, Event, Kamerstuk, Question, Statement, WrittenQuestions
from tests.conftest import sign_in
from tests.desk.letters.conftest import Table, read_in
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    QuestionFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db

NOT_YOURS = "staat al bij lezers. Laat een eindredacteur dit doen."
CASE = "2025Z90001"


@pytest.fixture
def of_readers(writer):
    """Return the table of a letter that answers questions which readers know, unanswered there."""
    QuestionFactory(questions__kamerstuk__chamber_number=CASE, questions__answer=None, number=1)
    table = Table(writer, read_in(writer))
    table.do("vragen")  # without an answer in hand nothing is changed
    table.do("stuk")
    return table


def test_questions_of_readers_get_no_answer_from_a_writer(of_readers):
    of_readers.do("vragen", "terug")
    assert NOT_YOURS in of_readers.do("vragen")
    assert WrittenQuestions.objects.get().answer is None


def test_questions_of_readers_get_no_question_from_a_writer(of_readers):
    page = of_readers.do("vraag-2", outcome="beantwoord", locator="antwoord op vraag 2")
    assert NOT_YOURS in page
    assert Question.objects.count() == 1


def test_a_question_of_readers_names_no_paper_by_a_writer(of_readers):
    key = of_readers.named("Kamerstukken II, 2024-2025, 26643, nr. 1376")
    assert NOT_YOURS in of_readers.do(key)
    assert not Question.objects.get().papers.exists()


def test_a_claim_of_readers_gets_no_statement_from_a_writer(writer):
    StatementFactory(claim=ClaimFactory(), summary="De brug ging op 3 juli 2025 dicht voor boten.")
    table = Table(writer, read_in(writer))
    table.do("stuk")
    assert NOT_YOURS in table.do(table.key("uitspraak"), relation="vervolg")
    assert Statement.objects.count() == 1


def test_events_that_are_not_offered_cannot_be_linked(with_paper):
    gone = CitationFactory(event__date="2025-07-03", event__status=Status.WITHDRAWN).event
    elsewhere = EventFactory(
        draft=True, date="2025-07-03", incident=IncidentFactory(slug="ander", title="Ander")
    )
    EventFactory(draft=True, date="2025-07-03", title="Deze wel")
    key = with_paper.named("3 juli 2025")
    for event in (gone, elsewhere):
        page = with_paper.do(key, existing=event.pk, title="Nieuw", kind="gevolg")
        assert "errorlist" in page
    assert not Event.objects.filter(title="Nieuw").exists()
    assert Citation.objects.get().event == gone


def test_a_statement_beside_one_without_a_day_is_refused_in_words(writer):
    claim = ClaimFactory(status=Status.DRAFT)
    paper = KamerstukFactory(date="2025-07-01")
    said = StatementFactory(
        claim=claim,
        kamerstuk=paper,
        date="",
        summary="De brug ging op 3 juli 2025 dicht voor boten.",
    )
    table = Table(writer, read_in(writer))
    table.do("stuk")
    said.kamerstuk.date = ""
    said.kamerstuk.save()
    page = table.do(table.key("uitspraak"), relation="vervolg")
    assert "errorlist" in page


def test_who_may_keep_letters_alone_makes_nothing_of_them(table):
    """No role is so; a beheerder of the machine can make such an account."""
    reader = User.objects.create_user("lezer", is_staff=True)
    own = Permission.objects.filter(codename__in=("view_letter", "change_letter"))
    reader.user_permissions.set(own)
    alone = Table(sign_in(Client(), reader), table.letter)
    assert 'value="overnemen"' not in alone.page()
    for key in alone.finds():
        answer = alone.browser.post(alone.address, {"vondst": key, "doe": "overnemen"})
        assert answer.status_code == 403, key
    assert not Kamerstuk.objects.exists()
    assert not Event.objects.exists()
