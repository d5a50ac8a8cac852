"""What the desk says after an act, and why it refuses one, is good Dutch and said once."""

import re

import pytest

from tests.factories import EventFactory
from tests.helpers.desk import change, drafted, form_of, new_event, save

pytestmark = pytest.mark.django_db


def message(page: str) -> str:
    found = page.partition('class="messagelist"')[2].partition("</ul>")[0]
    return re.sub(r"<[^>]+>", "", found.partition(">")[2]).strip()


def test_a_new_row_is_named_without_an_article(editor, body):
    new = {"title": "Storing", "slug": "storing"}
    answer = editor.post("/admin/incident/incident/add/", new, follow=True)
    assert message(body(answer)) == "‘Storing’ is toegevoegd."


def test_a_changed_row_is_named_without_an_article(writer, body):
    event = drafted(writer)
    form = {**form_of(writer, event), "title": "Beter"}
    answer = writer.post(change(event), form, follow=True)
    assert message(body(answer)).endswith("Beter’ is opgeslagen.")


def test_a_button_for_a_row_says_add_and_not_another(writer, body):
    page = body(writer.get("/admin/incident/event/add/"))
    assert "Vindplaats toevoegen" in page
    assert "Nog een" not in page


@pytest.mark.parametrize("date", ["ooit", "31 februari 2025"])
def test_a_wrong_date_is_said_once(writer, date, body):
    page = body(writer.post("/admin/incident/event/add/", new_event(date=date)))
    [row] = re.findall(r'<div class="form-row errors field-date">.*?</ul>', page, re.DOTALL)
    assert row.count("<li>") == 1
    event = EventFactory(draft=True)
    page = body(save(writer, event, date=date))
    assert page.count("errorlist") == 1


def test_the_hour_of_a_conflict_is_spelled_as_on_the_site(writer, body):
    event = drafted(writer)
    seen = form_of(writer, event)
    save(writer, event, title="Uit het eerste tabblad")
    page = body(writer.post(change(event), {**seen, "title": "Uit het tweede"}))
    assert re.search(r"U hebt zelf om [0-9]{2}\.[0-9]{2} uur", page)
