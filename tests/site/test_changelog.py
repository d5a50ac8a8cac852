"""The public log as a reader wants it: what belongs together folded, and words for everything."""

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.choices import Nature, Outcome, PaperKind
from incident.models import Event
from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.case import load_case
from tests.site.test_papers import words

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
LOG = f"{BASE}wijzigingen/"
FEED = f"{BASE}wijzigingen.atom"


@pytest.fixture
def log(content):
    """Return the function that gives the log as text."""
    return lambda **query: words(content(LOG, **query).decode())


@pytest.fixture
def feed(content):
    return lambda: feedparser.parse(content(FEED))


def at_once(count: int, **about) -> list[Event]:
    with audited(reason="Ingelezen."):
        return [LinkFactory(event=EventFactory(**about)).event for _ in range(count)]


def corrected(row, **changes) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    with audited(strict=True, reason="Beter gelezen.", nature=Nature.SUBSTANCE):
        row.save()


# What was first published at one moment


def test_the_case_as_it_was_read_in_is_one_item(log, feed):
    load_case()
    page = log()
    assert page.count("voor het eerst gepubliceerd") == 1
    assert "29 teksten voor het eerst gepubliceerd" in page
    assert "23 gebeurtenissen, 5 open vragen, 1 set Kamervragen" in page
    assert "Kamervragen: 2025Z14818 – " in page
    assert [entry.title for entry in feed().entries] == ["29 teksten voor het eerst gepubliceerd"]


def test_each_text_of_a_fold_is_named_with_its_address(content, log):
    events = at_once(3)
    page = content(LOG).decode()
    assert page.count("<details>") == 1
    assert "Ingelezen." in log()
    for event in events:
        assert f'<a href="{event.get_absolute_url()}">{event.title}</a>' in page


def test_one_text_is_not_folded(log):
    at_once(1)
    at_once(1)
    assert "voor het eerst" not in log()
    assert log().count("Gepubliceerd: ") == 2


def test_a_fold_over_more_pages_counts_them_all(log, feed):
    at_once(60)
    for blad, here in ((1, 50), (2, 10)):
        page = log(blad=blad)
        assert "60 teksten voor het eerst gepubliceerd" in page
        assert f"Op dit blad: {here} gebeurtenissen." in page
    assert feed().entries[0].title.startswith("60 teksten")


def test_the_pages_of_the_log_lead_to_each_other(content):
    at_once(60)
    newest, oldest = content(LOG).decode(), content(LOG, blad=2).decode()
    assert 'href="?blad=2" rel="next"' in newest
    assert 'href="?blad=1" rel="prev"' in oldest
    assert 'rel="prev"' not in newest
    assert 'rel="next"' not in oldest


def test_what_is_withdrawn_since_keeps_no_word_in_a_fold(log, feed):
    events = at_once(3, title="Verkeerd")
    event = Event.objects.get(pk=events[0].pk)
    event.status = "ingetrokken"
    with audited(strict=True, reason="Klopte niet."):
        event.save()
    assert log().count("Verkeerd") == 2
    assert feed().entries[-1].summary.count("Verkeerd") == 2
    assert "Gebeurtenis: ingetrokken tekst" in log()


def test_the_log_costs_as_many_queries_for_many_folds_as_for_few(
    client, django_assert_max_num_queries
):
    for _ in range(15):
        at_once(2)
    with django_assert_max_num_queries(8):
        client.get(LOG)


# A number given


@pytest.fixture
def paper():
    """Return a paper without number that an event, a statement and two questions name."""
    about = {"number": "", "kind": PaperKind.ANSWER, "title": "Stand", "date": "2025-08-12"}
    paper = KamerstukFactory(**about)
    with audited():
        CitationFactory(kamerstuk=paper, event__title="Een brief")
    with audited():
        StatementFactory(kamerstuk=paper, claim__title="Waar?")
    with audited():
        asked = WrittenQuestionsFactory(answer=paper)
        QuestionFactory(questions=asked, number=1)
        QuestionFactory(questions=asked, number=2, outcome=Outcome.PARTLY).papers.add(paper)
    return paper


def give_number(paper, number="1390", reason="Nummer staat nu vast.") -> None:
    paper.number = number
    with audited(strict=True, reason=reason, nature=Nature.SUBSTANCE):
        paper.save()


