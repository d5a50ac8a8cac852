"""The way of a new incident from nothing to its public page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import Event, Incident
from tests.factories import CitationFactory, EventFactory, IncidentFactory
from tests.helpers.desk import change, drafted, form_of, said, save

pytestmark = pytest.mark.django_db

ADD = "/admin/incident/incident/add/"
DONE = re.compile(r'<li( class="done")?[^>]*>\s*<div>\s*<strong>(?:<span.*?</span>)* ?([^<]+)<')
FIRST = "De eerste gebeurtenis met een bron"


def page_of(incident) -> str:
    return f"/admin/incident/incident/{incident.pk}/naar-lezers/"


def done(browser, incident) -> list[str]:
    """Return the names of the steps that are done."""
    return [
        name.strip()
        for is_done, name in DONE.findall(said(browser.get(page_of(incident))))
        if is_done
    ]


def next_step(browser, incident) -> str:
    found = re.search(
        r'aria-current="step">.*?<strong> *([^<]+)<', said(browser.get(page_of(incident))), re.S
    )
    return found[1].strip() if found else ""


def test_an_editor_and_a_second_reader_go_from_nothing_to_the_public_page(staff, client, body):
    editor, reader = staff("eindredacteur", "els"), staff("eindredacteur", "rik")
    new = {"title": "De brug", "subtitle": "Dicht", "dossiers": "31 865", "synonyms": "brug, dek"}
    answer = editor.post(ADD, new, follow=True)
    brug = Incident.objects.get(slug="de-brug")
    assert answer.redirect_chain[-1][0] == page_of(brug)
    assert next_step(editor, brug) == FIRST
    event = drafted(editor, incident=brug.pk, title="De brug gaat dicht")
    assert next_step(editor, brug) == "Aanbieden ter beoordeling"
    early = editor.post(change(brug), {**form_of(editor, brug), "is_published": "on"})
    assert "nog geen gepubliceerde gebeurtenis" in said(early)
    save(editor, event, _move="ter-beoordeling")
    assert next_step(reader, brug) == "Een tweede lezer publiceert"
    refused = save(editor, event, _move="gepubliceerd")
    assert "U schreef zelf aan deze tekst" in said(refused)
    save(reader, event, _move="gepubliceerd")
    assert Event.objects.get(pk=event.pk).status == Status.PUBLISHED
    assert next_step(editor, brug) == "Het incident openen"
    assert client.get("/de-brug/").status_code == 404
    opened = editor.post(change(brug), {**form_of(editor, brug), "is_published": "on"})
    assert opened.status_code == 302
    assert "De brug gaat dicht" in body(client.get("/de-brug/"))
    assert next_step(editor, brug) == ""
    assert 'href="/de-brug/"' in said(editor.get(page_of(brug)))


def test_a_planned_or_withdrawn_text_opens_no_incident(editor):
    brug = IncidentFactory(slug="brug", is_published=False)
    EventFactory(incident=brug, future=True)
    gone = EventFactory(incident=brug)
    with audited(reason="Klopte niet."):
        gone.status = Status.WITHDRAWN
        gone.save()
    answer = editor.post(change(brug), {**form_of(editor, brug), "is_published": "on"})
    assert "nog geen gepubliceerde gebeurtenis" in said(answer)
    assert not Incident.objects.get().is_published


def test_an_open_incident_without_texts_is_still_saved(editor):
    incident = IncidentFactory()
    answer = editor.post(change(incident), {**form_of(editor, incident), "subtitle": "Nieuw"})
    assert answer.status_code == 302
    assert Incident.objects.get().subtitle == "Nieuw"


def test_each_step_says_what_there_is(editor):
    about = {"kinds": "parlement | parlement | Debat", "dossiers": "31 865", "synonyms": "a, b"}
    brug = IncidentFactory(slug="brug", is_published=False, subtitle="Dicht", **about)
    CitationFactory(event__incident=brug, event__kind="parlement", event__draft=True)
    page = said(editor.get(page_of(brug)))
    for words in ("Nu: Debat.", "Nu: 31865.", "Nu: 1 groep.", "1 gebeurtenis in concept"):
        assert words in page
    assert done(editor, brug) == [
        "Titel, ondertitel en inleiding",
        "Soorten gebeurtenis",
        "Dossiers volgen",
        "Woorden die hetzelfde betekenen",
        FIRST,
    ]


def test_a_writer_sees_all_steps_and_is_led_to_their_own(writer, client):
    brug = IncidentFactory(slug="brug", is_published=False)
    page = said(writer.get(page_of(brug)))
    assert f'href="/admin/incident/event/add/?incident={brug.pk}"' in page
    assert f'class="button" href="{change(brug)}"' not in page
    assert writer.get(ADD).status_code == 403
    assert client.get(page_of(brug)).status_code == 302


def test_who_keeps_accounts_and_nothing_else_sees_no_step(staff):
    brug = IncidentFactory(slug="brug", is_published=False)
    keeper = staff("beheerder", "bep")
    assert keeper.get(page_of(brug)).status_code == 403
    assert "op weg naar lezers" not in said(keeper.get("/admin/"))


def test_the_home_page_leads_to_new_incidents_alone(editor):
    IncidentFactory()
    brug = IncidentFactory(slug="brug", title="De brug", is_published=False)
    home = said(editor.get("/admin/"))
    assert home.count("op weg naar lezers") == 1
    assert f'<a href="{page_of(brug)}">De brug: op weg naar lezers</a>' in home
    assert f'<a href="{ADD}">Nieuw incident</a>' in home
    assert "Op weg naar lezers" in said(editor.get(change(brug)))
    assert editor.get("/admin/incident/incident/999999/naar-lezers/").status_code == 404


def test_as_many_queries_for_many_events_as_for_few(editor):
    brug = IncidentFactory(slug="brug", is_published=False)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            editor.get(page_of(brug))
        return len(asked)

    count()
    few = count()
    for _ in range(5):
        CitationFactory(event__incident=brug, event__draft=True)
    assert count() == few
