"""The record cannot be reached: readers hear to come back, and editors keep what they typed.

Each failure is made as the database makes it; `test_outage.py` does the same with real ones.
"""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from incident.models import Event
from incident.two_factor import sessions
from tests.conftest import sign_in
from tests.factories import CitationFactory
from tests.helpers.desk import change, form_of, save
from tests.helpers.outage import (
    AWAY,
    CLOSED,
    FULL,
    GONE,
    LOCKED,
    MISTAKES,
    READ_ONLY,
    WAITED,
    broken,
)

pytestmark = pytest.mark.django_db

PAGES = ["/", "/om-citrix/", "/om-citrix/vragen/", "/kamerstukken/", "/sitemap.xml"]
DATA = ["tijdlijn.csv", "tijdlijn-excel.csv", "tijdlijn.json", "tijdlijn.atom", "tijdlijn.ics"]
DATA += ["tijdlijn.svg", "tijdlijn.png"]
DATA += ["alles.zip", "vragen.csv", "kamerstukken.csv-metadata.json", "wijzigingen.atom"]
LONG_TEXT = "Een alinea waaraan lang is gewerkt."


def ids(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:40]


@pytest.fixture
def reader():
    CitationFactory()
    return Client(raise_request_exception=False)


@pytest.fixture
def patient(editor):
    """Return the browser of an editor, which shows a failure as a person sees it."""
    editor.raise_request_exception = False
    return editor


@pytest.mark.parametrize("error", AWAY, ids=ids)
def test_a_page_says_to_come_back_whatever_is_away(reader, error):
    with broken(error):
        answer = reader.get("/om-citrix/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "over een minuut" in answer.content.decode()


@pytest.mark.parametrize("error", MISTAKES, ids=ids)
def test_a_mistake_of_ours_is_not_passed_off_as_an_outage(reader, error):
    with broken(error):
        answer = reader.get("/om-citrix/")
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_it_and_asks_the_database_nothing_for_that(reader, address):
    with broken(GONE):
        answer = reader.get(address)
    assert answer.status_code == 503
    assert "<h1>Nu even niet</h1>" in answer.content.decode()
    assert reader.get(address).status_code in (200, 302)


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize(("error", "status"), [(GONE, 503), (ValueError("ours"), 500)])
def test_a_program_hears_it_as_problem_details(reader, name, error, status):
    with broken(error):
        answer = reader.get(f"/om-citrix/{name}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer["API-Version"]


@pytest.mark.parametrize("name", ["tijdlijn.csv", "tijdlijn.json", "kamerstukken.csv"])
def test_what_fails_while_a_stream_begins_still_gets_a_status(reader, name):
    statuses = []
    for allowed in range(12):  # statements before the database goes away
        left = iter(range(allowed))

        def wrapper(execute, sql, *rest, left=left):
            if next(left, None) is None:
                raise GONE
            return execute(sql, *rest)

        with connection.execute_wrapper(wrapper):
            answer = reader.get(f"/om-citrix/{name}")
            statuses.append(answer.status_code)
            if answer.status_code == 200:
                assert next(iter(answer))  # what was said to be there begins
    assert statuses == sorted(statuses, reverse=True)
    assert set(statuses) == {200, 503}


WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT", "FOR UPDATE")


@pytest.mark.parametrize("error", [LOCKED, FULL, READ_ONLY, WAITED], ids=ids)
def test_an_editor_whose_save_is_given_up_keeps_the_text(patient, error):
    event = CitationFactory().event
    form = {**form_of(patient, event), "body": LONG_TEXT, "reason": "Een reden van staf."}
    with broken(error, *WRITES):
        answer = patient.post(change(event), form)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "<strong>niet opgeslagen</strong>" in page
    assert LONG_TEXT in page
    assert "Een reden van staf." in page
    event.refresh_from_db()
    assert event.body != LONG_TEXT
    assert patient.post(change(event), {**form, "nature": "inhoud"}).status_code == 302


@pytest.mark.parametrize("error", [GONE, CLOSED], ids=ids)
def test_where_the_connection_broke_nobody_is_told_what_is_not_sure(patient, error):
    event = CitationFactory().event
    with broken(error):
        answer = patient.post(change(event), {"body": LONG_TEXT})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "niet zeker" in page
    assert LONG_TEXT in page


def test_a_session_that_cannot_be_kept_does_not_deny_a_save_that_was_done(patient):
    event = CitationFactory().event
    with broken(LOCKED, 'UPDATE "django_session"'):
        answer = save(patient, event, title="Toch", reason="Reden.", nature="inhoud")
    event.refresh_from_db()
    assert event.title == "Toch"
    assert answer.status_code == 503
    assert "niet zeker" in answer.content.decode()
    assert patient.get("/admin/").status_code == 200  # and nobody is signed out by it


def test_a_page_of_the_desk_is_read_also_where_the_session_cannot_be_kept(patient):
    session = patient.session
    session[sessions.SEEN] -= 2 * sessions.SEEN_EVERY
    session.save()
    with broken(LOCKED, *WRITES):
        assert patient.get("/admin/").status_code == 200


def test_after_an_action_on_a_list_nobody_says_that_nothing_was_done(patient):
    event = CitationFactory().event
    data = {"action": "submit", "_selected_action": [event.pk], "reason": "Omdat het zo moest."}
    with broken(LOCKED, *WRITES):
        answer = patient.post("/admin/incident/event/", {**data, "seen": f"{event.pk}:1"})
    assert answer.status_code == 503
    assert "niet zeker" in answer.content.decode()


@pytest.mark.parametrize("error", [LOCKED, FULL, GONE, CLOSED, WAITED], ids=ids)
def test_who_cannot_sign_in_now_hears_so_and_keeps_the_name(error, settings):
    User.objects.create_user("redactie", password="lang-en-geheim", is_staff=True)
    client = Client(raise_request_exception=False)
    with broken(error, *WRITES):
        typed = {"username": "redactie", "password": "lang-en-geheim"}
        answer = client.post("/admin/login/", typed)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Aanmelden kan nu even niet" in page
    assert 'value="redactie"' in page
    assert "lang-en-geheim" not in page
    assert client.post("/admin/login/", typed).status_code == 302


def test_a_text_that_another_site_sent_is_not_shown():
    user = User.objects.create_superuser("redactie")
    strict = sign_in(Client(enforce_csrf_checks=True, raise_request_exception=False), user)
    with broken(GONE):
        answer = strict.post("/admin/incident/event/add/", {"body": "Een tekst van een ander."})
    assert answer.status_code in (403, 503)
    assert "van een ander" not in answer.content.decode()


def test_a_failure_of_ours_at_the_desk_stores_nothing(patient):
    event = CitationFactory().event
    with broken(ValueError("ours"), "INSERT"):
        answer = save(patient, event, title="Anders", reason="Reden.", nature="inhoud")
    assert answer.status_code == 500
    assert not Event.objects.filter(title="Anders").exists()