SAID = (
    "Nummer bekend: antwoord op kamervragen ‘Stand’ van 12 augustus 2025 heet nu "
    "Kamerstukken II 2024/25, 26 643, nr. 1390"
)


def test_a_number_given_is_one_line_in_words(log, feed, paper):
    give_number(paper)
    page = log()
    assert page.count(SAID) == 1
    for said in ("zonder-nummer", "kst-26643", "; ", "Gecorrigeerd", "Inhoud"):
        assert said not in page
    for text in ("Gebeurtenis: Een brief", "Open vraag: Waar?", "Kamervragen: 2025Z"):
        assert text in page
    entry = feed().entries[0]
    assert entry.title == SAID
    assert "zonder-nummer" not in entry.summary


def test_a_reason_that_only_repeats_the_number_is_left_out(log, paper):
    give_number(
        paper, reason="Het stuk kreeg zijn nummer: Kamerstukken II 2024/25, 26 643, nr. 1390."
    )
    assert "kreeg zijn nummer" not in log()
    give_number(paper, "1391", reason="Het was een tikfout.")
    assert "Nummer verbeterd: " in log()
    assert "Het was een tikfout." in log()


def test_a_number_is_no_correction_of_what_names_the_paper(content, paper):
    give_number(paper)
    event = paper.citations.get().event
    page = content(event.get_absolute_url()).decode()
    assert "Gecorrigeerd op" not in page
    assert f"{SAID}." in words(content(f"{event.get_absolute_url()}versie/2/").decode())


def test_a_number_that_comes_with_another_change_is_a_correction(log, paper):
    corrected(paper, number="1390", title="Andere titel")
    page = log()
    assert "Gecorrigeerd: Een brief" in page
    assert page.count("Gecorrigeerd") == 1  # the others show no title of the paper
    assert "Nummer bekend: een stuk heet nu" in page
    assert "zonder-nummer" not in page


def test_of_an_answer_alone_only_the_address_is_kept_and_its_name_is_told(log):
    paper = KamerstukFactory(number="", kind=PaperKind.ANSWER, title="Stand", date="2025-08-12")
    QuestionFactory(questions__answer=paper)
    give_number(paper)
    name = "Kamerstukken II 2024/25, 26 643, nr. 1390 – Stand"
    assert f"Nummer bekend: een stuk heet nu {name}" in log()


# Rows: what changed of each, and no more


def test_of_a_question_that_changed_only_that_field_is_told(log):
    with audited():
        questions = QuestionFactory(number=4, note="Ja.").questions
        QuestionFactory(questions=questions, number=5, note="Nee.", wording="Waarom niet?")
    corrected(questions.rows.get(number=5), note="Nee, nog niet.")
    page = log()
    assert "Vraag 5, toelichting" in page
    assert "nog niet" in page
    assert "Waarom niet?" not in page
    assert "Vraag 4" not in page


def test_a_source_that_came_or_went_is_told_field_by_field(log):
    with audited():
        event = LinkFactory(publisher="Krant", title="Bericht", url="https://krant.example/a").event
    with audited(strict=True, reason="Nieuwe bron.", nature=Nature.SUBSTANCE):
        LinkFactory(event=event, publisher="Blad", title="", date="2025-08")
    page = log()
    assert "Andere bron Blad" in page
    assert "uitgever: Blad" in page
    assert "datum: augustus 2025" in page
    assert "krant.example/a" not in page


def test_a_statement_names_its_paper_as_readers_know_it(log):
    first = CitationFactory(kamerstuk__number="1376").kamerstuk
    with audited():
        statement = StatementFactory(kamerstuk=first)
    other = CitationFactory(kamerstuk__number="1378", kamerstuk__title="Besluit").kamerstuk
    corrected(statement, kamerstuk=other)
    page = log()
    assert "1376" in page
    assert "Besluit" in page
    assert "kst-26643" not in page


def test_what_was_before_is_asked_of_the_changes_of_the_page_alone(client):
    EventFactory()
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/om-citrix/wijzigingen/").status_code == 200
    [read] = [query["sql"] for query in asked if 'AS "before_json"' in query["sql"]]
    assert '"incident_change"."number" IN (' in read
