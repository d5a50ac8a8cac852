"""Written questions: their term, what became of each, and never more than is known."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from incident.choices import Outcome, PaperKind
from incident.models import WrittenQuestions
from tests.factories import (
    EventFactory,
    KamerstukFactory,
    QuestionFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.case import load_case

pytestmark = pytest.mark.django_db

QUESTIONS = "/om-citrix/vragen/"
ADMIN = "/admin/incident/writtenquestions/"


def answered(day: str, **about) -> WrittenQuestions:
    """Make a set with one question and an answer of this day."""
    paper = KamerstukFactory(kind=PaperKind.ANSWER, date=day)
    questions = WrittenQuestionsFactory(answer=paper, **about)
    QuestionFactory(questions=questions, number=1, outcome=Outcome.PARTLY, note="Deels.")
    return questions


def test_the_term_is_three_weeks_or_the_extension():
    questions = WrittenQuestionsFactory()
    assert (questions.put_on, questions.due_on) == (date(2025, 7, 21), date(2025, 8, 11))
    questions.extended_to = date(2025, 9, 1)
    assert questions.due_on == date(2025, 9, 1)
    vague = WrittenQuestionsFactory(kamerstuk__date="2025-07")
    assert (vague.put_on, vague.due_on) == (None, None)


@pytest.mark.parametrize(
    ("answer", "extended_to", "is_late"),
    [
        ("2025-08-11", None, False),
        ("2025-08-12", None, True),
        ("2025-08-12/..", None, True),
        ("2025-08-11/..", None, False),
        ("2025-08", None, False),
        ("../2025-09-01", None, False),
        ("2025-08-12", date(2025, 9, 1), False),
        ("2025-09-02", date(2025, 9, 1), False),
    ],
)
def test_late_is_said_only_when_it_is_sure_and_no_extension_is_known(
    client, body, answer, extended_to, is_late
):
    questions = answered(answer, extended_to=extended_to)
    assert questions.is_surely_late is is_late
    page = body(client.get(QUESTIONS))
    assert ("Na de termijn beantwoord, voor zover wij weten." in page) is is_late
    assert "Te laat" not in page


@pytest.mark.parametrize(
    ("day", "said", "is_late"),
    [
        ("2025-07-20", "Op deze dag waren er nog geen vragen gesteld.", False),
        ("2025-08-11", "Nog niet, op deze dag", False),
        ("2025-08-12", "Of het er op deze dag al was, weten wij niet.", True),
        ("2026-01-01", "Of het er op deze dag al was, weten wij niet.", True),
    ],
)
def test_at_a_day_nothing_is_said_of_an_answer_that_was_not_surely_there(
    client, body, day, said, is_late
):
    answered("2025-08-12/..")
    page = body(client.get(QUESTIONS, {"peildatum": day}))
    assert said in page
    assert "Deels." not in page
    assert ("de termijn liep tot en met" in page.lower()) is is_late


def test_late_at_a_day_with_no_answer_yet(client, body):
    answered("2025-10-01")
    page = body(client.get(QUESTIONS, {"peildatum": "2025-09-01"}))
    assert "Op deze dag na de termijn nog niet beantwoord, voor zover wij weten." in page


def test_readers_are_asked_to_write_only_where_there_is_an_address(client, body, settings):
    questions = answered("2025-08-12")
    settings.REPORT_EMAIL = ""
    assert "Laat het ons weten" not in body(client.get(QUESTIONS))
    settings.REPORT_EMAIL = "wij@tijdlijn.example"
    page = body(client.get(QUESTIONS))
    about = questions.kamerstuk.citation
    assert (
        f'href="mailto:wij@tijdlijn.example?subject=Uitstel%20voor%20de%20vragen%20{about}' in page
    )
    assert "Laat het ons weten" in page


def test_the_case_holds_all_fourteen_and_counts_their_outcomes(client, body):
    load_case()
    page = body(client.get(QUESTIONS))
    for number in range(1, 15):
        assert page.count(f'id="vraag-{number}"') == 1
    for label, count in (
        ("Beantwoord", 5),
        ("Deels beantwoord", 6),
        ("Geen antwoord, met reden", 3),
    ):
        assert f'{label} <span class="small">({count})</span>' in page
    assert page.count("Eén antwoord op deze 3 vragen") == 2
    assert page.count("Nalezen: antwoord op vragen 8, 9 en 10") == 1
    assert "11 augustus 2025" in page
    for one in WrittenQuestions.objects.get().rows.all():
        one.full_clean()


def test_the_page_filters_on_outcomes(client, body):
    load_case()
    page = body(client.get(QUESTIONS, {"uitkomst": "afgehouden"}))
    assert [f'id="vraag-{n}"' in page for n in (7, 8, 9, 10, 11)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    both = body(client.get(f"{QUESTIONS}?uitkomst=afgehouden&uitkomst=deels"))
    assert both.count('class="question-number"') == 9
    assert both.count('class="question"') == 5
    wrong = body(client.get(QUESTIONS, {"uitkomst": "zoek"}))
    assert "‘zoek’ is geen uitkomst die wij kennen." in wrong
    assert 'class="question"' not in wrong
    none = body(client.get(QUESTIONS, {"uitkomst": "te-vroeg"}))
    assert "Geen vraag van deze set heeft deze uitkomst." in none


def test_questions_of_another_set_have_other_addresses(client, body):
    QuestionFactory(number=1, questions__kamerstuk__date="2025-07-01")
    second = QuestionFactory(number=1).questions
    page = body(client.get(QUESTIONS))
    assert page.count('<h3 id="vraag-1">') == 1
    assert f'<h3 id="{second.kamerstuk.slug}-vraag-1">' in page


def test_one_answer_stands_once_under_the_questions_that_it_covers(client, body):
    set_, place = answered("2025-08-01"), {"note": "Samen.", "locator": "antwoord op 2 tot 4"}
    about = {"questions": set_, "outcome": Outcome.PARTLY, **place}
    questions = [QuestionFactory(number=number, **about) for number in (2, 3, 4)]
    later = EventFactory(title="Later", date="2025-07-18")
    questions[0].events.add(later)
    questions[2].events.add(EventFactory(title="Eerder", date="2025-07-02"), later)
    page = body(client.get(QUESTIONS))
    assert page.count("Samen.") == 1
    assert page.count(">Later</a>") == 1
    assert page.index("2 juli 2025</time>: ") < page.index("18 juli 2025</time>: ")
    for question in questions:
        assert question.wording in page
    unanswered = body(client.get(QUESTIONS, {"peildatum": "2025-07-25"}))
    assert unanswered.count('class="question"') == 4
    assert "Samen." not in unanswered


def test_answers_of_the_same_place_that_differ_stand_apart(client, body):
    set_ = answered("2025-08-01")
    for number, note in ((2, "Ja."), (3, "Nee.")):
        QuestionFactory(questions=set_, number=number, note=note, locator="antwoord op 2 en 3")
    page = body(client.get(QUESTIONS))
    assert "Ja." in page
    assert "Nee." in page
    assert page.count('class="question"') == 3


def test_the_file_says_the_outcome_in_the_words_of_the_page(client, body, content):
    set_ = answered("2025-08-01")
    QuestionFactory(questions=set_, number=2, outcome=Outcome.DECLINED)
    rows = csv.DictReader(io.StringIO(content("/om-citrix/vragen.csv").decode()))
    page = body(client.get(QUESTIONS))
    said = [row["uitkomst_in_woorden"] for row in rows]
    assert said == ["Deels beantwoord", "Geen antwoord, met reden"]
    for words in said:
        assert f'<span class="tag">{words}</span>' in page


def test_a_draft_set_and_a_draft_event_are_nowhere(client, body):
    QuestionFactory(questions__draft=True, wording="Geheim?")
    question = QuestionFactory(questions=answered("2025-08-01"), number=2)
    question.events.add(EventFactory(title="Openbaar"), EventFactory(title="Geheim", draft=True))
    page = body(client.get(QUESTIONS))
    assert "Geheim" not in page
    assert "Openbaar" in page


def test_a_paper_that_only_questions_rest_on_has_its_page(client):
    questions = answered("2025-08-01")
    hidden = WrittenQuestionsFactory(draft=True)
    for paper in (questions.kamerstuk, questions.answer):
        assert client.get(paper.get_absolute_url()).status_code == 200
    assert client.get(hidden.kamerstuk.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"outcome": "zoek"},
        {"locator": ""},
        {"outcome": Outcome.DECLINED, "note": ""},
    ],
)
def test_an_outcome_stands_on_a_place_and_a_refusal_on_a_reason(wrong):
    question = QuestionFactory.build(questions=WrittenQuestionsFactory(), **wrong)
    with pytest.raises(ValidationError):
        question.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        question.save()


def test_an_extension_ends_after_the_ordinary_term():
    questions = WrittenQuestionsFactory()
    questions.extended_to = date(2025, 8, 11)
    with pytest.raises(ValidationError, match="na de gewone termijn"):
        questions.full_clean()


def test_staff_keep_a_set_with_its_questions(admin_client, body):
    set_ = answered("2025-08-12")
    row = set_.rows.get()
    data = {
        "incident": set_.incident_id,
        "kamerstuk": set_.kamerstuk_id,
        "askers": "Iemand (ABC)",
        "addressees": "minister",
        "answer": set_.answer_id,
        "reason": "De uitkomst was anders.",
        "nature": "inhoud",
        "version_seen": set_.version,
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "1",
        "rows-0-id": row.pk,
        "rows-0-questions": set_.pk,
        "rows-0-number": "1",
        "rows-0-wording": "Is dit zo?",
        "rows-0-outcome": "afgehouden",
        "rows-0-locator": "p. 1",
    }
    answer = admin_client.post(f"{ADMIN}{set_.pk}/change/", data)
    assert "Geef de reden waarom er geen antwoord kwam." in body(answer)
    data["rows-0-note"] = "Onderzoek loopt."
    assert admin_client.post(f"{ADMIN}{set_.pk}/change/", data).status_code == 302
    assert set_.rows.get().outcome == Outcome.DECLINED
    again = admin_client.post(f"{ADMIN}{set_.pk}/change/", data)
    assert "dit intussen gewijzigd" in body(again)
