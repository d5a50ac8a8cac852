"""What Zotero's button takes from a page."""

import pytest
from django.utils import timezone

from incident.audit.recorder import audited
from tests.citing.zotero import taken
from tests.factories import CitationFactory, EventFactory, KamerstukFactory

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
OURS = {
    "itemType": "webpage",
    "publisher": "Incidenttijdlijn",
    "institution": "Incidenttijdlijn",
    "language": "nl",
    "rights": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@pytest.fixture
def event():
    about = {"number": "1376", "title": "Citrix", "date": "2025-07-17", "sender": "minister"}
    with audited():
        event = EventFactory(title="OM & “Citrix”, het <begin>")
        CitationFactory(event=event, kamerstuk=KamerstukFactory(**about))
    return event


def test_zotero_takes_an_event_as_a_web_page_at_its_version(client, body, event):
    page = body(client.get(event.get_absolute_url()))
    assert taken(page) == OURS | {
        "title": event.title,
        "date": f"{timezone.localdate():%Y/%m/%d}",
        "url": f"{HOST}{event.get_absolute_url()}versie/1/",
        "publicationTitle": "Incidenttijdlijn",
    }


def test_zotero_takes_the_timeline_as_a_web_page_at_its_state(client, body, event):
    item = taken(body(client.get("/om-citrix/")))
    today = timezone.localdate()
    assert item == OURS | {
        "title": "Tijdlijn OM Citrix",
        "date": f"{today:%Y/%m/%d}",
        "url": f"{HOST}/om-citrix/?stand={today}",
        "publicationTitle": "Incidenttijdlijn",
    }
    assert taken(body(client.get("/om-citrix/?q=er")))["url"] == f"{HOST}/om-citrix/?q=er"


def test_zotero_takes_a_paper_as_the_report_that_it_is_and_not_as_our_page(client, body, event):
    paper = event.citations.get().kamerstuk
    assert taken(body(client.get(paper.get_absolute_url()))) == {
        "itemType": "report",
        "title": "Citrix",
        "date": "2025/07/17",
        "url": paper.official_url,
        "publisher": "Tweede Kamer der Staten-Generaal",
        "institution": "Tweede Kamer der Staten-Generaal",
        "number": paper.citation,
        "language": "nl",
    }


def test_zotero_takes_an_old_state_as_that_state(client, body, event):
    old = f"{event.get_absolute_url()}versie/1/"
    today = timezone.localdate()
    state = f"/om-citrix/?stand={today}"
    for address in (old, state):
        item = taken(body(client.get(address)))
        assert (item["itemType"], item["url"]) == ("webpage", f"{HOST}{address}")


def test_a_preview_offers_no_button_a_citation(admin_client, body):
    draft = EventFactory(draft=True, title="Nog niet")
    CitationFactory(event=draft)
    for page in ("", "tijdlijn/"):
        text = body(admin_client.get(f"/admin/voorbeeld/{draft.pk}/{page}"))
        assert "Nog niet" in text
        assert "citation_title" not in text
