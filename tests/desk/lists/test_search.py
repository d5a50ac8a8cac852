"""A search of a list: its rows are looked for once, and counted as far as its pages go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.desk.records import search
from incident.desk.records.event import EventAdmin
from incident.desk.shared import found, task_filter
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
)
from tests.helpers.desk import EVENTS

pytestmark = pytest.mark.django_db

PAPERS = "/admin/incident/kamerstuk/"


def titles(answer) -> list[str]:
    return [row.title for row in answer.context["cl"].result_list]


@pytest.fixture
def three(monkeypatch):
    """Make three events, of which a search holds two, each on a page of its own."""
    monkeypatch.setattr(found, "MOST_FOUND", 2)
    monkeypatch.setattr(EventAdmin, "list_per_page", 1)
    for day, title in enumerate(("Lek gevonden", "Lek gemeld", "Lek gedicht"), start=1):
        EventFactory(title=title, date=f"2025-07-0{day}")


@pytest.mark.parametrize("noun", ["event", "kamerstuk", "claim", "change"])
def test_the_words_of_the_rows_are_read_once(editor, monkeypatch, noun):
    monkeypatch.setattr(task_filter, "MOST_COUNTED", -1)
    for title in ("Lek gevonden", "Lek gemeld"):
        EventFactory(title=title)
        KamerstukFactory(title=title)
        ClaimFactory(title=title)
    address = f"/admin/incident/{noun}/?q=lek"
    editor.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = editor.get(address).content.decode()
    assert "Lek gevonden" in page
    assert "Lek gemeld" in page
    of_list = [query["sql"].partition(f' FROM "incident_{noun}" ') for query in asked]
    assert len([sql for before, _, sql in of_list if "FROM" not in before and "LIKE " in sql]) == 1


@pytest.mark.usefixtures("three")
def test_of_very_many_rows_the_first_are_shown_and_the_rest_by_more_words(editor):
    page = editor.get(f"{EVENTS}?q=lek")
    said = page.content.decode()
    assert "meer dan 2 gevonden" in said
    assert "meer dan 2 gebeurtenissen" in said
    assert "). Hier staan de eerste 2; zoek op meer woorden om de rest te zien." in said
    assert titles(page) == ["Lek gedicht"]
    assert titles(editor.get(f"{EVENTS}?q=lek&p=2")) == ["Lek gemeld"]
    assert editor.get(f"{EVENTS}?q=lek&p=3").status_code == 302
    assert titles(editor.get(f"{EVENTS}?q=lek&all=")) == ["Lek gedicht", "Lek gemeld"]
    rest = editor.get(f"{EVENTS}?q=lek+gevonden")
    assert titles(rest) == ["Lek gevonden"]
    assert "1 gevonden" in rest.content.decode()
    assert "Hier staan" not in rest.content.decode()


@pytest.mark.usefixtures("three")
def test_as_many_rows_as_the_pages_hold_are_all_there_is(editor):
    EventFactory(title="Ook gemeld")
    said = editor.get(f"{EVENTS}?q=gemeld").content.decode()
    assert "2 gevonden" in said
    assert "meer dan" not in said
    assert "meer dan" not in editor.get(EVENTS).content.decode()


def test_what_is_found_is_sorted_as_the_list_is(editor):
    for number, cited in (("1", 1), ("2", 3), ("3", 2)):
        paper = KamerstukFactory(number=number, title=f"Brief {number}")
        for _ in range(cited):
            CitationFactory(kamerstuk=paper)
    column = editor.get(PAPERS).context["cl"].list_display.index("events")
    order = [f"Brief {number}" for number in (1, 3, 2)]
    assert titles(editor.get(f"{PAPERS}?q=brief&o={column}")) == order
    assert titles(editor.get(f"{PAPERS}?q=brief&o=-{column}")) == order[::-1]


def test_a_choice_of_a_row_offers_what_is_found(editor):
    event = EventFactory(title="Lek gevonden")
    about = {"app_label": "incident", "model_name": "statement", "field_name": "event"}
    answer = editor.get("/admin/autocomplete/", {**about, "term": "lek"}).json()
    assert [row["id"] for row in answer["results"]] == [str(event.pk)]
    assert answer["pagination"] == {"more": False}


@pytest.mark.parametrize("few", [0, 1, 500])
def test_events_are_found_by_their_words_wherever_these_stand(editor, monkeypatch, few):
    monkeypatch.setattr(search, "FEW", few)
    text = EventFactory(title="Lek in tekst", body="Zei de krant.", date="2025-07-01")
    link = EventFactory(title="Lek met bron", date="2025-07-02")
    paper = EventFactory(title="Lek in stuk", date="2025-07-03")
    other = EventFactory(title="Anders", date="2025-07-04")
    LinkFactory(event=link, publisher="Krant")
    LinkFactory(event=other, publisher="Krant")
    CitationFactory(event=paper, kamerstuk__title="Brief over de krant", kamerstuk__number="7")
    for query, expected in (
        ("krant", [other, paper, link, text]),
        ("lek", [paper, link, text]),
        ("lek krant", [paper, link, text]),
        ("krant anders", [other]),
        ("krant nergens", []),
        ("nergens krant", []),
        ("26643", [paper]),
        ("26643-7", [paper]),
        ("lek 26643", [paper]),
        ("-", [other, paper, link, text]),
    ):
        found = editor.get(EVENTS, {"q": query}).context["cl"].result_list
        assert list(found) == expected, query


def test_after_a_rare_word_no_other_is_looked_for_in_all_events(editor):
    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            editor.get(EVENTS, {"q": query})
        return len(asked)

    EventFactory(title="Lek gevonden")
    cost("lek")
    assert cost("lek gevonden gevo gevond gevonde") == cost("lek")
