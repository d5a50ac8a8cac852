"""An incident that was open is never closed again; as a whole it is withdrawn, and put back."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from incident.audit import guards
from incident.audit.recorder import audited
from incident.models import Change, Incident, Kamerstuk
from incident.verification.verify import TamperedError, verify
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.helpers.desk import change, own_incident, said, values

pytestmark = pytest.mark.django_db

CANARY = "Kwikstaart"
REASON = "Wij mochten dit niet bewaren."
OWN = "/lek/"
PAGES = (
    *(
        "",
        "kwesties/",
        "vragen/",
        "wachttijd/",
        "wijzigingen/",
        "vergelijk/",
        "?stand=2026-01-01",
        "voorbeeld.png",
    ),
    *("kader/", "2025-07-kwikstaart/kader/"),
    *("2025-07-kwikstaart/", "2025-07-kwikstaart/versie/1/", "2025-07-kwikstaart/voorbeeld.png"),
    *("voorbeeld.png", "2025-07-verzonnen/", "?soort=onzin", "?peildatum=2025-08-04"),
)
DATA = (
    *("tijdlijn.csv", "tijdlijn-excel.csv", "kamerstukken.csv", "vragen.csv", "onzin.csv"),
    *("tijdlijn.csv-metadata.json", "tijdlijn.json", "tijdlijn.json?soort=onzin", "tijdlijn.atom"),
    *("tijdlijn.ics", "wijzigingen.atom", "alles.zip", "tijdlijn.svg", "tijdlijn.png"),
)
SITEMAP = "/sitemap-gebeurtenissen.xml"
ELSEWHERE = ("/", "/kamerstukken/", SITEMAP, "/om-citrix/", "/om-citrix/tijdlijn.json")


@pytest.fixture
def leak():
    """Return a public incident with a text of each sort, and another incident beside it."""
    IncidentFactory()
    incident = IncidentFactory(slug="lek", title=f"Het lek {CANARY}")
    event = EventFactory(incident=incident, title=CANARY, date="2025-07-17")
    LinkFactory(event=event)
    CitationFactory(event=event, kamerstuk__title=f"Brief {CANARY}", kamerstuk__number="9")
    StatementFactory(claim__incident=incident, claim__slug="x", summary=CANARY, event=event)
    QuestionFactory(questions__incident=incident, wording=CANARY)
    return incident


def form_of(browser: Client, incident: Incident) -> dict:
    return values(browser.get(change(incident)).context["adminform"].form)


def press(browser: Client, incident: Incident, **more):
    return browser.post(change(incident), {**form_of(browser, incident), **more})


def withdraw(browser: Client, incident: Incident) -> None:
    answer = press(browser, incident, _move="ingetrokken", reason=REASON)
    assert answer.status_code == 302, said(answer)


# It stays open


def test_the_desk_refuses_in_words_to_close_what_was_open(staff, leak):
    editor = staff("eindredacteur")
    data = {**form_of(editor, leak), "introduction": "Getypt."}
    del data["is_published"]
    answer = editor.post(change(leak), data)
    page = said(answer)
    assert answer.status_code == 200
    assert "Dit incident was openbaar en blijft dat" in page
    assert "Getypt." in page
    leak.refresh_from_db()
    assert (leak.is_published, leak.introduction) == (True, "")


def test_no_act_of_a_person_closes_it(django_user_model, leak):
    leak.is_published = False
    user = django_user_model.objects.create_user("iemand")
    act = audited(user=user, strict=True, reason="Toch.")
    with pytest.raises(ValidationError, match="openbaar en blijft dat"), act:
        leak.save()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE incident_incident SET is_published = false",
        "UPDATE incident_incident SET opened_at = NULL",
        "UPDATE incident_incident SET opened_at = '2001-01-01 00:00:00+00:00'",
        "DELETE FROM incident_incident",
    ],
)
def test_the_database_itself_keeps_it_open(sql):
    IncidentFactory(slug="los")
    refused = pytest.raises(DatabaseError, match="openbaar was")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_incident_that_never_was_open_is_free():
    draft = IncidentFactory(slug="dicht", is_published=False)
    assert draft.opened_at is None
    draft.title = "Anders"
    draft.save()
    draft.delete()
    assert not Incident.objects.exists()


def test_another_moment_of_opening_is_seen_by_the_check_of_the_log(leak):
    verify()
    with guards.down(), connection.cursor() as cursor:
        cursor.execute("UPDATE incident_incident SET opened_at = '2099-01-01 00:00:00+00:00'")
    with pytest.raises(TamperedError, match="ging op een ander moment open"):
        verify()


# Withdrawn as a whole


def test_every_address_under_it_says_that_it_is_gone_when_and_why(staff, leak, client):
    assert client.get(f"{OWN}2025-07-kwikstaart/").status_code == 200
    withdraw(staff("eindredacteur"), leak)
    for address in (f"{OWN}{page}" for page in PAGES):
        answer = client.get(address)
        page = said(answer)
        assert answer.status_code == 410, address
        assert "Deze tijdlijn is ingetrokken" in page, address
        assert REASON in page, address
        assert CANARY not in page, address
        assert '<meta name="robots" content="noindex">' in page, address


def test_data_addresses_say_so_in_their_own_form(staff, leak, client):
    withdraw(staff("eindredacteur"), leak)
    for address in (f"{OWN}{name}" for name in DATA):
        answer = client.get(address)
        text = said(answer)
        assert answer.status_code == 410, address
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert REASON in text, address
        assert CANARY not in text, address
    problem = client.get(f"{OWN}tijdlijn.json")
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(said(problem))["title"] == "Gone"
    described = client.get("/openapi.json").json()["paths"]["/{incident}/tijdlijn.json"]["get"]
    assert "410" in described["responses"]


def test_it_is_in_no_list_and_its_papers_are_gone_too(staff, leak, client):
    paper = Kamerstuk.objects.get(title=f"Brief {CANARY}")
    shared = CitationFactory(event__title="Elders").kamerstuk
    CitationFactory(event=leak.events.get(), kamerstuk=shared)
    assert client.get(paper.get_absolute_url()).status_code == 200
    withdraw(staff("eindredacteur"), leak)
    assert client.get(paper.get_absolute_url()).status_code == 404
    answers = {a: client.get(a, follow=True) for a in (*ELSEWHERE, shared.get_absolute_url())}
    for address, answer in answers.items():
        text = said(answer)
        assert answer.status_code == 200, address
        assert CANARY not in text, address
        assert "/lek/" not in text, address


def test_a_link_to_a_draft_in_it_is_dead(staff, leak, client):
    draft = EventFactory(incident=leak, draft=True, title="Nog niet")
    LinkFactory(event=draft)
    writer = staff("schrijver")
    page = said(writer.get(f"/admin/voorbeeld/{draft.pk}/"))
    link = page.partition("http://testserver/voorbeeld/")[2].partition('"')[0].partition("<")[0]
    address = f"/voorbeeld/{link}"
    assert client.get(address).status_code == 200
    withdraw(staff("eindredacteur"), leak)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Nog niet" not in said(answer)


def test_without_a_reason_it_stays(staff, leak, client):
    answer = press(staff("eindredacteur"), leak, _move="ingetrokken")
    assert "Zeg daarom in één zin waarom" in said(answer)
    assert client.get(OWN).status_code == 200


def test_a_writer_does_not_withdraw_it(staff, leak, client):
    data = form_of(staff("eindredacteur"), leak)
    data |= {"_move": "ingetrokken", "reason": REASON}
    assert staff("schrijver").post(change(leak), data).status_code == 403
    assert client.get(OWN).status_code == 200


def test_what_was_never_open_cannot_be_withdrawn(staff):
    draft = IncidentFactory(slug="dicht", is_published=False)
    answer = press(staff("eindredacteur"), draft, _move="ingetrokken", reason=REASON)
    assert "Dat kan niet vanuit de status" in said(answer)
    assert Client().get("/dicht/").status_code == 404


def test_its_texts_keep_their_own_status_and_staff_still_work_on_them(staff, leak):
    editor = staff("eindredacteur")
    withdraw(editor, leak)
    event = leak.events.get()
    assert event.status == "gepubliceerd"
    assert editor.get(change(event)).status_code == 200


# Put back


def timeless(content: bytes) -> bytes:
    """Return a page without the moment of its last change, which may be a minute later now."""
    return re.sub(rb"stand van [^:]*:", b"", content)


def test_a_second_reader_puts_it_back_as_it_was(staff, leak, client):
    pages = [f"{OWN}{page}" for page in ("wijzigingen/", "2025-07-kwikstaart/versie/1/")]
    before = [timeless(client.get(page).content) for page in pages]
    assert CANARY.encode() in before[0]
    editor = staff("eindredacteur")
    withdraw(editor, leak)
    answer = press(editor, leak, _move="gepubliceerd")
    assert answer.status_code == 302
    assert [timeless(client.get(page).content) for page in pages] == before
    for address in (OWN, f"{OWN}tijdlijn.csv", SITEMAP):
        assert "2025-07-kwikstaart" in said(client.get(address)), address
    actions = Change.objects.of("incident", leak.pk).values_list("action", flat=True)
    assert list(actions) == ["gemaakt", "ingetrokken", "teruggezet"]
    verify()


def test_who_wrote_it_puts_it_back_only_by_force_and_with_a_reason(staff, client):
    editor = staff("eindredacteur")
    own = own_incident(editor)
    withdraw(editor, own)
    assert "U schreef zelf aan deze tekst" in said(press(editor, own, _move="gepubliceerd"))
    silent = press(editor, own, _force="gepubliceerd")
    assert "alleen met een reden" in said(silent)
    assert client.get("/zelf/").status_code == 410
    press(editor, own, _force="gepubliceerd", reason="Er is niemand anders.")
    assert client.get("/zelf/").status_code == 200


def test_a_draft_of_an_incident_and_nothing_at_all_answer_alike(leak, client):
    IncidentFactory(slug="geheim", is_published=False)
    for page in ("", "tijdlijn.json", "wijzigingen/"):
        drafted, nothing = client.get(f"/geheim/{page}"), client.get(f"/niets/{page}")
        assert (drafted.status_code, nothing.status_code) == (404, 404)
        assert said(drafted).replace("/geheim/", "/niets/") == said(nothing)
