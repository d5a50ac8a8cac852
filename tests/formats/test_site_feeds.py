"""The feeds of the whole site: every incident that readers see, and nothing of another."""

from datetime import UTC, datetime
from types import SimpleNamespace

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.choices import Nature
from tests.factories import EventFactory, IncidentFactory
from timeline.formats.feeds import site_feed

pytestmark = pytest.mark.django_db

NEWS, LOG = "/tijdlijn.atom", "/wijzigingen.atom"


@pytest.fixture
def brug():
    """Return the second of two incidents, which have an event each."""
    EventFactory(title="Van het eerste")
    brug = IncidentFactory(slug="brug", title="De brug")
    EventFactory(incident=brug, title="De brug hapert", kind="gevolg")
    return brug


@pytest.fixture
def followed(client, body):
    """Return the function that reads a feed as a follower does."""

    def read(address):
        feed = feedparser.parse(body(client.get(address)))
        assert not feed.bozo
        return feed

    return read


def titles(feed) -> list[str]:
    return [entry.title for entry in feed.entries]


def test_a_follower_of_the_site_reads_of_each_incident_which_it_is(followed, brug):
    news, log = followed(NEWS), followed(LOG)
    assert titles(news) == [
        "De brug: 17 juli 2025: De brug hapert",
        "OM Citrix: 17 juli 2025: Van het eerste",
    ]
    assert [tag.term for tag in news.entries[0].tags] == ["Gevolg", "De brug"]
    assert titles(log)[0] == "De brug: Gepubliceerd: De brug hapert"
    assert news.feed.link == log.feed.link == "http://testserver/"
    assert news.feed.id != log.feed.id


@pytest.mark.parametrize(
    ("whole", "part"),
    [(NEWS, "/brug/tijdlijn.atom"), (LOG, "/brug/wijzigingen.atom")],
)
def test_an_entry_is_the_same_in_both_feeds(followed, brug, whole, part):
    [own] = followed(part).entries
    same = followed(whole).entries[0]
    assert (same.id, same.link, same.updated) == (own.id, own.link, own.updated)


def test_what_two_incidents_publish_at_one_moment_stays_apart(followed, brug):
    with audited():
        for number in range(4):
            EventFactory(incident=brug, title=f"Samen {number}")
            EventFactory(title=f"Samen {number}")
    heads = titles(followed(LOG))[:2]
    assert sorted(heads) == [
        "De brug: 4 teksten voor het eerst gepubliceerd",
        "OM Citrix: 4 teksten voor het eerst gepubliceerd",
    ]


def test_the_site_feeds_keep_still_about_what_no_reader_sees(followed, brug):
    closed = IncidentFactory(slug="geheim", title="Geheim", is_published=False)
    gone = IncidentFactory(slug="weg", title="Weggehaald")
    for incident in (closed, gone):
        EventFactory(incident=incident, title="Van niemand")
    EventFactory(incident=brug, title="Concept", draft=True)
    gone.is_withdrawn = True
    with audited(reason="Moest weg."):
        gone.save()
    for address in (NEWS, LOG):
        told = str(followed(address).entries)
        assert "Geheim" not in told
        assert "Weggehaald" not in told
        assert "Van niemand" not in told
        assert "Concept" not in told


def test_a_correction_in_any_incident_is_on_top(followed, brug):
    event = brug.events.get()
    EventFactory(title="Later")
    with audited(reason="Verschreven.", nature=Nature.SLIP):
        event.title = "De brug haperde"
        event.save()
    assert titles(followed(NEWS))[0] == "De brug: 17 juli 2025: De brug haperde"
    assert "Verschreven." in followed(LOG).entries[0].summary


def test_the_front_page_leads_to_both_feeds_for_people_and_programs(client, brug, body):
    page = body(client.get("/"))
    for address in (NEWS, LOG):
        assert page.count(f'href="{address}"') == 2
    assert page.count('rel="alternate"') == 2


@pytest.mark.parametrize("address", [NEWS, LOG])
def test_a_site_feed_takes_no_question_and_is_not_there_without_incidents(client, address):
    assert client.get(address).status_code == 404
    IncidentFactory()
    assert client.get(address).status_code == 200
    refused = client.get(f"{address}?soort=besluit")
    assert refused.status_code == 400
    assert "soort" in refused.content.decode()


@pytest.mark.parametrize("address", [NEWS, LOG])
def test_as_many_queries_for_many_incidents_as_for_few(client, brug, address):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    count()
    EventFactory(incident=brug)
    few = count()
    for number in range(4):
        EventFactory(incident=IncidentFactory(slug=f"nog-{number}", title=f"Nog {number}"))
    assert count() == few


def test_the_feed_of_the_site_is_as_new_as_the_newest_of_its_incidents(rf):
    days = [SimpleNamespace(updated_at=datetime(2025, 7, day, tzinfo=UTC)) for day in (17, 18, 16)]
    feed = site_feed(rf.get(NEWS), "Nieuws", days)
    assert feed.latest_post_date() == datetime(2025, 7, 18, tzinfo=UTC)
