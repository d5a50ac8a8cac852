"""Questions are folded, and one answer to several of them is typed once."""

import re

import pytest

from incident.choices import Outcome
from tests.factories import QuestionFactory, WrittenQuestionsFactory
from tests.helpers.desk import change, form_of

pytestmark = pytest.mark.django_db
DECLINED = {"outcome": "afgehouden", "note": "Dat zegt de minister niet.", "locator": "vragen 8-10"}


@pytest.fixture
def asked():
    """Return a draft set of the questions 8, 9 and 10, without an answer."""
    questions = WrittenQuestionsFactory(draft=True)
    for number in (8, 9, 10):
        about = {"outcome": Outcome.OPEN, "note": "", "locator": ""}
        QuestionFactory(questions=questions, number=number, **about)
    return questions


@pytest.fixture
def send(writer, asked):
    """Return the function that posts the form with what was typed in the rows, by their place."""

    def post(rows: dict[int, dict]):
        data = form_of(writer, asked)
        for place, cells in rows.items():
            data |= {f"rows-{place}-{name}": value for name, value in cells.items()}
        return writer.post(change(asked), data)

    return post


def answers(questions) -> list[tuple]:
    return list(questions.rows.order_by("number").values_list("outcome", "note", "locator"))


def test_an_answer_is_typed_at_one_question_and_taken_over_by_the_others(send, asked):
    assert send({0: DECLINED, 1: {"same_as": "8"}, 2: {"same_as": "8"}}).status_code == 302
    assert answers(asked) == [tuple(DECLINED.values())] * 3


def test_it_may_be_taken_over_from_one_that_takes_it_over(send, asked):
    send({0: {"same_as": "9"}, 1: {"same_as": "10"}, 2: DECLINED})
    assert answers(asked) == [tuple(DECLINED.values())] * 3


def test_a_shared_answer_is_changed_in_one_place(send, asked):
    send({0: DECLINED, 1: {"same_as": "8"}})
    send({0: {"note": "Nu wel:\r\nhet waren er vier."}})
    first, second, third = answers(asked)
    assert first == second == ("afgehouden", "Nu wel:\nhet waren er vier.", "vragen 8-10")
    assert third[1] == ""


def test_what_is_typed_over_a_shared_answer_stays(send, asked):
    send({0: DECLINED, 1: {"same_as": "8"}})
    send({1: {"note": "Alleen hier."}})
    assert [note for _, note, _ in answers(asked)] == [DECLINED["note"], "Alleen hier.", ""]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ({1: {"same_as": "7"}}, {1}),
        ({1: {"same_as": "9"}}, {1}),
        ({0: {"same_as": "9"}, 1: {"same_as": "8"}}, {0, 1}),
    ],
)
def test_a_question_that_is_not_there_or_leads_round_is_refused(send, asked, body, rows, wrong):
    page = body(send(rows))
    assert {int(n) for n in re.findall(r'id="id_rows-(\d)-same_as_error"', page)} == wrong
    assert "waarvan wij het antwoord kunnen overnemen" in page
    assert answers(asked) == [("open", "", "")] * 3


def test_an_untouched_form_changes_nothing(send, asked):
    send({0: DECLINED, 1: {"same_as": "8"}})
    asked.refresh_from_db()
    before = asked.version
    assert send({}).status_code == 302
    asked.refresh_from_db()
    assert asked.version == before


def test_each_question_is_folded_under_its_number_and_outcome(send, asked, writer, body):
    send({0: DECLINED, 1: {"same_as": "8"}})
    page = body(writer.get(change(asked)))
    lines = re.findall(r"<details(.*?)>\s*<summary[^>]*>(.*?)</summary>", page)
    assert lines == [
        ("", "Vraag 8 – Geen antwoord, met reden"),
        ("", "Vraag 9 – Geen antwoord, met reden (zelfde antwoord als vraag 8)"),
        ("", "Vraag 10 – Nog geen antwoord"),
        (" open", "Nieuwe vraag"),
    ]


def test_a_question_that_is_wrong_stands_open(send, body):
    page = body(send({1: {"outcome": "beantwoord"}}))
    opened = re.findall(r"<details(.*?)>", page)
    assert opened == ["", " open", "", " open"]


def test_who_may_only_look_reads_whose_answer_it_is(writer, body):
    questions = WrittenQuestionsFactory()
    for number in (8, 9):
        QuestionFactory(questions=questions, number=number, **DECLINED)
    page = body(writer.get(change(questions)))
    shown = re.findall(r'field-same_as.*?class="readonly">(.*?)</div>', page, re.DOTALL)
    assert shown == ["–", "8"]


@pytest.mark.parametrize("total", ["", "x", "-1", "9999999999", "²"])
def test_a_form_that_is_not_ours_is_refused_and_breaks_nothing(writer, asked, total):
    data = {**form_of(writer, asked), "rows-TOTAL_FORMS": total, "rows-0-same_as": "9"}
    assert writer.post(change(asked), data).status_code in (200, 302, 400)
    assert answers(asked) == [("open", "", "")] * 3
