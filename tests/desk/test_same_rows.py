"""Two editors add the same row to one text: a sentence, and then a save that works."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incident.choices import Relation
from incident.models import Citation, Link, Question, Statement
from tests.conftest import sign_in
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.desk import change, form_from, form_of

pytestmark = pytest.mark.django_db
LINK = {"publisher": "Krant", "title": "Bericht", "url": "https://krant.example/7"}
FIRST = {"relation": "eerst", "date": "2025-07-01", "publisher": "Krant", "speaker": "minister"}


@pytest.fixture
def colleague():
    """Return the browser of somebody else who may do all."""
    return sign_in(Client(), User.objects.create_superuser("collega"))


@pytest.fixture
def desk(admin_client):
    """Return the browser of somebody who may do all."""
    return admin_client


def added(form: dict, prefix: str, **cells) -> dict:
    """Return a form with one row more under it."""
    total = int(form[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{total}-{name}": value for name, value in cells.items()}
    return {**form, f"{prefix}-TOTAL_FORMS": total + 1, **row}


def citation() -> tuple:
    paper = KamerstukFactory()
    return EventFactory(draft=True), "citations", {"kamerstuk": paper.pk, "locator": "p. 1"}


def link() -> tuple:
    return EventFactory(draft=True), "links", LINK


def question() -> tuple:
    return WrittenQuestionsFactory(draft=True), "rows", {"number": 1, "outcome": "open"}


ROWS = {
    "citations": ("printed", Citation),
    "links": ("title", Link),
    "rows": ("wording", Question),
}


@pytest.mark.parametrize("make", [citation, link, question])
def test_two_editors_add_the_same_row(desk, colleague, body, make):
    text, prefix, cells = make()
    told, model = ROWS[prefix]
    theirs = added(form_of(colleague, text), prefix, **{**cells, told: "Van de collega"})
    mine = added(form_of(desk, text), prefix, **{**cells, told: "Van mij"})
    assert colleague.post(change(text), theirs).status_code == 302
    refused = desk.post(change(text), mine)
    page = body(refused)
    assert "heeft dit intussen gewijzigd" in page
    assert "Nu opgeslagen: ‘Van de collega’" in page
    assert 'value="Van mij"' in page or "\nVan mij</textarea>" in page
    assert desk.post(change(text), form_from(refused)).status_code == 302
    assert [getattr(row, told) for row in model.objects.all()] == ["Van mij"]
    text.refresh_from_db()
    assert text.version == 3


@pytest.mark.parametrize("locator", ["p. 1", "  p.  1 "])
def test_a_source_that_a_colleague_removed_and_put_back(desk, colleague, body, locator):
    event = CitationFactory(event__draft=True, locator="p. 1").event
    paper = event.citations.get().kamerstuk
    typed = {"citations-0-locator": locator, "citations-0-printed": "Van mij"}
    mine = {**form_of(desk, event), **typed}
    colleague.post(change(event), {**form_of(colleague, event), "citations-0-DELETE": "on"})
    again = added(form_of(colleague, event), "citations", kamerstuk=paper.pk, locator="p. 1")
    assert colleague.post(change(event), again).status_code == 302
    refused = desk.post(change(event), mine)
    assert 'value="Van mij"' in body(refused)
    assert desk.post(change(event), form_from(refused)).status_code == 302
    row = event.citations.get()
    assert (row.locator, row.printed) == ("p. 1", "Van mij")


def test_what_a_colleague_added_stays_beside_what_i_typed(desk, colleague, body):
    event = LinkFactory(event__draft=True, title="Er al").event
    theirs = added(form_of(colleague, event), "links", publisher="A", title="Van de collega")
    mine = added(form_of(desk, event), "links", publisher="B", title="Van mij")
    colleague.post(change(event), theirs)
    refused = desk.post(change(event), mine)
    assert 'value="Van de collega"' in body(refused)
    assert desk.post(change(event), form_from(refused)).status_code == 302
    titles = list(event.links.values_list("title", flat=True))
    assert titles == ["Er al", "Van de collega", "Van mij"]


def test_two_editors_add_the_very_same_statement(desk, colleague, body):
    claim = ClaimFactory(draft=True)
    forms = [
        added(form_of(who, claim), "statements", **FIRST, summary="Zo") for who in (desk, desk)
    ]
    assert colleague.post(change(claim), forms[0]).status_code == 302
    refused = desk.post(change(claim), forms[1])
    assert "heeft dit intussen gewijzigd" in body(refused)
    assert desk.post(change(claim), form_from(refused)).status_code == 302
    assert Statement.objects.get().summary == "Zo"


def test_the_chain_is_checked_with_what_a_colleague_added(desk, colleague, body):
    """A claim's statements follow each other: also those that this form did not show yet."""
    claim = ClaimFactory(draft=True)
    theirs = added(form_of(colleague, claim), "statements", **FIRST, summary="Van de collega")
    later = {**FIRST, "date": "2025-08-01", "summary": "Van mij"}
    mine = added(form_of(desk, claim), "statements", **later)
    colleague.post(change(claim), theirs)
    refused = form_from(desk.post(change(claim), mine))
    once_more = desk.post(change(claim), refused)
    assert once_more.status_code == 200
    assert "voor het eerst gezegd" in body(once_more)
    row = next(key for key in refused if refused[key] == "Van mij").replace("summary", "relation")
    assert desk.post(change(claim), {**refused, row: "herhaald"}).status_code == 302
    said = list(Statement.objects.values_list("summary", "relation"))
    assert said == [("Van de collega", Relation.FIRST), ("Van mij", Relation.REPEATED)]


