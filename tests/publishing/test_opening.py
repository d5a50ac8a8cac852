"""An incident that opens: what was written while it was closed is told as it is, not as it was."""

import pytest
from django.core.exceptions import ValidationError

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.models import Change, Incident
from tests.factories import EventFactory, IncidentFactory
from tests.helpers.desk import form_of, save

pytestmark = pytest.mark.django_db

LOG = ("/dicht/wijzigingen/", "/dicht/wijzigingen.atom")


@pytest.fixture
def closed():
    return IncidentFactory(slug="dicht", is_published=False)


def opened(incident: Incident) -> None:
    incident.is_published = True
    incident.save()


def withdrawn_as_a_whole(incident: Incident, *, gone: bool) -> None:
    incident.is_withdrawn = gone
    incident.save()


def renamed(event, title: str) -> None:
    event.title = title
    with audited(reason="Beter.", nature=Nature.SLIP):
        event.save()


def withdrawn(event) -> None:
    event.status = Status.WITHDRAWN
    with audited(reason="Klopte niet."):
        event.save()


def test_what_was_corrected_before_it_opened_is_nowhere(client, closed):
    event = EventFactory(incident=closed, title="Niet voor lezers")
    renamed(event, "Netjes")
    opened(closed)
    address = event.get_absolute_url()
    for page in (*LOG, address, f"{address}versie/1/", "/dicht/?stand=2020-01-01"):
        shown = client.get(page).content.decode()
        assert "Niet voor lezers" not in shown, page
        assert "Gecorrigeerd" not in shown, page
    assert "Netjes" in client.get(f"{address}versie/1/").content.decode()
    assert client.get(f"{address}versie/2/").status_code == 404


def test_what_was_withdrawn_before_it_opened_leaves_no_tombstone(client, closed):
    event = EventFactory(incident=closed)
    withdrawn(event)
    opened(closed)
    assert client.get(event.get_absolute_url()).status_code == 404
    for page in LOG:
        assert "Klopte niet." not in client.get(page).content.decode()


def test_what_readers_saw_before_and_after_is_told_in_full(client, closed):
    opened(closed)
    event, gone = EventFactory(incident=closed, title="Gezien"), EventFactory(incident=closed)
    withdrawn_as_a_whole(closed, gone=True)
    renamed(event, "Weer te zien")
    withdrawn(gone)
    withdrawn_as_a_whole(closed, gone=False)
    address = event.get_absolute_url()
    titles = [
        change.state["title"] for change in Change.objects.for_readers().of("event", event.pk)
    ]
    assert titles == ["Gezien", "Weer te zien"]
    assert "Gezien" in client.get(f"{address}versie/1/").content.decode()
    assert "Weer te zien" in client.get(f"{address}versie/2/").content.decode()
    assert client.get(gone.get_absolute_url()).status_code == 410


def test_the_address_of_what_readers_know_stays(editor, closed):
    assert "slug" in form_of(editor, closed)
    opened(closed)
    assert "slug" not in form_of(editor, closed)
    assert save(editor, closed, slug="anders").status_code == 302
    closed.refresh_from_db()
    assert closed.slug == "dicht"
    closed.slug = "anders"
    for act in (closed.full_clean, closed.save):
        with pytest.raises(ValidationError, match="Lezers kennen dit adres"):
            act()
