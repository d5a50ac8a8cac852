"""What an editor needs on the first day stands where one looks for it."""

import re

import pytest

from incident.models import Incident
from tests.factories import EventFactory, IncidentFactory, KamerstukFactory
from tests.helpers.desk import EVENTS, HOME

SEARCH = {"app_label": "incident", "model_name": "citation", "field_name": "kamerstuk"}
INCIDENT = "/admin/incident/incident/add/"
pytestmark = pytest.mark.django_db


def test_a_new_event_and_a_new_paper_stand_first_on_the_home_page(writer, staff, body):
    page = body(writer.get(HOME)).partition('id="content-main"')[2]
    for address in ("/admin/incident/event/add/", "/admin/incident/kamerstuk/add/"):
        assert page.index(f'class="button" href="{address}"') < page.index("data-task=")
    assert 'class="new"' not in body(staff("beheerder").get(HOME))


def test_the_record_stands_before_the_accounts(admin_client, body):
    page = body(admin_client.get(HOME))
    assert page.index('class="app-incident') < page.index('class="app-auth')


def test_what_one_may_publish_is_no_question(editor, body):
    page = body(editor.get(HOME))
    assert "U kunt publiceren" in page
    assert "Kunt u publiceren" not in page


@pytest.mark.parametrize("term", ["26 643, nr. 9999", "kst-26643-9999"])
def test_a_paper_that_is_not_found_can_be_made_from_the_search(writer, body, term):
    [found] = writer.get("/admin/autocomplete/", {**SEARCH, "term": term}).json()["results"]
    assert found["text"].startswith("Niet gevonden. Maak ‘26 643, nr. 9999’")
    assert f"{term}</textarea>" in body(writer.get(found["address"]))


def test_words_that_find_no_paper_lead_to_quick_add_without_a_citation(writer):
    [found] = writer.get("/admin/autocomplete/", {**SEARCH, "term": "olifant"}).json()["results"]
    assert found["address"] == "/admin/incident/kamerstuk/snel-toevoegen/"


def test_what_is_found_and_what_is_no_paper_is_as_it_was(writer):
    paper = KamerstukFactory(number="1376")
    [found] = writer.get("/admin/autocomplete/", {**SEARCH, "term": "1376"}).json()["results"]
    assert found == {"id": str(paper.pk), "text": str(paper)}
    events = {"app_label": "incident", "model_name": "statement", "field_name": "event"}
    answer = writer.get("/admin/autocomplete/", {**events, "term": "26 643, nr. 9999"}).json()
    assert answer["results"] == []


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Storing bij de rechtbank!", "storing-bij-de-rechtbank"), ("Één lek", "een-lek")],
)
def test_a_new_incident_gets_its_address_from_its_title(editor, body, title, slug):
    assert "data-prepopulated-fields" in body(editor.get(INCIDENT))
    assert editor.post(INCIDENT, {"title": title, "slug": ""}).status_code == 302
    assert Incident.objects.get(title=title).slug == slug


def test_an_address_is_asked_where_the_title_gives_none_or_one_that_is_taken(editor, body):
    IncidentFactory(slug="storing")
    page = body(editor.post(INCIDENT, {"title": "???", "slug": ""}))
    assert "Uit deze titel volgt geen adres." in page
    page = body(editor.post(INCIDENT, {"title": "Storing", "slug": ""}))
    assert "errors field-slug" in page
    assert Incident.objects.count() == 1


def test_the_list_of_events_names_the_incident_once_there_are_two(editor, body):
    EventFactory()
    assert "column-incident" not in body(editor.get(EVENTS))
    EventFactory(incident=IncidentFactory(slug="tweede", title="De tweede"))
    page = body(editor.get(EVENTS))
    assert "column-incident" in page
    assert re.search(r'class="field-incident nowrap">De tweede</td>', page)


def test_each_cell_of_a_list_knows_its_column(editor, body):
    EventFactory()
    page = body(editor.get(EVENTS))
    names = re.findall(r'<t[hd] data-label="([^"]+)"', page)
    assert names == ["Datum", "Titel", "Gemeld op", "Soort", "Status", "Bronnen", "Ontbreekt"]