def test_two_rows_for_one_source_in_one_form_are_refused_beside_it(desk, body):
    event, prefix, cells = citation()
    twice = added(added(form_of(desk, event), prefix, **cells), prefix, **cells)
    answer = desk.post(change(event), twice)
    assert answer.status_code == 200
    assert "dubbele" in body(answer) or "staat er al" in body(answer)
    assert not event.citations.exists()


@pytest.mark.parametrize(("prefix", "cells"), [("links", LINK), ("citations", {"locator": "p. 1"})])
def test_one_row_twice_in_one_form_is_refused_beside_it(desk, body, prefix, cells):
    event = EventFactory(draft=True)
    cells = cells if prefix == "links" else {**cells, "kamerstuk": KamerstukFactory().pk}
    twice = added(added(form_of(desk, event), prefix, **cells), prefix, **cells)
    answer = desk.post(change(event), twice)
    assert "staat er al bij" in body(answer)
    row = answer.context["inline_admin_formsets"][prefix == "links"].formset.forms[1]
    assert list(row.errors) == ["url" if prefix == "links" else "locator"]


def test_numbers_that_move_up_are_saved_at_once(desk):
    """A question that was forgotten comes first, so that each other one gets the next number."""
    asked = QuestionFactory(questions__draft=True, number=1, wording="Een").questions
    QuestionFactory(questions=asked, number=2, wording="Twee")
    form = {**form_of(desk, asked), "rows-0-number": "2", "rows-1-number": "3"}
    form = added(form, "rows", number="1", wording="Nieuw", outcome="open")
    assert desk.post(change(asked), form).status_code == 302
    assert [(q.number, q.wording) for q in asked.rows.all()] == [
        (1, "Nieuw"),
        (2, "Een"),
        (3, "Twee"),
    ]


def test_a_number_can_be_taken_over_from_a_row_that_goes(desk):
    asked = QuestionFactory(questions__draft=True, number=1, wording="Een").questions
    QuestionFactory(questions=asked, number=2, wording="Twee")
    form = {**form_of(desk, asked), "rows-0-number": "2", "rows-1-DELETE": "on"}
    assert desk.post(change(asked), form).status_code == 302
    assert [(q.number, q.wording) for q in asked.rows.all()] == [(2, "Een")]


def test_rows_that_change_places_are_refused_in_words(desk, body):
    asked = QuestionFactory(questions__draft=True, number=1, wording="Een").questions
    QuestionFactory(questions=asked, number=2, wording="Twee")
    form = {**form_of(desk, asked), "rows-0-number": "2", "rows-1-number": "1"}
    answer = desk.post(change(asked), {**form, "rows-0-wording": "Anders gezegd"})
    assert answer.status_code == 200
    assert "van plaats wisselen" in body(answer)
    assert "\nAnders gezegd</textarea>" in body(answer)


def test_a_question_that_a_colleague_removed_keeps_all_its_events(desk, colleague):
    row = QuestionFactory(questions__draft=True)
    events = [EventFactory(draft=True), EventFactory(draft=True)]
    row.events.set(events)
    mine = {**form_of(desk, row.questions), "rows-0-wording": "Van mij"}
    assert len(mine["rows-0-events"]) == 2
    colleague.post(
        change(row.questions), {**form_of(colleague, row.questions), "rows-0-DELETE": "on"}
    )
    refused = form_from(desk.post(change(row.questions), mine))
    assert desk.post(change(row.questions), refused).status_code == 302
    assert set(Question.objects.get().events.all()) == set(events)


def test_what_the_database_alone_refuses_is_said_in_words(desk, body, monkeypatch):
    """A check of ours that misses something is no reason to lose what somebody typed."""
    monkeypatch.setattr(
        "incident.desk.shared.formsets.SurvivingFormSet.validate_unique", lambda self: None
    )
    event = EventFactory(draft=True)
    twice = added(added(form_of(desk, event), "links", **LINK), "links", **LINK)
    answer = desk.post(change(event), {**twice, "title": "Van mij"})
    assert answer.status_code == 200
    assert "Er is nog niets opgeslagen" in body(answer)
    assert 'value="Van mij"' in body(answer)
    assert not Link.objects.exists()


def test_another_statement_can_become_the_first(desk):
    first = StatementFactory(claim__draft=True, date="2025-08-01", press=True)
    later = StatementFactory(claim=first.claim, date="2025-07-01", press=True, relation="herhaald")
    form = form_of(desk, first.claim)
    form |= {"statements-0-relation": "herhaald", "statements-1-relation": "eerst"}
    assert desk.post(change(first.claim), form).status_code == 302
    form = form_of(desk, first.claim)
    form |= {"statements-0-relation": "eerst", "statements-0-date": "2025-06-01"}
    assert (
        desk.post(change(first.claim), {**form, "statements-1-relation": "herhaald"}).status_code
        == 302
    )
    assert list(Statement.objects.values_list("pk", "relation")) == [
        (first.pk, Relation.FIRST),
        (later.pk, Relation.REPEATED),
    ]


@pytest.mark.parametrize("make", [lambda: EventFactory(draft=True), KamerstukFactory])
def test_what_was_typed_in_a_row_that_a_colleague_deleted_is_shown(desk, colleague, body, make):
    row = make()
    typed = {
        "title": "Een lange titel die niemand graag twee keer typt",
        "body": "Mijn hele tekst.",
    }
    mine = {**form_of(desk, row), **typed}
    colleague.post(change(row).replace("change", "delete"), {"post": "yes"})
    answer = desk.post(change(row), mine)
    assert answer.status_code == 404
    page = body(answer)
    assert "een collega verwijderde het intussen" in page
    assert all(text in page for name, text in typed.items() if name in mine)
